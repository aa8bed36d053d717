"""Taking over the answers of an earlier check into a new one on another catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import CatalogueDocument
from checks.domain.check_state import CheckState, given_by
from checks.domain.matching import Carrying, LeftAnswer, Reason, carry
from checks.domain.publishing import document_of
from checks.models import Answer, Catalogue, Check
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

CARRIED = Action("check.carried", _("Antworten in den Check übernommen"))


@dataclass(frozen=True)
class AnswerSource:
    """An earlier check whose answers a new one can take over."""

    check_state: CheckState
    document: CatalogueDocument

    @property
    def name(self) -> str:
        """What the earlier check is called: its catalogue and the day it was closed."""
        day = date_format(timezone.localtime(self.check_state.check.finished_at), "j. F Y")
        return _now("„%(title)s“ vom %(day)s") % {
            "title": self.check_state.document.title,
            "day": day,
        }

    @cached_property
    def carrying(self) -> Carrying:
        """Which of its answers hold in the new check. What is known beforehand is not asked."""
        known = {fact.key for fact in self.document.facts if fact.prefill}
        said = {
            key: given_by(answer)
            for key, answer in self.check_state.answers.items()
            if key not in known
        }
        return carry(self.check_state.document, self.document, said, takes_other_words=False)

    @property
    def left(self) -> list[dict[str, str]]:
        """What is not taken over: its `name`, and `why`."""
        return [{"name": left_name(left), "why": why_left(left)} for left in self.carrying.left]

    @property
    def number(self) -> int:
        """How many answers are taken over."""
        return len(self.carrying.taken)

    @property
    def is_worthwhile(self) -> bool:
        """Whether there is something to take over, and a question left to answer after it."""
        return bool(self.carrying.taken and self.carrying.unanswered)


class EarlierCheck:
    """The latest closed check of an organisation, as a source of answers for a new one."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    @cached_property
    def check_state(self) -> CheckState | None:
        """That check, None when there is none."""
        check = Check.objects.of(self.organisation).finished().first()
        return CheckState(check) if check else None

    def source_for(self, catalogue: Catalogue) -> AnswerSource | None:
        """Return what a new check on a catalogue can take over, None when there is nothing.

        A check on the same catalogue is repeated on purpose, so it takes nothing over.
        """
        if self.check_state is None or self.check_state.document.key == catalogue.key:
            return None
        source = AnswerSource(self.check_state, document_of(catalogue.pk))
        return source if source.is_worthwhile else None


def carry_over(check_state: CheckState, source: AnswerSource, by: User) -> int:
    """Store the answers of an earlier check in a new one, marked, and return how many.

    Value, note, person and time stay as they were.
    """
    stored = {
        pair.new.key: source.check_state.answers[pair.old.key] for pair in source.carrying.taken
    }
    offered = {one.key for one in source.document.exceptions}
    answers = [
        Answer(
            organisation_id=check_state.check.organisation_id,
            check_run=check_state.check,
            question_key=key,
            state=earlier.state,
            level=earlier.level,
            value=earlier.value,
            exceptions=[one for one in earlier.exceptions if one in offered],
            note=earlier.note,
            is_carried=True,
            updated_by_id=earlier.updated_by_id,
        )
        for key, earlier in stored.items()
    ]
    store_with_times(answers, [earlier.updated_at for earlier in stored.values()])
    record(
        CARRIED,
        organisation_id=check_state.check.organisation_id,
        by=by,
        subject=source.name,
        after={
            _("Übernommen"): len(answers),
            **{left["name"]: left["why"] for left in source.left},
        },
    )
    return len(answers)


def store_with_times(answers: Sequence[Answer], times: Iterable[datetime]) -> None:
    """Store new answers as they were given at these times: storing alone would set them to now."""
    Answer.objects.bulk_create(answers)
    for answer, time in zip(answers, times, strict=True):
        answer.updated_at = time
    Answer.objects.bulk_update(answers, ["updated_at"])


def left_name(left: LeftAnswer) -> str:
    """Return how people know a question whose answer is left."""
    return left.question.text if left.question else left.key


def why_left(left: LeftAnswer) -> str:
    """Return why an answer is left, as the end of a line."""
    if left.into:
        return _now("Die Frage ist in „%s“ aufgegangen. Dort steht eine andere Antwort.") % (
            left.into.text
        )
    return {
        Reason.NO_QUESTION: _now("Diese Frage gibt es dort nicht."),
        Reason.OTHER_KIND: _now("Die Frage wird dort auf andere Art beantwortet."),
        Reason.NOT_OFFERED: _now("Diese Antwort gibt es dort nicht mehr."),
        Reason.OTHER_WORDS: _now("Die Frage lautet dort anders."),
    }[left.reason]
