"""What an organisation has by now: the navigation grows with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from organisations.models import Accompaniment, Invitation, Mandate, Membership, Organisation

# A word for what there may be, and the rows that tell: apps above add theirs when they are ready.
# Each is asked for with every page, together with who opened it, so an index must answer it.
CONTENTS: dict[str, Callable[[OuterRef], QuerySet[Any]]] = {
    "mandate": lambda organisation: Mandate.objects.filter(organisation=organisation),
    "mandate in force": lambda organisation: Mandate.objects.filter(
        organisation=organisation
    ).confirmed(),
    "colleague": lambda organisation: Membership.objects.filter(organisation=organisation)[1:2],
    "invitation": lambda organisation: Invitation.objects.filter(organisation=organisation),
    "consultancy": lambda organisation: Accompaniment.objects.filter(organisation=organisation),
}


def with_contents(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return a queryset in which each of `CONTENTS` stands, true or false, in its order."""
    here = OuterRef("pk")
    found = {f"contents_{n}": Exists(rows(here)) for n, rows in enumerate(CONTENTS.values())}
    return organisations.annotate(**found)
