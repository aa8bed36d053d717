"""Twenty-five measures with long titles: a list one can overlook, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.test_systems import found
from tests.journeys.visitor import Visitor

NUMBER = 25
HIGHEST_ROW, HIGHEST_CARD, SCREENS = 96, 160, 3
# Late, blocked, with somebody's name: everything that a row has room for, again and again.
FILL = """
from datetime import timedelta
from django.utils import timezone
from measures.models import CRITERIA, Measure, MeasureDependency
from organisations import tenancy
from organisations.models import Membership, Organisation

TITLE = "Anleitungen für regelmäßige Datenübergaben zwischen Geschäftsstelle und Gruppen schreiben"
late = timezone.localdate() - timedelta(days=40)
house = Organisation.objects.get(slug="{slug}")
with tenancy.activate(house):
    pilot = Membership.objects.get(organisation=house)
    measures = [
        Measure.objects.create(
            organisation=house, title=f"{{TITLE}} ({{number}})", responsible=pilot,
            status=("idea", "planned", "in_progress")[number % 3], created_by=pilot.user,
            due_date=late + timedelta(days=number % 2 * 400), effort_hours=30,
        )
        for number in range({number})
    ]
    for place, measure in enumerate(measures):
        for criterion in CRITERIA:
            measure.ratings.create(
                organisation=house, criterion=criterion, value=1 + place % 5, rated_by=pilot.user
            )
        for position, text in enumerate(("Anrufen", "Nachfragen")):
            measure.steps.create(
                organisation=house, text=text, position=position, due_date=late,
                created_by=pilot.user,
            )
        if place % 4 == 3:
            MeasureDependency.objects.create(
                organisation=house, measure=measure, needed=measures[0]
            )
"""


def heights(rows: Locator) -> list[float]:
    """Return how high each row is."""
    return rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")


def test_many_measures_with_long_titles_fit_on_three_screens(
    visit: Callable[..., Visitor], manage: Callable[..., str]
) -> None:
    who = visit()
    who.sign_up("Hildegard Lang-Zimmermann", "lang@probe.example")
    home = found(who, "Langverein")
    manage("shell", "-c", FILL.format(slug=home.strip("/").split("/")[1], number=NUMBER))

    who.goto(f"{home}massnahmen/")
    rows = who.page.locator("tr.measure-row")
    expect(rows).to_have_count(NUMBER)
    assert max(heights(rows)) <= HIGHEST_ROW
    last = rows.last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= SCREENS * 900
    assert who.findings() == []

    # The rest opens in place, the whole title with it.
    reasons = rows.first.locator("summary")
    expect(rows.first).not_to_contain_text("Etwa 30 Stunden", use_inner_text=True)
    reasons.focus()
    who.page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Etwa 30 Stunden", use_inner_text=True)
    expect(rows.first.get_by_role("link", name="Bewerten")).to_be_visible()
    assert who.findings() == []

    # What is asked for stands there in words, and each can be taken away.
    who.page.get_by_text("Suchen, filtern und ordnen").click()
    who.page.locator("#id_status").select_option(label="geplant")
    expect(rows).to_have_count(8)
    who.page.get_by_label("Suchen", exact=True).fill("(1)")
    expect(rows).to_have_count(1)
    who.click("Suchen: (1) weglassen")
    expect(rows).to_have_count(8)
    who.click("Stand: geplant weglassen")
    expect(rows).to_have_count(NUMBER)

    # What was ticked far up is changed from where one is.
    rows.first.get_by_role("checkbox").check()
    bar = who.page.get_by_text("Mehrere auf einmal ändern")
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("1 ausgewählt")

    # The list leads on, to the first step of the first measure that nothing keeps.
    who.click("Zum ersten Schritt")
    assert who.page.url.endswith("#steps")
    who.sees("Anrufen")

    # On a phone a measure is a card.
    who.page.set_viewport_size({"width": 360, "height": 800})
    who.goto(f"{home}massnahmen/")
    assert max(heights(rows)) <= HIGHEST_CARD
    assert not who.is_wider_than_the_window()
    assert who.findings() == []
