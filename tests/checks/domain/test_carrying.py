"""Which answers hold in another catalogue: all of them are taken or left with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Given
from checks.domain.matching import LeftAnswer, Reason, area_after, carry
from tests.factories import small_document, small_question

KEYS = ["a", "b", "c", "d", "e"]


def choice(key: str, *options: str, kind: str = "choice", **labels: str) -> dict[str, Any]:
    """A question with options, labelled as they are called."""
    return {
        "key": key,
        "kind": kind,
        "text": f"Was gilt für {key}?",
        "options": [{"key": one, "label": labels.get(one, f"Antwort {one}")} for one in options],
    }


def number(key: str, **bounds: int) -> dict[str, Any]:
    """A question for a number."""
    return {"key": key, "kind": "number", "text": f"Wie viele {key}?", **bounds}


def document(*questions: dict[str, Any], key: str = "kurz") -> CatalogueDocument:
    """A catalogue of one area with these questions."""
    area = {
        "key": "feld",
        "title": "Feld",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was müsste sie können?", "starters": ["Muss", "Soll"]},
        "questions": list(questions),
    }
    return small_document(key=key, facts=[], areas=[area])


def level(number: int) -> Given:
    """An answer on a level."""
    return Given("answered", level=number)


def said(value: Any) -> Given:
    """An answer of another kind."""
    return Given("answered", value=value)


def left(old: Any, new: Any, answers: Any, *, takes_other_words: bool = True) -> dict[str, Reason]:
    """Return what is left, and why."""
    found = carry(old, new, answers, takes_other_words=takes_other_words)
    return {one.key: one.reason for one in found.left}


class TestTaking:
    def test_keeps_the_answer_to_the_same_question(self):
        one = document(small_question("a"))
        found = carry(one, one, {"a": level(3)}, takes_other_words=False)
        assert [taken.new.key for taken in found.unchanged] == ["a"]
        assert (found.left, found.unanswered, found.to_check) == ((), (), ())

    def test_follows_a_question_to_its_new_key(self):
        old, new = (
            document(small_question("a")),
            document(small_question("a") | {"key": "b", "formerly": ["a"]}),
        )
        (taken,) = carry(old, new, {"a": level(3)}, takes_other_words=False).taken
        assert (taken.old.key, taken.new.key) == ("a", "b")

    def test_takes_a_note_without_an_answer(self):
        one = document(small_question("a"))
        assert len(carry(one, one, {"a": None}, takes_other_words=False).taken) == 1

    def test_says_what_nobody_answered(self):
        old, new = document(small_question("a")), document(small_question("a"), small_question("b"))
        found = carry(old, new, {"a": level(1)}, takes_other_words=False)
        assert [question.key for question in found.unanswered] == ["b"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (small_question("a"), small_question("a", text="Wie steht es heute um a?")),
            (small_question("a"), small_question("a", levels=[f"Anders {n}." for n in range(5)])),
            (choice("a", "x", "y"), choice("a", "x", "y", x="Ganz anders")),
        ],
        ids=["question", "levels", "options"],
    )
    def test_marks_what_is_put_in_other_words(self, before, after):
        answer = said("x") if "kind" in before else level(1)
        old, new = document(before), document(after)
        found = carry(old, new, {"a": answer}, takes_other_words=True)
        assert (len(found.to_check), len(found.unchanged)) == (1, 0)
        assert left(old, new, {"a": answer}, takes_other_words=False) == {"a": Reason.OTHER_WORDS}

    def test_does_not_mind_another_help_or_condition(self):
        before = document(small_question("a"))
        after = document(small_question("a", help="Etwas anderes.", reason="Darum."))
        assert carry(before, after, {"a": level(1)}, takes_other_words=False).unchanged

    def test_takes_the_answer_to_what_was_split_for_each(self):
        old = document(small_question("a"))
        new = document(small_question("a"), small_question("b", formerly=["a"]))
        found = carry(old, new, {"a": level(3)}, takes_other_words=True)
        assert [taken.new.key for taken in found.to_check] == ["a", "b"]
        assert (found.unchanged, found.left, found.unanswered) == ((), (), ())
        assert found.origins == {"a": "a", "b": "a"}

    @pytest.mark.parametrize(
        ("answers", "chosen"),
        [
            ({"a": level(1), "b": level(2)}, "a"),
            ({"a": Given("unknown"), "b": level(2)}, "b"),
            ({"a": None, "b": Given("not_applicable")}, "b"),
            ({"a": None, "b": None}, "a"),
            ({"b": level(2)}, "b"),
        ],
    )
    def test_takes_of_several_that_became_one_the_first_with_an_answer(self, answers, chosen):
        old = document(small_question("a"), small_question("b"))
        new = document(small_question("c", formerly=["a", "b"]))
        found = carry(old, new, answers, takes_other_words=True)
        assert [taken.old.key for taken in found.to_check] == [chosen]
        assert found.origins == {"c": chosen}
        assert [(one.key, one.reason, one.into) for one in found.left] == [
            (key, Reason.MERGED, new.by_key["c"]) for key in answers if key != chosen
        ]

    def test_takes_the_second_of_several_where_the_first_does_not_fit(self):
        old, new = (
            document(number("a"), small_question("b")),
            document(small_question("c", formerly=["a", "b"])),
        )
        found = carry(old, new, {"a": said(3), "b": level(1)}, takes_other_words=True)
        assert [taken.old.key for taken in found.taken] == ["b"]
        assert [one.reason for one in found.left] == [Reason.OTHER_KIND]


class TestLeaving:
    def test_says_when_the_question_is_gone(self):
        old, new = document(small_question("a")), document(small_question("b"))
        assert left(old, new, {"a": level(1)}) == {"a": Reason.NO_QUESTION}

    def test_says_when_nobody_knows_the_question(self):
        one = document(small_question("a"))
        found = carry(one, one, {"fremd": level(1)}, takes_other_words=True)
        assert found.left == (LeftAnswer("fremd", None, Reason.NO_QUESTION),)

    def test_says_when_it_is_answered_in_another_way(self):
        old, new = document(small_question("a")), document(number("a"))
        assert left(old, new, {"a": level(1)}) == {"a": Reason.OTHER_KIND}
        assert left(old, new, {"a": Given("unknown")}) == {}

    @pytest.mark.parametrize(
        ("before", "after", "answer"),
        [
            (choice("a", "x", "y"), choice("a", "x", "z"), "y"),
            (
                choice("a", "x", "y", kind="choices"),
                choice("a", "x", "z", kind="choices"),
                ["x", "y"],
            ),
            (number("a"), number("a", maximum=5), 6),
        ],
        ids=["choice", "choices", "number"],
    )
    def test_says_when_the_answer_is_not_possible_any_more(self, before, after, answer):
        assert left(document(before), document(after), {"a": said(answer)}) == {
            "a": Reason.NOT_OFFERED
        }


@st.composite
def catalogues(draw: Any) -> CatalogueDocument:
    """A catalogue with some of five questions of any kind, in one of two wordings."""
    questions: list[dict[str, Any]] = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True)):
        kind = draw(st.sampled_from(["level", "choice", "choices", "number"]))
        if kind == "level":
            questions.append(small_question(key, text=draw(st.sampled_from(["Wie?", "Wie sehr?"]))))
        elif kind == "number":
            questions.append(number(key, maximum=draw(st.integers(1, 4))))
        else:
            options = draw(st.lists(st.sampled_from("xyz"), min_size=2, unique=True))
            questions.append(choice(key, *options, kind=kind))
        others = st.sampled_from([one for one in KEYS if one != key])
        questions[-1]["formerly"] = draw(st.lists(others, unique=True, max_size=2))
    return document(*questions)


def answers_to(draw: Any, one: CatalogueDocument) -> dict[str, Given | None]:
    """Answers that the catalogue allows, to some of its questions."""
    found: dict[str, Given | None] = {}
    for key, question in one.by_key.items():
        options = [option.key for option in question.options]
        possible = {
            "level": st.integers(0, 4).map(level),
            "number": st.integers(0, question.maximum or 0).map(said),
            "choice": st.sampled_from(options or ["x"]).map(said),
            "choices": st.lists(st.sampled_from(options or ["x"]), min_size=1, unique=True).map(
                said
            ),
        }[str(question.kind)]
        special = st.sampled_from([None, Given("unknown"), Given("not_applicable")])
        if draw(st.booleans()):
            found[key] = draw(st.one_of(possible, special))
    return found


@given(st.data(), catalogues(), catalogues(), st.booleans())
def test_every_answer_is_taken_or_left_and_none_is_both(data, old, new, takes_other_words):
    answers = answers_to(data.draw, old)
    found = carry(old, new, answers, takes_other_words=takes_other_words)
    taken = {one.old.key for one in found.taken}
    assert sorted([*taken, *(one.key for one in found.left)]) == sorted(answers)


@given(st.data(), catalogues(), catalogues())
def test_what_is_taken_is_a_possible_answer_to_the_question_it_answers_now(data, old, new):
    answers = answers_to(data.draw, old)
    for one in carry(old, new, answers, takes_other_words=True).taken:
        answer, question = answers[one.old.key], one.new
        assert new.by_key[question.key] == question
        if answer is None or not answer.is_answered:
            continue
        assert one.old.kind is question.kind
        offered = {option.key for option in question.options}
        if question.kind == "number":
            assert answer.value <= question.maximum
        elif question.options:
            assert offered.issuperset([answer.value] if question.kind == "choice" else answer.value)


@given(st.data(), catalogues(), catalogues())
def test_every_question_of_the_new_catalogue_is_answered_or_named_as_open(data, old, new):
    found = carry(old, new, answers_to(data.draw, old), takes_other_words=True)
    keys = [one.new.key for one in found.taken] + [one.key for one in found.unanswered]
    assert sorted(keys) == sorted(new.by_key)


@given(st.data(), catalogues(), catalogues())
def test_between_catalogues_only_the_same_words_are_taken(data, old, new):
    answers = answers_to(data.draw, old)
    found = carry(old, new, answers, takes_other_words=False)
    for one in found.taken:
        assert (one.old.text, one.old.levels) == (one.new.text, one.new.levels)


@given(st.data(), catalogues())
def test_a_catalogue_takes_everything_from_itself(data, one):
    answers = answers_to(data.draw, one)
    found = carry(one, one, answers, takes_other_words=False)
    assert (len(found.unchanged), found.left) == (len(answers), ())


class TestAreas:
    def with_areas(self, **areas: list[str]) -> CatalogueDocument:
        """A catalogue with these areas and the keys of their questions."""
        return small_document(
            facts=[],
            areas=[
                {
                    "key": key,
                    "title": f"Feld {key}",
                    "intro": "Worum es geht.",
                    "requirement_prompt": {"text": "Was denn?", "starters": ["Muss", "Soll"]},
                    "questions": [small_question(one) for one in questions],
                }
                for key, questions in areas.items()
            ],
        )

    def test_with_the_same_key_go_on(self):
        one = self.with_areas(x=["a"], y=["b"])
        assert area_after("y", one, one) == "y"

    def test_go_on_where_most_of_their_questions_went(self):
        old = self.with_areas(x=["a"], y=["b", "c", "d"])
        new = self.with_areas(x=["a", "b"], z=["c", "d"])
        assert area_after("y", old, new) == "z"

    def test_count_all_questions_that_became_one(self):
        old = self.with_areas(x=["a"], y=["b", "c", "d"])
        new = self.with_areas(x=["a"], w=["b"], z=["e"])
        merged = new.areas[2].questions[0].model_copy(update={"formerly": ("c", "d")})
        area = new.areas[2].model_copy(update={"questions": (merged,)})
        new = new.model_copy(update={"areas": (*new.areas[:2], area)})
        assert area_after("y", old, new) == "z"

    def test_without_any_question_left_go_on_where_they_stood(self):
        old = self.with_areas(x=["a"], y=["b"], z=["c"])
        assert area_after("y", old, self.with_areas(x=["a"], w=["e"])) == "w"
        assert area_after("z", old, self.with_areas(x=["a"], w=["e"])) == "w"
        assert area_after("fremd", old, self.with_areas(x=["a"])) == "x"
