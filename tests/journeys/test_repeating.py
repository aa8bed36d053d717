"""The second check: what was said last time, one key for what still holds, what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.test_systems import found
from tests.journeys.visitor import WHOLE_CHECK, Visitor

CARE = "/o/pflegeverein-sonnenwinkel-demo/"
FIRST, SECOND, THIRD = "leadership-pilot", "leadership-goals", "leadership-budget"


def answer(who: Visitor, home: str, key: str, level: int, note: str = "") -> None:
    """Answer a question of the check and go on."""
    who.goto(f"{home}check/frage/{key}/")
    who.page.locator(f"input[data-level='{level}']").check()
    if note:
        who.page.get_by_label("Notiz").fill(note)
    who.go_on()


def begin_second_check(who: Visitor, name: str) -> str:
    """Found an organisation, close a first check with three answers, begin the second one.

    Returns the organisation's address.
    """
    who.sign_up("Wilma Wieder", f"wilma-{name}@probe.example")
    home = found(who, f"Wiederholer {name}")
    who.click(WHOLE_CHECK)
    who.click("Speichern und zur ersten Frage")
    answer(who, home, FIRST, 1, note="Vier Stunden in der Woche.")
    answer(who, home, SECOND, 2)
    answer(who, home, THIRD, 0)
    who.goto(f"{home}check/anforderungen/leadership/")
    who.page.locator(".starters button").first.click()
    who.sees("in diesem Handlungsfeld: ")
    who.goto(f"{home}check/abschluss/")
    who.click("Trotzdem abschließen")
    who.sees("Im Ganzen stehen Sie bei 25 von 100")

    who.goto(f"{home}check/")
    who.sees("Neben jeder Frage steht Ihre Antwort vom letzten Check.")
    who.click("Neuen Check beginnen")
    who.click("Speichern und zur ersten Frage")
    who.sees("Beim letzten Check am")
    return home


def test_the_second_check_by_keyboard(visit: Callable[..., Visitor]) -> None:
    who = visit()
    home = begin_second_check(who, "Tasten")
    last_time = who.page.get_by_role("region", name="Beim letzten Check am")
    expect(last_time).to_contain_text("Vier Stunden in der Woche.")
    expect(who.page.locator("input[name=answer]:checked")).to_have_count(0)
    assert who.findings() == []

    first = who.heading
    who.page.keyboard.press("u")
    expect(who.page.locator("h1")).not_to_have_text(first)
    expect(who.page.locator("h1")).to_be_focused()
    who.page.keyboard.press("ArrowLeft")
    expect(who.page.locator("h1")).to_have_text(first)
    expect(last_time).to_contain_text("unverändert")
    expect(who.page.locator("input[data-level='1']")).to_be_checked()
    expect(who.page.get_by_label("Notiz")).to_have_value("Vier Stunden in der Woche.")

    who.page.keyboard.press("3")
    expect(last_time).to_contain_text("geändert: war 1, jetzt 3")
    expect(who.page.locator(".area-pages")).to_contain_text("geändert")
    assert who.findings() == []

    who.page.get_by_label("Notiz").focus()
    who.page.keyboard.type("u")
    expect(who.page.locator("h1")).to_have_text(first)

    who.click("Alle offenen Fragen dieses Handlungsfelds")
    who.sees("Bitte lesen Sie zuerst, ob sie noch stimmen.")
    assert who.findings() == []
    who.click("Alle übernehmen")
    who.sees("2 Antworten sind unverändert übernommen.")

    who.goto(f"{home}check/anforderungen/leadership/")
    who.sees("Beim letzten Check notiert")
    assert who.findings() == []
    who.click("Gilt weiter:")
    who.sees("(in diesem Handlungsfeld: 1)")

    who.goto(f"{home}check/abschluss/")
    who.sees("Eine Antwort ist anders als beim letzten Check.")
    who.sees("war 1, jetzt 3")
    assert who.findings() == []
    who.click("Trotzdem abschließen")
    who.sees("Im Ganzen von 25 auf 42: 17 Punkte mehr.")
    who.sees("Verglichen werden 3 von")
    assert who.findings() == []


def test_the_second_check_without_javascript(visit: Callable[..., Visitor]) -> None:
    who = visit(javascript=False, width=360)
    home = begin_second_check(who, "schlicht")
    assert not who.is_wider_than_the_window()
    first = who.heading
    who.click("Unverändert übernehmen")
    assert who.heading != first
    who.goto(f"{home}check/frage/{FIRST}/")
    who.sees("unverändert")
    answer(who, home, SECOND, 4)
    who.goto(f"{home}check/frage/{SECOND}/")
    who.sees("geändert: war 2, jetzt 4")
    who.goto(f"{home}check/feld/leadership/unveraendert/")
    assert not who.is_wider_than_the_window()
    who.click("Alle übernehmen")
    who.sees("Antwort ist unverändert übernommen.")
    who.goto(f"{home}check/abschluss/")
    who.click("Trotzdem abschließen")
    who.sees("Im Ganzen von 25 auf 42: 17 Punkte mehr.")
    assert not who.is_wider_than_the_window()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_result_shows_what_changed(visit: Callable[..., Visitor], width: int) -> None:
    who = visit(width=width, javascript=width > 400)
    who.sign_in("leitung@sonnenwinkel.example")
    who.goto(f"{CARE}check/stand/")
    who.page.get_by_role("link", name="Ergebnis vom").first.click()
    who.sees("Veränderung seit dem")
    who.sees("Verglichen werden")
    who.sees("Dahinter steht: Eine Digitalisierungslots:in benennen")
    who.sees("Ob sie der Grund sind, sagen die Zahlen nicht.")
    expect(who.page.get_by_role("img", name="Im Ganzen:")).to_be_visible()
    expect(who.page.locator("svg.line")).to_have_count(9)
    assert not who.is_wider_than_the_window()
    if who.javascript:
        assert who.findings() == []
