"""What colleagues of the demo organisations were asked, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from checks.domain import contributing, contribution_requests
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.models import AnswerState, ContributionLink
from organisations.models import User


@dataclass(frozen=True)
class DemoColleagues:
    """Colleagues who were asked questions with levels.

    `voices` pairs functions with a sign for each question: a level, `?` for „Weiß ich nicht“,
    `.` for a question that was left out. They answer from a sheet; `linked` have links of their
    own and said nothing yet. `hands` are counted for the levels of the first question.
    """

    questions: tuple[str, ...] = ()
    message: str = ""
    voices: tuple[tuple[str, str], ...] = ()
    linked: tuple[tuple[str, str], ...] = ()
    hands: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


YOUTH_CLUB_COLLEAGUES = DemoColleagues(
    questions=("calendar-shared", "messages-internal", "skills-knowledge"),
    message="Am Montag sprechen wir im Team darüber. Vorher möchte ich wissen, wie Sie es sehen.",
    voices=(
        ("people", "00."),
        ("people", "101"),
        ("people", "01?"),
        ("office", "33."),
        ("volunteer", "1.."),
    ),
    linked=(("Demo-Kollegin im Ehrenamt", "volunteer"),),
    hands=(1, 0, 0, 2, 0),
    notes=("Wer am Wochenende arbeitet, sieht den Kalender im Büro nie.",),
)

CARE_COLLEAGUES = DemoColleagues(
    questions=("calendar-shared", "files-order"),
    voices=(
        ("people", "01"),
        ("people", "11"),
        ("people", "02"),
        ("office", "41"),
        ("office", "32"),
        ("office", "31"),
    ),
)


def ask_colleagues(colleagues: DemoColleagues, check_state: CheckState, by: User) -> None:
    """Ask the colleagues of a demo organisation and let them answer."""
    if not colleagues.questions:
        return
    request = contribution_requests.ask(
        check_state,
        question_keys=colleagues.questions,
        names_agreed=False,
        message=colleagues.message,
        closes_on=timezone.localdate() + timedelta(days=14),
        by=by,
    )
    sheet = contribution_requests.make_sheet(request, by)
    for number, (function, signs) in enumerate(colleagues.voices):
        note = colleagues.notes[number] if number < len(colleagues.notes) else ""
        _answer(sheet, colleagues.questions, function, signs, note)
    for name, function in colleagues.linked:
        contribution_requests.ask_person(request, name=name, function=function, email="", by=by)
    if colleagues.hands:
        first = check_state.document.by_key[colleagues.questions[0]]
        hands = {str(level): number for level, number in enumerate(colleagues.hands)}
        contributing.count_hands(request, first, hands, seen={}, by=by)


def _answer(
    sheet: ContributionLink, keys: tuple[str, ...], function: str, signs: str, note: str
) -> None:
    visit = contributing.Visit(sheet)
    contributing.begin_sitting(visit, function)
    for key, sign in zip(keys, signs, strict=True):
        question = visit.question(key)
        if question is None or sign == ".":
            continue
        said = (
            AnswerInput(AnswerState.UNKNOWN)
            if sign == "?"
            else AnswerInput(AnswerState.ANSWERED, level=int(sign), note=note)
        )
        contributing.contribute(visit, question, said)
        note = ""
