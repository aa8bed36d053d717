"""Which measures the answers of a check suggest, and what an organisation decides on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Area, Question, Template
from checks.domain.check_state import CheckState
from checks.models import Requirement
from measures.models import DeclinedSuggestion, Measure, Step
from organisations.domain.auditing import Action, record
from organisations.domain.saving import create_or_find
from organisations.models import User

ACCEPTED = Action("measure.accepted", _("Vorschlag angenommen"))
DECLINED = Action("measure.declined", _("Vorschlag abgelehnt"))
RECONSIDERED = Action("measure.reconsidered", _("Abgelehnten Vorschlag zurückgeholt"))


@dataclass(frozen=True)
class Evidence:
    """An answer that suggests a measure: the question, the level and its sentence."""

    question: Question
    level: int
    sentence: str


@dataclass(frozen=True)
class Suggestion:
    """A measure template with what speaks for it and what was decided on it."""

    template: Template
    area: Area
    evidence: tuple[Evidence, ...]
    requirements: tuple[Requirement, ...]
    measure: Measure | None = None
    declined: DeclinedSuggestion | None = None

    @property
    def is_open(self) -> bool:
        return self.measure is None and self.declined is None

    @property
    def urgency(self) -> int:
        """How strongly the check asks for it: missing levels, and one for each requirement."""
        return sum(4 - piece.level for piece in self.evidence) + len(self.requirements)


def evidence_for(template: Template, run: CheckState) -> tuple[Evidence, ...]:
    """Return the answers of a check that suggest a measure template, in catalogue order."""
    found = []
    for question in run.flow.questions:
        levels = template.suggested_by.get(question.key)
        given = run.given.get(question.key)
        if levels and given and given.level in levels:
            found.append(Evidence(question, given.level, question.levels[given.level]))
    return tuple(found)


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


def suggest_measures(run: CheckState) -> list[Suggestion]:
    """Return what the answers of a check suggest, the most urgent first.

    A measure is suggested by an answer at one of its levels, never by a requirement alone.
    """
    organisation = run.check.organisation
    measures = {
        measure.template_key: measure
        for measure in Measure.objects.of(organisation).from_templates()
    }
    declined = {
        decision.template_key: decision
        for decision in DeclinedSuggestion.objects.filter(organisation=organisation).select_related(
            "declined_by"
        )
    }
    suggestions = []
    for template in run.document.templates:
        evidence = evidence_for(template, run)
        if not evidence:
            continue
        area = run.document.area_of[template.key]
        suggestions.append(
            Suggestion(
                template,
                area,
                evidence,
                requirements_for(template, area, run.requirements),
                measures.get(template.key),
                declined.get(template.key),
            )
        )
    return sorted(suggestions, key=lambda suggestion: -suggestion.urgency)


def accept_suggestion(run: CheckState, template_key: str, by: User) -> Measure:
    """Take a suggested measure into the list with its steps, once however often it is called.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = run.document.template_by_key[template_key]
    organisation_id = run.check.organisation_id

    def create() -> Measure:
        measure = Measure.objects.create(
            organisation_id=organisation_id,
            title=template.title,
            what=template.what,
            why=template.why,
            existing=template.existing,
            catalogue_id=run.check.catalogue_id,
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


def decline_suggestion(
    run: CheckState, template_key: str, reason: str, by: User
) -> DeclinedSuggestion:
    """Remember that a suggested measure is not wanted, and why.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = run.document.template_by_key[template_key]
    decision, _is_new = DeclinedSuggestion.objects.update_or_create(
        organisation_id=run.check.organisation_id,
        template_key=template.key,
        defaults={
            "catalogue_id": run.check.catalogue_id,
            "reason": reason,
            "declined_by": by,
        },
    )
    record(
        DECLINED,
        organisation_id=run.check.organisation_id,
        by=by,
        subject=template.title,
        after={_("Begründung"): reason},
    )
    return decision


def reconsider_suggestion(run: CheckState, template_key: str, by: User) -> None:
    """Put a declined suggestion back among the open ones.

    Raises `KeyError` when the catalogue has no such template.
    """
    template = run.document.template_by_key[template_key]
    removed, _rows = DeclinedSuggestion.objects.filter(
        organisation_id=run.check.organisation_id, template_key=template_key
    ).delete()
    if removed:
        record(
            RECONSIDERED,
            organisation_id=run.check.organisation_id,
            by=by,
            subject=template.title,
        )
