"""Forms around colleagues' voices: every bad input is answered in German."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import Given
from checks.domain.check_flow import CheckFlow
from checks.forms.contributions import (
    AskForm,
    ContributionForm,
    DeadlineForm,
    FunctionForm,
    HandsForm,
    PersonForm,
    read,
    usual_deadline,
    written,
)
from checks.models import AnswerState
from tests.factories import small_document

DOCUMENT = small_document()
COURSE = CheckFlow(DOCUMENT, {})


def day(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def question(key):
    return DOCUMENT.by_key[key]


def errors(form):
    return {name: list(found) for name, found in form.errors.items()}


class TestAsking:
    def ask(self, **fields):
        return AskForm(COURSE, {"closes_on": day(3)} | fields)

    def test_puts_areas_and_questions_together(self):
        form = self.ask(areas=["security"], questions=["goals"], names_agreed="on")
        assert form.is_valid()
        assert form.cleaned_data["question_keys"] == {
            "goals",
            "passwords",
            "backups",
            "backup-place",
        }
        assert form.cleaned_data["names_agreed"]

    def test_needs_a_question(self):
        assert errors(self.ask()) == {"questions": ["Bitte wählen Sie mindestens eine Frage."]}

    @pytest.mark.parametrize("field", ["areas", "questions"])
    def test_refuses_what_the_catalogue_does_not_have(self, field):
        form = self.ask(**{field: ["gibt-es-nicht"]})
        wanted = "Diese Frage gibt es in Ihrem Check nicht. Bitte wählen Sie neu."
        assert errors(form)["questions"] == [wanted]

    def test_offers_and_counts_only_what_the_check_asks(self):
        flow = CheckFlow(DOCUMENT, {"donations": Given("answered", value=False)})
        form = AskForm(flow, {"closes_on": day(3), "areas": ["leadership"]})
        leadership, _security = form.choices_by_area
        assert [question.key for question, _chosen in leadership.questions] == ["pilot", "goals"]
        assert form.is_valid()
        assert form.cleaned_data["question_keys"] == {"pilot", "goals"}
        hidden = AskForm(flow, {"closes_on": day(3), "questions": ["donation-goals"]})
        assert list(errors(hidden)) == ["questions"]

    def test_keeps_what_was_ticked(self):
        form = self.ask(areas=["security"], questions=["goals"], closes_on="")
        assert not form.is_valid()
        leadership, security = form.choices_by_area
        assert (leadership.is_chosen, leadership.is_open) == (False, True)
        assert [chosen for _question, chosen in leadership.questions] == [False, True, False]
        assert (security.is_chosen, security.is_open) == (True, True)
        untouched = AskForm(COURSE, initial={"closes_on": usual_deadline()})
        assert not any(choice.is_open for choice in untouched.choices_by_area)

    def test_says_how_much_too_long_a_message_is(self):
        form = self.ask(questions=["goals"], message="x" * 1001)
        assert "Ihr Text hat 1001" in errors(form)["message"][0]


@pytest.mark.parametrize(
    ("closes_on", "words"),
    [
        ("", "Bitte einen Tag angeben"),
        ("übermorgen", "Bitte einen Tag angeben"),
        (day(-1), "Bitte einen Tag ab heute wählen."),
        (day(181), "in den nächsten 180 Tagen"),
    ],
)
def test_a_deadline_has_to_be_a_day_soon(closes_on, words):
    assert words in errors(DeadlineForm({"closes_on": closes_on}))["closes_on"][0]


@pytest.mark.parametrize("closes_on", [day(0), day(180)])
def test_a_deadline_may_be_today_or_in_half_a_year(closes_on):
    assert DeadlineForm({"closes_on": closes_on}).is_valid()


class TestAPerson:
    def test_needs_a_name_and_a_function(self):
        assert errors(PersonForm({"email": "keine"})) == {
            "name": ["Bitte geben Sie an, für wen der Link ist."],
            "function": ["Bitte wählen Sie, was am ehesten passt."],
            "email": ["Bitte eine vollständige E-Mail-Adresse eingeben."],
        }

    def test_may_have_no_address(self):
        assert PersonForm({"name": "Ada", "function": "office"}).is_valid()


@pytest.mark.parametrize("function", ["", "chef"])
def test_at_a_sheet_one_says_what_one_does(function):
    form = FunctionForm({"function": function})
    assert errors(form)["function"] == ["Bitte wählen Sie, was am ehesten passt."]


class TestAnswering:
    def test_nobody_can_say_that_it_does_not_apply(self):
        form = ContributionForm(question("pilot"), {"answer": "_not_applicable"})
        assert "Diese Antwort gibt es hier nicht" in errors(form)["answer"][0]
        written = ContributionForm(question("backup-place"), {"special": "_not_applicable"})
        assert "Diese Antwort gibt es hier nicht" in errors(written)["special"][0]

    @pytest.mark.parametrize(
        ("key", "data", "said"),
        [
            ("pilot", {"answer": "2", "note": "n"}, (AnswerState.ANSWERED, 2, None, "n")),
            ("pilot", {"answer": "_unknown"}, (AnswerState.UNKNOWN, None, None, "")),
            ("pilot", {}, (AnswerState.OPEN, None, None, "")),
            ("backup-place", {"answer": "Büro"}, (AnswerState.ANSWERED, None, "Büro", "")),
            ("backup-place", {"special": "_unknown"}, (AnswerState.UNKNOWN, None, None, "")),
        ],
    )
    def test_says_what_was_chosen(self, key, data, said):
        form = ContributionForm(question(key), data)
        assert form.is_valid()
        assert (form.said.state, form.said.level, form.said.value, form.said.note) == said

    def test_notes_have_a_limit(self):
        form = ContributionForm(question("pilot"), {"note": "x" * 1001})
        assert "Ihr Text hat 1001" in errors(form)["note"][0]


class TestHands:
    def count(self, **hands):
        data = {f"hands-{key}": number for key, number in hands.items()}
        return HandsForm(question("pilot"), {}, data)

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            ("viele", "Bitte eine ganze Zahl eingeben."),
            ("1,5", "Bitte eine ganze Zahl eingeben."),
            ("-1", "Bitte eine Zahl ab 0 eingeben."),
            ("201", "Bitte eine Zahl bis 200 eingeben."),
        ],
    )
    def test_are_whole_numbers(self, number, words):
        assert errors(self.count(**{"2": number}))["hands-2"] == [words]

    def test_left_out_are_none(self):
        form = self.count(**{"2": "3", "0": ""})
        assert form.is_valid()
        assert form.hands == {"0": 0, "1": 0, "2": 3, "3": 0, "4": 0, "unknown": 0}
        assert [key for key, _field in form.rows] == list(form.hands)

    def test_know_which_count_was_seen(self):
        form = HandsForm(question("pilot"), {"1": 2, "0": 3})
        assert form["seen"].value() == "0:3 1:2"
        sent = HandsForm(question("pilot"), {}, {"seen": "0:3 1:2 unsinn :5 2:viele 3:9999999"})
        assert sent.is_valid()
        assert sent.seen == {"0": 3, "1": 2, "": 5}


@given(st.dictionaries(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), st.integers(1, 200)))
def test_a_count_is_read_as_it_was_written(hands):
    assert read(written(hands)) == hands


@given(st.text())
def test_whatever_stands_in_the_hidden_field_is_read(text):
    assert all(number >= 0 for number in read(text).values())
