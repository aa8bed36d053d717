"""What one asks about checks, answers, requirements, systems and connections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from checks.models import (
    Answer,
    Catalogue,
    CatalogueMove,
    Check,
    Connection,
    Requirement,
    SetAsideAnswer,
    System,
    SystemState,
)
from organisations.compiled import Compiled, together
from organisations.models import Organisation


class CatalogueQuerySet(models.QuerySet[Catalogue]):
    """Questions about published catalogues."""

    def newest(self, key: str) -> Catalogue | None:
        """Return the highest published version of a catalogue, or None."""
        return self.filter(key=key).defer("document").order_by("-version").first()

    def titles(self) -> list[tuple[str, str]]:
        """Return key and title of every catalogue in its newest version, by title."""
        newest = self.order_by("key", "-version").distinct("key")
        return sorted(newest.values_list("key", "title"), key=lambda pair: pair[1])

    def newest_of_each(self) -> list[Catalogue]:
        """Return every catalogue in its newest version, without the documents, by title."""
        newest = self.order_by("key", "-version").distinct("key").defer("document")
        return sorted(newest, key=lambda catalogue: catalogue.title)

    def newest_versions(self) -> dict[str, int]:
        """Return the highest published version of every catalogue by its key."""
        newest = self.order_by("key").values_list("key").annotate(models.Max("version"))
        return dict(newest)

    def version(self, key: str, number: int | None) -> Catalogue | None:
        """Return one version of a catalogue, without a number the newest, or None."""
        if number is None:
            return self.newest(key)
        return self.filter(key=key, version=number).defer("document").first()


class CheckQuerySet(models.QuerySet[Check]):
    """Questions about checks."""

    def of(self, organisation: Organisation) -> CheckQuerySet:
        """Narrow to the checks of one organisation."""
        return self.filter(organisation=organisation)

    def running(self) -> CheckQuerySet:
        """Narrow to checks that are not closed yet."""
        return self.filter(finished_at=None)

    def finished(self) -> CheckQuerySet:
        """Narrow to closed checks, the latest first."""
        return self.exclude(finished_at=None).order_by("-finished_at")

    def with_catalogues(self) -> CheckQuerySet:
        """Fetch along what the catalogues are called, without their documents."""
        return self.select_related("catalogue").defer("catalogue__document")

    def closed_before(self, check: Check) -> CheckQuerySet:
        """Narrow to checks of the same organisation closed before this one, the latest first.

        Before a running check are all closed ones.
        """
        closed = self.filter(organisation_id=check.organisation_id).finished().exclude(pk=check.pk)
        if check.finished_at is None:
            return closed
        return closed.filter(finished_at__lt=check.finished_at)

    def latest_of_each(self) -> CheckQuerySet:
        """Narrow to the latest closed check of every organisation."""
        closed = self.exclude(finished_at=None)
        return closed.order_by("organisation_id", "-finished_at").distinct("organisation_id")

    def locked(self) -> CheckQuerySet:
        """Lock the checks until the transaction ends: one save after the other."""
        return self.select_for_update()


class RequirementQuerySet(models.QuerySet[Requirement]):
    """Questions about requirements."""

    def of_check(self, check: Check) -> RequirementQuerySet:
        """Narrow to one check, in the order in which they were noted."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("id")


class MoveQuerySet(models.QuerySet[CatalogueMove]):
    """Questions about moves of checks to newer versions of their catalogues."""

    def of_check(self, check: Check) -> MoveQuerySet:
        """Narrow to one check, the latest move first."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("-id")

    def with_catalogues(self) -> MoveQuerySet:
        """Fetch both versions along, without their documents, and who moved it."""
        both = self.select_related("from_catalogue", "to_catalogue", "moved_by")
        return both.defer("from_catalogue__document", "to_catalogue__document")


class SetAsideQuerySet(models.QuerySet[SetAsideAnswer]):
    """Questions about answers that are kept without a place."""

    def of_check(self, check: Check) -> SetAsideQuerySet:
        """Narrow to one check, in the order in which they lost their place."""
        return self.filter(organisation_id=check.organisation_id, move__check_run=check).order_by(
            "id"
        )

    def with_people(self) -> SetAsideQuerySet:
        """Fetch along who answered."""
        return self.select_related("updated_by")


class SystemQuerySet(models.QuerySet[System]):
    """Questions about systems."""

    def of(self, organisation: Organisation | int) -> SystemQuerySet:
        """Narrow to the systems of one organisation."""
        return self.filter(organisation=organisation)

    def in_use(self) -> SystemQuerySet:
        """Narrow to systems that people work with today."""
        return self.filter(state=SystemState.IN_USE)

    def locked(self) -> SystemQuerySet:
        """Lock the systems until the transaction ends: one save after the other."""
        return self.select_for_update()


class ConnectionQuerySet(models.QuerySet[Connection]):
    """Questions about connections between systems."""

    def of(self, organisation: Organisation | int) -> ConnectionQuerySet:
        """Narrow to the connections of one organisation."""
        return self.filter(organisation=organisation)

    def with_systems(self) -> ConnectionQuerySet:
        """Fetch both systems along, in the same query."""
        return self.select_related("source", "target")

    def locked(self) -> ConnectionQuerySet:
        """Lock the connections until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


def catalogues() -> CatalogueQuerySet:
    """Return all published catalogues."""
    return CatalogueQuerySet(Catalogue)


def checks() -> CheckQuerySet:
    """Return all checks that the opened tenancy shows."""
    return CheckQuerySet(Check)


def requirements() -> RequirementQuerySet:
    """Return all requirements that the opened tenancy shows."""
    return RequirementQuerySet(Requirement)


def moves() -> MoveQuerySet:
    """Return all moves of checks that the opened tenancy shows."""
    return MoveQuerySet(CatalogueMove)


def set_aside_answers() -> SetAsideQuerySet:
    """Return all answers without a place that the opened tenancy shows."""
    return SetAsideQuerySet(SetAsideAnswer)


def answered_since(check: Check, moment: datetime) -> bool:
    """Whether someone answered a question of a check, or noted a requirement, since then."""
    of_check = {"organisation_id": check.organisation_id, "check_run": check}
    return (
        Answer.objects.filter(**of_check, updated_at__gt=moment).exists()
        or requirements().filter(**of_check, created_at__gt=moment).exists()
    )


def systems() -> SystemQuerySet:
    """Return all systems that the opened tenancy shows."""
    return SystemQuerySet(System)


def connections() -> ConnectionQuerySet:
    """Return all connections that the opened tenancy shows."""
    return ConnectionQuerySet(Connection)


def _predecessor(organisation: Any) -> models.Subquery:
    """The id of what the running check repeats, looked up once and not for every row."""
    running = checks().filter(organisation_id=organisation).running().order_by()
    return models.Subquery(running.values("predecessor_id")[:1])


_running_check = Compiled(
    lambda organisation: checks().filter(organisation_id=organisation).running()
)
_locked_running_check = Compiled(
    lambda organisation: checks().filter(organisation_id=organisation).running().locked()
)
_answers_of = Compiled(
    lambda organisation, check: Answer.objects.filter(
        organisation_id=organisation, check_run_id=check
    )
)
_requirements_of = Compiled(
    lambda organisation, check: (
        requirements().filter(organisation_id=organisation, check_run_id=check).order_by("id")
    )
)
_answers_of_running = Compiled(
    lambda organisation: Answer.objects.filter(
        organisation_id=organisation, check_run__finished_at=None
    )
)
_before_running = Compiled(
    lambda organisation: (
        checks()
        .filter(organisation_id=organisation, pk=_predecessor(organisation))
        .only("organisation", "catalogue", "finished_at")
    )
)
_answers_before_running = Compiled(
    lambda organisation: Answer.objects.filter(
        organisation_id=organisation, check_run_id=_predecessor(organisation)
    ).only("question_key", "state", "level", "value", "note", "version")
)
_requirements_of_running = Compiled(
    lambda organisation: (
        requirements()
        .filter(organisation_id=organisation, check_run__finished_at=None)
        .order_by("id")
    )
)


def running_check(organisation: Organisation) -> Check | None:
    """Return the running check of an organisation, or None."""
    return _running_check.first(organisation=organisation.pk)


class StoredAnswers(MutableMapping[str, Answer]):
    """The answers of a check by question key; a row becomes an `Answer` when it is asked for.

    Most pages want to know of sixty answers what they say, and everything of one.
    """

    def __init__(self, rows: Iterable[Any], compiled: Compiled[Answer]) -> None:
        self.said: dict[str, Any] = {row.question_key: row for row in rows}
        self.compiled = compiled

    def __getitem__(self, key: str) -> Answer:
        said = self.said[key]
        if not isinstance(said, Answer):
            said = self.said[key] = self.compiled.model_of(said)
        return said

    def __setitem__(self, key: str, answer: Answer) -> None:
        self.said[key] = answer

    def __delitem__(self, key: str) -> None:
        del self.said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)


Content = tuple[StoredAnswers, list[Requirement]]


def content_of(check: Check) -> Content:
    """Return the answers of a check, and its requirements in the order they were noted."""
    values = {"organisation": check.organisation_id, "check": check.pk}
    answers, noted = together((_answers_of, values), (_requirements_of, values))
    return StoredAnswers(answers, _answers_of), list(map(_requirements_of.model_of, noted))


class Running(NamedTuple):
    """The running check, what is in it, and the check it repeats with its answers, if any."""

    check: Check
    content: Content
    before: tuple[Check, StoredAnswers] | None


def running_check_with_content(organisation: Organisation, *, locked: bool) -> Running | None:
    """Return the running check of an organisation with what pages show of it, or None.

    Locked, it waits for others who save, sees what they saved, and lets the next ones wait
    until the transaction ends.
    """
    values = {"organisation": organisation.pk}
    checks, answers, noted, before, answers_before = together(
        (_locked_running_check if locked else _running_check, values),
        (_answers_of_running, values),
        (_requirements_of_running, values),
        (_before_running, values),
        (_answers_before_running, values),
    )
    if not checks:
        return None
    repeats = None
    if before:
        said = StoredAnswers(answers_before, _answers_before_running)
        repeats = (_before_running.model_of(before[0]), said)
    return Running(
        _running_check.model_of(checks[0]),
        (StoredAnswers(answers, _answers_of), list(map(_requirements_of.model_of, noted))),
        repeats,
    )


def requirements_of(check: Check) -> list[Requirement]:
    """Return the requirements of a check, in the order in which they were noted."""
    return _requirements_of.all(organisation=check.organisation_id, check=check.pk)


def answers_by_check(checks: Iterable[Check]) -> dict[int, list[Any]]:
    """Return what the answers of several checks of one organisation say, by the check's id.

    The rows have the check's id, `question_key`, `state`, `level` and `value`.
    """
    ids = {check.pk: check.organisation_id for check in checks}
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    rows = Answer.objects.filter(
        organisation_id__in=set(ids.values()), check_run_id__in=list(ids)
    ).values_list("check_run_id", "question_key", "state", "level", "value", named=True)
    for row in rows:
        found[row.check_run_id].append(row)
    return found
