"""The course of a round: looking back, rating together, and settling what people rated alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures.domain.prioritising import ranked_list
from measures.domain.rounds.agenda import Agenda
from measures.domain.rounds.news import News
from measures.domain.rounds.rating_alone import show_all
from measures.domain.rounds.settling import mark_disputed, settle
from measures.forms.rounds import SettlingForm
from measures.models import Measure, PrioritisationRound
from measures.views.finding import measure_or_404
from measures.views.measures import evidence_of
from measures.views.rounds.finding import round_page, while_open
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, reason_not_saved


def _to_ratings(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    slug = request.organisation.slug
    return redirect("measures:round_ratings", slug=slug, prioritisation_round_id=round_.pk)


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
    return _to_ratings(request, round_)


@in_organisation(roles=EDITORS)
@require_POST
@while_open
def dispute(
    request: OrganisationRequest, round_: PrioritisationRound, measure_id: int
) -> HttpResponse:
    """Note that the round should talk about a measure, or not after all."""
    measure = measure_or_404(request, measure_id)
    mark_disputed(round_, measure, is_disputed=request.POST.get("strittig") == "1", by=request.user)
    return _to_ratings(request, round_)


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
        return _after_settling(request, round_, measure)
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


def _after_settling(
    request: OrganisationRequest, round_: PrioritisationRound, measure: Measure
) -> HttpResponse:
    """Go on to the next measure that the round has not settled, or back to all of them."""
    said = _("Gespeichert: „%s“.") % measure.title
    if request.POST.get("action") == "next":
        agenda = Agenda(
            request.organisation, round_, request.user, ranked_list(request.organisation)
        )
        following = next(
            (item.measure for item in agenda.to_settle if item.measure.pk != measure.pk), None
        )
        if following is not None:
            messages.success(request, said)
            return redirect(
                "measures:settle",
                slug=request.organisation.slug,
                prioritisation_round_id=round_.pk,
                measure_id=following.pk,
            )
        said += " " + _("Alles, worüber die Runde spricht, ist bewertet.")
    messages.success(request, said)
    return _to_ratings(request, round_)
