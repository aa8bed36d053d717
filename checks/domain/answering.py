"""Starting a check, answering its questions, noting requirements, closing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks import queries
from checks.domain import contribution_requests
from checks.domain.carrying_over import AnswerSource, carry_over
from checks.domain.catalogue import CatalogueDocument, Question, QuestionKind, Value
from checks.domain.check_state import CheckState
from checks.domain.wording import excepted, in_words
from checks.models import Answer, AnswerState, Catalogue, Check, ContributionMail, Requirement
from organisations.domain.auditing import Action, record
from organisations.domain.saving import create_or_find
from organisations.models import Organisation, User

STARTED = Action("check.started", _("Check begonnen"))
ANSWERED = Action("check.answered", _("Frage beantwortet"))
NOTED = Action("check.requirement_noted", _("Anforderung notiert"))
REMOVED = Action("check.requirement_removed", _("Anforderung entfernt"))
FINISHED = Action("check.finished", _("Check abgeschlossen"))
REOPENED = Action("check.reopened", _("Check wieder geöffnet"))


@dataclass(frozen=True)
class AnswerInput:
    """What a person says to a question: see `Answer` for the meaning of the fields."""

    state: str = AnswerState.OPEN
    level: int | None = None
    value: Any = None
    note: str = ""
    exceptions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen or written."""
        return self.state == AnswerState.OPEN and not self.note and not self.exceptions

    def equals(self, answer: Answer) -> bool:
        """Whether a stored answer says the same."""
        stored = (answer.state, answer.level, answer.value, answer.note, tuple(answer.exceptions))
        return stored == (self.state, self.level, self.value, self.note, self.exceptions)


# What of an answer changes once it is stored.
SAID = ("state", "level", "value", "note", "exceptions", "version", "updated_by", "updated_at")
# What asks to look at an answer again, until someone saves it.
MARKS = ("is_carried", "reworded_in")


class StaleAnswer(Exception):
    """Someone saved another version meanwhile. Nothing was stored; `stored` is the other one."""

    def __init__(self, stored: Answer) -> None:
        super().__init__(stored.question_key)
        self.stored = stored


class CheckClosed(Exception):
    """The check is closed, its answers stay as they are."""


def start_check(
    organisation: Organisation, catalogue: Catalogue, by: User, source: AnswerSource | None = None
) -> Check:
    """Start a check, or return the one that is already running.

    It remembers the latest closed check as the one it repeats. Opening facts that the
    organisation already told are answered beforehand, and what an earlier check answered is
    taken over from `source`.
    """
    running = queries.current_check(organisation)
    if running:
        return running
    # Someone else may start at the same moment, or close what they started.
    check, is_new = create_or_find(
        lambda: Check.objects.create(
            organisation=organisation,
            catalogue=catalogue,
            started_by=by,
            predecessor=Check.objects.of(organisation).finished().first(),
        ),
        lambda: queries.current_check(organisation),
    )
    if not is_new:
        return check
    check_state = CheckState(check)
    Answer.objects.bulk_create(_answers_known_beforehand(check_state, organisation, by))
    record(STARTED, organisation_id=organisation.pk, by=by, subject=catalogue)
    if source:
        carry_over(check_state, source, by)
    return check


def known_beforehand(document: CatalogueDocument, organisation: Organisation) -> dict[str, Value]:
    """Return the opening facts that the organisation already told: key → value."""
    told = [
        (fact, getattr(organisation, fact.prefill))
        for fact in document.facts
        if fact.prefill is not None
    ]
    return {
        fact.key: value
        for fact, value in told
        if fact.kind is not QuestionKind.CHOICE or value in {option.key for option in fact.options}
    }


def _answers_known_beforehand(
    check_state: CheckState, organisation: Organisation, by: User
) -> Iterable[Answer]:
    for key, value in known_beforehand(check_state.document, organisation).items():
        yield Answer(
            organisation=organisation,
            check_run=check_state.check,
            question_key=key,
            state=AnswerState.ANSWERED,
            value=value,
            updated_by=by,
        )


def save_answer(
    check_state: CheckState, question: Question, said: AnswerInput, *, seen_version: int, by: User
) -> Answer | None:
    """Store what a person says to a question and return the answer.

    The check has to be locked by the caller. `seen_version` is the version of the answer that
    the person saw when they began (0 for none). Returns None when nothing was said and nothing
    was stored before. Whoever saves the same once more has looked at it: its marks go.

    Raises `StaleAnswer` when another version with other content was stored meanwhile and
    `CheckClosed` when the check is closed.
    """
    if check_state.check.is_finished:
        raise CheckClosed
    stored = check_state.answers.get(question.key)
    if stored is None:
        if said.is_empty:
            return None
        stored = Answer(
            organisation_id=check_state.check.organisation_id,
            check_run=check_state.check,
            question_key=question.key,
            version=0,
        )
    elif said.equals(stored):
        return _looked_at(check_state, stored)
    elif stored.version != seen_version:
        raise StaleAnswer(stored)
    before = _in_words(check_state.document, question, stored) if stored.version else {}
    stored.state, stored.level, stored.value = said.state, said.level, said.value
    stored.note, stored.exceptions = said.note, list(said.exceptions)
    stored.version, stored.updated_by = stored.version + 1, by
    stored.is_carried, stored.reworded_in = False, None
    stored.save(update_fields=(*SAID, *MARKS) if stored.pk else None)
    check_state.remember(stored)
    record(
        ANSWERED,
        organisation_id=stored.organisation_id,
        by=by,
        subject=question.text,
        before=before,
        after=_in_words(check_state.document, question, stored),
    )
    return stored


def _looked_at(check_state: CheckState, answer: Answer) -> Answer:
    if answer.is_carried or answer.reworded_in:
        answer.is_carried, answer.reworded_in = False, None
        answer.save(update_fields=MARKS)
        check_state.remember(answer)
    return answer


def _in_words(document: CatalogueDocument, question: Question, answer: Answer) -> dict[str, str]:
    words = {
        str(_("Antwort")): in_words(question, answer),
        str(_("Gilt nicht für")): excepted(document, answer.exceptions),
        str(_("Notiz")): answer.note,
    }
    return {name: said for name, said in words.items() if said}


def note_requirement(
    check_state: CheckState,
    *,
    area_key: str,
    question_key: str,
    text: str,
    priority: str,
    needed_by: str,
    by: User,
) -> Requirement:
    """Store a requirement; the same text in the same area is kept once.

    What was removed comes back with everything that belonged to it. Raises `CheckClosed` when
    the check is closed.
    """
    if check_state.check.is_finished:
        raise CheckClosed
    same = check_state.check.requirements.filter(area_key=area_key, text=text)
    noted = same.live_first().first()
    if noted is not None and noted.removed_at is None:
        return noted
    requirement = noted or Requirement(
        organisation_id=check_state.check.organisation_id,
        check_run=check_state.check,
        area_key=area_key,
        text=text,
        created_by=by,
    )
    requirement.question_key = requirement.question_key or question_key
    requirement.priority, requirement.needed_by = priority, needed_by
    requirement.removed_at = None
    requirement.save()
    check_state.look_at_requirements_again()
    record(
        NOTED,
        organisation_id=requirement.organisation_id,
        by=by,
        subject=text,
        after={_("Wichtigkeit"): requirement.get_priority_display()},
    )
    return requirement


def remove_requirement(
    check_state: CheckState, requirement_id: int, by: User
) -> Requirement | None:
    """Take a requirement out of this check and return what it said, None when there is none.

    Noting it again brings it back. Raises `CheckClosed` when the check is closed.
    """
    if check_state.check.is_finished:
        raise CheckClosed
    noted = check_state.check.requirements.filter(removed_at=None)
    requirement = noted.filter(pk=requirement_id).first()
    if requirement:
        requirement.removed_at = timezone.now()
        requirement.save(update_fields=["removed_at"])
        check_state.look_at_requirements_again()
        record(REMOVED, organisation_id=requirement.organisation_id, by=by, subject=requirement)
    return requirement


def remember_place(check: Check, key: str) -> None:
    """Keep where the check stands, so that coming back lands there."""
    if check.current_key != key:
        check.current_key = key
        check.save(update_fields=["current_key"])


def finish_check(check: Check, by: User) -> list[ContributionMail]:
    """Close a check and keep the maturity it shows. Open questions stay open.

    Requests to colleagues that are still open end with it; the mails that tell of it come back.
    """
    told: list[ContributionMail] = []
    if not check.is_finished:
        told = contribution_requests.end_all(check, by)
        maturity = CheckState(check).maturity
        check.finished_at = timezone.now()
        check.percent = maturity.percent
        check.area_percents = {area.area_key: area.percent for area in maturity.areas}
        check.save(update_fields=["finished_at", "percent", "area_percents"])
        record(FINISHED, organisation_id=check.organisation_id, by=by, subject=check)
    return told


def reopen_check(check: Check, by: User) -> bool:
    """Open a closed check again; say False when another one is running by now."""
    if not check.is_finished:
        return True
    check.finished_at, check.percent, check.area_percents = None, None, {}
    try:
        with transaction.atomic():
            check.save(update_fields=["finished_at", "percent", "area_percents"])
    except IntegrityError:
        check.refresh_from_db()
        return False
    record(REOPENED, organisation_id=check.organisation_id, by=by, subject=check)
    return True
