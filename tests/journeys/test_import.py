"""A list as people really keep it becomes measures, and goes again without a trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from playwright.sync_api import expect

from tests.journeys.test_accessibility import what_is_wrong_here
from tests.journeys.test_systems import found
from tests.journeys.visitor import Visitor


def messy_list(path: Path, *, is_corrected: bool = False) -> Path:
    """Write a list with titles above it, merged cells, empty lines, and wrong values."""
    book = Workbook()
    cover = book.active
    cover.title = "Deckblatt"
    cover["A1"] = "Beratungsstelle Muster"
    sheet = book.create_sheet("Vorhaben 2026")
    sheet.merge_cells("A1:G1")
    sheet["A1"] = "Unsere Digitalisierung – Vorhaben und Wünsche"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"] = "Stand: Teamsitzung im Mai, bitte ergänzen!"
    heads = ["Lfd. Nr.", "Was wollen wir? (Vorhaben)", "Beschreibung", "Wer kümmert sich?"]
    heads += ["Bis wann", "Status", "Aufwand (Std.)", "Kosten"]
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(row=4, column=place, value=head)
        cell.fill = PatternFill("solid", fgColor="DDDDDD")
    due, effort = ("15.10.2026", 12) if is_corrected else ("sobald es geht", "viel")
    rows = [
        (
            1,
            "Gemeinsamer Kalender",
            "Alle Räume\nund Dienste",
            "Rosa",
            "31.12.26",
            "läuft",
            "ca. 10",
        ),
        (2, "Passwort-Tresor", None, "Frau Wunsch", date(2026, 9, 30), "geplant", 8, "0 €"),
        (),
        (3, "Dienstplan nicht mehr auf Papier", "…", None, due, "offen", effort),
        (4, "  gemeinsamer kalender ", "doppelt?", None, None, None, None),
        (),
        (5, "Altes Faxgerät abschaffen", None, None, "1. März 2026", "erledigt", None),
    ]
    for number, row in enumerate(rows, start=5):
        for place, value in enumerate(row, start=1):
            sheet.cell(row=number, column=place, value=value)
    book.save(path)
    return path


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_messy_list_is_read_in_and_taken_back(
    visit: Callable[..., Visitor], javascript: bool, tmp_path: Path
) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Rosa Wunsch", f"rosa-liste-{way}@probe.example")
    home = found(who, f"Listenverein {way}")
    wrong: list[str] = []

    def look() -> None:
        """Without JavaScript axe cannot look; the other run sees the same pages."""
        if javascript:
            wrong.extend(what_is_wrong_here(who))

    who.goto(f"{home}massnahmen/")
    who.click("Liste einlesen")
    who.click("Hochladen und ansehen")
    who.sees("Bitte wählen Sie eine Datei.")
    look()
    notes = tmp_path / "notizen.pdf"
    notes.write_bytes(b"%PDF-1.7\n\x00%%EOF")
    who.page.locator("input[type=file]").set_input_files(notes)
    who.click("Hochladen und ansehen")
    who.sees("Das ist keine Tabelle, sondern eine andere Art von Datei.")

    who.page.locator("input[type=file]").set_input_files(messy_list(tmp_path / "Vorhaben.xlsx"))
    who.click("Hochladen und ansehen")
    who.sees("Die Überschriften stehen in Zeile 4")
    look()
    chosen = who.page.locator(".assigned select")
    values = chosen.evaluate_all("all => all.map(one => one.value)")
    assert values == ["", "title", "what", "", "due_date", "status", "effort_hours", "cost"]
    who.page.get_by_label("Wer kümmert sich? wird zu").select_option("responsible")
    who.click("Weiter zur Vorschau")

    who.sees("5 Zeilen, 1 mit Fehlern, 1 gibt es schon.")
    who.sees("„sobald es geht“ ist kein Datum.")
    who.sees("„viel“ ist keine Zahl.")
    who.sees("steht schon in Zeile 5: wird nicht eingelesen")
    look()
    assert who.control("Maßnahmen einlesen").count() == 0
    who.click("Nur Zeilen mit Fehlern zeigen")
    expect(who.page.locator(".preview tbody tr")).to_have_count(1)

    who.click("Verbesserte Datei hochladen")
    look()
    better = messy_list(tmp_path / "Vorhaben neu.xlsx", is_corrected=True)
    who.page.locator("input[type=file]").set_input_files(better)
    who.click("Hochladen und ansehen")
    who.sees("5 Zeilen, keine mit Fehlern, 1 gibt es schon.")
    who.page.get_by_label("Zeile 11").uncheck()
    who.click("Auswahl speichern")
    who.sees("weggelassen")
    who.click("3 Maßnahmen einlesen")

    who.sees("3 Maßnahmen sind eingelesen. 1 gab es schon.")
    look()
    who.click("Zu den Maßnahmen")
    who.sees("Passwort-Tresor")
    who.click("Gemeinsamer Kalender")
    who.sees("Rosa Wunsch")
    who.sees("31. Dezember 2026")
    who.click("Bewerten")
    for number in range(1, 6):
        who.page.locator("input[type=radio][value='4']").nth(number - 1).check()
    who.page.locator("main form button[type=submit]").first.click()

    who.goto(f"{home}massnahmen/einlesen/")
    look()
    who.click("Vorhaben neu.xlsx vom")
    who.click("Einlesen zurücknehmen")
    who.sees("2 Maßnahmen sind noch so, wie sie eingelesen wurden.")
    who.sees("An dieser Maßnahme wurde seitdem gearbeitet:")
    look()
    who.click("Zurücknehmen", exact=True)
    who.sees("1 Maßnahme ist geblieben, weil daran gearbeitet wurde.")
    look()
    who.goto(f"{home}massnahmen/")
    who.sees("Gemeinsamer Kalender")
    expect(who.page.locator("body")).not_to_contain_text("Passwort-Tresor")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_long_list_is_read_in_by_the_worker(
    visit: Callable[..., Visitor], javascript: bool, tmp_path: Path
) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Lina Lang", f"lina-{way}@probe.example")
    home = found(who, f"Langverein {way}")
    long = tmp_path / "lang.csv"
    lines = ["Maßnahme;Fällig", *(f"Vorhaben {number};31.12.2026" for number in range(250))]
    long.write_bytes("\r\n".join(lines).encode("cp1252"))

    who.goto(f"{home}massnahmen/einlesen/")
    who.page.locator("input[type=file]").set_input_files(long)
    who.click("Hochladen und ansehen")
    who.click("Weiter zur Vorschau")
    who.sees("Seite 1 von 5")
    who.click("250 Maßnahmen einlesen")
    # The page asks again by itself; without JavaScript the browser loads it anew.
    done = who.page.get_by_text(re.compile("250 Maßnahmen sind eingelesen"))
    expect(done).to_be_visible(timeout=30_000)
