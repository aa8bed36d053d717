"""The end of a round: the order, what comes next, and closing."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures.domain.prioritising import manual_place_of, ranked_list
from measures.domain.rounds.agenda import Agenda
from measures.domain.rounds.choosing import Choice, set_choice
from measures.domain.rounds.closing import close_round, gaps, lock_list
from measures.domain.rounds.moving import place_by_hand, take_back
from measures.domain.suggesting import what_cannot_wait
from measures.forms.rounds import ChoiceForm, ClosingForm, PlaceForm
from measures.models import PrioritisationRound
from measures.views.lookups import measure_or_404
from measures.views.rounds.lookups import absent_director, round_page, to_round, while_open
from organisations.models import Role
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved

A_ROUND = re.compile(r"[0-9]{1,18}")


@in_organisation(roles=EDITORS)
@require_safe
@while_open
def order(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """The order as it stands, and what was moved by hand."""
    rows = [row for row in ranked_list(request.organisation) if row.measure.is_open]
    pressing = what_cannot_wait(request.organisation)
    return round_page(request, round_, "order", rows=rows, pressing=pressing)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def move(
    request: OrganisationRequest, round_: PrioritisationRound, measure_id: int
) -> HttpResponse:
    """Put a measure on another place, with a reason."""
    measure = measure_or_404(request, measure_id)
    rows = [row for row in ranked_list(request.organisation) if row.ranked]
    row = next((row for row in rows if row.measure.pk == measure.pk), None)
    if row is None:
        raise Http404
    moved = manual_place_of(measure)
    initial = {
        "version": measure.version,
        "place": moved.place if moved else row.place,
        "reason": moved.reason if moved else "",
    }
    form = PlaceForm(len(rows), request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = reason_not_saved(
            form,
            lambda: place_by_hand(
                measure,
                form.cleaned_data["place"],
                form.cleaned_data["reason"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
            ),
        )
    if not status:
        words = {"title": measure.title, "place": form.cleaned_data["place"]}
        messages.success(request, _("„%(title)s“ steht jetzt auf Platz %(place)d.") % words)
        return to_round(request, round_, "round_order")
    context = {"measure": measure, "row": row, "form": form, "is_stale": status == CONFLICT}
    return round_page(request, round_, "move", status=status, **context)


@in_organisation(roles=EDITORS)
@require_POST
def move_back(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Let a measure stand again where its points put it; from the round or from its own page."""
    measure = measure_or_404(request, measure_id)
    take_back(measure, request.user)
    messages.success(request, _("Die Maßnahme steht wieder auf ihrem Platz nach Punkten."))
    round_id = request.POST.get("runde", "")
    # Only looked up, not locked: whoever locks both locks the round before the measure.
    rounds = PrioritisationRound.objects.of(request.organisation)
    round_ = rounds.filter(pk=int(round_id)).first() if A_ROUND.fullmatch(round_id) else None
    if round_ is not None:
        return to_round(request, round_, "round_order")
    slug = request.organisation.slug
    return redirect("measures:detail", slug=slug, measure_id=measure.pk)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def choice(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """Choose what is taken up next within the hours there are; a stale form keeps its ticks."""
    rows = ranked_list(request.organisation)
    stored = Choice(request.organisation, round_, rows=rows)
    ids = [offer.measure.pk for offer in stored.offers]
    form = ChoiceForm(round_, ids, stored.chosen_ids, request.POST or None)
    if request.method != "POST":
        return round_page(request, round_, "choice", form=form, choice=stored)
    status = reason_not_saved(
        form,
        lambda: set_choice(
            round_,
            next_on=form.cleaned_data["next_on"],
            chosen=form.cleaned_data["chosen"],
            seen_version=form.cleaned_data["version"],
            by=request.user,
        ),
    )
    if not status:
        if request.POST.get("action") == "count":
            return redirect(request.path)
        messages.success(request, _("Gespeichert."))
        return to_round(request, round_)
    day = form.cleaned_data.get("next_on") if hasattr(form, "cleaned_data") else None
    typed = Choice(request.organisation, round_, next_on=day, chosen=form.ticked, rows=rows)
    other = stored if status == CONFLICT else None
    return round_page(
        request, round_, "choice", status=status, form=form, choice=typed, other=other
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def close(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """Say what closing does, who does what, and close."""
    if request.method == "POST":
        lock_list(request.organisation)
    rows = ranked_list(request.organisation)
    chosen = Choice(request.organisation, round_, rows=rows)
    measures = [offer.measure for offer in chosen.chosen]
    form = ClosingForm(request.organisation, round_, measures, request.POST or None)
    missing, absent = gaps(round_, chosen), absent_director(request)
    status = 200
    if request.method == "POST":
        status = (
            UNPROCESSABLE
            if missing
            else reason_not_saved(
                form,
                lambda: close_round(
                    chosen, form.plans, seen_version=form.cleaned_data["version"], by=request.user
                ),
            )
        )
    if not status:
        word = _("Die Runde ist abgeschlossen.")
        if not absent and request.membership.role != Role.DIRECTOR:
            word = _("Die Runde ist abgeschlossen und liegt der Geschäftsführung vor.")
        messages.success(request, word)
        return to_round(request, round_)
    return round_page(
        request,
        round_,
        "close",
        status=status,
        form=form,
        choice=chosen,
        gaps=missing,
        agenda=Agenda(request.organisation, round_, request.user, rows),
        absent_director=absent,
        is_stale=status == CONFLICT,
    )
