"""A check together with its catalogue, its answers and its way."""

from __future__ import annotations

from functools import cached_property

from checks import queries
from checks.domain.answers import Given
from checks.domain.catalogue import CatalogueDocument
from checks.domain.course import Course
from checks.domain.maturity import Maturity, assess
from checks.domain.publishing import document_of
from checks.models import Answer, AnswerState, Check, Requirement


def given_by(answer: Answer) -> Given | None:
    """Return what an answer says to the pure calculations, None while it is open."""
    if answer.state == AnswerState.OPEN:
        return None
    return Given(state=answer.state, level=answer.level, value=answer.value)  # type: ignore[arg-type]


class CheckRun:
    """What pages and reports want to know about one check, fetched once.

    `check` is a check of the opened tenancy. Answers that were saved through this object are
    reflected by `remember`.
    """

    def __init__(self, check: Check) -> None:
        self.check = check
        self.document: CatalogueDocument = document_of(check.catalogue_id)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """All stored answers by question key, also those that conditions hide by now."""
        return queries.answers_of(self.check)

    @cached_property
    def given(self) -> dict[str, Given]:
        """What the answers say, by question key, without the open ones."""
        said = {key: given_by(answer) for key, answer in self.answers.items()}
        return {key: given for key, given in said.items() if given is not None}

    @cached_property
    def course(self) -> Course:
        """The way through the check."""
        return Course(self.document, self.given)

    @cached_property
    def maturity(self) -> Maturity:
        """The maturity of every area and of the whole."""
        return assess(self.document, self.given, self.course.visible)

    @cached_property
    def requirements(self) -> list[Requirement]:
        """All requirements noted in this check."""
        return list(queries.requirements().of_check(self.check))

    def remember(self, answer: Answer) -> None:
        """Take a saved answer into account."""
        self.answers[answer.question_key] = answer
        for name in ("given", "course", "maturity"):
            self.__dict__.pop(name, None)
