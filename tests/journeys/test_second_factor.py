"""Second factors as people use them: a passkey, an app, a lost device, another device."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import PASSWORD, Visitor, app_code

PERSON = "franka@probe.example"


def with_account(who: Visitor, email: str) -> Visitor:
    """Give someone an account with an organisation behind it."""
    who.sign_up("Franka Beispiel", email)
    who.goto("/organisationen/neu/")
    return who


def test_a_passkey_opens_the_account_without_a_password(visit: Callable[..., Visitor]) -> None:
    who = with_account(visit(), "paula@probe.example")
    who.with_passkeys()
    who.goto("/konto/")
    who.click("Zweiten Faktor einrichten")
    who.click("Passkey anlegen")
    who.confirm_password(PASSWORD)
    who.fill("Name", "Mein Rechner")
    who.click("Passkey anlegen", exact=True)
    who.sees("Der Passkey ist angelegt.")
    who.goto("/konto/2fa/webauthn/")
    who.sees("Mein Rechner")

    who.leave_account()
    who.goto("/konto/login/")
    who.click("Mit Passkey anmelden")
    who.page.wait_for_url("**/organisationen/neu/")

    who.leave_account()
    who.enter("paula@probe.example", PASSWORD)
    assert who.heading == "Jetzt noch der zweite Faktor"
    who.click("Mit Passkey bestätigen")
    who.page.wait_for_url("**/organisationen/neu/")


def test_a_device_without_the_passkey_says_so(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.with_passkeys()
    who.goto("/konto/login/")
    who.click("Mit Passkey anmelden")
    expect(who.page.get_by_role("alert")).to_contain_text("keinen passenden Passkey")


def test_a_lost_second_factor_is_recovered(visit: Callable[..., Visitor]) -> None:
    who = with_account(visit(), PERSON)
    old_secret = who.set_up_app(PASSWORD)
    codes = who.page.locator(".codes code").all_inner_texts()

    who.leave_account()
    who.enter(PERSON, PASSWORD)
    who.page.locator("input[name=code]").fill(app_code(old_secret, later=1))
    who.page.locator("main form button[type=submit]").first.click()
    who.page.wait_for_url("**/organisationen/neu/")

    # The phone is gone. Another computer, and the sheet of paper with the codes.
    elsewhere = visit()
    elsewhere.enter(PERSON, PASSWORD)
    elsewhere.page.get_by_text("Gerät verloren oder nicht zur Hand?").click()
    elsewhere.sees("einen Ihrer Ersatzcodes")
    elsewhere.page.locator("input[name=code]").fill("0000 0000")
    elsewhere.page.locator("main form button[type=submit]").first.click()
    elsewhere.sees("Das hat nicht gepasst")
    elsewhere.page.locator("input[name=code]").fill(codes[0])
    elsewhere.page.locator("main form button[type=submit]").first.click()
    elsewhere.sees("Es sind noch 9 übrig")

    elsewhere.goto("/konto/")
    elsewhere.click("Zweiten Faktor verwalten")
    elsewhere.click("App entfernen")
    elsewhere.confirm_password(PASSWORD)
    elsewhere.click("App entfernen", exact=True)
    elsewhere.sees("Die Authenticator-App ist entfernt.")
    new_secret = elsewhere.set_up_app(PASSWORD)
    assert new_secret != old_secret
    assert codes[1] not in elsewhere.page.locator(".codes").inner_text()

    elsewhere.leave_account()
    elsewhere.enter(PERSON, PASSWORD)
    elsewhere.page.locator("input[name=code]").fill(codes[1])
    elsewhere.page.locator("main form button[type=submit]").first.click()
    elsewhere.sees("Das hat nicht gepasst")
    elsewhere.page.locator("input[name=code]").fill(app_code(new_secret, later=1))
    elsewhere.page.locator("main form button[type=submit]").first.click()
    elsewhere.page.wait_for_url("**/organisationen/neu/")

    elsewhere.goto("/postausgang/")
    for subject in ("Mit einem Ersatzcode angemeldet", "Zweiter Faktor entfernt"):
        elsewhere.sees(subject)


def test_without_javascript_an_app_works_and_passkeys_say_what_they_need(
    visit: Callable[..., Visitor],
) -> None:
    who = with_account(visit(javascript=False), "gesa@probe.example")
    secret = who.set_up_app(PASSWORD)
    who.goto("/konto/2fa/webauthn/add/")
    who.sees("muss JavaScript im Browser eingeschaltet sein")
    expect(who.page.get_by_role("button", name="Passkey anlegen")).to_have_count(0)
    who.leave_account()
    who.enter("gesa@probe.example", PASSWORD)
    who.page.locator("input[name=code]").fill(app_code(secret, later=1))
    who.page.locator("main form button[type=submit]").first.click()
    who.page.wait_for_url("**/organisationen/neu/")


def test_another_device_is_signed_out_from_here(visit: Callable[..., Visitor]) -> None:
    here, there = visit(), visit()
    # Nobody else signs in with this account, so these are its only two devices.
    email = "team@brueckenhaus.example"
    there.enter(email)
    here.enter(email)
    home = there.path
    here.goto("/konto/")
    here.click("Geräte ansehen und abmelden")
    expect(here.page.locator(".settings li")).to_have_count(2)
    here.page.get_by_role("button", name=re.compile("^Abmelden ?: ")).click()
    here.sees("Das Gerät ist abgemeldet.")
    there.goto(home)
    assert there.path == "/konto/login/"
