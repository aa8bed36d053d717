"""The colleague's side: following a link, answering, correcting, taking everything back."""

from __future__ import annotations

from functools import cached_property

from checks import queries
from checks.domain.answering import AnswerInput
from checks.domain.catalogue import Question
from checks.domain.publishing import document_of
from checks.models import AnswerState, Contribution, ContributionLink, Voice
from organisations.domain.secret_links import LinkState

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
        self.link = (
            queries.contribution_links().select_related("request__check_run").get(pk=link.pk)
        )
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

    @cached_property
    def questions(self) -> list[Question]:
        """The questions asked, in order, whatever the pilot answered."""
        by_key = document_of(self.request.check_run.catalogue_id).by_key
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
        said = queries.contributions().filter(
            organisation_id=self.link.organisation_id, voice_id=self.voice.pk
        )
        return {one.question_key: one for one in said}

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
        found = queries.contributions().filter(
            organisation_id=visit.link.organisation_id, voice_id=visit.voice.pk
        )
        found.filter(question_key=question.key).delete()
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
    queries.contributions().filter(
        organisation_id=visit.link.organisation_id, voice_id=visit.voice.pk
    ).delete()
    visit.__dict__.pop("contributions", None)
