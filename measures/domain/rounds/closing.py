"""Closing a round: all at once or not at all, and the Geschäftsführung has the word."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures import queries, round_queries
from measures.domain.prioritising import change_measure
from measures.domain.rounds.choosing import Choice
from measures.domain.rounds.recording import record_round
from measures.models import (
    Measure,
    PrioritisationRound,
    RoundSnapshot,
    RoundState,
    Status,
)
from organisations.domain.auditing import Action, record
from organisations.domain.saving import refuse_stale
from organisations.models import Membership, Organisation, User

CLOSED = Action("round.closed", gettext_lazy("Priorisierungsrunde abgeschlossen"))


class NotReady(Exception):
    """The round lacks what it needs before it is closed."""


@dataclass(frozen=True)
class Gap:
    """What is missing before a round can be closed: a sentence, and the step that fills it."""

    sentence: str
    step: str


@dataclass(frozen=True)
class Plan:
    """Who looks after a chosen measure, and until when it is done."""

    responsible: Membership | None = None
    due_date: date | None = None


def gaps(one: PrioritisationRound, choice: Choice) -> list[Gap]:
    """Return what is missing before a round can be closed; empty when nothing is."""
    found = []
    if not one.participants.exists():
        found.append(Gap(_("Es fehlt, wer dabei ist."), "change_round"))
    if one.next_on is None:
        found.append(Gap(_("Es fehlt der Tag der nächsten Runde."), "round_choice"))
    elif one.next_on <= one.held_on:
        found.append(Gap(_("Die nächste Runde muss nach dieser liegen."), "round_choice"))
    if not any(offer.row.ranked for offer in choice.offers):
        found.append(Gap(_("Noch keine Maßnahme ist bewertet."), "round_ratings"))
    return found


def close_round(
    organisation: Organisation,
    one: PrioritisationRound,
    plans: Mapping[int, Plan],
    *,
    seen_version: int,
    by: User,
) -> RoundSnapshot:
    """Plan what was chosen, write down what was agreed on, and return the snapshot.

    `plans` maps ids of chosen measures to who does them until when. The caller has locked the
    round; all measures are locked here, in the order of their ids. Raises `NotReady`, and
    `StaleRow` when the round was changed since `seen_version`.
    """
    refuse_stale(one, seen_version)
    measures = list(queries.measures().of(organisation).order_by("pk").locked())
    choice = Choice(organisation, one)
    if not one.is_open or gaps(one, choice):
        raise NotReady
    for measure in measures:
        if measure.pk in choice.chosen_ids and measure.is_open:
            _plan(measure, plans.get(measure.pk, Plan()), by)
    version = round_queries.snapshots().of_round(one).count() + 1
    content = record_round(organisation, one, version)
    snapshot = RoundSnapshot.objects.create(
        organisation_id=one.organisation_id,
        round=one,
        number=version,
        document=content.model_dump(mode="json"),
        made_by=by,
        made_by_name=str(by),
    )
    one.state = RoundState.CLOSED
    one.version += 1
    one.save(update_fields=["state", "version"])
    chosen = " / ".join(offer.measure.title for offer in choice.chosen)
    record(
        CLOSED,
        organisation_id=one.organisation_id,
        by=by,
        subject=one,
        after={_("Nächste Runde"): date_format(content.next_on)}
        | ({_("Als Nächstes"): chosen} if chosen else {}),
    )
    return snapshot


def _plan(stored: Measure, plan: Plan, by: User) -> None:
    wanted = copy(stored)
    if stored.status == Status.IDEA:
        wanted.status = Status.PLANNED
    wanted.responsible = plan.responsible or stored.responsible
    wanted.due_date = plan.due_date or stored.due_date
    names = ("status", "responsible_id", "due_date")
    if any(getattr(wanted, name) != getattr(stored, name) for name in names):
        change_measure(wanted, seen_version=stored.version, stored=stored, by=by)
