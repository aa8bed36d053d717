"""Changing many measures at once, and undoing it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from measures.domain.bulk import UndoneAlready, change_many
from measures.domain.bulk import undo as undo_change
from measures.forms.bulk import BulkForm
from measures.models import BulkChange, ListPage, Measure
from measures.views.listing import ListView, address, sent_query, table
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE

NAMED_AT_MOST = 10


@in_organisation(roles=EDITORS)
@require_POST
def change(request: OrganisationRequest) -> HttpResponse:
    """Set the same for many measures; those changed meanwhile stay, and are named."""
    view = ListView(request, ListPage.LIST, sent_query(request))
    form = BulkForm(view.listed.members, request.POST)
    if "rate" in request.POST:
        return _to_rating(request, view)
    if not form.is_valid():
        return table(view, form, UNPROCESSABLE)
    seen = form.cleaned_data["measure"]
    if form.cleaned_data["whole"]:
        rows = view.listed.matching(view.wanted)
        seen = {row.measure.pk: row.measure.version for row in rows} | seen
    changed = change_many(request.organisation, seen, form.wanted, request.user)
    if changed.number:
        said = ngettext(
            "Eine Maßnahme ist geändert.", "%(number)d Maßnahmen sind geändert.", changed.number
        )
        messages.success(request, said % {"number": changed.number})
    elif not changed.stale:
        messages.info(request, _("Es war schon alles so. Nichts ist geändert."))
    if changed.stale:
        said = _("Nicht geändert, weil jemand sie inzwischen bearbeitet hat: %s.")
        messages.warning(request, said % _named(changed.stale))
    return redirect(address(request, ListPage.LIST, view.wanted))


def _to_rating(request: OrganisationRequest, view: ListView) -> HttpResponse:
    """Lead to the table that rates what is ticked, or all that nobody rated for nothing."""
    chosen = request.POST.getlist("measure")
    if request.POST.get("whole"):
        chosen = [str(row.measure.pk) for row in view.listed.matching(view.wanted)]
    query = QueryDict(mutable=True)
    query.setlist("measure", [one.partition(":")[0] for one in chosen])
    url = reverse("measures:rate_many", kwargs={"slug": request.organisation.slug})
    return redirect(f"{url}?{query.urlencode()}")


@in_organisation(roles=EDITORS)
@require_POST
def undo(request: OrganisationRequest, bulk_change_id: int) -> HttpResponse:
    """Let measures be as they were before; what was changed since stays, and is named."""
    changes = BulkChange.objects.filter(organisation=request.organisation)
    made = changes.filter(pk=bulk_change_id).select_for_update().first()
    if made is None:
        raise Http404
    try:
        number, kept = undo_change(made, request.user)
    except UndoneAlready:
        messages.info(request, _("Diese Änderung ist schon rückgängig gemacht."))
        return redirect("measures:list", slug=request.organisation.slug)
    if number:
        said = ngettext(
            "Rückgängig gemacht: Eine Maßnahme ist wieder wie vorher.",
            "Rückgängig gemacht: %(number)d Maßnahmen sind wieder wie vorher.",
            number,
        )
        messages.success(request, said % {"number": number})
    if kept:
        said = _("Diese hat seitdem jemand geändert, sie bleiben so: %s.")
        messages.warning(request, said % _named(kept))
    return redirect("measures:list", slug=request.organisation.slug)


def _named(measures: Iterable[Measure]) -> str:
    titles = [f"„{measure}“" for measure in measures]
    if len(titles) <= NAMED_AT_MOST:
        return ", ".join(titles)
    return _("%(titles)s und %(more)d weitere") % {
        "titles": ", ".join(titles[:NAMED_AT_MOST]),
        "more": len(titles) - NAMED_AT_MOST,
    }
