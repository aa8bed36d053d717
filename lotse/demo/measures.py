"""Measures and rounds of the demo: decided, rated, under way, and three rounds held on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from checks.domain.catalogue import Criterion
from checks.domain.check_state import CheckState
from checks.models import System
from lotse.demo.content import Demo
from measures.domain.files import add_file
from measures.domain.filtering import Filter, Grouping, Sorting, Trouble
from measures.domain.journal import JOURNAL_ENTRIES
from measures.domain.listing import SAVED_VIEWS
from measures.domain.measure_systems import set_systems
from measures.domain.prioritising import given_ratings, ranked_list, rate, suggested_ratings
from measures.domain.rounds.choosing import Choice, set_choice
from measures.domain.rounds.closing import record_round
from measures.domain.rounds.moving import place_by_hand
from measures.domain.rounds.opening import open_round
from measures.domain.rounds.rating_alone import hand_in, rate_alone
from measures.domain.rounds.settling import mark_disputed, settle
from measures.domain.steps import steps_of, tick_step
from measures.domain.suggesting import accept_suggestion, decline_suggestion
from measures.domain.waiting import set_needed
from measures.models import (
    CriterionWeights,
    JournalEntry,
    ListPage,
    Measure,
    PrioritisationRound,
    RatingMode,
    RoundSnapshot,
    RoundState,
    RoundVerdict,
    SavedView,
    Status,
)
from organisations.models import (
    Membership,
    Organisation,
    User,
)

NOTES = "Teamrunde: Wer fängt an? Was brauchen wir? Wann schauen wir wieder darauf?\n"
JOURNAL = (
    (9, "1.5", "Im Team vorgestellt, was wir vorhaben. Zwei Kolleginnen probieren es zuerst aus."),
    (5, "2", "Eingerichtet und mit den beiden ausprobiert."),
    (2, "", "Rückmeldung: Die Suche fehlt ihnen noch, sonst sind sie zufrieden."),
)
VIEWS = (
    ("Was wann ansteht", ListPage.LIST, Filter(sorting=Sorting.DUE, grouping=Grouping.MONTH)),
    ("Wo es hakt", ListPage.BOARD, Filter(trouble=Trouble.BLOCKED)),
)
FIRST, SECOND = timedelta(weeks=18), timedelta(weeks=9)
NEW_MEASURES = 2
REMARK = "Einverstanden. Bitte im Team vorstellen, bevor es losgeht."
REASON = "Die Schulung dafür ist schon gebucht, danach können wir gleich beginnen."
NOTE = "Nach dem ersten Versuch sehen wir es anders."
# How far the pilot is from what holds, measure by measure, on the five criteria.
OWN_VIEWS = ((0, 1, 0, -1, 0), (0, -2, 0, 0, 1), (1, 0, 0, 0, 0))
OTHER_VIEWS = ((0, 1, 0, -1, 0), (0, 1, 0, 0, 1), (0, 0, -1, 0, 0))


def decide_and_rate(check_state: CheckState, users: list[User], demo: Demo) -> None:
    """Decide on what the check suggests, rate it, and let some of it be under way."""
    pilot, director = users[0], users[1]
    organisation = check_state.check.organisation
    for key in demo.accepted:
        accept_suggestion(check_state, key, pilot)
    for key in demo.declined:
        decline_suggestion(
            check_state, key, "Das haben wir für dieses Jahr zurückgestellt.", director
        )
    _touch_systems(organisation, demo.landscape.touches, pilot)
    CriterionWeights.objects.create(organisation=organisation, benefit=8, capability=6)
    members = {
        membership.user_id: membership
        for membership in Membership.objects.filter(organisation=organisation)
    }
    for number, measure in enumerate(_open_measures(organisation)):
        values = {
            str(criterion): (
                max(1, min(5, suggested.value + _own_view(number, position))),
                "Im Team besprochen." if position == number % 5 else "",
            )
            for position, (criterion, suggested) in enumerate(suggested_ratings(measure).items())
        }
        rate(measure, values, seen_version=measure.version, by=pilot)
        _set_out(measure, number, members[users[number % 2].pk])
    _put_in_order(organisation, pilot)
    for name, page, wanted in VIEWS:
        view = SavedView(organisation=organisation, name=name, page=page, **vars(wanted))
        SAVED_VIEWS.add(view, pilot)


def _open_measures(organisation: Organisation) -> list[Measure]:
    return list(Measure.objects.of(organisation).open().with_everything())


def _touch_systems(
    organisation: Organisation, touches: dict[str, dict[str, str]], by: User
) -> None:
    by_name = {system.name: system for system in System.objects.filter(organisation=organisation)}
    for template_key, kinds in touches.items():
        measure = Measure.objects.of(organisation).get(template_key=template_key)
        set_systems(
            measure,
            {by_name[name]: kind for name, kind in kinds.items()},
            new_name="",
            seen_version=measure.version,
            by=by,
        )


def _put_in_order(organisation: Organisation, by: User) -> None:
    """Let two measures wait for the one that is under way first."""
    in_order = [row.measure for row in ranked_list(organisation) if row.measure.is_open]
    begun = next(one for one in in_order if one.status == Status.IN_PROGRESS)
    waiting = [one for one in in_order if one.status == Status.PLANNED][:2]
    for measure in waiting:
        set_needed(measure, seen=(), chosen=[begun], by=by)


def _own_view(number: int, position: int) -> int:
    """How far the demo team's view differs from the suggested rating: now and then by one."""
    return ((number * 5 + position * 3) % 7 == 0) - ((number * 3 + position * 5) % 11 == 0)


def _set_out(measure: Measure, number: int, responsible: Membership) -> None:
    """Let some measures be under way and one be done."""
    today = timezone.localdate()
    if number in (0, 4):
        measure.status = Status.IN_PROGRESS
        measure.due_date = today + timedelta(days=21 + 7 * number)
        measure.responsible = responsible
        steps = steps_of(measure)
        tick_step(steps[0], done=True, by=responsible.user)
        steps[1].responsible = responsible
        steps[1].due_date = today + timedelta(days=2 * number - 4)
        steps[1].note = "Die ersten Unterlagen liegen im gemeinsamen Ordner."
        steps[1].save()
        measure.created_at = timezone.now() - timedelta(days=20)
        for days_ago, hours, text in JOURNAL:
            entry = JournalEntry(
                organisation=measure.organisation,
                measure=measure,
                day=today - timedelta(days=days_ago + number),
                hours=Decimal(hours) if hours else None,
                text=text,
            )
            JOURNAL_ENTRIES.add(entry, responsible.user)
        add_file(
            measure,
            NOTES.encode(),
            name="Notizen Teamrunde.txt",
            kind="text",
            step=steps[1],
            by=responsible.user,
        )
    elif number == 2:
        measure.status, measure.responsible = Status.DONE, responsible
        for step in steps_of(measure):
            tick_step(step, done=True, by=responsible.user)
    elif number in (1, 5, 7):
        measure.status, measure.cost = Status.PLANNED, 60 * number
        measure.due_date = today + timedelta(days=60 + number)
        measure.responsible = responsible if number != 7 else None
    measure.save()


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
