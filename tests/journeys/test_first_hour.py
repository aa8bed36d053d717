"""The first hour: from the confirmed address to a sheet with the first measure, counting clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.journeys.visitor import Visitor

MOST_CLICKS = 40
WAYS = [
    pytest.param(False, 360, id="360 px, without script"),
    pytest.param(True, 1280, id="1280 px, with script"),
]


class Hand:
    """Counts what the hand does: a field or a list that is entered, a choice, a button, a link."""

    def __init__(self, who: Visitor) -> None:
        self.who, self.clicks = who, 0

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def type(self, label: str, text: str) -> None:
        field = self.who.page.get_by_label(label).first
        self.press(field)
        field.fill(text)

    def pick(self, label: str, option: str) -> None:
        """Open a list and choose: two clicks."""
        self.who.page.get_by_label(label).first.select_option(label=option)
        self.clicks += 2

    def go(self, name: str) -> None:
        self.press(self.who.control(name))


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_leads_from_the_address_to_the_first_measure_in_forty_clicks(
    visit: Callable[..., Visitor], tmp_path: Path, javascript: bool, width: int
) -> None:
    who = visit(javascript=javascript, width=width)
    name = f"Haus am Fluss {width} {'mit' if javascript else 'ohne'}"
    who.sign_up("Fee Flott", f"fee-{width}-{javascript}@probe.example")
    hand = Hand(who)

    found(hand, name)
    fits(who)
    hand.press(who.page.locator("button[name=catalogue][value=kurzcheck]"))
    answer_the_kurzcheck(hand)
    hand.go("Check abschließen")
    who.sees("Im Ganzen stehen Sie bei")
    fits(who)

    hand.go("Weiter: die ersten drei Maßnahmen")
    expect(who.page.locator("h1")).to_have_text("Was davon fangen Sie an?")
    fits(who)
    chosen = who.page.locator(".opportunity").nth(1)
    title = chosen.locator("strong").inner_text()
    hand.press(chosen.locator("input[type=radio]"))
    hand.go("Anfangen und Startblatt erstellen")
    who.sees(f"„{title}“ ist begonnen")

    ready = who.page.get_by_role("link", name="PDF herunterladen")
    ready.wait_for(timeout=60_000)
    fits(who)
    sheet = PdfReader(who.download("PDF herunterladen", tmp_path))
    hand.clicks += 1
    assert len(sheet.pages) == 1
    text = " ".join(sheet.pages[0].extract_text().replace("\u00ad", "").split())
    for expected in (name, "Wo wir stehen", "Womit wir anfangen", title, "Fee Flott"):
        assert expected in text
    assert hand.clicks <= MOST_CLICKS, hand.clicks

    # The other two wait on the list, rated as suggested, and the mandate comes next.
    who.click("Weiter zur Übersicht")
    expect(who.page.locator(".next-step h2")).to_have_text("Die Beauftragung vereinbaren")
    fits(who)


def found(hand: Hand, name: str) -> None:
    hand.type("Name der Organisation", name)
    hand.pick("Rechtsform", "Eingetragener Verein (e. V.)")
    hand.pick("Arbeitsfeld", "Beratung")
    hand.type("Zahl der Mitarbeitenden", "9")
    hand.press(hand.who.page.locator("main form button[type=submit]"))
    expect(hand.who.page.locator("h1")).to_have_text("Digitalisierungscheck")


def answer_the_kurzcheck(hand: Hand) -> None:
    page, answered = hand.who.page, 0
    while not hand.who.path.endswith("/abschluss/"):
        before = hand.who.heading
        hand.press(page.locator(f"input[data-level='{(1, 0, 3)[answered % 3]}']"))
        hand.press(page.locator("button[data-key=right]"))
        expect(page.locator("h1")).not_to_have_text(before)
        answered += 1
    assert answered == 12


def fits(who: Visitor) -> None:
    assert not who.is_wider_than_the_window(), who.path
    assert not who.javascript or who.findings() == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_director_sees_at_a_glance_what_to_decide(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    who = visit(javascript=javascript, width=360)
    who.sign_in("leitung@sonnenwinkel.example")
    expect(who.page.locator("h1")).to_have_text("Auf einen Blick")
    order = ["Das entscheiden Sie", "Wo Sie stehen", "Was sich bewegt hat", "Diese Woche"]
    page = who.page.locator("main").inner_text()
    assert sorted(order, key=page.index) == order
    expect(who.page.locator("svg.line")).to_have_count(8)
    fits(who)
