"""The forms for answers."""

import pytest
from django.http import QueryDict

from checks.domain.answering import AnswerInput
from checks.domain.catalogue import ExceptionOption
from checks.forms.answers import AnswerForm, FactsForm, RequirementForm
from checks.models import NOTE_LENGTH, Answer, AnswerState
from organisations.models import User
from tests.factories import small_document

QUESTIONS = small_document().by_key


def form(key, **data):
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return AnswerForm(QUESTIONS[key], sent)


def said(key, **data):
    filled = form(key, **data)
    assert filled.is_valid(), filled.errors
    return filled.said


class TestWhatAFormSays:
    @pytest.mark.parametrize(
        ("key", "data", "expected"),
        [
            ("pilot", {"answer": "3"}, AnswerInput("answered", level=3)),
            ("pilot", {"answer": "0", "note": "Ach"}, AnswerInput("answered", level=0, note="Ach")),
            ("pilot", {"answer": "_unknown"}, AnswerInput("unknown")),
            ("pilot", {"answer": "_not_applicable"}, AnswerInput("not_applicable")),
            ("pilot", {}, AnswerInput()),
            ("pilot", {"note": "Nur das"}, AnswerInput("open", note="Nur das")),
            ("donations", {"answer": "yes"}, AnswerInput("answered", value=True)),
            ("donations", {"answer": "no"}, AnswerInput("answered", value=False)),
            ("field", {"answer": "youth"}, AnswerInput("answered", value="youth")),
            (
                "tools",
                {"answer": ["phone", "mail"]},
                AnswerInput("answered", value=["phone", "mail"]),
            ),
            ("tools", {"answer": ["_unknown"]}, AnswerInput("unknown")),
            ("tools", {}, AnswerInput()),
            ("staff", {"answer": "0"}, AnswerInput("answered", value=0)),
            ("staff", {"special": "_unknown"}, AnswerInput("unknown")),
            ("backup-place", {"answer": "Im Safe"}, AnswerInput("answered", value="Im Safe")),
        ],
    )
    def test_is_what_was_chosen_and_written(self, key, data, expected):
        assert said(key, **data) == expected


class TestBadInput:
    @pytest.mark.parametrize("level", ["5", "-1", "abc", "1.5", "٣", "_nothing"])
    def test_a_tampered_level_is_refused_in_german(self, level):
        filled = form("pilot", answer=level)
        assert not filled.is_valid()
        assert "Diese Antwort gibt es hier nicht" in filled.errors["answer"][0]

    def test_a_huge_note_is_refused_with_its_length_and_kept(self):
        note = "ü" * (NOTE_LENGTH + 1)
        filled = form("pilot", answer="2", note=note)
        assert not filled.is_valid()
        assert "Ihr Text hat 4001" in filled.errors["note"][0]
        assert filled["note"].value() == note

    @pytest.mark.parametrize("version", ["abc", "-3", "9" * 30, "", "1.5"])
    def test_a_tampered_version_never_counts_as_seen(self, version):
        filled = form("pilot", answer="2", version=version)
        assert filled.is_valid()
        assert filled.cleaned_data["version"] == 0 or filled.cleaned_data["version"] > 10**9

    def test_a_missing_version_means_that_nothing_was_seen(self):
        filled = form("pilot", answer="2")
        assert filled.is_valid()
        assert filled.cleaned_data["version"] == 0

    @pytest.mark.parametrize(
        ("key", "data"),
        [
            ("tools", {"answer": ["phone", "_unknown"]}),
            ("staff", {"answer": "3", "special": "_unknown"}),
        ],
    )
    def test_an_answer_together_with_not_knowing_is_refused(self, key, data):
        assert "entweder" in form(key, **data).errors["answer"][0]

    @pytest.mark.parametrize("number", ["-1", "501", "viele", "1e9"])
    def test_a_number_outside_the_question_is_refused(self, number):
        assert form("staff", answer=number).errors["answer"]


class TestExceptions:
    OFFERED = (
        ExceptionOption(key="site", label="einen Standort"),
        ExceptionOption(key="group", label="eine Gruppe"),
    )

    def form(self, **data):
        sent = QueryDict(mutable=True)
        for name, value in data.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return AnswerForm(QUESTIONS["pilot"], sent, exceptions=self.OFFERED)

    def test_are_said_with_the_answer(self):
        sent = self.form(answer="3", exceptions=["group", "site"])
        assert sent.is_valid()
        assert sent.said == AnswerInput("answered", level=3, exceptions=("group", "site"))

    def test_that_are_not_on_offer_are_refused_beside_the_field(self):
        assert "gibt es hier nicht" in self.form(exceptions=["moon"]).errors["exceptions"][0]

    def test_of_last_time_hold_as_far_as_they_are_on_offer(self):
        old = Answer(state="answered", level=2, exceptions=["moon", "group"])
        sent = AnswerForm.unchanged(QUESTIONS["pilot"], old, {}, exceptions=self.OFFERED)
        assert sent.is_valid()
        assert sent.said == AnswerInput("answered", level=2, exceptions=("group",))

    def test_of_the_other_version_are_shown(self):
        sent = self.form(answer="3")
        stored = Answer(state="answered", level=2, exceptions=["group"], version=4)
        sent.show_other_version(stored, to=User())
        assert sent.other_said.but_not == "eine Gruppe"


class TestShowingAStoredAnswer:
    @pytest.mark.parametrize(
        ("key", "answer", "shown"),
        [
            ("pilot", {"level": 0}, {"answer": "0"}),
            ("pilot", {"state": "unknown"}, {"answer": "_unknown"}),
            ("donations", {"value": False}, {"answer": "no"}),
            ("donations", {"value": True}, {"answer": "yes"}),
            ("tools", {"value": ["mail"]}, {"answer": ["mail"]}),
            ("tools", {"state": "unknown"}, {"answer": ["_unknown"]}),
            ("staff", {"value": 7}, {"answer": 7}),
            ("staff", {"state": "not_applicable"}, {"special": "_not_applicable"}),
            ("pilot", {"state": "open"}, {}),
        ],
    )
    def test_fills_the_form(self, key, answer, shown):
        stored = Answer(version=3, note="Hm", **({"state": "answered"} | answer))
        initial = AnswerForm.initial_for(QUESTIONS[key], stored)
        assert initial == {"version": 3, "note": "Hm"} | shown

    def test_of_no_answer_begins_at_version_zero(self):
        assert AnswerForm.initial_for(QUESTIONS["pilot"], None) == {"version": 0}

    def test_marks_the_chosen_row(self):
        shown = AnswerForm(QUESTIONS["pilot"], initial={"answer": "2"})
        assert [row.value for row in shown.options if row.is_chosen] == ["2"]
        assert [row.value for row in shown.options if row.is_special] == [
            "_unknown",
            "_not_applicable",
        ]

    def test_marks_several_chosen_rows(self):
        shown = AnswerForm(QUESTIONS["tools"], initial={"answer": ["phone", "mail"]})
        assert [row.value for row in shown.options if row.is_chosen] == ["phone", "mail"]


class TestAnotherVersion:
    def test_is_shown_and_the_next_save_replaces_it(self):
        filled = form("pilot", answer="2", version="1")
        other = Answer(
            state=AnswerState.ANSWERED, level=4, version=5, updated_by=User(name="Kollegin")
        )
        filled.show_other_version(other, to=User(name="Ich"))
        assert filled["version"].value() == "5"
        assert filled["answer"].value() == "2"
        assert (filled.other_said.who, filled.other_said.is_own) == ("Kollegin", False)
        assert filled.other_said.said == "pilot auf Stufe 4."

    def test_of_a_person_who_left_is_shown_too(self):
        filled = form("pilot", answer="2")
        filled.show_other_version(Answer(state=AnswerState.UNKNOWN, version=2), to=User())
        assert (filled.other_said.who, filled.other_said.is_own) == ("Jemand", False)

    def test_of_ones_own_second_window_is_known_as_such(self):
        filled, me = form("pilot", answer="2"), User(name="Ich")
        filled.show_other_version(Answer(level=4, version=2, updated_by=me), to=me)
        assert filled.other_said.is_own


class TestFacts:
    def test_are_one_form_in_which_all_errors_are_found(self):
        facts = FactsForm(
            small_document(), {}, QueryDict("staff-answer=viele&field-answer=nirgends")
        )
        assert not facts.is_valid()
        assert [one.question.key for one in facts.forms if one.errors] == ["field", "staff"]
        assert facts.has_errors

    def test_show_what_is_stored(self):
        answers = {"staff": Answer(state="answered", value=4, version=1)}
        facts = FactsForm(small_document(), answers)
        assert facts.forms[1]["answer"].value() == 4
        assert not facts.has_errors


class TestRequirement:
    def test_needs_words(self):
        empty = RequirementForm({"requirement-text": " ", "requirement-priority": "must"})
        assert "Bitte schreiben Sie" in empty.errors["text"][0]

    def test_has_one_of_three_priorities(self):
        wrong = RequirementForm({"requirement-text": "Etwas", "requirement-priority": "sofort"})
        assert wrong.errors["priority"]
