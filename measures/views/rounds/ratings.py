"""The course of a round: looking back, rating together, and settling what people rated alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures.domain.rounds.agenda import Agenda
from measures.domain.rounds.news import News
from measures.domain.rounds.rating_alone import show_all
from measures.domain.rounds.settling import mark_disputed, settle
from measures.forms.rounds import SettlingForm
from measures.models import Measure, PrioritisationRound
from measures.views.lookups import measure_or_404
from measures.views.measures import evidence_of
from measures.views.rounds.lookups import onwards, round_page, to_round, while_open
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, reason_not_saved


@in_organisation()
@require_safe
@while_open
def look_back(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    return round_page(request, round_, "look_back", news=News(round_))


@in_organisation(roles=EDITORS)
@require_safe
@while_open
def ratings(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    agenda = Agenda(request.organisation, round_, request.user)
    return round_page(request, round_, "ratings", agenda=agenda)


@in_organisation(roles=EDITORS)
@require_POST
@while_open
def show_voices(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """Open the comparison of what people rated alone."""
    show_all(round_, request.user)
    messages.success(request, _("Alle sehen jetzt, wie die anderen bewertet haben."))
    return to_round(request, round_, "round_ratings")


@in_organisation(roles=EDITORS)
@require_POST
@while_open
def dispute(
    request: OrganisationRequest, round_: PrioritisationRound, measure_id: int
) -> HttpResponse:
    """Note that the round should talk about a measure, or not after all."""
    measure = measure_or_404(request, measure_id)
    mark_disputed(round_, measure, is_disputed=request.POST.get("strittig") == "1", by=request.user)
    return to_round(request, round_, "round_ratings")


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def settle_measure(
    request: OrganisationRequest, round_: PrioritisationRound, measure_id: int
) -> HttpResponse:
    """Rate a measure together, or settle what people rated alone."""
    measure = measure_or_404(request, measure_id)
    agenda = Agenda(request.organisation, round_, request.user)
    item = agenda.item_of(measure.pk)
    if item is None:
        raise Http404
    form = SettlingForm(
        measure, request.POST or None, spreads=item.spreads, is_settled=item.is_settled
    )
    before, after = agenda.around(measure.pk)
    status = 200
    if request.method == "POST":
        status = reason_not_saved(
            form,
            lambda: settle(
                measure,
                form.ratings,
                seen_version=form.cleaned_data["version"],
                by=request.user,
            ),
        )
    if not status:
        return onwards(
            request,
            round_,
            measure,
            lambda: _next_to_settle(request, round_, measure),
            pages=("settle", "round_ratings"),
            finished=_("Alles für diese Runde ist bewertet."),
        )
    return round_page(
        request,
        round_,
        "settle",
        status=status,
        form=form,
        measure=measure,
        item=item,
        agenda=agenda,
        before=before,
        after=after,
        evidence=evidence_of(request, measure),
        stale=status == CONFLICT,
    )


def _next_to_settle(
    request: OrganisationRequest, round_: PrioritisationRound, measure: Measure
) -> int | None:
    agenda = Agenda(request.organisation, round_, request.user)
    left = (item.measure.pk for item in agenda.to_settle)
    return next((pk for pk in left if pk != measure.pk), None)
