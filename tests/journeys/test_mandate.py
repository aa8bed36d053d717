"""The Beauftragung: two people write it, both confirm it, one takes it along on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.test_first_report import squeezed
from tests.journeys.visitor import Visitor

PILOT, DIRECTOR = "lotsin@lindenhof.example", "leitung@lindenhof.example"
OWN_TASK = "Das Telefonbuch pflegen"


def page_of_the_form(who: Visitor, number: int) -> None:
    who.sees(f"Seite {number} von 6")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_both_sides_confirm(
    visit: Callable[..., Visitor], tmp_path: Path, javascript: bool
) -> None:
    pilot, director = visit(javascript=javascript), visit(javascript=javascript)
    home = pilot.sign_in(PILOT)
    director.sign_in(DIRECTOR)
    begin(pilot, home)

    write_everything(pilot)
    pilot.sees("Stunden in der Woche")
    pilot.click("Als Digitalisierungslots:in bestätigen")
    pilot.sees("Nun fehlt noch die andere Seite")

    # The director reads, gives more time than was asked for, and so both confirm anew.
    director.goto(home)
    director.sees("Die Beauftragung bestätigen")
    director.click("Zur Beauftragung")
    director.click("Ändern (Zeit und Geld)")
    director.sees("hat diesen Entwurf schon bestätigt")
    director.fill("Stunden in der Woche", "sechs")
    director.page.get_by_role("button", name="Alles ansehen und bestätigen").click()
    director.sees("zum Beispiel 4 oder 2,5")
    director.fill("Stunden in der Woche", "6,5")
    director.page.get_by_role("button", name="Alles ansehen und bestätigen").click()
    director.sees("gilt nicht mehr, weil sich der Entwurf geändert hat")
    director.goto(f"{home}beauftragung/papier/")
    director.sees("Unterschriften eintragen")
    assert not javascript or director.findings() == []
    director.goto(f"{home}beauftragung/")
    director.click("Als Geschäftsführung bestätigen")
    director.sees("Nun fehlt noch die andere Seite")

    pilot.goto(f"{home}beauftragung/")
    pilot.sees("6,5 Stunden in der Woche")
    pilot.click("Als Digitalisierungslots:in bestätigen")
    pilot.sees("Beide Seiten haben bestätigt. Die Beauftragung gilt.")
    pilot.sees("Demo-Leitung Lindenhof, ")

    pilot.click("PDF zum Unterschreiben")
    ready = pilot.page.get_by_role("link", name="PDF herunterladen")
    ready.wait_for(timeout=60_000)
    text = squeezed_text(pilot.download("PDF herunterladen", tmp_path))
    for expected in (OWN_TASK, "6,5 Stunden in der Woche", "Online bestätigt am", "Unterschrift"):
        assert squeezed(expected) in text

    pilot.goto(home)
    done = pilot.page.locator("p", has_text="Erledigt:")
    expect(done.get_by_role("link", name="Beauftragung")).to_be_visible()


def begin(pilot: Visitor, home: str) -> None:
    """Begin a draft, whether or not a version holds already."""
    pilot.goto(f"{home}beauftragung/")
    if pilot.page.get_by_role("button", name="Etwas ändern").count():
        pilot.click("Etwas ändern")
        pilot.click("Ändern (Personen)")
    else:
        pilot.click("Beauftragung beginnen")


def write_everything(pilot: Visitor) -> None:
    page_of_the_form(pilot, 1)
    pilot.page.get_by_label("Digitalisierungslots:in", exact=True).select_option(
        label="Demo-Lotsin Lindenhof (Digitalisierungslots:in)"
    )
    pilot.go_on()
    page_of_the_form(pilot, 2)
    pilot.choose("Beschlossene Maßnahmen Schritt für Schritt umsetzen")
    pilot.fill("Eigene Aufgaben", OWN_TASK)
    pilot.go_on()
    page_of_the_form(pilot, 3)
    # Back and forth: what was written is still there.
    pilot.go_on("Zurück")
    expect(pilot.page.get_by_label("Eigene Aufgaben")).to_have_value(OWN_TASK)
    pilot.page.get_by_label("Eigene Aufgaben").press("Tab")
    pilot.go_on()
    pilot.fill("Gibt allein Geld aus", "150")
    # The Enter key goes on, as everywhere.
    pilot.page.get_by_label("Gibt allein Geld aus").press("Enter")
    page_of_the_form(pilot, 4)
    pilot.fill("Stunden in der Woche", "4")
    pilot.fill("Budget im Jahr in Euro", "1.500")
    pilot.fill("Beginn", "2026-01-01")
    pilot.go_on()
    page_of_the_form(pilot, 5)
    pilot.choose("Ein eigener Laptop")
    pilot.go_on()
    page_of_the_form(pilot, 6)
    pilot.page.get_by_label("sprechen miteinander").select_option("monthly")
    pilot.click("Speichern und ansehen")


def squeezed_text(pdf: Path) -> str:
    return squeezed("\n".join(page.extract_text() for page in PdfReader(pdf).pages))
