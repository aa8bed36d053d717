"""From a place in the list to the reasons behind it, and to other weights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_systems import found
from tests.journeys.visitor import Visitor

CRITERIA = (
    "Einfache Umsetzbarkeit",
    "Klarer Mehrwert",
    "Passung zu unseren Fähigkeiten",
    "Vermeidung digitaler Inseln",
    "Nutzung bestehender Systeme",
)
EASY, USEFUL = "Türschild erneuern", "Fallakten gemeinsam führen"


def write_and_rate(who: Visitor, home: str, title: str, ratings: str) -> None:
    """Write a measure and rate it on the five criteria."""
    who.goto(f"{home}massnahmen/neu/")
    who.fill("Titel", title)
    who.click("Speichern", exact=True)
    for fieldset, rating in enumerate(ratings):
        choices = who.page.locator("fieldset.criterion").nth(fieldset)
        choices.locator(f"input[value='{rating}']").check()
    who.page.locator("main form button[type=submit]").first.click()
    who.sees("Ihre Bewertung ist gespeichert.")


def order_of(who: Visitor) -> list[str]:
    """Return the titles in the order that is being tried."""
    return who.page.locator("#first-places li a[href*='/massnahmen/']").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_place_to_other_weights(visit: Callable[..., Visitor], javascript: bool) -> None:
    who = visit(javascript=javascript)
    way = "mit" if javascript else "ohne"
    who.sign_up("Wim Waage", f"wim-{way}@probe.example")
    home = found(who, f"Waageverein {way}")
    write_and_rate(who, home, EASY, "51333")
    write_and_rate(who, home, USEFUL, "14333")
    for number in (1, 2, 3):
        write_and_rate(who, home, f"Gleiches Vorhaben {number}", "22222")

    who.goto(f"{home}massnahmen/")
    who.sees("3 Maßnahmen sind in allem, was zählt, gleich bewertet")
    who.page.locator(".toolbar summary").click()
    who.click("Wie kommt die Reihenfolge zustande?")
    expect(who.page.locator("h1")).to_have_text("Wie kommt die Reihenfolge zustande?")
    who.sees("Zwischen Platz 1 und 2 ist es knapp")
    who.page.locator("#first-places summary").first.click()
    who.sees("20 von 20 Punkten für „Einfache Umsetzbarkeit“, bewertet mit 5")
    assert order_of(who)[:2] == [EASY, USEFUL]
    if javascript:
        assert who.findings() == []

    slider = who.page.get_by_label("Klarer Mehrwert", exact=True)
    if javascript:
        slider.focus()
        for _press in range(3):
            who.page.keyboard.press("ArrowRight")
        expect(who.page.locator("output[for=id_benefit]")).to_have_text("8")
        expect(who.page.locator("#moves-said")).to_have_text(
            "2 von 5 Maßnahmen wechseln den Platz. Die ersten drei bleiben dieselben."
        )
        expect(slider).to_be_focused()
        expect(who.page.locator("#moves-said")).to_have_attribute("role", "status")
        assert "benefit=8" in who.page.url
        assert who.findings() == []
        for key in CRITERIA:
            who.page.get_by_label(key, exact=True).fill("0")
        who.sees("Mindestens ein Kriterium muss mehr als 0 zählen.")
        assert who.findings() == []
        for key in CRITERIA:
            who.page.get_by_label(key, exact=True).fill("8" if key == "Klarer Mehrwert" else "5")
        who.sees("2 von 5 Maßnahmen wechseln den Platz.")
    else:
        slider.fill("8")
        who.click("Ausprobieren", exact=True)
        who.sees("2 von 5 Maßnahmen wechseln den Platz. Die ersten drei bleiben dieselben.")
    assert order_of(who)[:2] == [USEFUL, EASY]
    expect(who.page.locator("#first-places > li").first).to_contain_text("1 Platz nach oben")

    who.click("Speichern und Liste neu ordnen")
    who.sees("Die Gewichtung ist gespeichert, die Liste ist neu geordnet.")
    expect(who.page.locator(".measure-row h2").first).to_have_text(USEFUL)
    who.page.locator(".toolbar summary").click()
    who.click("Wie kommt die Reihenfolge zustande?")
    expect(slider).to_have_value("8")


def test_the_sliders_fit_on_a_phone_and_work_by_keyboard(visit: Callable[..., Visitor]) -> None:
    who = visit(width=360)
    home = who.sign_in("lotsin@sonnenwinkel.example")
    who.goto(f"{home}massnahmen/reihenfolge/")
    assert not who.is_wider_than_the_window()
    who.page.get_by_label("Klarer Mehrwert", exact=True).focus()
    who.page.keyboard.press("Home")
    expect(who.page.locator("#moves-said")).to_contain_text("wechseln den Platz.")
    tab_to(who, "Speichern und Liste neu ordnen")
    assert not who.is_wider_than_the_window()
