"""Closing a round: all at once or not at all, and the Geschäftsführung has the word."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from measures.models.snapshot import Snapshot
from organisations.domain.auditing import Action, record
from organisations.domain.saving import refuse_stale
from organisations.models import Membership, Organisation, User

CLOSED = Action("round.closed", gettext_lazy("Priorisierungsrunde abgeschlossen"))


class RoundNotReady(Exception):
    """The round lacks what it needs before it is closed."""


@dataclass(frozen=True)
class MissingPart:
    """What is missing before a round can be closed: a sentence, and the step that fills it."""

    sentence: str
    step: str


@dataclass(frozen=True)
class MeasurePlan:
    """Who looks after a chosen measure, and until when it is done."""

    responsible: Membership | None = None
    due_date: date | None = None


def gaps(round_: PrioritisationRound, choice: Choice) -> list[MissingPart]:
    """Return what is missing before a round can be closed; empty when nothing is."""
    found = []
    if not round_.participants.exists():
        found.append(MissingPart(_("Es fehlt, wer dabei ist."), "change_round"))
    if round_.next_on is None:
        found.append(MissingPart(_("Es fehlt der Tag der nächsten Runde."), "round_choice"))
    elif round_.next_on <= round_.held_on:
        found.append(MissingPart(_("Die nächste Runde muss nach dieser liegen."), "round_choice"))
    if not any(offer.row.ranked for offer in choice.offers):
        found.append(MissingPart(_("Noch keine Maßnahme ist bewertet."), "round_ratings"))
    return found


def lock_list(organisation: Organisation) -> None:
    """Keep the measures of an organisation still; the caller has locked the round before."""
    measures = Measure.objects.of(organisation).order_by("pk")
    list(measures.select_for_update().values_list("pk"))


def close_round(
    choice: Choice, plans: Mapping[int, MeasurePlan], *, seen_version: int, by: User
) -> RoundSnapshot:
    """MeasurePlan what was chosen, write down what was agreed on, and return the snapshot.

    `choice` is what is stored; the caller made it after locking the round and then the list.
    `plans` maps ids of chosen measures to who does them until when. Raises `RoundNotReady`, and
    `StaleRow` when the round was changed since `seen_version`.
    """
    round_ = choice.round
    refuse_stale(round_, seen_version)
    if not round_.is_open or gaps(round_, choice):
        raise RoundNotReady
    for measure in sorted((offer.measure for offer in choice.chosen), key=lambda found: found.pk):
        _plan(measure, plans.get(measure.pk, MeasurePlan()), by)
    version = round_.snapshots.count() + 1
    content = record_round(choice, version)
    snapshot = RoundSnapshot.objects.create(
        organisation_id=round_.organisation_id,
        round=round_,
        number=version,
        document=content.model_dump(mode="json"),
        made_by=by,
        made_by_name=str(by),
    )
    round_.state = RoundState.CLOSED
    round_.version += 1
    round_.save(update_fields=["state", "version"])
    chosen = " / ".join(offer.measure.title for offer in choice.chosen)
    record(
        CLOSED,
        organisation_id=round_.organisation_id,
        by=by,
        subject=round_,
        after={_("Nächste Runde"): date_format(content.next_on)}
        | ({_("Als Nächstes"): chosen} if chosen else {}),
    )
    return snapshot


def _plan(measure: Measure, plan: MeasurePlan, by: User) -> None:
    stored = copy(measure)
    if stored.status == Status.IDEA:
        measure.status = Status.PLANNED
    measure.responsible = plan.responsible or stored.responsible
    measure.due_date = plan.due_date or stored.due_date
    names = ("status", "responsible_id", "due_date")
    if any(getattr(measure, name) != getattr(stored, name) for name in names):
        change_measure(measure, seen_version=stored.version, stored=stored, by=by)


@dataclass(frozen=True)
class FirstStep:
    """The first open step of a measure; `text` is empty while it has none."""

    measure: Measure
    text: str


def first_step(round_: PrioritisationRound, content: Snapshot) -> FirstStep | None:
    """Return where to begin: with the first chosen measure that is open; None when none is."""
    keys = [row.key for row in content.chosen]
    measures = {
        measure.key: measure
        for measure in Measure.objects.filter(
            organisation_id=round_.organisation_id, key__in=keys
        ).open()
    }
    for key in keys:
        if key in measures:
            step = measures[key].steps.filter(done_at=None).first()
            return FirstStep(measures[key], step.text if step else "")
    return None
