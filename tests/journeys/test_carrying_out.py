"""From a measure on paper to one that is carried out, with steps, an order and a Verlauf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_systems import choose_from, found
from tests.journeys.visitor import Visitor


def write_measure(who: Visitor, home: str, title: str, steps: str = "") -> None:
    """Write a measure of one's own and go to its page."""
    who.goto(f"{home}massnahmen/neu/")
    who.fill("Titel", title)
    who.fill("Aufwand in Stunden", "10")
    who.fill("Erste Teilschritte", steps)
    who.click("Speichern", exact=True)
    who.click("Zur Maßnahme")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_first_step_to_what_became_of_it(
    visit: Callable[..., Visitor], javascript: bool, tmp_path: Path
) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Tilda Tat", f"tilda-{way}@probe.example")
    home = found(who, f"Tatverein {way}")
    steps = who.page.locator(".step-list > li")

    def press(name: str, text: str) -> None:
        """Click what is called `name` beside the step with this text."""
        beside = steps.filter(has_text=text)
        link = beside.get_by_role("link", name=name)
        link.or_(beside.get_by_role("button", name=name)).first.click()

    def is_clean() -> None:
        """Without JavaScript axe cannot look; the other run sees the same pages."""
        if javascript:
            assert who.findings() == []

    write_measure(who, home, "Server kaufen")
    write_measure(who, home, "Kalender teilen", "Konten anlegen\nAlle einladen")

    press("Ändern", "Konten anlegen")
    who.page.get_by_label("Verantwortlich").select_option(label="Tilda Tat")
    who.fill("Fällig am", "2020-05-04")
    who.fill("Notiz", "Liste liegt im Büro.")
    is_clean()
    who.click("Speichern", exact=True)
    expect(steps.nth(0)).to_contain_text("überfällig seit 4. Mai 2020")
    expect(steps.nth(0)).to_contain_text("verantwortlich: Tilda Tat")
    expect(steps.nth(0)).to_contain_text("Liste liegt im Büro.")
    who.goto(home)
    who.sees("überfällig")
    is_clean()
    who.goto(f"{home}massnahmen/")
    who.sees("1 Schritt überfällig")
    who.click("Kalender teilen", exact=True)

    who.click("Teilschritt", exact=True)
    who.click("Speichern", exact=True)
    who.sees("Bitte schreiben Sie, was zu tun ist.")
    is_clean()
    who.fill("Was ist zu tun?", "Alle fragen")
    who.click("Speichern", exact=True)
    expect(steps).to_have_count(3)
    press("Nach oben", "Alle fragen")
    expect(steps.nth(1)).to_contain_text("Alle fragen")
    press("Nach oben", "Alle fragen")
    expect(steps.nth(0)).to_contain_text("Alle fragen")
    if javascript:
        expect(steps.nth(0).get_by_role("button", name="Nach unten")).to_be_focused()
    press("Erledigt", "Alle fragen")
    expect(steps.nth(0)).to_contain_text("von Tilda Tat")
    press("Ändern", "Alle einladen")
    who.click("Teilschritt entfernen")
    expect(steps).to_have_count(2)
    who.sees("„Alle einladen“ ist entfernt.")
    is_clean()
    who.click("Rückgängig")
    expect(steps).to_have_count(3)
    press("Ändern", "Alle einladen")
    who.click("Teilschritt entfernen")
    expect(steps).to_have_count(2)

    who.click("Festlegen, was vorher kommt")
    who.page.get_by_label("Server kaufen").check()
    is_clean()
    who.click("Speichern", exact=True)
    who.sees("Blockiert: wartet auf „Server kaufen“")
    is_clean()
    who.click("Server kaufen", exact=True)
    who.sees("Darauf warten:")
    who.click("Festlegen, was vorher kommt")
    who.page.get_by_label("Kalender teilen").check()
    who.click("Speichern", exact=True)
    who.page.locator(".field .error, .errorlist, fieldset .error").first.wait_for()
    who.sees("Das ginge im Kreis")
    is_clean()
    who.goto(f"{home}massnahmen/")
    who.sees("Blockiert: wartet auf „Server kaufen“")
    is_clean()
    who.click("Kalender teilen", exact=True)

    who.click("Eintrag mit Stunden")
    who.fill("Stunden", "zwei")
    who.fill("Was ist geschehen?", "Eingerichtet.")
    who.click("Speichern", exact=True)
    who.sees("Bitte eine Zahl eingeben, zum Beispiel 1,5.")
    expect(who.page.get_by_label("Was ist geschehen?")).to_have_value("Eingerichtet.")
    is_clean()
    who.fill("Stunden", "1,5")
    who.click("Speichern", exact=True)
    who.sees("1,5 von etwa 10 Stunden gebraucht")
    who.sees("Teilschritt erledigt: Alle fragen")

    who.click("Datei", exact=True)
    sent = {"mimeType": "application/pdf"}
    who.page.get_by_label("Datei").set_input_files(
        sent | {"name": "angebot.pdf", "buffer": b"MZ\x90\0 kein PDF"}
    )
    who.click("Hochladen")
    who.sees("Diese Art von Datei nimmt Lotse nicht an")
    is_clean()
    who.page.get_by_label("Datei").set_input_files(
        sent | {"name": "Angebot Süd.pdf", "buffer": b"%PDF-1.7\n%%EOF"}
    )
    who.click("Hochladen")
    who.sees("Die Datei ist gespeichert.")
    kept = who.download("Angebot Süd.pdf", tmp_path)
    assert kept.read_bytes() == b"%PDF-1.7\n%%EOF"

    who.click("Ändern", exact=True)
    choose_from(who, "Stand", "umgesetzt")
    who.click("Speichern", exact=True)
    who.sees("Drei Fragen zum Abschluss")
    is_clean()
    who.click("Später beantworten")
    who.sees("Drei kurze Fragen: Was hat sie gebracht")
    who.click("Fragen beantworten")
    who.fill("Was hat die Maßnahme gebracht?", "Niemand ruft mehr doppelt an.")
    who.choose("ja, es gehört zum Alltag")
    who.click("Speichern", exact=True)
    who.sees("Niemand ruft mehr doppelt an.")
    who.sees("Stand geändert: von „Idee“ auf „umgesetzt“")
    is_clean()


def test_everything_fits_on_a_phone(visit: Callable[..., Visitor]) -> None:
    who = visit(width=320)
    home = who.sign_in("lotsin@sonnenwinkel.example")
    for path in ("", "massnahmen/"):
        who.goto(f"{home}{path}")
        assert not who.is_wider_than_the_window(), path
    who.page.locator(".measure-row", has_text="in Umsetzung").locator("h2 a").first.click()
    who.sees("Verlauf")
    assert not who.is_wider_than_the_window()
    for name in ("Teilschritt", "Eintrag mit Stunden", "Datei", "Festlegen, was vorher kommt"):
        who.click(name, exact=True)
        assert not who.is_wider_than_the_window(), name
        who.page.go_back()
