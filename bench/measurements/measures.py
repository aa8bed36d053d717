"""The four views of a list of 300 measures: queries, bytes of a first view, and time."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from bench.client import Visitor
from bench.databases import use
from bench.figures import Figure
from bench.measurements.transfer import first_view
from bench.stage import Place, Stage, sign_in
from bench.timing import medians
from measures.models import CRITERIA, Measure, Rating, Status, Step
from organisations import tenancy
from organisations.models import Membership, Organisation, Role

MANY, ONE = 300, 1
ROUNDS, WARM_UP = 30, 3
VIEWS = {"Tabelle": "", "Tafel": "tafel/", "Matrix": "matrix/", "Zeitstrahl": "zeitstrahl/"}


def measure(stage: Stage) -> list[Figure]:
    """Return queries with one and with 300 measures, bytes and times of every view."""
    one, path_of_one = _list_of(stage.many, ONE, place=2)
    many, path = _list_of(stage.many, MANY, place=3)
    rounds = min(stage.rounds, ROUNDS)
    took = medians(
        {name: lambda view=view: many.page(path + view).seconds for name, view in VIEWS.items()},
        rounds,
        WARM_UP,
    )
    figures = []
    for name, view in VIEWS.items():
        few = one.queries_of(path_of_one + view)
        figures += [
            Figure(
                f"{name}: Abfragen bei 300 Maßnahmen, so viele wie bei einer",
                many.queries_of(path + view),
                "",
                few,
            ),
            first_view(f"{name}: erster Aufruf mit 300 Maßnahmen", many, path + view),
            Figure(f"{name} mit 300 Maßnahmen", 1000 * took[name], "ms"),
        ]
    return figures


def _list_of(at: Place, number: int, place: int) -> tuple[Visitor, str]:
    """Give an organisation so many measures; return its pilot and the address of its list."""
    use(at.database)
    organisation = Organisation.objects.order_by("id")[place]
    with tenancy.activate(organisation):
        pilot = Membership.objects.with_people().get(role=Role.PILOT)
        if Measure.objects.count() != number:
            Measure.objects.all().delete()
            _write(organisation, pilot, number)
    return Visitor(at.port, sign_in(pilot.user)), f"/o/{organisation.slug}/massnahmen/"


def _write(organisation: Organisation, pilot: Membership, number: int) -> None:
    """Write measures of every Stand, rated, with two steps each, mostly with days."""
    draw, today = random.Random(number), timezone.localdate()
    measures = Measure.objects.bulk_create(
        Measure(
            organisation=organisation,
            title=f"Maßnahme {place + 1}: {draw.choice(WORDS)} {draw.choice(WORDS)} einführen",
            what="Was zu tun ist, steht hier in einem Satz.",
            status=OPEN_MOSTLY[place % len(OPEN_MOSTLY)],
            responsible=draw.choice([pilot, None]),
            due_date=today + timedelta(days=draw.randint(-60, 500)) if place % 4 else None,
            effort_hours=draw.randint(2, 60),
        )
        for place in range(number)
    )
    Rating.objects.bulk_create(
        Rating(
            organisation=organisation,
            measure=measure,
            criterion=criterion,
            value=draw.randint(1, 5),
        )
        for measure in measures
        for criterion in CRITERIA
    )
    Step.objects.bulk_create(
        Step(
            organisation=organisation,
            measure=measure,
            position=position,
            text="Mit allen besprechen.",
            due_date=today + timedelta(days=draw.randint(-30, 300)) if position == 1 else None,
        )
        for measure in measures
        for position in (1, 2)
    )


WORDS = ("Kalender", "Ablage", "Dienstplan", "Rechnungen", "Sicherung", "Newsletter", "Adressen")
OPEN_MOSTLY = (Status.IDEA, Status.PLANNED, Status.IN_PROGRESS, Status.IDEA, Status.DONE)
