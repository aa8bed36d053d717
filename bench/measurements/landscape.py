"""The map of 40 systems: its queries against a map of two, its bytes, and its time."""

from __future__ import annotations

import random

from bench.client import Visitor
from bench.databases import use
from bench.figures import Figure
from bench.measurements.transfer import first_view
from bench.stage import Place, Stage, sign_in
from bench.timing import medians
from checks.models import Connection, System, SystemKind, TransferMethod
from organisations import tenancy
from organisations.models import Membership, Organisation, Role

MANY, FEW, CONNECTIONS_EACH = 40, 2, 2
ROUNDS, WARM_UP = 40, 3


def measure(stage: Stage) -> list[Figure]:
    """Return queries with two and with forty systems, bytes of a first view, and the time."""
    two, _path = _map_of(stage.many, FEW, place=0)
    forty, path = _map_of(stage.many, MANY, place=1)
    few = two.queries_of(_path)
    took = medians({"map": lambda: forty.page(path).seconds}, min(stage.rounds, ROUNDS), WARM_UP)
    return [
        Figure(
            "Abfragen bei 40 Systemen, so viele wie bei zweien",
            forty.queries_of(path),
            "",
            few,
        ),
        first_view("erster Aufruf: Karte mit 40 Systemen", forty, path),
        Figure("Karte mit 40 Systemen", 1000 * took["map"], "ms"),
    ]


def _map_of(at: Place, number: int, place: int) -> tuple[Visitor, str]:
    """Give an organisation so many systems; return its pilot and the address of its map."""
    use(at.database)
    organisation = Organisation.objects.order_by("id")[place]
    with tenancy.activate(organisation):
        pilot = Membership.objects.with_people().get(role=Role.PILOT).user
        if not System.objects.exists():
            _take_stock(organisation, number)
    return Visitor(at.port, sign_in(pilot)), f"/o/{organisation.slug}/systeme/"


def _take_stock(organisation: Organisation, number: int) -> None:
    draw = random.Random(number)
    kinds = list(SystemKind)
    systems = System.objects.bulk_create(
        System(
            organisation=organisation,
            name=f"Programm {place + 1} für den Alltag",
            kind=kinds[place % len(kinds)],
            used_by="Verwaltung und Leitung",
        )
        for place in range(number)
    )
    # Most systems pass something on; every way of moving data is there.
    Connection.objects.bulk_create(
        Connection(
            organisation=organisation,
            source=source,
            target=target,
            data=f"Angaben {place + 1}",
            transfer_method=draw.choice(list(TransferMethod)),
            times_a_week=draw.randint(1, 10),
            minutes=10,
        )
        for source in systems
        for place, target in enumerate(
            draw.sample([one for one in systems if one is not source], 2)
            if number > CONNECTIONS_EACH
            else [one for one in systems if one is not source]
        )
    )
