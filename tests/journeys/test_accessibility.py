"""Every page of the site, found by following its links: axe, narrow windows, headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from tests.journeys.visitor import DEMO_PASSWORD, PASSWORD, Visitor
from tests.lotse.addresses import all_patterns
from tests.lotse.rights import WRITTEN

# What answers to nobody who only reads is no page, nor what answers with something else.
NO_PAGES = {name for name, _ in WRITTEN if (name, "GET") not in WRITTEN} | {
    "health",
    "health-work",
    "metrics",
    "checks:area",
    # Only there while a check repeats another one: see test_repeating.py.
    "checks:repeat_area",
    "organisations:audit_export",
    "mfa_download_recovery_codes",
    "measures:file",
    "organisations:mandate_scan",
    "measures:take_along",
    "measures:hand_over_file",
    "reminders:feed",
    "reports:download",
    "reports:specification_excel",
    "reports:specification_markdown",
    "reports:download_word",
    "reports:download_excel",
    "reports:logo_picture",
    "reports:shared_pdf",
    "reports:comparison_specification_excel",
    "reports:comparison_specification_markdown",
    "portfolio-csv",
    "portfolio-excel",
    "help:handbook",
    "hosting:colours",
    "imports:template",
    # Only there once someone uploaded a list: see test_import.py.
    "imports:reading",
    "imports:columns",
    "imports:preview",
    "imports:replace",
    "imports:detail",
    "imports:undo",
    # Only there while a round waits for its director: see test_round.py.
    "measures:judge_round",
    # Only behind the link in a mail: see test_reminders.py.
    "reminders:unsubscribe",
    # Only there while an organisation waits for its director: see test_consultants.py.
    "organisations:handover",
    # Only there once a check moved to a newer version: see test_catalogues.py.
    "checks:set_aside",
    # Only there for colleagues who began to answer: see test_voices.py.
    "checks:contribute_question",
    "checks:contribute_end",
}
ACCOUNT_PAGES = {
    "account_login",
    "account_signup",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_inactive",
}

SIGN_IN_PAGES = {
    "organisations:account",
    "organisations:change_name",
    "account_reauthenticate",
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "usersessions_list",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


MEASURES = "links => links.map(a => a.pathname).filter(path => /massnahmen\\/\\d+\\/$/.test(path))"
# Links in mails of others: whoever is signed in would leave their account.
LEADING_OUT = frozenset({"account_confirm_email", "account_reset_password_from_key"})


def view_of(path: str) -> str | None:
    """Return the name of the URL behind a path, None for files and foreign things."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def pages_linked_from(
    who: Visitor, seeds: list[str], avoiding: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Follow links from `seeds` and stand on one page of every kind; yield its name."""
    waiting, seen = list(seeds), set()
    while waiting:
        path = waiting.pop(0)
        if view_of(path) in seen | avoiding | NO_PAGES | {None}:
            continue
        who.goto(path)
        here = view_of(who.path)
        seen |= {here, view_of(path)}
        yield str(here)
        # Links in drawings have no address of their own as text.
        links = who.page.evaluate(
            "[...document.querySelectorAll('a[href]')]"
            ".map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
        )
        waiting += [urlsplit(link).path for link in links if link.startswith(who.address)]


def what_is_wrong_here(who: Visitor) -> list[str]:
    """Return everything that keeps people from using the page that is open."""
    wrong = who.findings()
    if who.page.locator("h1").count() != 1:
        wrong.append(f"{who.path}: {who.page.locator('h1').count()} main headings")
    if not who.page.title().removesuffix("· Lotse").strip():
        wrong.append(f"{who.path}: no title")
    for width in (320, 360):
        who.page.set_viewport_size({"width": width, "height": 800})
        if who.is_wider_than_the_window():
            wrong.append(f"{who.path}: scrolls sideways at {width} px")
    who.page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def test_every_page_is_accessible_in_light_and_dark_and_on_a_small_screen(
    visit: Callable[..., Visitor],
) -> None:
    wrong: list[str] = []
    seen: set[str] = set()

    stranger = visit()
    stranger.sign_up("Ada Beispiel", "ada@probe.example")
    stranger.context.clear_cookies()
    stranger.goto("/konto/password/reset/")
    stranger.page.locator("input[name=email]").fill("ada@probe.example")
    stranger.page.locator("main form button[type=submit]").first.click()
    guest = ["/", "/konto/inactive/", "/konto/confirm-email/"]
    guest += ["/konto/password/reset/done/", "/konto/password/reset/key/done/"]
    stranger.goto("/postausgang/")
    mails = stranger.page.locator("main a[href^='/postausgang/']").all()
    for mail in [mail.get_attribute("href") for mail in mails[:2]]:
        stranger.goto(str(mail))
        link = stranger.page.locator("main a[href*='/konto/']").first.get_attribute("href")
        guest.append(urlsplit(str(link)).path)
    for name in pages_linked_from(stranger, guest):
        seen.add(name)
        wrong += what_is_wrong_here(stranger)

    for email in (
        "leitung@sonnenwinkel.example",
        "lotse@brueckenhaus.example",
        "beratung@kompass.example",
    ):
        member = visit()
        home = member.sign_in(email)
        seeds = [
            f"{home}check/kolleginnen/",
            home,
            f"{home}check/abschluss/",
            f"{home}check/stand/",
            f"{home}anforderungen/vergleiche/",
            f"{home}massnahmen/runden/neu/",
            "/organisationen/neu/",
            "/konto/logout/",
            "/einladung/ein-link-den-es-nicht-gibt/",
            "/bericht/ein-link-den-es-nicht-gibt/",
        ]
        # One page of a kind is visited, and only measures that are carried out ask for more.
        member.goto(f"{home}massnahmen/?status=done")
        done = member.page.locator("main a").evaluate_all(MEASURES)
        seeds += [f"{home}anfangen/", *(f"{path}abschluss/" for path in done[:1])]
        member.goto(f"{home}massnahmen/?status=in_progress")
        begun = member.page.locator(".measure-table a").evaluate_all(MEASURES)
        seeds = [*begun[:1], *seeds]
        for name in pages_linked_from(member, seeds, avoiding=LEADING_OUT):
            seen.add(name)
            wrong += what_is_wrong_here(member)

    assert not wrong, "\n".join(wrong)
    ours = {name for name, _, _ in all_patterns()} - NO_PAGES
    # With one organisation, „Meine Organisationen“ leads straight to it; an account is closed
    # behind the password, see below; the journey of the mandate looks at the signed sheet.
    assert (ours | ACCOUNT_PAGES) - seen == {
        "organisations:mine",
        "organisations:mandate_paper",
        "portability:close_account",
    }


def test_what_comes_in_after_every_answer_is_in_words_for_people(
    visit: Callable[..., Visitor],
) -> None:
    # What nobody would say is reported by the visitor: see unfinished_words.js.
    who = visit()
    home = who.sign_in("lotse@brueckenhaus.example")
    for key in ("calendar-shared", "leadership-pilot"):
        who.goto(f"{home}check/frage/{key}/")
        chosen = who.page.locator("input[name=answer]:checked").get_attribute("value")
        answers = who.page.locator("label.choice:has([name=answer])")
        others = answers.filter(has_not=who.page.locator(f"[value='{chosen}']"))
        for answer in (*others.all(), answers.filter(has=who.page.locator(f"[value='{chosen}']"))):
            answer.click()
            expect(answer.locator(".saved-here")).to_have_text("Gespeichert.")
        who.page.locator("details.requirements summary").click()
        who.page.locator("[name=requirement-text]").fill("Muss sich leicht lesen lassen")
        who.click("Notieren", exact=True)
        who.sees("Notiert: „Muss sich leicht lesen lassen“")
        expect(who.page.locator(".requirements [role=status]")).to_be_in_viewport()
        assert what_is_wrong_here(who) == []
        who.click("Entfernen: Muss sich leicht lesen lassen")
        who.sees("Entfernt: „Muss sich leicht lesen lassen“")


def test_the_pages_around_signing_in_are_accessible_too(visit: Callable[..., Visitor]) -> None:
    wrong: list[str] = []
    who = visit()
    who.with_passkeys()
    who.sign_up("Eva Beispiel", "eva@probe.example")
    who.goto("/konto/2fa/totp/activate/")
    who.confirm_password(PASSWORD)
    wrong += what_is_wrong_here(who)
    who.set_up_app(PASSWORD)
    who.goto("/konto/2fa/webauthn/add/")
    who.click("Passkey anlegen", exact=True)
    who.sees("Der Passkey ist angelegt.")

    seeds = ["/konto/", "/konto/2fa/", "/konto/2fa/webauthn/add/", "/konto/2fa/webauthn/"]
    seeds += ["/konto/2fa/recovery-codes/generate/", "/konto/2fa/totp/deactivate/"]
    seeds += ["/konto/reauthenticate/", "/konto/2fa/reauthenticate/"]
    seeds += ["/konto/2fa/webauthn/reauthenticate/", "/konto/3rdparty/"]
    seeds += ["/konto/3rdparty/login/cancelled/", "/konto/3rdparty/login/error/"]
    seen = set()
    for name in pages_linked_from(who, seeds):
        seen.add(name)
        wrong += what_is_wrong_here(who)
    assert not SIGN_IN_PAGES - seen

    who.leave_account()
    who.enter("eva@probe.example", PASSWORD)
    wrong += what_is_wrong_here(who)
    assert not wrong, "\n".join(wrong)


def test_error_pages_are_accessible(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = who.sign_in("team@sonnenwinkel.example")
    wrong: list[str] = []
    for path in (f"{home}check/", "/das-gibt-es-nicht/"):
        who.goto(path)
        wrong += what_is_wrong_here(who)
    assert not wrong, "\n".join(wrong)


def test_the_page_behind_the_password_is_accessible(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.sign_in("team@sonnenwinkel.example")
    who.goto("/konto/loeschen/")
    who.page.locator("main input[type=password]").fill(DEMO_PASSWORD)
    who.page.locator("main form button[type=submit]").first.click()
    who.sees("Das lässt sich nicht rückgängig machen.")
    wrong = what_is_wrong_here(who)
    assert not wrong, "\n".join(wrong)
