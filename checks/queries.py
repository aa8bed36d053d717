"""What one asks about everything of checks: answers, requirements, voices, systems, tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from checks.models import (
    Answer,
    AnswerState,
    Catalogue,
    CatalogueMove,
    Check,
    ComparedRequirement,
    Connection,
    Contribution,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    HandCount,
    Judgement,
    MailKind,
    Requirement,
    RequirementSystem,
    SetAsideAnswer,
    System,
    SystemState,
    Tool,
    ToolComparison,
    Voice,
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

    def of(self, organisation: Organisation | int) -> RequirementQuerySet:
        """Narrow to the requirements of one organisation."""
        return self.filter(organisation=organisation)

    def of_check(self, check: Check) -> RequirementQuerySet:
        """Narrow to one check, in the order in which they were noted."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("id")

    def current(self) -> RequirementQuerySet:
        """Narrow to what stands in the list: neither removed nor merged into another one."""
        return self.filter(removed_at=None, merged_into=None)

    def the_liveliest_first(self) -> RequirementQuerySet:
        """Order: what stands in the list, what was removed, what was merged into another one."""
        return self.order_by(
            F("merged_into").asc(nulls_first=True), F("removed_at").asc(nulls_first=True), "id"
        )

    def shown_in_their_check(self) -> RequirementQuerySet:
        """Leave out what was removed, or merged into one that the same check shows."""
        lives_elsewhere = ~Q(merged_into__check_run=F("check_run"), merged_into__removed_at=None)
        return self.filter(removed_at=None).filter(
            Q(merged_into=None) | lives_elsewhere & Q(merged_into__removed_at=None)
        )

    def locked(self) -> RequirementQuerySet:
        """Lock the requirements until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


class ToolComparisonQuerySet(models.QuerySet[ToolComparison]):
    """Questions about comparisons of tools."""

    def of(self, organisation: Organisation | int) -> ToolComparisonQuerySet:
        """Narrow to the comparisons of one organisation."""
        return self.filter(organisation=organisation)

    def locked(self) -> ToolComparisonQuerySet:
        """Lock the comparisons until the transaction ends: one save after the other."""
        return self.select_for_update()


class ToolQuerySet(models.QuerySet[Tool]):
    """Questions about tools."""

    def of_comparison(self, comparison: ToolComparison) -> ToolQuerySet:
        """Narrow to one comparison, in the order in which they were taken in."""
        return self.filter(
            organisation_id=comparison.organisation_id, comparison=comparison
        ).order_by("id")

    def locked(self) -> ToolQuerySet:
        """Lock the tools until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


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


def _number_of(rows: Any) -> Coalesce:
    """Count related rows in a query of their own, so that counts do not multiply."""
    counted = rows.order_by().values("organisation_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class ContributionRequestQuerySet(models.QuerySet[ContributionRequest]):
    """Questions about requests to colleagues."""

    def of(self, organisation: Organisation) -> ContributionRequestQuerySet:
        """Narrow to the requests of one organisation, the latest first, with their checks."""
        return self.filter(organisation=organisation).select_related("check_run")

    def of_check(self, check: Check) -> ContributionRequestQuerySet:
        """Narrow to the requests of one check, the latest first."""
        return self.filter(organisation_id=check.organisation_id, check_run=check)

    def with_figures(self) -> ContributionRequestQuerySet:
        """Add `asked`, people with a valid link, and `heard`, voices that said something."""
        mine = {"organisation_id": OuterRef("organisation_id"), "request_id": OuterRef("pk")}
        personal = ContributionLink.objects.filter(**mine, voice__isnull=False, revoked_at=None)
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("pk")
        )
        voices = Voice.objects.filter(Exists(said), **mine)
        return self.annotate(asked=_number_of(personal), heard=_number_of(voices))

    def with_someone_to_remind(self) -> ContributionRequestQuerySet:
        """Narrow to those where someone said nothing yet and got no reminder."""
        links = contribution_links().filter(
            organisation_id=OuterRef("organisation_id"), request_id=OuterRef("pk")
        )
        return self.filter(Exists(links.to_remind()))

    def over_before(self, moment: datetime) -> ContributionRequestQuerySet:
        """Narrow to those that nobody could answer any more at a moment."""
        return self.filter(
            Q(closes_on__lt=timezone.localdate(moment))
            | Q(ended_at__lt=moment)
            | Q(check_run__finished_at__lt=moment)
        )

    def open_until(self, day: date) -> ContributionRequestQuerySet:
        """Narrow to open ones that close on a day or before it."""
        return self.filter(
            closes_on__range=(timezone.localdate(), day),
            ended_at=None,
            check_run__finished_at=None,
        )

    def locked(self) -> ContributionRequestQuerySet:
        """Lock the requests until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


class ContributionLinkQuerySet(models.QuerySet[ContributionLink]):
    """Questions about links for contributions."""

    def of(self, request: ContributionRequest) -> ContributionLinkQuerySet:
        """Narrow to the links of one request, in the order of the names."""
        return self.filter(organisation_id=request.organisation_id, request=request).order_by(
            "name", "id"
        )

    def personal(self) -> ContributionLinkQuerySet:
        """Narrow to links of one person each, with their voices and mails."""
        found = self.filter(voice__isnull=False).select_related("voice")
        return found.prefetch_related("mails")

    def valid(self) -> ContributionLinkQuerySet:
        """Narrow to links that nobody took back."""
        return self.filter(revoked_at=None)

    def sheet(self) -> ContributionLink | None:
        """Return the link on the printed sheet, or None."""
        return self.valid().filter(voice=None).first()

    def to_remind(self) -> ContributionLinkQuerySet:
        """Narrow to those whose holder said nothing yet and got no reminder, but can get one."""
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("voice_id")
        )
        reminded = ContributionMail.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            link_id=OuterRef("pk"),
            kind=MailKind.REMINDER,
        )
        reachable = self.valid().filter(voice__isnull=False).exclude(email="")
        return reachable.exclude(Exists(said)).exclude(Exists(reminded))

    def for_digest(self, digest: str) -> ContributionLinkQuerySet:
        """Narrow to the one whose secret has this digest, with its organisation."""
        return self.filter(token_digest=digest).select_related("organisation")


class ContributionQuerySet(models.QuerySet[Contribution]):
    """Questions about contributions."""

    def of_check(self, check: Check) -> ContributionQuerySet:
        """Narrow to those to one check, with their voices."""
        found = self.filter(
            organisation_id=check.organisation_id, voice__request__check_run_id=check.pk
        )
        return found.select_related("voice").order_by("pk")

    def heard(self) -> ContributionQuerySet:
        """Narrow to those that say something to the question, not only in a note."""
        return self.exclude(state=AnswerState.OPEN)


class HandCountQuerySet(models.QuerySet[HandCount]):
    """Questions about hands counted in meetings."""

    def of_check(self, check: Check) -> HandCountQuerySet:
        """Narrow to those counted for one check."""
        return self.filter(organisation_id=check.organisation_id, request__check_run_id=check.pk)

    def on(self, request: ContributionRequest, question_key: str) -> HandCountQuerySet:
        """Narrow to those counted for one question of a request."""
        return self.filter(
            organisation_id=request.organisation_id, request=request, question_key=question_key
        )


class ContributionMailQuerySet(models.QuerySet[ContributionMail]):
    """Questions about mails with links for contributions."""

    def waiting(self, most_attempts: int) -> ContributionMailQuerySet:
        """Narrow to those that have not left and are still wanted."""
        return self.filter(sent_at=None, attempts__lt=most_attempts, link__revoked_at=None)

    def overdue(self, most_attempts: int, patience: timedelta) -> ContributionMailQuerySet:
        """Narrow to those that should have left `patience` ago."""
        return self.waiting(most_attempts).filter(due_at__lt=timezone.now() - patience)

    def since(self, moment: datetime) -> ContributionMailQuerySet:
        """Narrow to those ordered after a moment."""
        return self.filter(ordered_at__gt=moment)


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


def requirement_systems(organisation_id: int) -> models.QuerySet[RequirementSystem]:
    """Return which requirements of an organisation concern which systems."""
    return RequirementSystem.objects.filter(organisation_id=organisation_id)


def tool_comparisons() -> ToolComparisonQuerySet:
    """Return all comparisons of tools that the opened tenancy shows."""
    return ToolComparisonQuerySet(ToolComparison)


def tools() -> ToolQuerySet:
    """Return all tools that the opened tenancy shows."""
    return ToolQuerySet(Tool)


def chosen_in(comparison: ToolComparison) -> models.QuerySet[ComparedRequirement]:
    """Return which requirements were chosen for a comparison, also those that are gone by now."""
    return ComparedRequirement.objects.filter(
        organisation_id=comparison.organisation_id, comparison=comparison
    )


def judgements_in(comparison: ToolComparison) -> models.QuerySet[Judgement]:
    """Return all judgements on the tools of a comparison."""
    return Judgement.objects.filter(
        organisation_id=comparison.organisation_id, tool__comparison=comparison
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


def contribution_requests() -> ContributionRequestQuerySet:
    """Return all requests to colleagues that the opened tenancy shows."""
    return ContributionRequestQuerySet(ContributionRequest)


def contribution_links() -> ContributionLinkQuerySet:
    """Return all links for contributions that the opened tenancy shows."""
    return ContributionLinkQuerySet(ContributionLink)


def contributions() -> ContributionQuerySet:
    """Return all contributions that the opened tenancy shows."""
    return ContributionQuerySet(Contribution)


def hand_counts() -> HandCountQuerySet:
    """Return all hands counted that the opened tenancy shows."""
    return HandCountQuerySet(HandCount)


def contribution_mails() -> ContributionMailQuerySet:
    """Return all mails to colleagues that the opened tenancy shows."""
    return ContributionMailQuerySet(ContributionMail)


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
        requirements()
        .filter(organisation_id=organisation, check_run_id=check)
        .shown_in_their_check()
        .order_by("id")
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
        .filter(
            organisation_id=organisation,
            check_run__isnull=False,
            check_run__finished_at=None,
        )
        .shown_in_their_check()
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


_requests_of_check = Compiled(
    lambda organisation, check: (
        contribution_requests()
        .filter(organisation_id=organisation, check_run_id=check)
        .order_by("id")
    )
)
_contributions_on = Compiled(
    lambda organisation, check, key: (
        contributions()
        .heard()
        .filter(
            organisation_id=organisation,
            voice__request__check_run_id=check,
            question_key=key,
        )
    )
)
_hands_on = Compiled(
    lambda organisation, check, key: hand_counts().filter(
        organisation_id=organisation, request__check_run_id=check, question_key=key
    )
)


class Heard(NamedTuple):
    """Whether colleagues were asked a question, and how many voices there are on it."""

    is_asked: bool
    voices: int


def heard_on(check: Check, question_key: str) -> Heard:
    """Return how far colleagues were asked and heard on one question, in one go."""
    of_check = {"organisation": check.organisation_id, "check": check.pk}
    on_question = of_check | {"key": question_key}
    asked, said, hands = together(
        (_requests_of_check, of_check), (_contributions_on, on_question), (_hands_on, on_question)
    )
    return Heard(
        is_asked=any(question_key in one.question_keys for one in asked),
        voices=len(said) + sum(one.hands for one in hands),
    )
