"""What became of measures that were carried out, and how the next check learns of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Question
from checks.domain.check_state import CheckState
from checks.domain.repeating import Experience
from measures.models import Measure, Outcome, Status
from organisations.compiled import Compiled, together
from organisations.domain.auditing import Action
from organisations.domain.editing import RowEditor

ANSWERED = Action("measure.outcome_answered", _("Fragen zum Abschluss beantwortet"))

FIELDS = ("brought", "used", "following")
QUESTIONS = {one.name: one.verbose_name for one in Outcome._meta.fields if one.name in FIELDS}

OUTCOMES: RowEditor[Outcome] = RowEditor(FIELDS, changed=ANSWERED)


def outcome_of(measure: Measure) -> Outcome | None:
    """Return what people said became of a measure, None as long as nobody did."""
    return measure.outcomes.first()


_with_outcome = Compiled(
    lambda organisation: (
        Measure.objects.filter(
            Exists(
                Outcome.objects.filter(
                    organisation_id=OuterRef("organisation_id"), measure_id=OuterRef("pk")
                )
            ),
            organisation_id=organisation,
            status=Status.DONE,
        )
        .order_by()
        .only("template_key")
    )
)


def _templates_with_outcome(organisation_id: int) -> frozenset[str]:
    """Return the keys of templates of which people said what their measures brought."""
    (measures,) = together({"organisation": organisation_id}, _with_outcome)
    return frozenset(measure.template_key for measure in measures)


def experiences_on(check_state: CheckState, question: Question, slug: str) -> list[Experience]:
    """Return what measures that answers to a question suggest brought, where people said so."""
    templates = check_state.document.template_by_key.values()
    keys = {template.key for template in templates if question.key in template.question_keys}
    # Nearly always nobody said anything yet, and that is quickly known.
    told = keys and keys & _templates_with_outcome(check_state.check.organisation_id)
    if not told:
        return []
    found = (
        Outcome.objects.filter(
            organisation_id=check_state.check.organisation_id,
            measure__template_key__in=sorted(told),
            measure__status=Status.DONE,
        )
        .select_related("measure")
        .order_by("-measure__done_at", "-id")
    )
    return [
        Experience(
            title=outcome.measure.title,
            address=reverse(
                "measures:detail", kwargs={"slug": slug, "measure_id": outcome.measure_id}
            ),
            done_at=outcome.measure.done_at,
            said=tuple(
                (str(QUESTIONS[name]), _said(outcome, name))
                for name in FIELDS
                if getattr(outcome, name)
            ),
        )
        for outcome in found
    ]


def _said(outcome: Outcome, name: str) -> str:
    return str(outcome.get_used_display() if name == "used" else getattr(outcome, name))
