"""From a thought in the team to a comparison of tools that hides nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_systems import choose_from, found
from tests.journeys.visitor import Visitor


def write(who: Visitor, text: str, priority: str, needed_by: str, *, last: bool = False) -> None:
    """Write one requirement of one's own."""
    who.fill("Was müsste eine künftige Lösung können?", text)
    who.choose(priority)
    who.page.get_by_label("Wer braucht das?").fill(needed_by)
    who.click("Speichern" if last else "Speichern und nächste aufnehmen", exact=True)
    who.sees("Die Anforderung ist aufgenommen.")


def judge(who: Visitor, number: int, verdict: str) -> None:
    """Say how far a tool meets the requirement with this number."""
    row = who.page.locator("fieldset.judgement").nth(number - 1)
    row.get_by_label(verdict, exact=True).check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_thought_to_a_comparison_of_tools(
    visit: Callable[..., Visitor], javascript: bool, tmp_path: Path
) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Rosa Wunsch", f"rosa-{way}@probe.example")
    home = found(who, f"Wunschverein {way}")

    def is_clean() -> None:
        """Without JavaScript axe cannot look; the other run sees the same pages."""
        if javascript:
            assert who.findings() == []

    who.goto(f"{home}anforderungen/")
    who.sees("Noch keine Anforderung")
    is_clean()
    who.click("Eigene Anforderung aufnehmen")
    who.fill("Wer braucht das?", "Nachtdienst")
    who.click("Speichern", exact=True)
    who.sees("Bitte schreiben Sie, was die Lösung können müsste.")
    expect(who.page.get_by_label("Wer braucht das?")).to_have_value("Nachtdienst")
    is_clean()
    must, should = "Muss: ohne das geht es nicht", "Soll: das ist wichtig"
    write(who, "Muss auf dem Handy gehen", must, "Nachtdienst")
    write(who, "Soll auf Handys laufen", should, "Fachkräfte")
    write(who, "Soll den Dienstplan drucken", should, "Verwaltung", last=True)
    who.sees("3 Anforderungen")
    who.sees("Für 3 Anforderungen gibt es noch keine Maßnahme.")
    is_clean()

    who.click("Doppelte zusammenführen")
    who.sees("Gemeinsame Wörter: Handy")
    is_clean()
    who.page.locator("main .card").get_by_role("link", name="Zusammenführen").click()
    expect(who.page.get_by_label("Wer braucht das?")).to_have_value("Nachtdienst, Fachkräfte")
    who.choose("ein eigener Wortlaut")
    who.click("Zusammenführen", exact=True)
    who.sees("Bitte schreiben Sie den neuen Wortlaut.")
    is_clean()
    who.fill("Neuer Wortlaut", "Muss auf jedem Diensthandy gehen")
    who.click("Zusammenführen", exact=True)
    who.sees("Zusammengeführt aus")
    who.sees("„Soll auf Handys laufen“")
    is_clean()
    who.click("Zusammenführung zurücknehmen")
    who.sees("3 Anforderungen")
    who.click("Doppelte zusammenführen")
    who.page.locator("main .card").get_by_role("link", name="Zusammenführen").click()
    who.click("Zusammenführen", exact=True)
    who.sees("Noch sorgt keine Maßnahme dafür.")

    who.goto(f"{home}massnahmen/neu/")
    who.fill("Titel", "Programm für den Dienstplan einführen")
    who.click("Speichern", exact=True)
    who.click("Zur Maßnahme")
    who.click("Anforderungen zuordnen")
    who.page.get_by_label("Muss: Muss auf dem Handy gehen").check()
    is_clean()
    who.click("Speichern", exact=True)
    who.sees("Muss auf dem Handy gehen")
    who.click("Muss auf dem Handy gehen")
    who.sees("Programm für den Dienstplan einführen")

    who.goto(f"{home}anforderungen/")
    who.sees("Für 1 Anforderung gibt es noch keine Maßnahme.")
    who.click("Nur diese zeigen")
    who.sees("Filter zurücksetzen")
    expect(who.page.locator("#rows tbody tr")).to_have_count(1)
    who.click("Filter zurücksetzen")
    expect(who.page.locator("#rows tbody tr")).to_have_count(2)
    if javascript:
        who.page.get_by_text("Suchen, filtern und ordnen").click()
        choose_from(who, "Wichtigkeit", "Muss")
        expect(who.page.locator("#rows tbody tr")).to_have_count(1)
        who.click("Filter zurücksetzen")

    who.click("Vergleich mit diesen 2 Anforderungen beginnen")
    who.fill("Name", "Dienstplan-Programme")
    who.fill("Worum es geht", "Wir suchen ein Programm bis Mai.")
    is_clean()
    who.click("Speichern", exact=True)
    who.sees("Noch ist kein Werkzeug aufgenommen.")
    for name, verdicts in (("Planer Nord", ("nicht erfüllt", "erfüllt")), ("Süd", ("erfüllt",))):
        who.click("Werkzeug", exact=True)
        who.fill("Name", name)
        is_clean()
        who.click("Speichern und beurteilen")
        for number, verdict in enumerate(verdicts, start=1):
            judge(who, number, verdict)
        is_clean()
        who.click("Speichern", exact=True)
    cards = who.page.locator(".tool-list > li")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("Süd")
    expect(cards.nth(0)).to_contain_text("Erfüllt 1 von 1 Muss-Anforderung.")
    expect(cards.nth(1)).to_contain_text("Nicht erfüllt, obwohl es sein muss:")
    expect(cards.nth(1)).to_contain_text("Muss auf dem Handy gehen")
    is_clean()

    book = load_workbook(io.BytesIO(who.download("Excel-Datei", tmp_path).read_bytes()))
    assert [cell.value for cell in book["Anforderungen"][2]][6:9:2] == ["nicht erfüllt", "erfüllt"]
    text = who.download("Markdown-Datei", tmp_path).read_text(encoding="utf-8")
    assert "Muss, nicht erfüllt: Muss auf dem Handy gehen" in text
    who.click("PDF erstellen")
    download = who.page.get_by_role("link", name="PDF herunterladen")
    for _ in range(60):
        if javascript or download.count():
            break
        who.page.reload()
    expect(download).to_be_visible(timeout=60_000)
    document = PdfReader(io.BytesIO(who.download("PDF herunterladen", tmp_path).read_bytes()))
    assert "Wir suchen ein Programm bis Mai." in document.pages[0].extract_text()

    who.goto(f"{home}anforderungen/")
    who.click("Soll den Dienstplan drucken")
    who.click("Entfernen", exact=True)
    who.sees("Entfernt: „Soll den Dienstplan drucken“")
    is_clean()
    who.click("Zurückholen", exact=True)
    who.sees("„Soll den Dienstplan drucken“ steht wieder in der Liste.")


def test_tools_are_judged_by_keyboard_and_fit_on_a_phone(visit: Callable[..., Visitor]) -> None:
    who = visit(width=360)
    home = who.sign_in("lotse@brueckenhaus.example")
    for path in ("anforderungen/", "anforderungen/vergleiche/", "anforderungen/doppelte/"):
        who.goto(f"{home}{path}")
        assert not who.is_wider_than_the_window(), path
    who.goto(f"{home}anforderungen/vergleiche/")
    who.click("Besuche zählen")
    expect(who.page.locator("h1")).to_have_text("Besuche zählen")
    assert not who.is_wider_than_the_window()
    who.page.locator("li.card", has_text="Gemeinsame Tabelle").get_by_role(
        "link", name="Beurteilen"
    ).focus()
    who.page.keyboard.press("Enter")
    expect(who.page.locator("h1")).to_have_text("Gemeinsame Tabelle beurteilen")
    assert not who.is_wider_than_the_window()
    second = who.page.locator("fieldset.judgement").nth(1)
    second.get_by_label("teilweise").focus()
    who.page.keyboard.press("ArrowLeft")
    expect(second.get_by_label("erfüllt", exact=True)).to_be_checked()
    tab_to(who, "Speichern")
    who.page.keyboard.press("Enter")
    who.sees("Erfüllt 2 von 2 Muss-Anforderungen.")
