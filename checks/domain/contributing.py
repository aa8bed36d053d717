"""How colleagues answer: by a link, where they can correct it, or by raising hands in a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.answering import AnswerInput
from checks.domain.catalogue import CatalogueDocument, Question, QuestionKind
from checks.domain.contribution_requests import RequestOver
from checks.domain.contribution_results import options_of
from checks.domain.publishing import document_of
from checks.domain.voices import UNKNOWN
from checks.models import (
    AnswerState,
    Contribution,
    ContributionLink,
    ContributionRequest,
    HandCount,
    Voice,
)
from organisations.domain.auditing import Action, record
from organisations.domain.secret_links import LinkState
from organisations.models import User

# More people than a small organisation has.
MOST_SITTINGS = 200


class SheetFull(Exception):
    """The shared link was used more often than a small organisation has people."""


class Visit:
    """Someone at a link: the request, its questions, and what they said so far.

    Needs the link's organisation to be activated. `voice_id` is the voice of a sitting at a
    shared link, as far as the browser knows one.
    """

    def __init__(
        self, link: ContributionLink, voice_id: int | None = None, *, locked: bool = False
    ) -> None:
        organisation = link.organisation
        self.link = ContributionLink.objects.select_related("request__check_run").get(pk=link.pk)
        self.link.organisation = organisation
        self.request = self.link.request
        self.voice = self._find_voice(voice_id, locked)

    def _find_voice(self, voice_id: int | None, locked: bool) -> Voice | None:
        own = self.link.voice_id if not self.link.is_shared else voice_id
        if own is None:
            return None
        found = Voice.objects.filter(pk=own, organisation_id=self.link.organisation_id)
        found = found.filter(request_id=self.request.pk)
        if self.link.is_shared:
            # The voice of a personal link belongs to nobody else.
            found = found.filter(links=None)
        return (found.select_for_update(of=("self",)) if locked else found).first()

    @property
    def situation(self) -> LinkState:
        """Whether one may answer here."""
        if self.link.revoked_at is not None:
            return LinkState.REVOKED
        is_open = self.request.is_open and self.questions
        return LinkState.OPEN if is_open else LinkState.OVER

    @property
    def document(self) -> CatalogueDocument:
        """The catalogue of the check."""
        return document_of(self.request.check_run.catalogue_id)

    @cached_property
    def questions(self) -> list[Question]:
        """The questions asked, in order, whatever the pilot answered."""
        by_key = self.document.by_key
        return [by_key[key] for key in self.request.question_keys if key in by_key]

    def question(self, key: str) -> Question | None:
        """Return one of the questions asked, or None."""
        return next((one for one in self.questions if one.key == key), None)

    def position(self, question: Question) -> int:
        """Return the number of a question, from 1."""
        return self.questions.index(question) + 1

    def after(self, question: Question) -> Question | None:
        """Return the next question, None after the last one."""
        return next(iter(self.questions[self.position(question) :]), None)

    def before(self, question: Question) -> Question | None:
        """Return the question before, None before the first one."""
        earlier = self.position(question) - 2
        return self.questions[earlier] if earlier >= 0 else None

    @cached_property
    def contributions(self) -> dict[str, Contribution]:
        """What the person said so far, by question."""
        if self.voice is None:
            return {}
        return {one.question_key: one for one in self.voice.contributions.all()}

    @property
    def answered(self) -> int:
        """How many of the questions the person answered."""
        return sum(one.state != AnswerState.OPEN for one in self.contributions.values())


def begin_sitting(visit: Visit, function: str) -> Voice:
    """Give someone at a shared link a voice of their own and return it. Raises `SheetFull`."""
    sittings = Voice.objects.filter(
        organisation_id=visit.link.organisation_id, request_id=visit.request.pk, links=None
    )
    if sittings.count() >= MOST_SITTINGS:
        raise SheetFull
    visit.voice = Voice.objects.create(
        organisation_id=visit.link.organisation_id, request=visit.request, function=function
    )
    return visit.voice


def contribute(visit: Visit, question: Question, said: AnswerInput) -> None:
    """Store what the person of a visit says to a question, in place of what they said before.

    Saying nothing takes back what was said. The voice is locked by the caller.
    """
    assert visit.voice is not None  # noqa: S101 - only people with a voice get here
    if said.is_empty:
        visit.voice.contributions.filter(question_key=question.key).delete()
    else:
        Contribution.objects.update_or_create(
            organisation_id=visit.link.organisation_id,
            voice=visit.voice,
            question_key=question.key,
            defaults={
                "state": said.state,
                "level": said.level,
                "value": said.value,
                "note": said.note,
            },
        )
    visit.__dict__.pop("contributions", None)


def take_back(visit: Visit) -> None:
    """Delete everything the person of a visit said."""
    assert visit.voice is not None  # noqa: S101 - only people with a voice get here
    visit.voice.contributions.all().delete()
    visit.__dict__.pop("contributions", None)


COUNTED = Action("check.hands_counted", gettext_lazy("Hände gezählt"))

MOST_HANDS = 200
# One raises a hand once, and not for what has to be written.
WITHOUT_HANDS = (QuestionKind.CHOICES, QuestionKind.NUMBER, QuestionKind.TEXT)


class StaleHands(Exception):
    """Someone counted otherwise meanwhile. Nothing was stored; `stored` is their count."""

    def __init__(self, stored: Mapping[str, int]) -> None:
        super().__init__(dict(stored))
        self.stored = stored


def questions_for_hands(request: ContributionRequest) -> list[Question]:
    """Return the questions of a request that one can answer by raising hands."""
    by_key = document_of(request.check_run.catalogue_id).by_key
    found = [by_key[key] for key in request.question_keys if key in by_key]
    return [one for one in found if one.kind not in WITHOUT_HANDS]


def answers_for_hands(question: Question) -> dict[str, str]:
    """Return what hands can be raised for: key → words."""
    return options_of(question) | {UNKNOWN: _("Weiß ich nicht")}


def hands_on(request: ContributionRequest, question: Question) -> dict[str, int]:
    """Return the hands counted for a question: key → number, only where there were any."""
    found = request.hand_counts.filter(question_key=question.key)
    return {one.option: one.hands for one in found}


def count_hands(
    request: ContributionRequest,
    question: Question,
    hands: Mapping[str, int],
    *,
    seen: Mapping[str, int],
    by: User,
) -> None:
    """Store how many hands went up for each answer, in place of an earlier count.

    The request has to be locked by the caller. `seen` is the count that the person saw.
    Raises `RequestOver`, and `StaleHands` when another count was stored meanwhile.
    """
    if not request.is_open:
        raise RequestOver(_("Diese Anfrage ist beendet. Verlängern Sie zuerst die Frist."))
    wanted = {key: number for key, number in hands.items() if number}
    stored = hands_on(request, question)
    if wanted == stored:
        return
    if stored != {key: number for key, number in seen.items() if number}:
        raise StaleHands(stored)
    request.hand_counts.filter(question_key=question.key).delete()
    HandCount.objects.bulk_create(
        HandCount(
            organisation_id=request.organisation_id,
            request=request,
            question_key=question.key,
            option=key,
            hands=number,
        )
        for key, number in wanted.items()
    )
    record(
        COUNTED,
        organisation_id=request.organisation_id,
        by=by,
        subject=question.text,
        before={gettext_lazy("Hände"): sum(stored.values())} if stored else None,
        after={gettext_lazy("Hände"): sum(wanted.values())},
    )
