"""A check together with its catalogue, its answers and its way."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from checks import queries
from checks.domain.catalogue import CatalogueDocument, Given
from checks.domain.check_flow import CheckFlow
from checks.domain.maturity import Maturity, assess
from checks.domain.publishing import document_of
from checks.models import Answer, AnswerState, Check, Requirement


def given_by(answer: Any) -> Given | None:
    """Return what an answer says to the pure calculations, None while it is open.

    `answer` is an `Answer` or its row.
    """
    if answer.state == AnswerState.OPEN:
        return None
    return Given(answer.state, answer.level, answer.value, tuple(answer.exceptions))


class CheckState:
    """What pages and reports want to know about one check, fetched once.

    `check` is a check of the opened tenancy. Answers that were saved through this object are
    reflected by `remember`.
    """

    def __init__(self, check: Check) -> None:
        self.check = check
        self.document: CatalogueDocument = document_of(check.catalogue_id)

    @classmethod
    def of_current(cls, found: queries.CurrentCheck) -> CheckState:
        """Return the state of the running check, with what was fetched along."""
        state = cls(found.check)
        state.answers, state.requirements = found.answers, found.requirements
        state.asked_of_colleagues = found.asked
        if found.before is not None:
            state.before = cls(found.before[0])
            state.before.answers = found.before[1]
        return state

    @cached_property
    def before(self) -> CheckState | None:
        """The check that this one repeats, None for a first one."""
        if self.check.predecessor_id is None:
            return None
        check = Check.objects.get(
            organisation_id=self.check.organisation_id, pk=self.check.predecessor_id
        )
        return CheckState(check)

    @cached_property
    def asked_of_colleagues(self) -> frozenset[str]:
        """The keys of the questions that colleagues were asked."""
        requests = self.check.contribution_requests.all()
        return frozenset(key for request in requests for key in request.question_keys)

    @cached_property
    def answers(self) -> queries.StoredAnswers:
        """All stored answers by question key, also those that conditions hide by now."""
        return queries.answers_of(self.check)

    @cached_property
    def given(self) -> dict[str, Given]:
        """What the answers say, by question key, without the open ones."""
        said = {key: given_by(answer) for key, answer in self.answers.data.items()}
        return {key: given for key, given in said.items() if given is not None}

    @property
    def marked(self) -> frozenset[str]:
        """The keys of answers to look at again: taken over, or to a question in other words."""
        return frozenset(
            key
            for key, answer in self.answers.data.items()
            if answer.is_carried or answer.reworded_in
        )

    @cached_property
    def flow(self) -> CheckFlow:
        """The way through the check."""
        return CheckFlow(self.document, self.given)

    @cached_property
    def maturity(self) -> Maturity:
        """The maturity of every area and of the whole."""
        return assess(self.document, self.given, self.flow.visible)

    @cached_property
    def requirements(self) -> list[Requirement]:
        """All requirements noted in this check."""
        noted = Requirement.objects.filter(
            organisation_id=self.check.organisation_id, check_run=self.check
        )
        return list(noted.shown_in_their_check().order_by("id"))

    def remember(self, answer: Answer) -> None:
        """Take a saved answer into account."""
        self.answers[answer.question_key] = answer
        if "given" in self.__dict__:
            given = given_by(answer)
            self.given.pop(answer.question_key, None)
            if given is not None:
                self.given[answer.question_key] = given
        for name in ("flow", "maturity"):
            self.__dict__.pop(name, None)

    def look_at_requirements_again(self) -> None:
        """Take into account that requirements came or went."""
        self.__dict__.pop("requirements", None)
