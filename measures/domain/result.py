"""The result of a check: what page and report say about it."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from checks.domain import wording
from checks.domain.catalogue import LOW_LEVELS, Area, Question
from checks.domain.check_state import CheckState
from checks.domain.contribution_results import ContributionResults, DiscussionTopic
from checks.domain.exceptions import noted_in
from checks.domain.maturity import HIGH_LEVELS, AreaMaturity, Maturity
from checks.domain.maturity import gaps as find_gaps
from checks.domain.maturity import strengths as find_strengths
from checks.domain.yardstick import Standing, standing
from checks.models import Requirement
from measures.domain.exceptions import Excepted, excepted_in
from measures.domain.progress import Progress
from measures.domain.suggesting import CannotWait, Suggestion, best_first, suggest_measures
from measures.models import CriterionWeights

MOST_NAMED = 5


class AreaResult:
    """One area in the result."""

    def __init__(self, check_state: CheckState, area: Area, found: AreaMaturity) -> None:
        self.area = area
        self.found = found
        self.fraction = None if found.maturity is None else float(found.maturity)
        self.percent = found.percent
        self.standing = standing(found.percent, check_state.check.organisation.staff_count)
        self.standing_name = wording.standing_name(self.standing)
        self._run = check_state

    @cached_property
    def answers(self) -> list[AnsweredQuestion]:
        """The questions asked in this area with their answers."""
        return [
            AnsweredQuestion(self._run, question)
            for question in self._run.flow.questions_of(self.area)
        ]

    @property
    def requirements(self) -> list[Requirement]:
        """What was noted in this area, see `CheckState.requirements`."""
        return [one for one in self._run.requirements if one.area_key == self.area.key]

    @property
    def strengths(self) -> list[AnsweredQuestion]:
        """What already works well, in the order of the catalogue."""
        return [one for one in self.answers if one.level in HIGH_LEVELS]

    @property
    def gaps(self) -> list[AnsweredQuestion]:
        """What is missing, in the order of the catalogue."""
        return [one for one in self.answers if one.level in LOW_LEVELS]


class AnsweredQuestion:
    """A question with the sentence that was chosen."""

    def __init__(self, check_state: CheckState, question: Question) -> None:
        self.question = question
        self.area = check_state.document.area_of[question.key]
        self.answer = check_state.answers.get(question.key)
        self.sentence = wording.in_words(question, self.answer)
        noted = noted_in(check_state.document, check_state.given.get(question.key))
        self.but_not = ", ".join(one.label for one in noted)
        self.level = (
            check_state.given[question.key].level if question.key in check_state.given else None
        )


def _percent(area: AreaResult) -> int:
    return area.percent or 0


def _solid_sentence(areas: list[AreaResult], are_solid: bool) -> str:
    names = ", ".join(area.area.title for area in areas)
    if not are_solid:
        return _("Am weitesten sind Sie hier: %s.") % names
    return _("Das steht schon solide: %s.") % names


class Result:
    """Everything that is to be said about one check, computed when it is first asked for."""

    def __init__(self, check_state: CheckState) -> None:
        self.check_state = check_state

    @property
    def maturity(self) -> Maturity:
        return self.check_state.maturity

    @property
    def percent(self) -> int | None:
        """Overall maturity from 0 to 100, None when nothing was answered."""
        return self.maturity.percent

    @property
    def sentences(self) -> list[str]:
        """The result in at most three sentences: what is solid, how far, where most is missing.

        Empty when nothing was answered.
        """
        rated = [area for area in self.areas if area.percent is not None]
        if self.percent is None or not rated:
            return []
        solid = [area for area in rated if area.standing is Standing.SOLID]
        people = self.check_state.check.organisation.staff_count
        said = [_solid_sentence(solid or [max(rated, key=_percent)], bool(solid))]
        said.append(
            _("Im Ganzen stehen Sie bei %(percent)d von 100. %(yardstick)s")
            % {"percent": self.percent, "yardstick": wording.yardstick(people)}
        )
        lowest = min(rated, key=_percent)
        if lowest.standing is not Standing.SOLID:
            said.append(_("Am meisten fehlt hier: %s.") % lowest.area.title)
        return said

    @property
    def standing_name(self) -> str:
        """How the whole stands for a house of that size."""
        people = self.check_state.check.organisation.staff_count
        return wording.standing_name(standing(self.percent, people))

    @cached_property
    def areas(self) -> list[AreaResult]:
        return [
            AreaResult(self.check_state, area, found)
            for area, found in zip(
                self.check_state.document.areas, self.maturity.areas, strict=True
            )
        ]

    @cached_property
    def progress(self) -> Progress:
        """What changed since the last check, and over all checks."""
        return Progress(self.check_state)

    @cached_property
    def strengths(self) -> list[AnsweredQuestion]:
        """What already works well, best first."""
        return self._said(find_strengths)

    @cached_property
    def gaps(self) -> list[AnsweredQuestion]:
        """Where most is missing, lowest first."""
        return self._said(find_gaps)

    def _said(self, find: object) -> list[AnsweredQuestion]:
        check_state = self.check_state
        keys = find(check_state.document, check_state.given, check_state.flow.visible, MOST_NAMED)  # type: ignore[operator]
        return [AnsweredQuestion(check_state, check_state.document.by_key[key]) for key in keys]

    @cached_property
    def to_clarify(self) -> list[AnsweredQuestion]:
        """Questions that were answered with „Weiß ich nicht“: each is a small to-do."""
        return [
            AnsweredQuestion(self.check_state, question)
            for question in self.check_state.flow.unknown_questions
        ]

    @cached_property
    def topics(self) -> list[DiscussionTopic]:
        """Questions to talk about, because colleagues see them very differently."""
        return ContributionResults(self.check_state).topics

    @cached_property
    def excepted(self) -> list[Excepted]:
        """Answers that do not hold for everyone: topics of their own."""
        return excepted_in(self.check_state, self.suggestions)

    @cached_property
    def requirements(self) -> list[tuple[Area, list[Requirement]]]:
        """Requirements by area; areas without any are left out."""
        return [(area.area, area.requirements) for area in self.areas if area.requirements]

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """All suggested measures, decided or not, in the order of the catalogue."""
        return suggest_measures(self.check_state)

    @cached_property
    def cannot_wait(self) -> CannotWait:
        """What of it cannot wait, whatever its place."""
        return CannotWait.among(self.suggestions)

    @property
    def best_suggestions(self) -> list[Suggestion]:
        """Those that are open: first what cannot wait, then what fits best."""
        weights = CriterionWeights.of(self.check_state.check.organisation)
        return best_first(self.open_suggestions, weights)

    @property
    def open_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.is_open]

    @property
    def declined_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.declined and not one.measure]

    @property
    def answers(self) -> list[tuple[Area, list[AnsweredQuestion]]]:
        """All questions asked with their answers, by area."""
        return [(area.area, area.answers) for area in self.areas]
