"""The portfolio of a consultant who accompanies a thousand organisations."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from bench.client import Visitor
from bench.databases import use
from bench.figures import Figure
from bench.stage import Place, Stage, sign_in
from bench.timing import medians
from organisations import tenancy
from organisations.models import Accompaniment, Consultancy, Consultant, Organisation, User

ACCOMPANIED, MOST_MILLISECONDS, WARM_UP = 1000, 300, 3
PAGES = {
    "erste Seite": "/portfolio/",
    "gefiltert, geordnet, letzte Seite": "/portfolio/?stage=review&sort=open&seite=99",
    "als CSV-Datei": "/portfolio/tabelle/csv/",
}


def measure(stage: Stage) -> list[Figure]:
    """Return times with many organisations, and queries with few and with many."""
    few, many = _consultant(stage.few), _consultant(stage.many)
    took = medians(
        {path: lambda path=path: many.page(path).seconds for path in PAGES.values()},
        min(stage.rounds, 40),
        WARM_UP,
    )
    number = "1.000" if stage.many.size.organisations >= ACCOMPANIED else "weniger"
    queries = few.queries_of("/portfolio/")
    return [
        *(
            Figure(
                f"{name}, {number} Organisationen",
                1000 * took[path],
                "ms",
                None if path.endswith("/csv/") else MOST_MILLISECONDS,
            )
            for name, path in PAGES.items()
        ),
        Figure(
            "Abfragen, so viele wie bei zehn",
            many.queries_of("/portfolio/"),
            "",
            queries,
        ),
    ]


def _consultant(place: Place) -> Visitor:
    """Sign in the consultant of a place, who accompanies up to a thousand organisations."""
    use(place.database)
    user = User.objects.filter(email="beratung@bench.example").first() or _engage()
    return Visitor(place.port, sign_in(user))


def _engage() -> User:
    user = User.objects.create_user("beratung@bench.example", name="Beratung")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    consultancy = Consultancy.objects.create(name="Beratung")
    Consultant.objects.create(consultancy=consultancy, user=user)
    organisations = list(Organisation.objects.order_by("id")[:ACCOMPANIED])
    with tenancy.across(organisations):
        Accompaniment.objects.bulk_create(
            Accompaniment(organisation=one, consultancy=consultancy) for one in organisations
        )
    return user
