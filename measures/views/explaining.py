"""How the order of the measures comes about, and trying other weights."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from measures.domain.explaining import Explanation, Trial
from measures.domain.list_hints import collect_warnings, hint
from measures.domain.prioritising import Row, ranked_list
from measures.forms.what_if import WhatIfForm
from measures.models import HIGHEST_WEIGHT, CriterionWeights
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.htmx import render_part, wants_part
from organisations.views.saving import UNPROCESSABLE

# More measures are shown when one asks for them.
FIRST_ONES = 10


def hints_on(
    request: OrganisationRequest, rows: Sequence[Row], weights: CriterionWeights
) -> list[dict[str, str]]:
    """Return what is amiss with the list: sentence, label and url that this person may follow."""
    found = []
    for warning in collect_warnings(request.organisation, rows, weights):
        said = hint(warning, may_edit=request.membership.may_edit)
        url = reverse(said.page, kwargs={"slug": request.organisation.slug, **said.ids})
        found.append({"sentence": said.sentence, "label": said.label, "url": url + said.query})
    return found


@in_organisation()
@require_safe
def explanation(request: OrganisationRequest) -> HttpResponse:
    """The own figures explained; the weights to try stand in the address and are not stored."""
    weights = CriterionWeights.of(request.organisation)
    rows = ranked_list(request.organisation, weights=weights)
    explained = Explanation(rows, weights)
    form = WhatIfForm(weights, request.GET)
    is_valid = form.is_valid()
    trial = Trial(explained, form.weights) if is_valid else None
    is_part = wants_part(request)
    context = {
        "section": "measures",
        "explained": explained,
        "form": form,
        "trial": trial,
        "first_ones": f":{FIRST_ONES}",
        "rest_of_them": f"{FIRST_ONES}:",
        "moves_at_first": FIRST_ONES,
        "scale": range(HIGHEST_WEIGHT + 1),
        "moves": trial.moves[: None if form.wants_everything else FIRST_ONES] if trial else [],
        "version": weights.version,
        "is_part": is_part,
        "hints": [] if is_part else hints_on(request, rows, weights),
    }
    status = 200 if is_valid else UNPROCESSABLE
    page, part = "measures/explanation.html", "measures/parts/trial.html"
    return render_part(request, page, part, context, status)
