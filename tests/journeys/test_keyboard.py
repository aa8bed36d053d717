"""The whole check without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


def tab_to(who: Visitor, name: str, limit: int = 60) -> None:
    """Press Tab until the control called `name` has the focus, which must be visible."""
    for _ in range(limit):
        who.page.keyboard.press("Tab")
        focused = who.page.locator(":focus")
        if focused.count() and name in " ".join(focused.inner_text().split()):
            assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
            return
    raise AssertionError(f"Tab never reaches „{name}“ on {who.path}")


def test_the_whole_check_by_keyboard(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.sign_up("Toni Taste", "toni@probe.example")
    who.fill("Name der Organisation", "Nur mit Tasten")
    for select in who.page.locator("select").all():
        select.focus()
        who.page.keyboard.press("ArrowDown")
    who.fill("Zahl der Mitarbeitenden", "4")
    tab_to(who, "Organisation anlegen")
    who.page.keyboard.press("Enter")
    expect(who.page.locator("h1")).to_have_text("Digitalisierungscheck")

    tab_to(who, "Digitalisierungscheck für Kleinstorganisationen")
    who.page.keyboard.press("Enter")
    expect(who.page.locator("h1")).to_have_text("Angaben zur Organisation")
    tab_to(who, "Speichern und zur ersten Frage", limit=120)
    who.page.keyboard.press("Enter")
    expect(who.page.locator("h1")).not_to_have_text("Angaben zur Organisation")

    answered = 0
    while not who.path.endswith("/abschluss/"):
        before = who.heading
        if "/frage/" in who.path:
            level = answered % 5
            who.page.keyboard.press(str(level))
            expect(who.page.locator(f"input[data-level='{level}']")).to_be_checked()
            answered += 1
        who.page.keyboard.press("ArrowRight")
        expect(who.page.locator("h1")).not_to_have_text(before)
        if not who.path.endswith("/abschluss/"):
            expect(who.page.locator("h1")).to_be_focused()
    assert answered > 40
    who.sees("Alle Fragen sind beantwortet.")

    tab_to(who, "Check abschließen")
    who.page.keyboard.press("Enter")
    who.sees("Im Ganzen stehen Sie bei")


def test_arrow_left_goes_back_and_digits_in_a_note_stay_text(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    organisation = who.sign_in("lotse@brueckenhaus.example")
    who.goto(f"{organisation}check/frage/calendar-shared/")
    first = who.heading
    who.page.keyboard.press("ArrowRight")
    expect(who.page.locator("h1")).not_to_have_text(first)
    who.page.keyboard.press("ArrowLeft")
    expect(who.page.locator("h1")).to_have_text(first)

    note = who.page.get_by_label("Notiz")
    chosen = who.page.locator("input[name=answer]:checked").get_attribute("value")
    note.focus()
    who.page.keyboard.press("ControlOrMeta+a")
    who.page.keyboard.type("Raum 204, Schrank 3")
    who.page.keyboard.press("ArrowLeft")
    expect(note).to_have_value("Raum 204, Schrank 3")
    expect(who.page.locator("input[name=answer]:checked")).to_have_attribute("value", chosen or "")
    expect(who.page.locator("h1")).to_have_text(first)


def test_signs_hard_words_and_exceptions_open_and_save_by_keyboard(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    organisation = who.sign_in("lotse@brueckenhaus.example")
    who.goto(f"{organisation}check/frage/security-records/")
    sign, note = who.page.locator(".sign").first, who.page.locator(".term-note:popover-open")

    expect(sign).to_be_hidden()
    who.page.locator(".rule summary").focus()
    who.page.keyboard.press("Enter")
    expect(sign).to_be_visible()

    who.page.locator(".term").first.focus()
    who.page.keyboard.press("Enter")
    expect(note).to_be_visible()
    who.page.keyboard.press("Escape")
    expect(note).to_have_count(0)

    group = who.page.get_by_label("eine Gruppe oder ein Team")
    group.focus()
    who.page.keyboard.press("Space")
    expect(who.page.locator("#saved")).to_contain_text("Gespeichert.")
    who.page.reload()
    expect(group).to_be_checked()
