"""What one asks about checks and their answers."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from checks.models import (
    Answer,
    Check,
    Contribution,
    ContributionRequest,
    HandCount,
    Requirement,
)
from organisations.compiled import Compiled, together
from organisations.models import Organisation


def answered_since(check: Check, moment: datetime) -> bool:
    """Whether someone answered a question of a check, or noted a requirement, since then."""
    of_check = {"organisation_id": check.organisation_id, "check_run": check}
    return (
        Answer.objects.filter(**of_check, updated_at__gt=moment).exists()
        or Requirement.objects.filter(**of_check, created_at__gt=moment).exists()
    )


def _of_running(organisation: Any, column: str) -> models.Subquery:
    """A column of the running check, looked up once and not for every row.

    There is one at the most. A join instead would take the database ten times as long.
    """
    running = Check.objects.filter(organisation_id=organisation).running().order_by()
    return models.Subquery(running.values(column)[:1])


_running_check = Compiled(
    lambda organisation: Check.objects.filter(organisation_id=organisation).running()
)
_locked_running_check = Compiled(
    lambda organisation: (
        Check.objects.filter(organisation_id=organisation).running().select_for_update()
    )
)
_answers_of_running = Compiled(
    lambda organisation: Answer.objects.filter(
        organisation_id=organisation, check_run_id=_of_running(organisation, "pk")
    )
)
_before_running = Compiled(
    lambda organisation: Check.objects.filter(
        organisation_id=organisation, pk=_of_running(organisation, "predecessor_id")
    ).only("organisation", "catalogue", "finished_at")
)
_answers_before_running = Compiled(
    lambda organisation: Answer.objects.filter(
        organisation_id=organisation, check_run_id=_of_running(organisation, "predecessor_id")
    ).only("question_key", "state", "level", "value", "note", "exceptions", "version")
)
_requirements_of_running = Compiled(
    lambda organisation: (
        Requirement.objects.filter(
            organisation_id=organisation, check_run_id=_of_running(organisation, "pk")
        )
        .shown_in_their_check()
        .order_by("id")
    )
)
_requests_of_running = Compiled(
    lambda organisation: ContributionRequest.objects.filter(
        organisation_id=organisation, check_run_id=_of_running(organisation, "pk")
    ).only("question_keys")
)


def current_check(organisation: Organisation) -> Check | None:
    """Return the running check of an organisation, or None."""
    return Check.objects.of(organisation).running().first()


class StoredAnswers(UserDict[str, Answer]):
    """The answers of a check by question key; a row becomes an `Answer` when it is asked for.

    Most pages want to know of sixty answers what they say, which `data` tells, and everything
    of one.
    """

    def __init__(self, rows: Iterable[Any], compiled: Compiled[Answer] | None = None) -> None:
        super().__init__()
        self.data: dict[str, Any] = {row.question_key: row for row in rows}
        self.compiled = compiled

    def __getitem__(self, key: str) -> Answer:
        if self.compiled is not None and not isinstance(self.data[key], Answer):
            self.data[key] = self.compiled.model_of(self.data[key])
        answer: Answer = self.data[key]
        return answer


def answers_of(check: Check) -> StoredAnswers:
    """Return the answers of a check."""
    return StoredAnswers(
        Answer.objects.filter(organisation_id=check.organisation_id, check_run=check)
    )


class CurrentCheck(NamedTuple):
    """The running check with what is in it.

    `before` is the check it repeats with its answers, if any; `asked` are the keys of questions
    that colleagues were asked.
    """

    check: Check
    answers: StoredAnswers
    requirements: list[Requirement]
    before: tuple[Check, StoredAnswers] | None
    asked: frozenset[str]


def current_check_with_content(organisation: Organisation, *, locked: bool) -> CurrentCheck | None:
    """Return the running check of an organisation with what pages show of it, or None.

    Locked, it waits for others who save, sees what they saved, and lets the next ones wait
    until the transaction ends.
    """
    checks, answers, noted, before, answers_before, asked = together(
        {"organisation": organisation.pk},
        _locked_running_check if locked else _running_check,
        _answers_of_running,
        _requirements_of_running,
        _before_running,
        _answers_before_running,
        _requests_of_running,
    )
    if not checks:
        return None
    repeats = None
    if before:
        old_answers = StoredAnswers(answers_before, _answers_before_running)
        repeats = (_before_running.model_of(before[0]), old_answers)
    return CurrentCheck(
        _running_check.model_of(checks[0]),
        StoredAnswers(answers, _answers_of_running),
        list(map(_requirements_of_running.model_of, noted)),
        repeats,
        frozenset(key for request in asked for key in request.question_keys),
    )


def heard_on(check: Check, question_key: str) -> int:
    """Return how many voices there are on one question."""
    of_check = {"organisation_id": check.organisation_id, "question_key": question_key}
    said = Contribution.objects.heard().filter(voice__request__check_run=check, **of_check)
    counted = HandCount.objects.filter(request__check_run=check, **of_check)
    return said.count() + sum(one.hands for one in counted)


def answers_by_check(checks: Iterable[Check]) -> dict[int, list[Any]]:
    """Return what the answers of several checks of one organisation say, by the check's id.

    The rows have the check's id, `question_key`, `state`, `level`, `value` and `exceptions`.
    """
    ids = {check.pk: check.organisation_id for check in checks}
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    rows = Answer.objects.filter(
        organisation_id__in=set(ids.values()), check_run_id__in=list(ids)
    ).values_list(
        *("check_run_id", "question_key", "state", "level", "value", "exceptions"), named=True
    )
    for row in rows:
        found[row.check_run_id].append(row)
    return found
