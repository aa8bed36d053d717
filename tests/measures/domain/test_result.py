"""What page and report say about a check."""

import pytest

from checks.domain.check_state import CheckState
from measures.domain.result import Result
from measures.domain.suggesting import accept_suggestion, decline_suggestion
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory, RequirementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    """A check in its opened organisation."""
    check = CheckFactory()
    with tenancy.activate(check.organisation):
        yield check


def answered(check, key, level):
    state = "unknown" if level is None else "answered"
    AnswerFactory(
        organisation=check.organisation,
        check_run=check,
        question_key=key,
        state=state,
        level=level,
    )


def test_an_empty_check_has_no_maturity(check):
    result = Result(CheckState(check))
    assert result.percent is None
    assert result.standing_name == "noch offen"
    assert [area.percent for area in result.areas] == [None, None]
    assert result.areas[0].fraction is None


def test_maturity_strengths_gaps_and_questions_to_clarify_follow_from_the_answers(check):
    answered(check, "pilot", 4)
    answered(check, "goals", 0)
    answered(check, "backups", None)
    result = Result(CheckState(check))
    assert (result.percent, result.standing_name) == (50, "solide")
    assert result.areas[0].fraction == 0.5
    assert [said.sentence for said in result.strengths] == ["pilot auf Stufe 4."]
    assert [said.sentence for said in result.gaps] == ["goals auf Stufe 0."]
    assert [said.question.key for said in result.to_clarify] == ["backups"]


def test_the_result_in_three_sentences_names_first_what_is_solid(check):
    check.organisation.staff_count = 8
    answered(check, "pilot", 4)
    answered(check, "goals", 1)
    answered(check, "backups", 1)
    solid, whole, missing = Result(CheckState(check)).sentences
    assert solid == "Das steht schon solide: Führung."
    assert whole == (
        "Im Ganzen stehen Sie bei 44 von 100. "
        "Für ein Haus mit 8 Menschen sind 50 von 100 ein guter Stand."
    )
    assert missing == "Am meisten fehlt hier: Sicherheit."


def test_where_nothing_is_solid_the_best_is_named(check):
    answered(check, "pilot", 1)
    answered(check, "backups", 0)
    assert Result(CheckState(check)).sentences[0] == "Am weitesten sind Sie hier: Führung."


def test_where_all_is_solid_nothing_is_said_to_be_missing(check):
    answered(check, "pilot", 4)
    assert len(Result(CheckState(check)).sentences) == 2


def test_without_an_answer_there_is_nothing_to_say(check):
    assert Result(CheckState(check)).sentences == []


def test_each_area_tells_what_works_what_is_missing_and_what_was_noted(check):
    answered(check, "pilot", 3)
    answered(check, "goals", 1)
    RequirementFactory(organisation=check.organisation, check_run=check, text="Muss mobil gehen")
    leadership, security = Result(CheckState(check)).areas
    assert [said.question.key for said in leadership.strengths] == ["pilot"]
    assert [said.question.key for said in leadership.gaps] == ["goals"]
    assert [one.text for one in leadership.requirements] == ["Muss mobil gehen"]
    assert security.strengths == security.gaps == security.requirements == []
    assert (leadership.standing_name, security.standing_name) == ("solide", "noch offen")


def test_requirements_are_grouped_by_area(check):
    RequirementFactory(organisation=check.organisation, check_run=check, text="Muss mobil gehen")
    ((area, (requirement,)),) = Result(CheckState(check)).requirements
    assert (area.key, requirement.text) == ("leadership", "Muss mobil gehen")


def test_suggestions_are_parted_by_what_was_decided(check):
    for key in ("pilot", "goals", "backups"):
        answered(check, key, 0)
    check_state, person = CheckState(check), UserFactory()
    accept_suggestion(check_state, "name-pilot", person)
    decline_suggestion(check_state, "write-goals", "Nein", person)
    result = Result(check_state)
    assert [one.template.key for one in result.open_suggestions] == ["test-restore"]
    assert [one.template.key for one in result.declined_suggestions] == ["write-goals"]


def test_all_answers_are_told_by_area_with_their_levels(check):
    answered(check, "pilot", 2)
    (_, leadership), (_, security) = Result(CheckState(check)).answers
    assert (leadership[0].level, leadership[0].sentence) == (2, "pilot auf Stufe 2.")
    assert {said.sentence for said in security} == {"Noch offen"}
