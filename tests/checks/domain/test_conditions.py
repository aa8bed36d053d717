"""Which questions are asked: comparisons, the laws of three values, and chains of questions."""

from __future__ import annotations

import copy
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Condition, Given, QuestionKind
from checks.domain.conditions import (
    can_be_asked,
    conjunction,
    disjunction,
    judge,
    negation,
    visible_keys,
)

UNKNOWN, NOT_APPLICABLE = Given("unknown"), Given("not_applicable")
OPTIONS = ("paper", "files", "cloud")


def question(key: str, kind: str = "level", condition: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = {"key": key, "kind": kind, "text": "Wie ist es?"}
    if kind == QuestionKind.LEVEL:
        found |= {"help": "Hilfe.", "reason": "Grund.", "levels": ["Ein Satz."] * 5}
    if kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        found["options"] = [{"key": option, "label": option} for option in OPTIONS]
    if condition:
        found["condition"] = condition
    return found


def document(
    *questions: dict[str, Any], facts: tuple[dict[str, Any], ...] = ()
) -> CatalogueDocument:
    area = {
        "key": "area",
        "title": "Handlungsfeld",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was noch?", "starters": ["Muss eins", "Muss zwei"]},
        "questions": list(questions),
    }
    return CatalogueDocument.model_validate(
        {
            "key": "small",
            "version": 1,
            "title": "Klein",
            "intro": "Ein kleiner Katalog.",
            "facts": list(facts),
            "areas": [area],
        }
    )


def level(number: int) -> Given:
    return Given("answered", level=number)


def said(value: Any) -> Given:
    return Given("answered", value=value)


def is_asked(kind: str, comparison: dict[str, Any], answer: Given | None) -> bool:
    """Whether a question is asked that depends on one other, answered like this."""
    condition = {"answer": "one"} | comparison
    found = document(question("one", kind), question("two", condition=condition))
    return "two" in visible_keys(found, {} if answer is None else {"one": answer})


@pytest.mark.parametrize(
    ("kind", "comparison", "answer", "expected"),
    [
        ("level", {"is": 2}, level(2), True),
        ("level", {"is": 2}, level(3), False),
        ("level", {"is": 0}, level(0), True),
        ("level", {"in": [0, 1]}, level(1), True),
        ("level", {"in": [0, 1]}, level(2), False),
        ("level", {"at_least": 2}, level(2), True),
        ("level", {"at_least": 2}, level(1), False),
        ("level", {"at_most": 0}, level(0), True),
        ("level", {"at_most": 2}, level(3), False),
        ("level", {"is": 2}, said(2), False),
        ("number", {"is": 10}, said(10), True),
        ("number", {"in": [9, 10]}, said(11), False),
        ("number", {"at_least": 10}, said(10), True),
        ("number", {"at_least": 10}, said(9), False),
        ("number", {"at_most": 10}, said(10), True),
        ("number", {"at_most": 10}, said(11), False),
        ("choice", {"is": "paper"}, said("paper"), True),
        ("choice", {"is": "paper"}, said("cloud"), False),
        ("choice", {"in": ["paper", "files"]}, said("files"), True),
        ("choice", {"in": ["paper", "files"]}, said("cloud"), False),
        ("choice", {"at_least": 1}, said("paper"), False),
        ("choices", {"is": "paper"}, said(["files", "paper"]), True),
        ("choices", {"is": "paper"}, said(("files",)), False),
        ("choices", {"in": ["paper", "files"]}, said(["cloud", "files"]), True),
        ("choices", {"in": ["paper", "files"]}, said(["cloud"]), False),
        ("choices", {"is": "paper"}, said([]), False),
        ("choices", {"is": "p"}, said("paper"), False),
        ("yes_no", {"is": True}, said(True), True),
        ("yes_no", {"is": True}, said(False), False),
        ("yes_no", {"is": False}, said(False), True),
        ("yes_no", {"in": [False]}, said(True), False),
        ("text", {"is": "ja"}, said("ja"), True),
        ("text", {"is": "ja"}, said("nein"), False),
    ],
)
def test_a_comparison_decides_whether_a_question_is_asked(kind, comparison, answer, expected):
    assert is_asked(kind, comparison, answer) is expected


@pytest.mark.parametrize(
    ("kind", "comparison", "answer"),
    [
        ("yes_no", {"is": 1}, said(True)),
        ("number", {"is": True}, said(1)),
        ("yes_no", {"at_least": 1}, said(True)),
        ("yes_no", {"at_most": 1}, said(False)),
    ],
)
def test_yes_and_no_are_not_numbers(kind, comparison, answer):
    assert not is_asked(kind, comparison, answer)


@pytest.mark.parametrize("comparison", [{"is": 2}, {"in": [1]}, {"at_least": 4}, {"at_most": 0}])
def test_what_is_open_or_unknown_hides_nothing(comparison):
    assert is_asked("level", comparison, None)
    assert is_asked("level", comparison, UNKNOWN)
    assert not is_asked("level", comparison, level(3))


@pytest.mark.parametrize("comparison", [{"is": 2}, {"in": [1]}, {"at_least": 0}, {"at_most": 4}])
def test_what_does_not_apply_makes_a_comparison_false(comparison):
    assert not is_asked("level", comparison, NOT_APPLICABLE)


def test_the_opposite_of_what_does_not_apply_holds():
    opposite = {"not": {"answer": "one", "is": 2}}
    found = document(question("one"), question("two", condition=opposite))
    assert visible_keys(found, {"one": NOT_APPLICABLE}) == ("one", "two")
    assert visible_keys(found, {"one": level(2)}) == ("one",)
    assert visible_keys(found, {"one": UNKNOWN}) == ("one", "two")


def test_facts_and_questions_are_listed_in_the_order_of_the_document():
    found = document(
        question("late", condition={"answer": "last", "is": True}),
        question("last", "yes_no"),
        facts=(
            question("fact", "yes_no"),
            question("extra", condition={"answer": "fact", "is": True}),
        ),
    )
    assert visible_keys(found, {}) == ("fact", "extra", "late", "last")
    assert visible_keys(found, {"fact": said(False)}) == ("fact", "late", "last")
    assert visible_keys(found, {"last": said(False)}) == ("fact", "extra", "last")


def chain(length: int) -> CatalogueDocument:
    """Questions of which each is asked only when the one before has at least level 2."""
    return document(
        question("q0"),
        *[
            question(f"q{number}", condition={"answer": f"q{number - 1}", "at_least": 2})
            for number in range(1, length)
        ],
    )


def test_a_hidden_question_hides_what_depends_on_it_whatever_it_was_answered():
    answers = {"q0": level(0), "q1": level(4), "q2": level(4)}
    assert visible_keys(chain(4), answers) == ("q0",)


def test_an_answer_of_a_hidden_question_counts_again_when_it_is_asked_again():
    answers = {"q0": level(0), "q1": level(4), "q2": level(1)}
    assert visible_keys(chain(4), answers) == ("q0",)
    assert visible_keys(chain(4), answers | {"q0": level(2)}) == ("q0", "q1", "q2")


def test_a_question_that_is_asked_because_nothing_is_decided_keeps_the_next_one_open():
    assert visible_keys(chain(3), {}) == ("q0", "q1", "q2")
    assert visible_keys(chain(3), {"q1": level(0)}) == ("q0", "q1")


def test_a_very_long_chain_is_followed_to_its_end():
    found = chain(3000)
    assert len(visible_keys(found, {})) == 3000
    assert visible_keys(found, {"q0": level(0)}) == ("q0",)


def looks_at(key: str) -> dict[str, Any]:
    return {"answer": key, "is": 1}


@pytest.mark.parametrize(
    "conditions",
    [
        {"a1": looks_at("a1")},
        {"a1": looks_at("a2"), "a2": looks_at("a1")},
        {
            "a1": looks_at("a2"),
            "a2": {"any": [looks_at("a4"), looks_at("a3")]},
            "a3": looks_at("a1"),
        },
        {"a1": {"not": {"all": [looks_at("a4"), looks_at("a2")]}}, "a2": looks_at("a1")},
    ],
)
@pytest.mark.parametrize("answers", [{}, {"a1": level(1), "a4": level(1)}, {"a4": level(0)}])
def test_a_circle_of_conditions_is_refused_whatever_was_answered(conditions, answers):
    keys = ("a1", "a2", "a3", "a4")
    found = document(*[question(key, condition=conditions.get(key)) for key in keys])
    with pytest.raises(ValueError, match=r"circle: .* → "):
        visible_keys(found, answers)


def test_a_condition_on_a_key_that_does_not_exist_is_refused():
    found = document(question("one", condition={"any": [looks_at("nobody"), looks_at("none")]}))
    with pytest.raises(ValueError, match="unknown keys: nobody, none"):
        visible_keys(found, {})


# The laws of three values, against numbers: false 0, undecided 1, true 2.

TRUTHS = (False, None, True)
AS_NUMBER = {False: 0, None: 1, True: 2}
truth_lists = st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=5)


@given(truth_lists)
def test_all_is_the_least_and_any_the_greatest(truths):
    numbers = [AS_NUMBER[truth] for truth in truths]
    assert AS_NUMBER[conjunction(truths)] == min(numbers)
    assert AS_NUMBER[disjunction(truths)] == max(numbers)


@given(truth_lists)
def test_not_turns_all_into_any(truths):
    opposite = [negation(truth) for truth in truths]
    assert negation(conjunction(truths)) is disjunction(opposite)
    assert negation(disjunction(truths)) is conjunction(opposite)
    assert [negation(truth) for truth in opposite] == truths


def test_the_truth_tables_are_those_of_kleene():
    tables = {
        (one, other): (conjunction([one, other]), disjunction([one, other]))
        for one, other in product(TRUTHS, repeat=2)
    }
    assert tables == {
        (False, False): (False, False),
        (False, None): (False, None),
        (False, True): (False, True),
        (None, False): (False, None),
        (None, None): (None, None),
        (None, True): (None, True),
        (True, False): (False, True),
        (True, None): (None, True),
        (True, True): (True, True),
    }


# Whole documents against a reference that recurses over questions and compares numbers.

KINDS = {"lev": "level", "num": "number", "cho": "choice", "mul": "choices", "yes": "yes_no"}
KEYS = tuple(f"{prefix}{number}" for number in (1, 2) for prefix in KINDS)


def kind_of(key: str) -> str:
    return KINDS[key[:3]]


def comparisons(key: str) -> st.SearchStrategy[dict[str, Any]]:
    values: st.SearchStrategy[Any] = st.integers(0, 4)
    if kind_of(key) in ("choice", "choices"):
        values = st.sampled_from(OPTIONS)
    elif kind_of(key) == "yes_no":
        values = st.booleans()
    forms = {"is": values, "in": st.lists(values, min_size=1, max_size=3)}
    if kind_of(key) in ("level", "number"):
        forms |= {"at_least": values, "at_most": values}
    return st.one_of(
        [
            st.fixed_dictionaries({"answer": st.just(key), form: drawn})
            for form, drawn in forms.items()
        ]
    )


@cache
def conditions_on(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        st.one_of([comparisons(key) for key in keys]),
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=4,
    )


def answers_to(key: str) -> st.SearchStrategy[Given | None]:
    told = {
        "level": st.integers(0, 4).map(level),
        "number": st.integers(0, 4).map(said),
        "choice": st.sampled_from(OPTIONS).map(said),
        "choices": st.lists(st.sampled_from(OPTIONS), unique=True).map(said),
        "yes_no": st.booleans().map(said),
    }[kind_of(key)]
    return st.one_of(st.sampled_from([None, UNKNOWN, NOT_APPLICABLE]), told, told)


answer_sets = st.fixed_dictionaries({key: answers_to(key) for key in KEYS}).map(
    lambda drawn: {key: answer for key, answer in drawn.items() if answer is not None}
)


@st.composite
def documents(draw: st.DrawFn) -> CatalogueDocument:
    """Documents whose conditions look anywhere, also at later questions, without a circle."""
    order = draw(st.permutations(KEYS))
    conditions = {
        key: draw(st.none() | conditions_on(tuple(sorted(order[:place]))))
        for place, key in enumerate(order)
        if place
    }
    asked = [question(key, kind_of(key), conditions.get(key)) for key in KEYS]
    return document(*asked[4:], facts=tuple(asked[:4]))


def holds(condition: Condition, content: Any) -> bool:
    if condition.at_least is not None:
        return bool(content >= condition.at_least)
    if condition.at_most is not None:
        return bool(content <= condition.at_most)
    values = set(content) if isinstance(content, list) else {content}
    return bool(values & set(condition.in_ or [condition.is_]))


def reference(found: CatalogueDocument, answers: dict[str, Given]) -> tuple[str, ...]:
    def truth(condition: Condition) -> int:
        if condition.not_:
            return 2 - truth(condition.not_)
        if condition.all_:
            return min(map(truth, condition.all_))
        if condition.any_:
            return max(map(truth, condition.any_))
        answer = answers.get(condition.answer or "")
        if not is_visible(condition.answer or "") or answer == NOT_APPLICABLE:
            return 0
        if answer is None or answer == UNKNOWN:
            return 1
        return 2 * holds(condition, answer.value if answer.level is None else answer.level)

    def is_visible(key: str) -> bool:
        condition = found.by_key[key].condition
        return condition is None or truth(condition) > 0

    return tuple(key for key in found.by_key if is_visible(key))


@settings(deadline=None)
@given(documents(), answer_sets)
def test_the_questions_asked_are_those_of_the_reference(found, answers):
    before = copy.deepcopy(answers)
    assert visible_keys(found, answers) == reference(found, answers)
    assert answers == before


@settings(deadline=None)
@given(conditions_on(KEYS).map(Condition.model_validate), answer_sets, answer_sets)
def test_what_is_decided_stays_so_when_open_questions_are_answered(condition, answers, more):
    found = document(*[question(key, kind_of(key)) for key in KEYS])
    still_open = {key for key in KEYS if answers.get(key, UNKNOWN) == UNKNOWN}
    completed = answers | {key: more[key] for key in still_open & more.keys()}
    truth = judge(condition, found, answers, ())
    assert truth is None or judge(condition, found, completed, ()) is truth


@settings(deadline=None)
@given(documents(), answer_sets)
def test_without_any_answer_every_question_is_asked(found, answers):
    assert visible_keys(found, {}) == tuple(found.by_key)
    assert visible_keys(found, dict.fromkeys(answers, UNKNOWN)) == tuple(found.by_key)


@settings(deadline=None)
@given(documents(), answer_sets)
def test_answers_of_hidden_questions_change_nothing(found, answers):
    asked = visible_keys(found, answers)
    kept = {key: answer for key, answer in answers.items() if key in asked}
    assert visible_keys(found, kept) == asked


FACTS = (
    question("staff", "number"),
    question("church", "yes_no"),
    question("store", "choice"),
    question("stores", "choices"),
)


@pytest.mark.parametrize(
    ("condition", "is_possible"),
    [
        (None, True),
        ({"answer": "staff", "at_least": 500}, True),
        ({"answer": "staff", "at_most": -1}, False),
        ({"all": [{"answer": "staff", "at_least": 9}, {"answer": "staff", "at_most": 9}]}, True),
        ({"all": [{"answer": "staff", "at_least": 9}, {"answer": "staff", "at_most": 8}]}, False),
        ({"all": [{"answer": "church", "is": True}, {"answer": "church", "is": False}]}, False),
        ({"not": {"any": [{"answer": "church", "is": one} for one in (True, False)]}}, False),
        ({"all": [{"answer": "store", "is": one} for one in OPTIONS[:2]]}, False),
        ({"all": [{"answer": "stores", "is": one} for one in OPTIONS]}, True),
        ({"not": {"answer": "stores", "in": [*OPTIONS]}}, True),
        ({"answer": "other", "is": 4}, True),
    ],
)
def test_whether_a_question_can_be_asked_is_tried_with_all_facts(condition, is_possible):
    asked = question("asked", condition=condition)
    whole = document(question("other"), asked, facts=FACTS)
    assert can_be_asked(whole.by_key["asked"], whole) is is_possible


def test_a_condition_on_too_many_facts_is_given_up():
    facts = [question(f"f{number}", "yes_no") for number in range(12)]
    never = {"all": [{"answer": fact["key"], "is": one} for fact in facts for one in (True, False)]}
    whole = document(question("asked", condition=never), facts=tuple(facts))
    assert can_be_asked(whole.by_key["asked"], whole)
