"""Closing a round: all at once or not at all, and the Geschäftsführung has the word."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.catalogue import Criterion
from checks.domain.surveying import SystemLandscape
from measures.domain.prioritising import MEASURES, Row, given_ratings, suggested_ratings
from measures.domain.rounds.choosing import Choice
from measures.domain.rounds.news import News
from measures.domain.rounds.rating_alone import RatingSpread, Voices
from measures.models import (
    CriterionWeights,
    Measure,
    PrioritisationRound,
    RoundSnapshot,
    RoundState,
    RoundVerdict,
    Status,
)
from measures.models.snapshot import (
    Opinion,
    Snapshot,
    SnapshotMove,
    SnapshotNews,
    SnapshotRating,
    SnapshotRow,
)
from organisations.domain.auditing import Action, record
from organisations.domain.saving import StaleRow, refuse_stale
from organisations.models import Membership, Organisation, User

CLOSED = Action("round.closed", gettext_lazy("Priorisierungsrunde abgeschlossen"))
CONFIRMED = Action("round.confirmed", gettext_lazy("Priorisierungsrunde bestätigt"))
RETURNED = Action("round.returned", gettext_lazy("Priorisierungsrunde zurückgegeben"))


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
    """Plan what was chosen, write down what was agreed on, and return the snapshot.

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
    MEASURES.change(measure, stored=stored, seen_version=stored.version, by=by)


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


def record_round(choice: Choice, version: int) -> Snapshot:
    """Return the round of a stored choice; the caller holds the locks that keep it still.

    `version` counts the snapshots of the round. The round has a day for the next one.
    """
    round_ = choice.round
    if round_.next_on is None:
        raise ValueError("A round is closed with a day for the next one.")
    weights = CriterionWeights.of(choice.organisation)
    landscape = SystemLandscape(choice.organisation.pk)
    voices = Voices(round_, None)
    news = News(round_)
    return Snapshot(
        number=round_.number,
        version=version,
        held_on=round_.held_on,
        next_on=round_.next_on,
        rated_alone=round_.rates_alone,
        participants=tuple(part.name for part in round_.participants.all()),
        weights=dict(zip(Criterion, weights.as_tuple(), strict=True)),
        hours_per_week=choice.per_week,
        hours_available=choice.available,
        news=SnapshotNews(
            done=tuple(measure.title for measure in news.done),
            stuck=tuple(f"{stuck.measure.title}: {stuck.why}" for stuck in news.stuck),
            new=tuple(measure.title for measure in news.new),
        ),
        rows=tuple(
            _row(row, landscape, voices.of(row.measure.pk), row.measure.pk in choice.chosen_ids)
            for row in choice.rows
            if row.measure.is_open
        ),
    )


def _row(
    row: Row, landscape: SystemLandscape, spreads: dict[str, RatingSpread], is_chosen: bool
) -> SnapshotRow:
    measure, moved = row.measure, row.moved
    return SnapshotRow(
        key=measure.key,
        title=measure.title,
        status=measure.status,
        place=row.place,
        rank=row.ranked.rank if row.ranked else None,
        score=row.ranked.shown_score if row.ranked else None,
        ratings=_ratings(row, landscape, spreads),
        move=SnapshotMove(place=moved.place, reason=moved.reason, by=str(moved.moved_by or ""))
        if moved
        else None,
        is_chosen=is_chosen,
        effort_hours=measure.effort_hours,
        responsible=str(measure.responsible.user) if measure.responsible else "",
        due_date=measure.due_date,
    )


def _ratings(
    row: Row, landscape: SystemLandscape, spreads: dict[str, RatingSpread]
) -> tuple[SnapshotRating, ...]:
    given, suggested = given_ratings(row.measure), suggested_ratings(row.measure, landscape)
    found = []
    for criterion in Criterion:
        spread = spreads.get(criterion)
        opinions = tuple(
            Opinion(name=voice.name, value=voice.value)
            for voice in (spread.voices if spread else ())
        )
        if criterion in given:
            one = given[criterion]
            found.append(
                SnapshotRating(
                    criterion=criterion,
                    value=one.value,
                    note=one.note,
                    by=str(one.rated_by or _("jemand, der nicht mehr dabei ist")),
                    opinions=opinions,
                )
            )
        elif criterion in suggested:
            value = suggested[criterion].value
            found.append(SnapshotRating(criterion=criterion, value=value, opinions=opinions))
    return tuple(found)


def judge(
    round_: PrioritisationRound,
    snapshot: RoundSnapshot,
    verdict: RoundVerdict,
    remark: str,
    *,
    seen_snapshot: int,
    by: User,
) -> None:
    """Let the Geschäftsführung confirm a closed round, or open it again for a correction.

    The caller has locked the round; `snapshot` is its latest one. Raises `StaleRow` when that is
    not the one the person read, or the round does not wait for a verdict any more.
    """
    if round_.state != RoundState.CLOSED or snapshot.pk != seen_snapshot:
        raise StaleRow(round_)
    snapshot.verdict, snapshot.remark = verdict, remark
    snapshot.judged_by, snapshot.judged_by_name = by, str(by)
    snapshot.judged_at = timezone.now()
    RoundSnapshot.objects.store_verdict(snapshot)
    is_confirmed = verdict == RoundVerdict.CONFIRMED
    round_.state = RoundState.CONFIRMED if is_confirmed else RoundState.OPEN
    round_.version += 1
    round_.save(update_fields=["state", "version"])
    record(
        CONFIRMED if is_confirmed else RETURNED,
        by=by,
        subject=round_,
        after={_("Bemerkung"): remark} if remark else None,
    )
