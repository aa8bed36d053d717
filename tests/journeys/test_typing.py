"""Typed is not lost: notes save themselves, and the browser asks while something is not saved."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from tests.journeys.visitor import Visitor

PILOT = "lotse@brueckenhaus.example"
QUESTION = "check/frage/calendar-shared/"


def asked_when_leaving(page: Page) -> list[str]:
    """Return the kinds of questions that the browser asks from now on; each is answered: stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def reload(page: Page) -> None:
    """Press F5."""
    page.evaluate("setTimeout(() => location.reload())")


def test_a_note_is_kept_though_the_cursor_never_left_it(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    asked = asked_when_leaving(who.page)
    note, saved = who.page.get_by_label("Notiz"), who.page.locator("#saved")
    note.fill("Der Kalender hängt im Flur.")
    expect(saved).to_have_text("Gespeichert.")
    note.press_sequentially(" Und einer liegt im Auto.", delay=5)
    expect(saved).to_have_text("")
    expect(saved).to_have_text("Gespeichert.")
    expect(note).to_be_focused()
    with who.page.expect_navigation():
        reload(who.page)
    expect(note).to_have_value("Der Kalender hängt im Flur. Und einer liegt im Auto.")
    who.go_on()
    assert asked == []


def test_the_browser_asks_while_a_note_is_not_saved(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    asked = asked_when_leaving(who.page)
    who.context.set_offline(True)
    note = who.page.get_by_label("Notiz")
    note.fill("Noch nirgends.")
    with who.page.expect_event("dialog"):
        reload(who.page)
    expect(note).to_have_value("Noch nirgends.")
    expect(who.page.locator("#saved")).to_contain_text("Das hat nicht geklappt.")
    assert asked == ["beforeunload"]
    who.amiss.clear()  # The browser reports the missing network.
    who.context.set_offline(False)
    note.press_sequentially(" Doch.")
    expect(who.page.locator("#saved")).to_have_text("Gespeichert.")
    with who.page.expect_navigation():
        reload(who.page)
    assert asked == ["beforeunload"]


def test_many_saves_on_their_way_are_no_conflict_with_oneself(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    asked = asked_when_leaving(who.page)
    before = who.heading
    # A slow line: each answer takes longer than the pause after which a note saves itself.
    line = who.context.new_cdp_session(who.page)
    slow = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    who.page.locator("input[name=answer][value='1']").check()
    note = who.page.get_by_label("Notiz")
    note.fill("Erst dies")
    who.page.locator("input[name=answer][value='3']").check()
    note.press_sequentially(", dann das")
    who.page.locator(".check-buttons").get_by_role("button", name="Weiter").click()
    expect(who.page.locator("h1")).not_to_have_text(before, timeout=20_000)
    assert who.page.locator("#conflict-title").count() == 0
    who.goto(home + QUESTION)
    expect(note).to_have_value("Erst dies, dann das")
    expect(who.page.locator("input[name=answer][value='3']")).to_be_checked()
    assert asked == []


def test_a_link_waits_for_the_note_that_is_being_saved(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    asked = asked_when_leaving(who.page)
    who.page.get_by_label("Notiz").fill("Kurz vor dem Klick getippt.")
    who.page.locator("#area-nav").get_by_role("link", name="Abschließen").click()
    who.page.wait_for_url("**/check/abschluss/")
    who.goto(home + QUESTION)
    expect(who.page.get_by_label("Notiz")).to_have_value("Kurz vor dem Klick getippt.")
    assert asked == []


def test_what_is_typed_while_the_answer_of_someone_else_arrives_stays(
    visit: Callable[..., Visitor],
) -> None:
    pilot, director = visit(), visit()
    home = pilot.sign_in(PILOT)
    director.sign_in("leitung@brueckenhaus.example")
    for who in (pilot, director):
        who.goto(f"{home}check/frage/leadership-pilot/")
    director.page.get_by_label("Notiz").fill("Die Fassung der Leitung")
    director.go_on()
    note = pilot.page.get_by_label("Notiz")
    note.fill("Meine")
    with pilot.page.expect_response(lambda response: response.status == 409):
        pilot.page.locator("input[name=answer][value='2']").check()
        note.press_sequentially(" und noch mehr")
    pilot.sees("Zwei Fassungen dieser Antwort")
    expect(note).to_have_value("Meine und noch mehr")
    pilot.go_on()


def test_the_word_saved_stands_beside_the_answer(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    for level in ("4", "2"):
        answer = who.page.locator("label.choice", has=who.page.locator(f"[value='{level}']"))
        answer.click()
        expect(answer).to_contain_text("Gespeichert.")
        expect(who.page.locator(".saved-here")).to_have_count(1)
        assert who.findings() == []
    expect(who.page.get_by_role("status")).to_have_text("Gespeichert.")


def test_other_long_texts_are_asked_about_and_sent_without_a_question(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(f"{home}massnahmen/neu/")
    asked = asked_when_leaving(who.page)
    text = who.page.locator("main textarea").first
    text.press_sequentially("Ein langer Absatz.")
    with who.page.expect_event("dialog"):
        reload(who.page)
    expect(text).to_have_value("Ein langer Absatz.")
    assert asked == ["beforeunload"]
    who.page.locator("main form button[type=submit]").first.click()  # without a title
    expect(who.page.locator(".error-summary")).to_be_visible()
    who.page.locator("main input[type=text]").first.fill("Getippt und gespeichert")
    who.page.locator("main form button[type=submit]").first.click()
    who.sees("Getippt und gespeichert")
    assert asked == ["beforeunload"]
