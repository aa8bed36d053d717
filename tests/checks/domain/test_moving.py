"""Moving a running check to a newer version of its catalogue, and back: nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks import queries
from checks.domain import answering, moving
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.domain.moving import CannotMoveBack, PlannedMove
from checks.models import Answer, AnswerState, CatalogueMove, Check, Requirement, SetAsideAnswer
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    ContributionFactory,
    ContributionRequestFactory,
    HandCountFactory,
    OrganisationFactory,
    RequirementFactory,
    UserFactory,
    VoiceFactory,
    small_document,
    small_question,
    small_template,
)

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)


def second_version(version=2):
    """A version in which nearly everything that can happen to a question happens.

    pilot: reworded; goals: now called aims; donation-goals: gone; passwords: as it was;
    backups: now a number; backup-place: moved; „use-safe“ and the area security have new keys.
    """
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    leadership, security = content["areas"]
    pilot, goals, _donation_goals = leadership["questions"]
    passwords, _backups, place = security["questions"]
    pilot["levels"][1] = "pilot ist jetzt anders."
    goals |= {"key": "aims", "formerly": ["goals"]}
    content["facts"][0]["options"][0] = {"key": "care", "label": "Pflege"}
    leadership["questions"] = [pilot, goals, place]
    leadership["templates"] = [
        small_template("name-pilot", {"pilot": [0, 1]}),
        small_template("write-goals", {"aims": [0, 1, 2]}),
    ]
    security |= {"key": "protection", "title": "Schutz"}
    security["questions"] = [
        passwords,
        {"key": "backups", "kind": "number", "text": "Wie viele Sicherungen?"},
        small_question("phishing"),
    ]
    security["templates"] = [small_template("use-safe", {"passwords": [0, 1], "phishing": [0, 1]})]
    return small_document(**content | {"version": version})


def everything(check):
    """All that a check holds, as it can be compared."""
    answers = Answer.objects.filter(check_run=check).order_by("question_key").values()
    wishes = Requirement.objects.filter(check_run=check).order_by("pk").values()
    return [{k: v for k, v in row.items() if k != "id"} for row in answers], list(wishes)


@pytest.fixture
def person():
    return UserFactory(name="Ada Beispiel")


@pytest.fixture
def check(organisation, person):
    """A check in which everything is answered, long ago."""
    check = CheckFactory(organisation=organisation, current_key="goals")
    said = {
        "field": {"level": None, "value": "counselling"},
        "donations": {"level": None, "value": True},
        "pilot": {"level": 1, "note": "Seit Mai."},
        "goals": {"level": 2},
        "donation-goals": {"level": 3, "note": "Nur Briefe."},
        "passwords": {"level": 0, "note": "Zettel."},
        "backups": {"level": 4},
        "backup-place": {"level": None, "value": "Im Keller"},
    }
    for key, values in said.items():
        AnswerFactory(
            organisation=organisation,
            check_run=check,
            question_key=key,
            updated_by=person,
            **values,
        )
    Answer.objects.update(updated_at=LONG_AGO)
    RequirementFactory(organisation=organisation, check_run=check, question_key="goals")
    RequirementFactory(organisation=organisation, check_run=check, area_key="security")
    Requirement.objects.update(created_at=LONG_AGO)
    return check


@pytest.fixture
def newer():
    return CatalogueFactory(document=second_version())


@pytest.fixture
def regrouped():
    """A version where pilot became pilot and deputy, goals and donation-goals became aims."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    leadership = content["areas"][0]
    leadership["questions"] = [
        leadership["questions"][0],
        small_question("deputy", formerly=["pilot"]),
        small_question("aims", formerly=["goals", "donation-goals"]),
    ]
    leadership["templates"] = [
        small_template("name-pilot", {"pilot": [0, 1], "deputy": [0, 1]}),
        small_template("write-goals", {"aims": [0, 1, 2]}),
    ]
    return CatalogueFactory(document=small_document(**content | {"version": 3}))


def reloaded(check):
    return CheckState(Check.objects.get(pk=check.pk))


class TestPreview:
    def test_says_what_stays_what_is_reworded_what_is_new_and_what_has_no_place(self, check, newer):
        move = PlannedMove(CheckState(check), newer)
        assert move.kept == 4  # donations, aims, passwords, backup-place
        (changed,) = move.to_check
        assert (changed.said, changed.says, changed.note) == (
            "pilot auf Stufe 1.",
            "pilot ist jetzt anders.",
            "Seit Mai.",
        )
        assert [question.key for question in move.new_questions] == ["phishing"]
        assert [(one.text, one.said, one.note, one.why) for one in move.without_place] == [
            ("Welches Feld?", "Beratung", "", "Diese Antwort gibt es dort nicht mehr."),
            (
                "Wie steht es um donation-goals?",
                "donation-goals auf Stufe 3.",
                "Nur Briefe.",
                "Diese Frage gibt es dort nicht.",
            ),
            (
                "Wie steht es um backups?",
                "backups auf Stufe 4.",
                "",
                "Die Frage wird dort auf andere Art beantwortet.",
            ),
        ]

    def test_says_where_requirements_go(self, check, newer):
        move = PlannedMove(CheckState(check), newer)
        assert [area for _requirement, area in move.requirements_with_areas] == ["Schutz"]

    def test_leaves_a_requirement_that_stands_there_already(self, organisation, check, newer):
        text = Requirement.objects.get(area_key="security").text
        RequirementFactory(
            organisation=organisation, check_run=check, area_key="protection", text=text
        )
        assert PlannedMove(CheckState(check), newer).requirements == []

    def test_says_which_open_requests_lose_questions(self, check, newer):
        of_check = {"organisation": check.organisation, "check_run": check}
        keys = ["goals", "donation-goals"]
        asked = ContributionRequestFactory(**of_check, question_keys=keys)
        ContributionRequestFactory(**of_check, question_keys=["goals"])
        ContributionRequestFactory(**of_check, question_keys=keys, ended_at=timezone.now())
        assert moving.PlannedMove(CheckState(check), newer).shortened_requests == [(asked, 1)]

    def test_changes_nothing(self, check, newer):
        before = everything(check)
        move = PlannedMove(CheckState(check), newer)
        assert (move.kept, len(move.to_check), len(move.without_place)) == (4, 1, 3)
        assert everything(check) == before


class TestMoving:
    def test_lets_answers_follow_with_person_and_time(self, check, newer, person):
        moving.move_check(CheckState(check), newer, UserFactory())
        check_state = reloaded(check)
        assert check_state.document.version == 2
        assert sorted(check_state.answers) == [
            "aims",
            "backup-place",
            "donations",
            "passwords",
            "pilot",
        ]
        assert check_state.answers["aims"].level == 2
        for answer in check_state.answers.values():
            assert (answer.updated_by, answer.updated_at, answer.version) == (person, LONG_AGO, 1)

    def test_marks_answers_to_reworded_questions(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        check_state = reloaded(check)
        assert check_state.marked == {"pilot"}
        assert check_state.answers["pilot"].reworded_in == 2

    def test_sets_aside_what_has_no_place(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        kept = {
            one.question_key: one for one in SetAsideAnswer.objects.filter(move__check_run=check)
        }
        assert sorted(kept) == ["backups", "donation-goals", "field"]
        one = kept["donation-goals"]
        assert (one.question_text, one.said, one.note, one.level) == (
            "Wie steht es um donation-goals?",
            "donation-goals auf Stufe 3.",
            "Nur Briefe.",
            3,
        )
        assert (one.updated_by, one.updated_at) == (person, LONG_AGO)

    def test_keeps_requirements_in_the_area_that_goes_on(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        assert [(one.area_key, one.question_key) for one in reloaded(check).requirements] == [
            ("leadership", "aims"),
            ("protection", ""),
        ]

    def test_lets_the_voices_of_colleagues_follow_and_return(self, check, newer, person):
        of_check = {"organisation": check.organisation, "check_run": check}
        asked = ContributionRequestFactory(**of_check, question_keys=["goals", "donation-goals"])
        hands = HandCountFactory(
            organisation=check.organisation, request=asked, question_key="goals"
        )
        voice = VoiceFactory(organisation=check.organisation, request=asked)
        said = ContributionFactory(
            organisation=check.organisation, voice=voice, question_key="goals"
        )
        moving.move_check(CheckState(check), newer, person)
        for row in (asked, hands, said):
            row.refresh_from_db()
        assert asked.question_keys == ["aims", "donation-goals"]
        assert (hands.question_key, said.question_key) == ("aims", "aims")
        moving.move_back(reloaded(check), person)
        for row in (asked, hands, said):
            row.refresh_from_db()
        assert asked.question_keys == ["goals", "donation-goals"]
        assert (hands.question_key, said.question_key) == ("goals", "goals")

    def test_lands_where_one_was(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        assert reloaded(check).check.current_key == "aims"

    def test_stands_in_the_trail(self, organisation, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        entry = AuditEntry.objects.of(organisation).first()
        assert (entry.action, entry.actor_name) == ("check.moved", "Ada Beispiel")
        assert entry.before == {"Version": 1}
        assert entry.after == {
            "Version": 2,
            "Unverändert übernommen": 4,
            "Noch einmal anzusehen": 1,
            "Ohne Platz, aufgehoben": 3,
        }

    def test_keeps_answers_that_nobody_can_explain(self, organisation, check, newer, person):
        strange = {"a": {"level": 2}, "b": {"level": None, "value": "x"}, "c": {"level": None}}
        for key, values in strange.items():
            AnswerFactory(
                organisation=organisation, check_run=check, question_key=f"fremd-{key}", **values
            )
        moving.move_check(CheckState(check), newer, person)
        kept = {
            one.question_key: one.said
            for one in SetAsideAnswer.objects.filter(move__check_run=check)
        }
        assert [kept[f"fremd-{key}"] for key in "abc"] == ["Stufe 2", "x", "–"]

    def test_marks_a_question_with_the_first_version_that_changed_it(
        self, organisation, check, newer, person
    ):
        moving.move_check(CheckState(check), newer, person)
        content = second_version().model_dump(mode="json", by_alias=True, exclude_none=True)
        content["areas"][0]["questions"][0] |= {"key": "lotsin", "formerly": ["pilot"]}
        content["areas"][0]["questions"][0]["text"] = "Noch einmal anders?"
        content["areas"][0]["templates"][0]["suggested_by"] = {"lotsin": [0, 1]}
        third = CatalogueFactory(document=small_document(**content | {"version": 3}))
        moving.move_check(reloaded(check), third, person)
        assert reloaded(check).answers["lotsin"].reworded_in == 2
        moving.move_back(reloaded(check), person)
        assert reloaded(check).answers["pilot"].reworded_in == 2


class TestSplittingAndMerging:
    def test_what_was_split_is_answered_twice_to_be_checked(self, check, regrouped, person):
        moving.move_check(CheckState(check), regrouped, UserFactory())
        check_state = reloaded(check)
        for key in ("pilot", "deputy"):
            answer = check_state.answers[key]
            assert (answer.level, answer.note, answer.reworded_in) == (1, "Seit Mai.", 3)
            assert (answer.updated_by, answer.updated_at) == (person, LONG_AGO)
        assert {"pilot", "deputy"} <= check_state.marked

    def test_what_was_merged_takes_the_first_answer_and_keeps_the_other_readable(
        self, check, regrouped, person
    ):
        moving.move_check(CheckState(check), regrouped, person)
        check_state = reloaded(check)
        assert (check_state.answers["aims"].level, check_state.answers["aims"].reworded_in) == (
            2,
            3,
        )
        _former, (other,) = moving.before_move(check_state, "aims")
        assert (other.question_key, other.said, other.note) == (
            "donation-goals",
            "donation-goals auf Stufe 3.",
            "Nur Briefe.",
        )

    def test_without_an_answer_to_the_first_the_second_counts(self, check, regrouped, person):
        Answer.objects.filter(check_run=check, question_key="goals").delete()
        before = everything(check)
        moving.move_check(CheckState(check), regrouped, person)
        check_state = reloaded(check)
        assert (check_state.answers["aims"].level, check_state.answers["aims"].note) == (
            3,
            "Nur Briefe.",
        )
        former, others = moving.before_move(check_state, "aims")
        assert (former.old.key, others) == ("donation-goals", [])
        moving.move_back(check_state, person)
        assert everything(check) == before

    def test_an_answer_may_take_the_key_that_another_one_leaves(self, check, person):
        content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
        content["areas"][0] |= {
            "questions": [
                small_question("goals", formerly=["pilot"]),
                small_question("aims", formerly=["goals"]),
            ],
            "templates": [small_template("both", {"goals": [0, 1], "aims": [0, 1]})],
        }
        chained = CatalogueFactory(document=small_document(**content | {"version": 2}))
        only_noted = {"state": AnswerState.OPEN, "level": None, "note": "Unklar."}
        Answer.objects.filter(check_run=check, question_key="goals").update(**only_noted)
        before = everything(check)
        moving.move_check(CheckState(check), chained, person)
        check_state = reloaded(check)
        assert (check_state.answers["goals"].level, check_state.answers["aims"].note) == (
            1,
            "Unklar.",
        )
        moving.move_back(check_state, person)
        assert everything(check) == before

    def test_a_mark_goes_when_the_answer_is_saved_and_the_other_half_keeps_its_own(
        self, check, regrouped, person
    ):
        moving.move_check(CheckState(check), regrouped, person)
        check_state = reloaded(check)
        said = AnswerInput(AnswerState.ANSWERED, level=1, note="Seit Mai.")
        answering.save_answer(
            check_state, check_state.document.by_key["deputy"], said, seen_version=1, by=person
        )
        assert check_state.answers["deputy"].reworded_in is None
        assert reloaded(check).marked == {"pilot", "aims"}

    def test_says_beforehand_what_to_check_and_what_is_kept_aside(self, check, regrouped):
        move = PlannedMove(CheckState(check), regrouped)
        assert [one.pair.new.key for one in move.to_check] == ["pilot", "deputy", "aims"]
        assert [one.why for one in move.without_place if one.note == "Nur Briefe."] == [
            "Die Frage ist in „Wie steht es um aims?“ aufgegangen. Dort steht eine andere Antwort."
        ]

    def test_voices_of_both_stay_and_come_back(self, check, regrouped, person):
        of_check = {"organisation": check.organisation}
        asked = ContributionRequestFactory(
            **of_check, check_run=check, question_keys=["goals", "donation-goals"]
        )
        voice = VoiceFactory(**of_check, request=asked)
        said = [
            ContributionFactory(**of_check, voice=voice, question_key=key)
            for key in ("goals", "donation-goals")
        ]
        moving.move_check(CheckState(check), regrouped, person)
        for one in said:
            one.refresh_from_db()
        assert [one.question_key for one in said] == ["aims", "donation-goals"]
        moving.move_back(reloaded(check), person)
        for one in said:
            one.refresh_from_db()
        assert [one.question_key for one in said] == ["goals", "donation-goals"]

    def test_requirements_follow_what_was_merged_and_come_back(
        self, organisation, check, regrouped, person
    ):
        RequirementFactory(
            organisation=organisation, check_run=check, question_key="donation-goals"
        )
        before = everything(check)
        moving.move_check(CheckState(check), regrouped, person)
        keys = [one.question_key for one in reloaded(check).requirements]
        assert keys == ["aims", "", "aims"]
        moving.move_back(reloaded(check), person)
        assert everything(check) == before


class TestMovingBack:
    def test_leaves_everything_as_it_was(self, check, newer, person):
        before = everything(check)
        moving.move_check(CheckState(check), newer, person)
        moving.move_back(reloaded(check), person)
        assert everything(check) == before
        check_state = reloaded(check)
        assert (check_state.document.version, check_state.check.current_key) == (1, "goals")
        assert not SetAsideAnswer.objects.exists()
        assert not CatalogueMove.objects.exists()

    def test_can_be_followed_by_moving_again(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        after = everything(check)
        moving.move_back(reloaded(check), person)
        moving.move_check(reloaded(check), newer, person)
        assert everything(check) == after

    def test_stands_in_the_trail(self, organisation, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        moving.move_back(reloaded(check), person)
        entry = AuditEntry.objects.of(organisation).first()
        assert (entry.action, entry.before, entry.after) == (
            "check.moved_back",
            {"Version": 2},
            {"Version": 1},
        )

    def test_is_refused_once_something_was_answered(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        check_state = reloaded(check)
        answering.save_answer(
            check_state,
            check_state.document.by_key["phishing"],
            AnswerInput(AnswerState.UNKNOWN),
            seen_version=0,
            by=person,
        )
        with pytest.raises(CannotMoveBack):
            moving.move_back(reloaded(check), person)
        assert reloaded(check).document.version == 2

    def test_is_refused_once_a_requirement_was_noted(self, organisation, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        RequirementFactory(organisation=organisation, check_run=check, area_key="protection")
        with pytest.raises(CannotMoveBack):
            moving.move_back(reloaded(check), person)

    def test_is_possible_after_looking_at_a_marked_answer(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        check_state = reloaded(check)
        said = AnswerInput(AnswerState.ANSWERED, level=1, note="Seit Mai.")
        answering.save_answer(
            check_state, check_state.document.by_key["pilot"], said, seen_version=1, by=person
        )
        moving.move_back(reloaded(check), person)
        assert reloaded(check).marked == set()

    def test_needs_a_move(self, check, person):
        with pytest.raises(CannotMoveBack):
            moving.move_back(CheckState(check), person)


class TestBefore:
    def test_a_question_is_shown_as_it_was(self, check, newer, person):
        moving.move_check(CheckState(check), newer, person)
        check_state = reloaded(check)
        assert moving.before_move(check_state, "aims")[0].old.key == "goals"
        assert moving.before_move(check_state, "phishing") == (None, [])

    def test_without_a_move_there_is_nothing(self, check):
        assert moving.before_move(CheckState(check), "pilot") == (None, [])


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    keys=st.sets(
        st.sampled_from(
            ["pilot", "goals", "donation-goals", "passwords", "backups", "backup-place", "staff"]
        )
    ),
    levels=st.lists(st.integers(0, 4), min_size=7, max_size=7),
    states=st.lists(st.sampled_from(AnswerState.values), min_size=7, max_size=7),
    splits=st.booleans(),
)
def test_there_and_back_nothing_is_lost_whatever_was_answered(
    keys, levels, states, splits, organisation, newer, regrouped, person
):
    target = regrouped if splits else newer
    Check.objects.filter(organisation=organisation).delete()
    check = CheckFactory(organisation=organisation)
    for key, level, state in zip(sorted(keys), levels, states, strict=False):
        question = small_document().by_key[key]
        is_answered = state == AnswerState.ANSWERED
        value = {"number": 3, "text": "Hier"}.get(str(question.kind))
        AnswerFactory(
            organisation=organisation,
            check_run=check,
            question_key=key,
            state=state,
            level=level if is_answered and question.levels else None,
            value=value if is_answered else None,
            note=f"Notiz {level}" if state == AnswerState.OPEN else "",
        )
    before = everything(check)
    move = moving.move_check(CheckState(check), target, person)
    there = {move.origins.get(key, key) for key in reloaded(check).answers}
    aside = {one.question_key for one in SetAsideAnswer.objects.all()}
    assert sorted([*there, *aside]) == sorted(keys)
    moving.move_back(reloaded(check), person)
    assert everything(check) == before


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_move_it_once():
    organisation, target = OrganisationFactory(), None
    CheckFactory(organisation=organisation)
    target = CatalogueFactory(document=second_version())
    persons, ready = [UserFactory(), UserFactory()], Barrier(2)

    def move(person):
        try:
            with tenancy.activate(organisation):
                ready.wait()
                found = queries.current_check_with_content(organisation, locked=True)
                check_state = CheckState.of_current(found)
                if check_state.document.version == target.version:
                    return False
                moving.move_check(check_state, target, person)
                return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(move, persons))
    assert done == [False, True]
    with tenancy.activate(organisation):
        assert CatalogueMove.objects.count() == 1
        assert Check.objects.get().catalogue_id == target.pk
