"""Two people at once, leaving and coming back, questions that come and go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import DEMO_PASSWORD, Visitor

PILOT, DIRECTOR = "lotse@brueckenhaus.example", "leitung@brueckenhaus.example"
QUESTION = "check/frage/calendar-shared/"


def level(who: Visitor, number: int) -> None:
    who.page.locator(f"input[name=answer][value='{number}']").check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_the_later_save_shows_both_versions(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    pilot, director = visit(javascript=javascript), visit(javascript=javascript)
    home = pilot.sign_in(PILOT)
    director.sign_in(DIRECTOR)
    pilot.goto(home + QUESTION)
    director.goto(home + QUESTION)

    level(director, 4)
    director.fill("Notiz", "Wir haben jetzt einen gemeinsamen Kalender.")
    director.go_on()
    level(pilot, 2)
    if not javascript:
        pilot.click("Weiter", exact=True)

    pilot.sees("Zwei Fassungen dieser Antwort")
    pilot.sees("Demo-Leitung Brückenhaus hat um")
    pilot.sees("Wir haben jetzt einen gemeinsamen Kalender.")
    expect(pilot.page.locator("input[name=answer][value='2']")).to_be_checked()

    pilot.go_on()
    director.goto(home + QUESTION)
    expect(director.page.locator("input[name=answer][value='2']")).to_be_checked()


def test_keeping_the_other_version(visit: Callable[..., Visitor]) -> None:
    pilot, director = visit(), visit()
    home = pilot.sign_in(PILOT)
    director.sign_in(DIRECTOR)
    pilot.goto(home + QUESTION)
    director.goto(home + QUESTION)
    level(director, 3)
    director.sees("Gespeichert.")
    level(pilot, 0)
    pilot.click("Die andere Fassung behalten")
    expect(pilot.page.locator("input[name=answer][value='3']")).to_be_checked()


def test_answers_are_saved_at_once_and_one_comes_back_where_one_was(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(f"{home}check/frage/files-order/")
    level(who, 2)
    who.sees("Gespeichert.")
    who.page.get_by_label("Notiz").fill("Auf dem Rechner im Büro.")
    who.page.get_by_label("Notiz").blur()
    who.sees("Gespeichert.")
    who.leave()

    again = visit()
    home = again.sign_in(PILOT)
    again.goto(home)
    again.click("Check", exact=True)
    assert again.path == f"{home}check/frage/files-order/"
    expect(again.page.locator("input[name=answer][value='2']")).to_be_checked()
    expect(again.page.get_by_label("Notiz")).to_have_value("Auf dem Rechner im Büro.")


def test_questions_come_and_go_without_losing_answers(visit: Callable[..., Visitor]) -> None:
    who = visit(javascript=False)
    home = who.sign_in(PILOT)
    who.goto(f"{home}check/feld/administration/")
    donations = who.page.locator(".area-pages a", has_text="Spenden").first
    address = str(donations.get_attribute("href"))
    who.goto(address)
    level(who, 2)
    who.go_on()

    for answer, is_asked in (("Nein", False), ("Ja", True)):
        who.goto(f"{home}check/angaben/")
        group = who.page.locator("fieldset", has_text="Spenden")
        group.get_by_label(answer, exact=True).check()
        who.click("Speichern und zur ersten Frage")
        who.goto(f"{home}check/feld/administration/")
        expect(who.page.locator(f".area-pages a[href='{address}']")).to_have_count(int(is_asked))
    who.goto(address)
    expect(who.page.locator("input[name=answer][value='2']")).to_be_checked()


def test_a_check_that_was_closed_meanwhile_gives_back_what_was_typed(
    visit: Callable[..., Visitor], manage: Callable[..., str]
) -> None:
    pilot, director = visit(), visit()
    home = pilot.sign_in(PILOT)
    director.sign_in(DIRECTOR)
    pilot.goto(home + QUESTION)
    director.goto(f"{home}check/abschluss/")
    director.click("beenden und Check abschließen")
    director.sees("Im Ganzen stehen Sie bei")

    pilot.page.get_by_label("Notiz").fill("Das darf nicht verloren gehen.")
    pilot.click("Weiter", exact=True)
    pilot.sees("Dieser Check ist abgeschlossen")
    pilot.sees("Das darf nicht verloren gehen.")
    expect(pilot.page.locator(".site-header")).to_have_count(1)
    expect(pilot.page.locator("h1")).to_be_focused()

    pilot.click("Zur Seite des Checks")
    pilot.click("Wieder öffnen und weiter ausfüllen")
    pilot.goto(home + QUESTION)
    expect(pilot.page.locator("h1")).to_be_visible()
    # Closing ended the request to colleagues, which other journeys need.
    manage("demo")


def test_a_session_that_ended_meanwhile_gives_back_what_was_typed(
    visit: Callable[..., Visitor],
) -> None:
    who = visit()
    home = who.sign_in(PILOT)
    who.goto(home + QUESTION)
    who.context.clear_cookies(name="sessionid")
    who.page.get_by_label("Notiz").fill("Das darf nicht verloren gehen.")
    who.click("Weiter", exact=True)
    who.sees("Sie sind nicht mehr angemeldet")
    who.sees("Das darf nicht verloren gehen.")
    expect(who.page.locator(".site-header")).to_have_count(1)
    who.click("Wieder anmelden")
    who.page.locator("input[name=login]").fill(PILOT)
    who.page.locator("input[name=password]").fill(DEMO_PASSWORD)
    who.page.locator("main form button[type=submit]").first.click()
    who.page.wait_for_url(f"**{home}{QUESTION}")
