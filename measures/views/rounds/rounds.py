"""All rounds, and one of them: opened, changed, seen and discarded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from measures.domain.prioritising import ranked_list
from measures.domain.rounds.agenda import Agenda
from measures.domain.rounds.choosing import Choice
from measures.domain.rounds.closing import gaps
from measures.domain.rounds.news import News
from measures.domain.rounds.opening import (
    NotDiscardable,
    RoundInProgress,
    change_round,
    discard_round,
    open_round,
    people_of,
)
from measures.domain.rounds.rating_alone import may_rate_alone, part_of
from measures.forms.rounds import RoundComparisonForm, RoundForm
from measures.models import PrioritisationRound, RoundSnapshot, RoundState, RoundVerdict
from measures.views.rounds.lookups import (
    absent_director,
    round_or_404,
    round_page,
    to_round,
    while_open,
)
from measures.views.rounds.results import snapshot_page
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved

# The steps of a round in their order, as its page shows them.
STEPS = ("news", "alone", "ratings", "order", "choice", "close")
IN_PROGRESS = gettext_lazy("Es gibt schon eine Runde, die noch nicht bestätigt ist.")


@in_organisation()
@require_safe
def round_list(request: OrganisationRequest) -> HttpResponse:
    rounds = list(
        PrioritisationRound.objects.of(request.organisation).prefetch_related("participants")
    )
    snapshots = RoundSnapshot.objects.of(request.organisation).that_hold().without_content()
    comparable = list(snapshots)
    result_of = {one.round_id: one for one in comparable}
    for round_ in rounds:
        round_.result = result_of.get(round_.pk)  # type: ignore[attr-defined]
    return round_page(
        request,
        None,
        "list",
        rounds=rounds,
        current=next((one for one in rounds if one.state != RoundState.CONFIRMED), None),
        comparison=RoundComparisonForm(comparable) if len(comparable) > 1 else None,
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OrganisationRequest) -> HttpResponse:
    """Open a round; while one is not confirmed, lead to that one."""
    running = PrioritisationRound.objects.of(request.organisation).unconfirmed().first()
    if running is not None and request.method != "POST":
        messages.info(request, IN_PROGRESS)
        return to_round(request, running)
    form = RoundForm(
        people_of(request.organisation),
        request.POST or None,
        instance=PrioritisationRound(organisation=request.organisation),
        initial={"held_on": timezone.localdate(), "people": [str(request.user.pk)]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            round_ = open_round(form.save(commit=False), form.chosen_people, request.user)
        except RoundInProgress as refusal:
            messages.info(request, IN_PROGRESS)
            return to_round(request, refusal.found)
        messages.success(request, _("Die Runde ist eröffnet."))
        return to_round(request, round_)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return round_page(request, None, "form", status=status, form=form)


def _step_now(agenda: Agenda, choice: Choice, *, may_rate: bool, edits: bool) -> str:
    """Return the one step that is next for somebody; empty where there is nothing to do."""
    if may_rate or (edits and agenda.round.rates_alone and not agenda.voices.are_shown_to_all):
        return "alone"
    if not edits:
        return ""
    if agenda.pending:
        return "ratings"
    return "close" if choice.chosen and choice.next_on else "choice"


@in_organisation()
@require_safe
def one_round(request: OrganisationRequest, prioritisation_round_id: int) -> HttpResponse:
    """The course of an open round, or what a closed one agreed on."""
    round_ = round_or_404(request, prioritisation_round_id)
    latest = round_.snapshots.first()
    if not round_.is_open and latest is not None:
        return snapshot_page(request, round_, latest)
    rows = ranked_list(request.organisation)
    choice = Choice(request.organisation, round_, rows=rows)
    part = part_of(round_, request.user)
    may_rate = may_rate_alone(round_, part)
    agenda = Agenda(request.organisation, round_, request.user, rows)
    now = _step_now(agenda, choice, may_rate=may_rate, edits=request.membership.may_edit)
    return round_page(
        request,
        round_,
        "round",
        part=part,
        may_rate_alone=may_rate,
        now=now,
        past=STEPS[: STEPS.index(now)] if now else (),
        news=News(round_),
        agenda=agenda,
        moved=[row for row in rows if row.moved],
        has_places=any(row.ranked for row in rows),
        choice=choice,
        gaps=gaps(round_, choice),
        absent_director=absent_director(request),
        returned=latest if latest and latest.verdict == RoundVerdict.RETURNED else None,
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def edit(request: OrganisationRequest, stored: PrioritisationRound) -> HttpResponse:
    """Change day, people and way of a round; a stale form shows both versions."""
    people = people_of(request.organisation)
    form = RoundForm(people, request.POST or None, instance=round_or_404(request, stored.pk))
    status = 200
    if request.method == "POST":
        status = reason_not_saved(
            form,
            lambda: change_round(
                form.save(commit=False),
                form.chosen_people,
                seen_version=form.cleaned_data["version"],
                stored=stored,
                by=request.user,
            ),
        )
    if not status:
        messages.success(request, _("Gespeichert."))
        return to_round(request, stored)
    other = stored if status == CONFLICT else None
    return round_page(request, stored, "form", status=status, form=form, other=other)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def discard(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    """Ask whether a round may go, and remove it."""
    if request.method != "POST":
        return round_page(request, round_, "discard")
    try:
        discard_round(round_, request.user)
    except NotDiscardable:
        word = _("Diese Runde war schon einmal abgeschlossen. Ihr Ergebnis bleibt stehen.")
        messages.error(request, word)
        return to_round(request, round_)
    messages.success(request, _("Die Runde ist verworfen."))
    return redirect("measures:rounds", slug=request.organisation.slug)
