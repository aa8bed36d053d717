"""Builds rounds of prioritisation in a demo organisation: two that are confirmed, one that runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from checks.domain.catalogue import Criterion
from measures.domain.prioritising import given_ratings, ranked_list
from measures.domain.rounds.choosing import Choice, set_choice
from measures.domain.rounds.closing import record_round
from measures.domain.rounds.moving import place_by_hand
from measures.domain.rounds.opening import open_round
from measures.domain.rounds.rating_alone import hand_in, rate_alone
from measures.domain.rounds.settling import mark_disputed, settle
from measures.models import (
    Measure,
    PrioritisationRound,
    RatingMode,
    RoundSnapshot,
    RoundState,
    RoundVerdict,
)
from organisations.models import Organisation, User

FIRST, SECOND = timedelta(weeks=18), timedelta(weeks=9)
NEW_MEASURES = 2
REMARK = "Einverstanden. Bitte im Team vorstellen, bevor es losgeht."
REASON = "Die Schulung dafür ist schon gebucht, danach können wir gleich beginnen."
NOTE = "Nach dem ersten Versuch sehen wir es anders."
# How far the pilot is from what holds, measure by measure, on the five criteria.
OWN_VIEWS = ((0, 1, 0, -1, 0), (0, -2, 0, 0, 1), (1, 0, 0, 0, 0))
OTHER_VIEWS = ((0, 1, 0, -1, 0), (0, 1, 0, 0, 1), (0, 0, -1, 0, 0))


def hold_rounds(organisation: Organisation, users: list[User]) -> None:
    """Let pilot, director and a colleague hold two rounds and begin a third one."""
    pilot, director, colleague = users
    _let_measures_be_older(organisation)

    first = _open(organisation, [pilot, director], FIRST, RatingMode.TOGETHER)
    _choose(organisation, first, pilot, after=0)
    _confirm(organisation, first, pilot, director)

    second = _open(organisation, [pilot, director], SECOND, RatingMode.TOGETHER)
    rows = [row for row in ranked_list(organisation) if row.ranked]
    _settle(rows[1].measure, {Criterion.BENEFIT: -1, Criterion.CAPABILITY: -1}, pilot)
    _settle(rows[-1].measure, {Criterion.FEASIBILITY: 1, Criterion.BENEFIT: 1}, pilot)
    late = Measure.objects.of(organisation).get(pk=rows[5].measure.pk)
    place_by_hand(late, 3, REASON, seen_version=late.version, by=pilot)
    _choose(organisation, second, pilot, after=1)
    _confirm(organisation, second, pilot, director)

    third = _open(organisation, [pilot, director, colleague], timedelta(0), RatingMode.ALONE)
    talked_about = [row.measure for row in ranked_list(organisation) if row.ranked][:3]
    for measure in talked_about:
        mark_disputed(third, measure, is_disputed=True, by=pilot)
    for person, views in ((pilot, OWN_VIEWS), (colleague, OTHER_VIEWS)):
        part = third.participants.get(user=person)
        for measure, view in zip(talked_about, views, strict=True):
            rate_alone(part, measure, _moved(measure, dict(zip(Criterion, view, strict=True))))
        hand_in(part, person)


def _let_measures_be_older(organisation: Organisation) -> None:
    """All but the last ones were on the list before the first round."""
    ids = list(Measure.objects.of(organisation).order_by("pk").values_list("pk", flat=True))
    older = Measure.objects.of(organisation).filter(pk__in=ids[:-NEW_MEASURES])
    older.update(created_at=timezone.now() - FIRST - timedelta(days=7))


def _open(
    organisation: Organisation, people: list[User], ago: timedelta, mode: RatingMode
) -> PrioritisationRound:
    round_ = open_round(
        PrioritisationRound(
            organisation=organisation, held_on=timezone.localdate() - ago, rating_mode=mode
        ),
        people,
        people[0],
    )
    PrioritisationRound.objects.filter(pk=round_.pk).update(created_at=timezone.now() - ago)
    round_.refresh_from_db()
    return round_


def _choose(
    organisation: Organisation, round_: PrioritisationRound, by: User, *, after: int
) -> None:
    rows = [row for row in ranked_list(organisation) if row.measure.is_open][after : after + 2]
    set_choice(
        round_,
        next_on=_next(round_.held_on),
        chosen=[row.measure.pk for row in rows],
        seen_version=round_.version,
        by=by,
    )


def _next(day: date) -> date:
    return day + FIRST - SECOND


def _settle(measure: Measure, steps: dict[Criterion, int], by: User) -> None:
    stored = Measure.objects.with_everything().get(pk=measure.pk)
    settle(stored, _moved(stored, steps), seen_version=stored.version, by=by)


def _moved(measure: Measure, steps: dict[Criterion, int]) -> dict[str, tuple[int, str]]:
    """What holds for a measure, moved by some steps where they lead somewhere."""
    return {
        key: (
            max(1, min(5, rating.value + steps.get(Criterion(key), 0))),
            NOTE if steps.get(Criterion(key)) else rating.note,
        )
        for key, rating in given_ratings(measure).items()
    }


def _confirm(
    organisation: Organisation, round_: PrioritisationRound, by: User, director: User
) -> None:
    """Write down what the round agreed on, on its own day, with the director's verdict."""
    evening = timezone.make_aware(
        datetime(round_.held_on.year, round_.held_on.month, round_.held_on.day, 16)
    )
    RoundSnapshot.objects.create(
        organisation=organisation,
        round=round_,
        number=1,
        document=record_round(Choice(organisation, round_), 1).model_dump(mode="json"),
        made_by=by,
        made_by_name=str(by),
        made_at=evening,
        verdict=RoundVerdict.CONFIRMED,
        remark=REMARK,
        judged_by=director,
        judged_by_name=str(director),
        judged_at=evening + timedelta(days=1),
    )
    round_.state = RoundState.CONFIRMED
    round_.save(update_fields=["state"])
