"""What an answer does not hold for: offered, noted, and kept wherever the answer goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from checks.domain import answering, moving
from checks.domain.answering import AnswerInput
from checks.domain.carrying_over import EarlierCheck
from checks.domain.catalogue import Given
from checks.domain.check_flow import CheckFlow
from checks.domain.check_state import CheckState
from checks.domain.comparing import CheckSnapshot, compare
from checks.domain.comparing_wording import exception_words
from checks.domain.conditions import visible_keys
from checks.domain.exceptions import noted_in, offered_at
from checks.domain.repeating import LastTime, repeat_area
from checks.models import Answer, AnswerState, SetAsideAnswer
from checks.models.check import validate_keys
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import AnswerFactory, CatalogueFactory, CheckFactory, UserFactory
from tests.factories.checks import explained_document

DOCUMENT = explained_document()


def offered(key: str, noted: tuple[str, ...] = (), **given: Given) -> list[str]:
    flow = CheckFlow(DOCUMENT, given)
    return [one.key for one in offered_at(flow, DOCUMENT.by_key[key], noted)]


def people(number: int) -> Given:
    return Given("answered", value=number)


class TestOnOffer:
    def test_is_all_that_makes_sense(self) -> None:
        assert offered("pilot", staff=people(5)) == ["site", "group"]
        assert offered("goals", staff=people(5)) == ["site"]

    def test_is_nothing_whose_condition_is_false(self) -> None:
        assert offered("pilot", staff=people(1)) == ["group"]

    def test_is_what_may_hold_while_nobody_knows(self) -> None:
        assert offered("pilot", staff=Given("unknown")) == ["site", "group"]

    def test_is_what_was_noted_already_in_the_order_of_the_catalogue(self) -> None:
        assert offered("goals", ("group",), staff=people(5)) == ["site", "group"]
        assert offered("pilot", ("site",), staff=people(1)) == ["site", "group"]

    def test_is_nothing_where_no_level_is_chosen(self) -> None:
        assert offered("backup-place", ("site",)) == []


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (
            Given("answered", level=3, exceptions=("group", "site")),
            ["einen Standort", "eine Gruppe"],
        ),
        (Given("answered", level=3, exceptions=("moon",)), []),
        (Given("unknown", exceptions=("site",)), []),
        (None, []),
    ],
)
def test_an_exception_counts_beside_a_level(given: Given | None, labels: list[str]) -> None:
    assert [one.label for one in noted_in(DOCUMENT, given)] == labels


@pytest.mark.parametrize("value", [{"site": 1}, "site", ["site", 3], None])
def test_what_is_no_list_of_keys_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        validate_keys(value)


def said(level: int = 3, exceptions: tuple[str, ...] = ("site",)) -> AnswerInput:
    return AnswerInput(AnswerState.ANSWERED, level=level, exceptions=exceptions)


@pytest.fixture
def check_state() -> Any:
    """A running check on the catalogue with exceptions, in its opened organisation."""
    check = CheckFactory(catalogue=CatalogueFactory(document=DOCUMENT))
    with tenancy.activate(check.organisation):
        yield CheckState(check)


def save(
    check_state: CheckState, what: AnswerInput, key: str = "pilot", seen: int = 0
) -> Answer | None:
    question, by = check_state.document.by_key[key], check_state.check.started_by
    return answering.save_answer(check_state, question, what, seen_version=seen, by=by)


@pytest.mark.django_db
class TestSaving:
    def test_keeps_exceptions_and_says_so_in_the_trail(self, check_state):
        save(check_state, said())
        answer = save(check_state, said(exceptions=("site", "group")), seen=1)
        assert (answer.exceptions, answer.version) == (["site", "group"], 2)
        assert check_state.given["pilot"].exceptions == ("site", "group")
        entry = AuditEntry.objects.order_by("-id").first()
        assert entry.before["Gilt nicht für"] == "einen Standort"
        assert entry.after["Gilt nicht für"] == "einen Standort, eine Gruppe"

    def test_the_same_again_changes_nothing(self, check_state):
        save(check_state, said())
        assert save(check_state, said(), seen=0).version == 1

    def test_another_exception_meanwhile_is_a_conflict(self, check_state):
        save(check_state, said())
        with pytest.raises(answering.StaleAnswer):
            save(check_state, said(exceptions=()), seen=0)

    def test_keeps_an_exception_ticked_before_any_level(self, check_state):
        save(check_state, AnswerInput(exceptions=("group",)))
        assert check_state.answers["pilot"].exceptions == ["group"]
        assert "pilot" not in check_state.given


def closed(exceptions: list[str], **more: Any) -> Answer:
    """An answer of a closed check on the catalogue with exceptions."""
    catalogue = more.pop("catalogue", None) or CatalogueFactory(document=DOCUMENT)
    check = CheckFactory(catalogue=catalogue, finished_at="2025-03-03T10:00Z")
    with tenancy.activate(check.organisation):
        return AnswerFactory(
            organisation=check.organisation, check_run=check, exceptions=exceptions, **more
        )


@pytest.mark.django_db
class TestRepeating:
    @pytest.fixture
    def last_time(self):
        old = closed(["site", "group"], level=3)
        before = old.check_run
        with tenancy.activate(before.organisation):
            check = CheckFactory(
                organisation=before.organisation, predecessor=before, catalogue=before.catalogue
            )
            yield LastTime.of(CheckState(check))

    def test_shows_what_was_excepted(self, last_time):
        old = last_time.old(last_time.check_state.document.by_key["pilot"])
        assert old.but_not == "einen Standort, eine Gruppe"

    def test_an_area_takes_over_what_is_still_on_offer(self, last_time):
        check_state = last_time.check_state
        save(check_state, AnswerInput(AnswerState.ANSWERED, value=1), key="staff")
        repeat_area(last_time, check_state.document.areas[0], check_state.check.started_by)
        assert check_state.answers["pilot"].exceptions == ["group"]

    def test_one_exception_less_is_a_change(self, last_time):
        check_state, question = (
            last_time.check_state,
            last_time.check_state.document.by_key["pilot"],
        )
        save(check_state, said(exceptions=("site", "group")))
        assert not last_time.difference(question).is_changed
        save(check_state, said(exceptions=("group",)), seen=1)
        difference = last_time.difference(question)
        assert difference.is_changed
        assert difference.before == "3 (nicht für einen Standort, eine Gruppe)"
        assert difference.after == "3 (nicht für eine Gruppe)"


@pytest.mark.django_db
def test_another_catalogue_takes_over_the_exceptions_it_knows():
    old = closed(["site", "group"])
    organisation = old.check_run.organisation
    only_groups = [{"key": "group", "label": "eine Gruppe"}]
    content = explained_document(key="ganz", exceptions=only_groups).model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    content["areas"][0]["questions"][1].pop("exceptions")
    content["areas"][0]["templates"][0].pop("suggested_by_exceptions")
    catalogue = CatalogueFactory(document=type(DOCUMENT).model_validate(content))
    with tenancy.activate(organisation):
        source = EarlierCheck(organisation).source_for(catalogue)
        check = answering.start_check(organisation, catalogue, UserFactory(), source)
        assert CheckState(check).answers["pilot"].exceptions == ["group"]


@pytest.mark.django_db
class TestMoving:
    def next_version(self):
        content = DOCUMENT.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        content["version"] = 2
        leadership = content["areas"][0]
        leadership["questions"][1] |= {"key": "aims", "formerly": ["goals"]}
        leadership["templates"][1]["suggested_by"] = {"aims": [0, 1], "donation-goals": [0, 1]}
        del content["areas"][1]["questions"][1]
        del content["areas"][1]["templates"][1]
        return CatalogueFactory(document=type(DOCUMENT).model_validate(content))

    def test_and_back_loses_no_exception(self, check_state):
        save(check_state, said(), key="goals")
        save(check_state, said(exceptions=("group",)), key="backups")
        moving.move_check(check_state, self.next_version(), check_state.check.started_by)
        moved = CheckState(check_state.check)
        assert moved.answers["aims"].exceptions == ["site"]
        aside = SetAsideAnswer.objects.get()
        assert aside.exceptions == ["group"]
        assert aside.said.endswith("Gilt nicht für: eine Gruppe.")
        moving.move_back(moved, check_state.check.started_by)
        back = CheckState(check_state.check).answers
        assert [back[key].exceptions for key in ("goals", "backups")] == [["site"], ["group"]]


def taken_with(**exceptions: list[str]) -> CheckSnapshot:
    """A check in which each question named is on level 3, with these exceptions."""
    given = {key: Given("answered", 3, None, tuple(noted)) for key, noted in exceptions.items()}
    return CheckSnapshot(DOCUMENT, given, visible_keys(DOCUMENT, given))


def test_exceptions_that_came_or_went_are_told() -> None:
    old = taken_with(pilot=["site", "group"], goals=["site"], backups=[])
    new = taken_with(pilot=["group"], goals=["site"], backups=["group"])
    pilot, backups = compare(old, new).exceptions
    assert (pilot.question.key, [one.key for one in pilot.gone], pilot.come) == (
        "pilot",
        ["site"],
        (),
    )
    assert exception_words(pilot) == "gilt jetzt auch für einen Standort"
    assert exception_words(backups) == "gilt nicht mehr für eine Gruppe"
    (both,) = compare(taken_with(pilot=["site"]), taken_with(pilot=["group"])).exceptions
    assert exception_words(both) == (
        "gilt jetzt auch für einen Standort; gilt nicht mehr für eine Gruppe"
    )
