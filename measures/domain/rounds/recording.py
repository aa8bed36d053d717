"""Writing down what a round agreed on, as a snapshot that explains itself."""

from __future__ import annotations

from checks.domain.catalogue import Criterion
from checks.domain.surveying import SystemLandscape
from measures.domain.prioritising import Row, given_ratings, suggested_ratings
from measures.domain.rounds.choosing import Choice
from measures.domain.rounds.news import News
from measures.domain.rounds.rating_alone import Voices
from measures.domain.rounds.spreads import RatingSpread
from measures.models import CriterionWeights
from measures.models.snapshot import (
    Opinion,
    Snapshot,
    SnapshotMove,
    SnapshotNews,
    SnapshotRating,
    SnapshotRow,
)


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
                    by=str(one.rated_by or ""),
                    opinions=opinions,
                )
            )
        elif criterion in suggested:
            value = suggested[criterion].value
            found.append(SnapshotRating(criterion=criterion, value=value, opinions=opinions))
    return tuple(found)
