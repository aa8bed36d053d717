"""From an empty list of systems to a map with an island, and to a measure that removes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

WHEN_SCROLLED = """frame => ({distance: new Promise(done =>
    frame.addEventListener("scroll", () => done(frame.scrollLeft), {once: true}))})"""


def found(who: Visitor, name: str) -> str:
    """Found an organisation and return its address."""
    who.fill("Name der Organisation", name)
    for select in who.page.locator("select").all():
        select.select_option(index=1)
    who.fill("Zahl der Mitarbeitenden", "6")
    who.click("Organisation anlegen")
    who.sees(name)
    return who.home


def choose_from(who: Visitor, label: str, option: str) -> None:
    """Choose an option in the list called `label`."""
    who.page.get_by_label(label, exact=True).select_option(label=option)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_an_empty_list_to_an_island_less(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    who = visit(javascript=javascript)
    name = f"Inselverein {'mit' if javascript else 'ohne'}"
    who.sign_up("Ina Insel", f"ina-{'mit' if javascript else 'ohne'}@probe.example")
    home = found(who, name)

    who.goto(f"{home}systeme/")
    who.sees("Noch kein System aufgenommen")
    who.click("Häufige Systeme ankreuzen")
    for kind in ("Dienstplan", "Lohn und Gehalt", "Website"):
        who.choose(kind)
    who.click("Angekreuzte aufnehmen")
    who.sees("3 Systeme sind aufgenommen.")
    who.sees("Wie kommen Daten von einem System ins andere?")

    who.click("Verbindung")
    choose_from(who, "Von welchem System?", "Dienstplan")
    who.fill("Welche Daten?", "Arbeitszeiten")
    who.choose("doppelt getippt")
    who.page.get_by_label("Wie oft in der Woche?").fill("manchmal")
    who.click("Speichern", exact=True)
    who.sees("Bitte wählen Sie ein System.")
    who.sees("Bitte eine Zahl eingeben, zum Beispiel 2 oder 0,25.")
    expect(who.page.get_by_label("Welche Daten?")).to_have_value("Arbeitszeiten")
    choose_from(who, "In welches System?", "Lohn und Gehalt")
    who.page.get_by_label("Wie oft in der Woche?").fill("2,5")
    who.page.get_by_label("Wie viele Minuten jedes Mal?").fill("24")
    who.click("Speichern", exact=True)
    who.sees("Aus diesem System kommen Daten nur von Hand heraus.")

    who.goto(f"{home}systeme/")
    who.sees("1 Insel, 2,5 doppelte Eingaben in der Woche, etwa eine Stunde")
    expect(who.page.locator("svg.map")).to_be_visible()
    expect(who.page.get_by_role("img", name="Karte der Systeme")).to_be_visible()
    expect(who.page.locator("tr", has_text="Dienstplan").first).to_contain_text("Insel")

    who.goto(f"{home}massnahmen/neu/")
    who.fill("Titel", "Arbeitszeiten von selbst übertragen")
    who.click("Speichern", exact=True)
    who.click("Zur Maßnahme")
    who.click("Systeme zuordnen")
    choose_from(who, "Dienstplan", "verbindet es mit anderen")
    choose_from(who, "Lohn und Gehalt", "verbindet es mit anderen")
    who.click("Speichern", exact=True)
    who.sees("Verbindet Dienstplan und Lohn und Gehalt, eine Insel weniger.")
    who.click("Bewerten")
    who.sees("Vorgeschlagen: 5. Verbindet Dienstplan und Lohn und Gehalt, eine Insel weniger.")


def test_the_map_scrolls_inside_its_frame_and_can_be_reached_by_keyboard(
    visit: Callable[..., Visitor],
) -> None:
    who = visit(width=360)
    home = who.sign_in("lotsin@sonnenwinkel.example")
    who.goto(f"{home}systeme/")
    assert not who.is_wider_than_the_window()
    frame = who.page.get_by_role("region", name="Karte der Systeme, seitwärts verschiebbar")
    frame.focus()
    scrolled = frame.evaluate_handle(WHEN_SCROLLED)
    who.page.keyboard.press("ArrowRight")
    assert scrolled.evaluate("it => it.distance") > 0
    letters = who.page.locator(".map-name").first
    assert letters.bounding_box()["height"] >= 12
