"""The result of a check with four before it: change since last time, lines over all five."""

from __future__ import annotations

from bench.client import Visitor
from bench.databases import use
from bench.figures import Figure
from bench.measurements.transfer import first_view
from bench.stage import Place, Stage, sign_in
from bench.timing import medians
from checks.domain.answering import finish_check
from checks.models import Check
from organisations import tenancy
from organisations.models import Membership, Organisation, Role

CHECKS, WARM_UP = 5, 3


def measure(stage: Stage) -> list[Figure]:
    """Return queries at two and at five checks, bytes of a first view, and the time it takes."""
    visitor, pages = _results(stage.few)
    two, five = visitor.queries_of(pages[1]), visitor.queries_of(pages[-1])
    took = medians(
        {"page": lambda: visitor.page(pages[-1]).seconds}, min(stage.rounds, 40), WARM_UP
    )
    return [
        Figure("Abfragen bei fünf Checks, so viele wie bei zweien", five, "", two),
        first_view("erster Aufruf: Ergebnis über fünf Checks", visitor, pages[-1]),
        Figure("Ergebnis über fünf Checks", 1000 * took["page"], "ms"),
    ]


def _results(place: Place) -> tuple[Visitor, list[str]]:
    """Close the running check of another organisation; return its pilot and all its results."""
    use(place.database)
    organisation = Organisation.objects.exclude(pk=place.organisation.pk).latest("id")
    with tenancy.activate(organisation):
        pilot = Membership.objects.with_people().get(role=Role.PILOT).user
        for check in Check.objects.of(organisation).running():
            finish_check(check, pilot)
        found = list(Check.objects.of(organisation).order_by("finished_at"))
    assert len(found) == CHECKS, len(found)
    pages = [f"/o/{organisation.slug}/ergebnis/{check.pk}/" for check in found]
    return Visitor(place.port, sign_in(pilot)), pages
