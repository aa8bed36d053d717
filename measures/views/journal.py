"""The Verlauf of a measure: entries written, changed and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from measures.domain import journal
from measures.forms.journal import JournalForm
from measures.models import JournalEntry, Measure
from measures.views.finding import measure_or_404
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved


def _entry(measure: Measure, entry_id: int) -> JournalEntry:
    """Return what a person wrote. Raises `Http404` for what Lotse noted by itself."""
    entry = measure.journal.written().filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    entry.measure = measure
    return entry


def _to_journal(request: OrganisationRequest, measure: Measure) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "measure_id": measure.pk}
    return redirect(reverse("measures:detail", kwargs=kwargs) + "#journal")


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Write what happened and how many hours it took."""
    measure = measure_or_404(request, measure_id)
    form = JournalForm(request.POST or None, instance=JournalEntry(measure=measure))
    if request.method == "POST" and form.is_valid():
        journal.write_entry(form.save(commit=False), request.user)
        messages.success(request, _("Der Eintrag steht im Verlauf."))
        return _to_journal(request, measure)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"section": "measures", "form": form, "measure": measure}
    return render(request, "measures/journal/form.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, measure_id: int, journal_entry_id: int) -> HttpResponse:
    """Change an entry; a stale form shows both versions."""
    measure = measure_or_404(request, measure_id)
    stored = _entry(measure, journal_entry_id)
    form = JournalForm(request.POST or None, instance=_entry(measure, journal_entry_id))
    context: dict[str, Any] = {
        "section": "measures",
        "form": form,
        "measure": measure,
        "entry": stored,
    }
    if request.method != "POST":
        return render(request, "measures/journal/form.html", context)
    status = reason_not_saved(
        form,
        lambda: journal.change_entry(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_journal(request, measure)
    if status == CONFLICT:
        context["other"] = stored
    return render(request, "measures/journal/form.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OrganisationRequest, measure_id: int, journal_entry_id: int) -> HttpResponse:
    """Ask whether an entry may go, and remove it."""
    measure = measure_or_404(request, measure_id)
    entry = _entry(measure, journal_entry_id)
    if request.method != "POST":
        context = {"section": "measures", "measure": measure, "entry": entry}
        return render(request, "measures/journal/remove.html", context)
    journal.remove_entry(entry, request.user)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return _to_journal(request, measure)
