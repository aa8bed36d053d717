"""The list of measures as a board, by keyboard and by mouse, and many measures at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.test_carrying_out import write_measure
from tests.journeys.test_systems import found
from tests.journeys.visitor import Visitor


def column(who: Visitor, status: str) -> Locator:
    """Return the column with this heading."""
    return who.page.get_by_role("region", name=status)


def card(who: Visitor, title: str) -> Locator:
    """Return the card of a measure."""
    return who.page.get_by_role("article", name=title)


def test_cards_move_by_keyboard_and_by_mouse(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.sign_up("Tara Tafel", "tara@probe.example")
    home = found(who, "Tafelverein")
    write_measure(who, home, "Kalender teilen")
    write_measure(who, home, "Server kaufen")
    who.goto(f"{home}massnahmen/")
    who.click("Tafel", exact=True)
    expect(column(who, "Idee").get_by_role("article")).to_have_count(2)
    assert who.findings() == []

    # By keyboard: the card goes on, keeps the focus, and is announced.
    card(who, "Kalender teilen").focus()
    who.page.keyboard.press("ArrowRight")
    moved = column(who, "geplant").get_by_role("article", name="Kalender teilen")
    expect(moved).to_be_focused()
    expect(who.page.locator("#announcer")).to_have_text(
        "„Kalender teilen“ steht jetzt unter „geplant“."
    )
    who.page.keyboard.press("ArrowRight")
    expect(column(who, "in Umsetzung").get_by_role("article")).to_be_focused()
    who.page.keyboard.press("ArrowLeft")
    expect(column(who, "geplant").get_by_role("article")).to_be_focused()

    # By mouse, from one column to another.
    card(who, "Server kaufen").drag_to(column(who, "verworfen"))
    expect(column(who, "verworfen").get_by_role("article")).to_have_count(1)
    expect(column(who, "Idee").get_by_role("article")).to_have_count(0)

    # Up and down lead to the other cards of a column.
    card(who, "Server kaufen").drag_to(column(who, "geplant"))
    expect(column(who, "geplant").get_by_role("article")).to_have_count(2)
    first, second = column(who, "geplant").get_by_role("article").all()
    first.focus()
    who.page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()

    # Someone else was faster: nothing is lost, and the page says what happened.
    other = who.second_tab()
    other.goto(who.page.url)
    other.get_by_role("article", name="Server kaufen").get_by_text("Verschieben").click()
    other.get_by_role("article", name="Server kaufen").get_by_role("button", name="Idee").click()
    expect(other.locator("#announcer")).to_contain_text("steht jetzt unter „Idee“")
    card(who, "Server kaufen").focus()
    who.page.keyboard.press("ArrowRight")
    who.sees("Tara Tafel hat „Server kaufen“ inzwischen geändert. Sie steht jetzt unter „Idee“.")
    assert who.findings() == []

    # What is done now is asked about.
    card(who, "Kalender teilen").drag_to(column(who, "umgesetzt"))
    who.page.wait_for_url("**/abschluss/")

    # A filter is a link, and has a name.
    who.goto(f"{home}massnahmen/matrix/?q=server")
    assert who.findings() == []
    who.click("Diese Ansicht speichern")
    assert who.findings() == []
    who.fill("Name der Ansicht", "Alles zum Server")
    who.click("Speichern", exact=True)
    who.goto(f"{home}massnahmen/zeitstrahl/")
    assert who.findings() == []
    who.click("Alles zum Server")
    who.page.wait_for_url("**/massnahmen/matrix/?q=server")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_many_measures_change_at_once_and_back(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Mona Mehrere", f"mona-{way}@probe.example")
    home = found(who, f"Mehrverein {way}")
    for title in ("Kalender teilen", "Server kaufen", "Ablage ordnen"):
        write_measure(who, home, title)
    who.goto(f"{home}massnahmen/")
    who.page.get_by_text("Mehrere auf einmal ändern").click()
    if javascript:
        who.click("Alle auf dieser Seite auswählen")
        expect(who.page.locator("[data-chosen]")).to_have_text("3 ausgewählt")
        who.click("Auswahl aufheben")
        assert who.findings() == []
    who.choose("„Kalender teilen“ auswählen")
    who.choose("„Server kaufen“ auswählen")
    who.click("Ausgewählte ändern")
    who.sees("Bitte geben Sie an, was sich ändern soll.")
    expect(who.page.locator("[name=measure]:checked")).to_have_count(2)
    who.page.locator("#id_new_status").select_option(label="geplant")
    who.click("Ausgewählte ändern")
    who.sees("2 Maßnahmen sind geändert.")
    expect(who.page.locator("tr.measure-row", has_text="geplant")).to_have_count(2)
    if javascript:
        assert who.findings() == []
    who.click("Rückgängig machen")
    who.sees("2 Maßnahmen sind wieder wie vorher.")
    expect(who.page.locator("tr.measure-row", has_text="Idee")).to_have_count(3)

    # The board works by plain buttons, too.
    who.goto(f"{home}massnahmen/tafel/")
    one = card(who, "Ablage ordnen")
    one.get_by_text("Verschieben").click()
    one.get_by_role("button", name="in Umsetzung").click()
    expect(column(who, "in Umsetzung").get_by_role("article")).to_have_count(1)
