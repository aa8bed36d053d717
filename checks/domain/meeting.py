"""Answering together in a meeting: hands are counted for each possible answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks import queries
from checks.domain.catalogue import Question, QuestionKind
from checks.domain.contribution_requests import RequestOver
from checks.domain.contribution_results import options_of
from checks.domain.publishing import document_of
from checks.domain.voices import UNKNOWN
from checks.models import ContributionRequest, HandCount
from organisations.domain.auditing import Action, record
from organisations.models import User

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
    found = queries.hand_counts().on(request, question.key)
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
    queries.hand_counts().on(request, question.key).delete()
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
