"""Rating several measures in one table: unrated ones, chosen ones, or those of a round."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from checks.domain.surveying import SystemLandscape
from measures.domain.prioritising import Row, ranked_list, rate
from measures.domain.rounds.settling import settle
from measures.forms.rating_table import RatingRow
from measures.models import Measure, PrioritisationRound
from measures.views.rounds.lookups import to_round, while_open
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE

ROWS_A_PAGE = 20
Store = Callable[..., None]


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def rate_many(request: OrganisationRequest) -> HttpResponse:
    """Rate what nobody rated on all criteria so far, or the measures of `?measure=`."""
    chosen = _ids(request.GET.getlist("measure"))
    rows = [
        row
        for row in ranked_list(request.organisation)
        if (row.measure.pk in chosen if chosen else row.is_provisional or row.needs_rating)
        and row.measure.is_open
    ]
    leads_to = reverse("measures:list", kwargs={"slug": request.organisation.slug})
    return _table(request, rows, rate, leads_to)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def rate_round(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """Rate all open measures together, as the round agrees."""
    rows = [row for row in ranked_list(request.organisation) if row.measure.is_open]
    leads_to = to_round(request, round_, "round_ratings").headers["Location"]
    return _table(request, rows, settle, leads_to)


def _ids(sent: Sequence[str]) -> set[int]:
    """Return the ids that were sent, with a version behind or not."""
    ids = (one.partition(":")[0] for one in sent)
    return {int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 16}


def _table(
    request: OrganisationRequest, rows: Sequence[Row], store: Store, leads_to: str
) -> HttpResponse:
    """Show the table; what is sent is stored wholly or not at all."""
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("seite"))
    landscape = SystemLandscape(request.organisation.pk)
    status, forms = 200, []
    if request.method != "POST":
        forms = [RatingRow(row.measure, None, landscape) for row in page.object_list]
    else:
        sent = _ids(request.POST.getlist("measure"))
        measures = (
            Measure.objects.of(request.organisation).open().filter(pk__in=sent).order_by("pk")
        )
        list(measures.select_for_update().values_list("pk"))
        places = {row.measure.pk: place for place, row in enumerate(rows)}
        found = measures.prefetch_related("ratings__rated_by", "touches")
        ordered = sorted(found, key=lambda one: places.get(one.pk, len(places)))
        forms = [RatingRow(measure, request.POST, landscape) for measure in ordered]
        status, number = _store_all(request, forms, store)
        if not status:
            said = ngettext(
                "Eine Maßnahme ist bewertet.", "%(number)d Maßnahmen sind bewertet.", number
            )
            if number:
                messages.success(request, said % {"number": number})
            else:
                messages.info(request, _("Es ist alles geblieben, wie es war."))
            return redirect(leads_to)
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "section": "measures",
        "forms": forms,
        "page": page,
        "filter_query": query.urlencode(),
        "leads_to": leads_to,
        "with_errors": [form for form in forms if form.errors],
        "stale": [form for form in forms if form.is_stale],
    }
    return render(request, "measures/rating_table.html", context, status=status)


def _store_all(
    request: OrganisationRequest, forms: Sequence[RatingRow], store: Store
) -> tuple[int, int]:
    """Store all rows or none; return 0 or the status that says why not, and how many changed."""
    if any(form.errors for form in forms):
        return UNPROCESSABLE, 0
    number = 0
    with transaction.atomic():
        for form in forms:
            version = form.cleaned_data["version"]
            try:
                if form.ratings:
                    store(form.measure, form.ratings, seen_version=version, by=request.user)
                    number += 1
            except StaleRow as stale:
                form.is_stale = True
                form.let_next_save_replace(stale.stored.version)
        if any(form.is_stale for form in forms):
            transaction.set_rollback(True)
            return CONFLICT, 0
    return 0, number
