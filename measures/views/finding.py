"""What views of one measure have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from measures import queries
from measures.models import Measure


def measure_or_404(request: Any, measure_id: int, *, locks: bool = True) -> Measure:
    """Return a measure of the organisation, locked when something is sent and `locks`.

    Raises `Http404` when the organisation has none with this id.
    """
    measures = queries.measures().of(request.organisation)
    if locks and request.method == "POST":
        measures = measures.locked()
    measure = measures.filter(pk=measure_id).first()
    if measure is None:
        raise Http404
    return measure
