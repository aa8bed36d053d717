"""Which measures the answers of a check suggest, and what an organisation decides on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Area, Criterion, Question, Template
from checks.domain.check_state import CheckState
from checks.domain.exceptions import noted_in
from checks.models import Check, Requirement
from measures.domain.pressing import Dealings, PressingState, presses, state_of
from measures.domain.prioritising import MEASURES
from measures.domain.ranking import Candidate, rank_measures
from measures.models import CriterionWeights, DeclinedSuggestion, Measure, Status, Step
from organisations.domain.auditing import Action, record
from organisations.domain.saving import create_or_find
from organisations.models import Organisation, User

ACCEPTED = Action("measure.accepted", _("Vorschlag angenommen"))
DECLINED = Action("measure.declined", _("Vorschlag abgelehnt"))
PUT_OFF = Action("measure.put_off", _("Maßnahme aufgeschoben, die nicht warten kann"))
RECONSIDERED = Action("measure.reconsidered", _("Abgelehntes oder Aufgeschobenes zurückgeholt"))
TAKEN_UP = (Status.PLANNED, Status.IN_PROGRESS)


@dataclass(frozen=True)
class Evidence:
    """An answer that suggests a measure: the question, the level and its sentence.

    Where an exception suggests it, `but_not` is what the answer does not hold for.
    """

    question: Question
    level: int
    sentence: str
    but_not: str = ""

    @property
    def weight(self) -> int:
        """How strongly it speaks for the measure: missing levels, one for exceptions."""
        return 1 if self.but_not else 4 - self.level

    @property
    def words(self) -> str:
        """What the answer says, as the reason for a measure."""
        if not self.but_not:
            return _now("„%s“") % self.sentence
        return _now("„%(sentence)s“ gilt bei Ihnen nicht für %(but_not)s.") % {
            "sentence": self.sentence.rstrip("."),
            "but_not": self.but_not,
        }


@dataclass(frozen=True)
class Suggestion:
    """A measure template with what speaks for it and what was decided on it."""

    template: Template
    area: Area
    evidence: tuple[Evidence, ...]
    requirements: tuple[Requirement, ...]
    check: Check
    measure: Measure | None = None
    declined: DeclinedSuggestion | None = None

    @property
    def is_open(self) -> bool:
        return self.measure is None and self.declined is None

    @property
    def urgency(self) -> int:
        """How strongly the check asks for it: its answers, and one for each requirement."""
        return sum(piece.weight for piece in self.evidence) + len(self.requirements)

    @property
    def cannot_wait(self) -> bool:
        """Whether an answer puts people or data at risk, or a law asks for the measure now."""
        return _cannot_wait(self.template, self.evidence)

    @property
    def pressing_state(self) -> PressingState | None:
        """What became of what cannot wait; None when it can, or is done."""
        if not self.cannot_wait:
            return None
        measure, declined = self.measure, self.declined
        dealings = Dealings(
            is_taken_up=measure is not None and measure.status in TAKEN_UP,
            done_at=measure.done_at if measure else None,
            put_off_at=declined.declined_at if declined else None,
        )
        return state_of(dealings, self.check.started_at)


def evidence_for(template: Template, check_state: CheckState) -> tuple[Evidence, ...]:
    """Return the answers of a check that suggest a measure template, in catalogue order."""
    found = []
    for question in check_state.flow.questions:
        given = check_state.given.get(question.key)
        if given is None or given.level is None:
            continue
        sentence = question.levels[given.level]
        if given.level in template.suggested_by.get(question.key, ()):
            found.append(Evidence(question, given.level, sentence))
        wanted = template.suggested_by_exceptions.get(question.key, ())
        noted = [one.label for one in noted_in(check_state.document, given) if one.key in wanted]
        if noted:
            found.append(Evidence(question, given.level, sentence, ", ".join(noted)))
    return tuple(found)


def _cannot_wait(template: Template, evidence: Iterable[Evidence]) -> bool:
    levels = {one.question.key: one.level for one in evidence if not one.but_not}
    return presses(template.pressing, levels)


def requirements_for(
    template: Template, area: Area, requirements: Iterable[Requirement]
) -> tuple[Requirement, ...]:
    """Return the requirements of an area in which a word begins with one of the keywords."""
    keywords = tuple(keyword.lower() for keyword in template.keywords)
    return tuple(
        requirement
        for requirement in requirements
        if keywords
        and requirement.area_key == area.key
        and any(word.startswith(keywords) for word in requirement.text.lower().split())
    )


def suggest_measures(check_state: CheckState) -> list[Suggestion]:
    """Return what the answers of a check suggest, in the order of the catalogue.

    A measure is suggested by an answer at one of its levels, or with one of its exceptions, never
    by a requirement alone.
    """
    organisation = check_state.check.organisation
    found = [
        (template, evidence)
        for template in check_state.document.templates
        if (evidence := evidence_for(template, check_state))
    ]
    if not found:
        return []
    from_templates = Measure.objects.of(organisation).from_templates()
    measures = {
        measure.template_key: measure
        for measure in from_templates.select_related("responsible__user")
    }
    declined = {
        decision.template_key: decision
        for decision in DeclinedSuggestion.objects.filter(organisation=organisation).select_related(
            "declined_by"
        )
    }
    area_of = check_state.document.area_of
    return [
        Suggestion(
            template,
            area_of[template.key],
            evidence,
            requirements_for(template, area_of[template.key], check_state.requirements),
            check_state.check,
            measures.get(template.key),
            declined.get(template.key),
        )
        for template, evidence in found
    ]


def best_first(suggestions: Sequence[Suggestion], weights: CriterionWeights) -> list[Suggestion]:
    """Put first what cannot wait, then what fits best.

    What fits is said by the ratings that come with a measure, as in the list; among equals by
    how strongly the check asks for it.
    """
    urgent_first = sorted(suggestions, key=lambda one: -one.urgency)
    ranked = rank_measures(
        [
            Candidate(
                number, tuple(one.template.ratings[criterion].value for criterion in Criterion)
            )
            for number, one in enumerate(urgent_first)
        ],
        weights.as_tuple(),
    )
    best_first = [urgent_first[one.id] for one in ranked]
    return sorted(best_first, key=lambda one: not one.cannot_wait)


@dataclass(frozen=True)
class CannotWait:
    """What cannot wait and is not done, by what became of it; the shortest work first."""

    open: tuple[Suggestion, ...] = ()
    taken_up: tuple[Suggestion, ...] = ()
    put_off: tuple[Suggestion, ...] = ()

    @classmethod
    def among(cls, suggestions: Iterable[Suggestion]) -> CannotWait:
        """Return what of some suggestions cannot wait."""
        found: dict[PressingState, list[Suggestion]] = {state: [] for state in PressingState}
        for one in sorted(suggestions, key=lambda one: one.template.effort.hours):
            if state := one.pressing_state:
                found[state].append(one)
        return cls(*(tuple(found[state]) for state in PressingState))

    def __bool__(self) -> bool:
        return bool(self.open or self.taken_up or self.put_off)

    @property
    def dealt_with(self) -> tuple[Suggestion, ...]:
        return (*self.taken_up, *self.put_off)


def what_cannot_wait(organisation: Organisation, check: Check | None = None) -> CannotWait:
    """Return what the latest closed check says cannot wait; it is fetched where none is given."""
    check = check or Check.objects.of(organisation).finished().first()
    if check is None:
        return CannotWait()
    check.organisation = organisation
    return CannotWait.among(suggest_measures(CheckState(check)))


def accept_suggestion(check_state: CheckState, template_key: str, by: User) -> Measure:
    """Take a suggested measure into the list with its steps, once however often it is called.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = check_state.document.template_by_key[template_key]
    organisation_id = check_state.check.organisation_id

    def create() -> Measure:
        measure = Measure.objects.create(
            organisation_id=organisation_id,
            title=template.title,
            what=template.what,
            why=template.why,
            existing=template.existing,
            catalogue_id=check_state.check.catalogue_id,
            template_key=template.key,
            effort_hours=template.effort.hours,
            effort_days=template.effort.days,
            created_by=by,
        )
        Step.objects.bulk_create(
            Step(organisation_id=organisation_id, measure=measure, position=position, text=text)
            for position, text in enumerate(template.steps, start=1)
        )
        return measure

    accepted = Measure.objects.filter(organisation_id=organisation_id, template_key=template.key)
    # Accepted already, perhaps by a double click; removed again perhaps, too.
    measure, is_new = create_or_find(create, accepted.first)
    if is_new:
        record(ACCEPTED, by=by, subject=measure)
    DeclinedSuggestion.objects.filter(
        organisation_id=organisation_id, template_key=template.key
    ).delete()
    return measure


def take_up(check_state: CheckState, template_key: str, by: User) -> Measure:
    """Plan a suggested measure now, on the list already or not, and return it.

    Raises `KeyError` when the catalogue has no such template.
    """
    accepted = accept_suggestion(check_state, template_key, by)
    measure = Measure.objects.select_for_update().get(
        organisation_id=accepted.organisation_id, pk=accepted.pk
    )
    if measure.status not in TAKEN_UP:
        stored = copy(measure)
        measure.status = Status.PLANNED
        MEASURES.change(measure, stored=stored, seen_version=stored.version, by=by)
    return measure


def decline_suggestion(
    check_state: CheckState, template_key: str, reason: str, by: User
) -> DeclinedSuggestion:
    """Remember that a suggested measure is not wanted, or one that cannot wait not now, and why.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = check_state.document.template_by_key[template_key]
    decision, _is_new = DeclinedSuggestion.objects.update_or_create(
        organisation_id=check_state.check.organisation_id,
        template_key=template.key,
        defaults={
            "catalogue_id": check_state.check.catalogue_id,
            "reason": reason,
            "declined_by": by,
        },
    )
    record(
        PUT_OFF if _cannot_wait(template, evidence_for(template, check_state)) else DECLINED,
        organisation_id=check_state.check.organisation_id,
        by=by,
        subject=template.title,
        after={_("Begründung"): reason},
    )
    return decision


def reconsider_suggestion(check_state: CheckState, template_key: str, by: User) -> None:
    """Put a declined suggestion back among the open ones.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = check_state.document.template_by_key[template_key]
    removed, _rows = DeclinedSuggestion.objects.filter(
        organisation_id=check_state.check.organisation_id, template_key=template_key
    ).delete()
    if removed:
        record(
            RECONSIDERED,
            organisation_id=check_state.check.organisation_id,
            by=by,
            subject=template.title,
        )
