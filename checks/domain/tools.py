"""Keeping comparisons of tools: what is compared, which tools there are, how they are judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checks.models import (
    ComparedRequirement,
    Judgement,
    Requirement,
    Tool,
    ToolComparison,
    VerdictChoice,
)
from organisations.domain.auditing import Action, record
from organisations.domain.editing import NameTaken, RowEditor
from organisations.domain.saving import refuse_stale
from organisations.models import User

BEGUN = Action("comparison.begun", _("Vergleich angelegt"))
CHANGED = Action("comparison.changed", _("Vergleich geändert"))
DISCARDED = Action("comparison.discarded", _("Vergleich gelöscht"))
TOOL_NOTED = Action("comparison.tool_noted", _("Werkzeug aufgenommen"))
TOOL_CHANGED = Action("comparison.tool_changed", _("Werkzeug geändert"))
TOOL_REMOVED = Action("comparison.tool_removed", _("Werkzeug gestrichen"))
JUDGED = Action("comparison.judged", _("Werkzeug beurteilt"))


class JudgementInput(NamedTuple):
    """What is said of a tool on one requirement."""

    verdict: str
    remark: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known yet."""
        return self.verdict == VerdictChoice.OPEN and not self.remark

    def in_words(self) -> str:
        """Return the verdict and the remark as people read them."""
        words = str(VerdictChoice(self.verdict).label)
        return f"{words} ({self.remark})" if self.remark else words


class ToolEditor(RowEditor[Tool]):
    """Stores tools; the trail names their comparison too."""

    def subject(self, row: Tool) -> str:
        """Return the tool and its comparison."""
        return f"{row} ({row.comparison})"


COMPARISONS: RowEditor[ToolComparison] = RowEditor(
    ("name", "purpose"), added=BEGUN, changed=CHANGED, removed=DISCARDED, taken=NameTaken
)
TOOLS = ToolEditor(
    ("name", "vendor", "address", "note"),
    added=TOOL_NOTED,
    changed=TOOL_CHANGED,
    removed=TOOL_REMOVED,
    taken=NameTaken,
)


def begin_comparison(
    comparison: ToolComparison, requirements: Iterable[Requirement], by: User
) -> ToolComparison:
    """Store a new comparison of tools on some requirements. Raises `NameTaken`."""
    COMPARISONS.add(comparison, by)
    choose_requirements(comparison, requirements)
    return comparison


def change_comparison(
    comparison: ToolComparison,
    requirements: Iterable[Requirement],
    *,
    seen_version: int,
    stored: ToolComparison,
    by: User,
) -> None:
    """Store a changed comparison; `stored` is the locked row as it is now.

    Raises `StaleRow` when it was changed since `seen_version`, and `NameTaken`.
    """
    with transaction.atomic():
        was, now = choose_requirements(comparison, requirements)
        label, others = _("Zahl der Anforderungen"), _("%d, andere Auswahl")
        before, after = {}, {}
        if was != now:
            before[label] = str(len(was))
            after[label] = str(len(now)) if len(was) != len(now) else others % len(now)
        COMPARISONS.change(
            comparison, stored=stored, seen_version=seen_version, by=by, before=before, after=after
        )


def choose_requirements(
    comparison: ToolComparison, requirements: Iterable[Requirement]
) -> tuple[set[int], set[int]]:
    """Store which requirements count; return the ids of current ones that did and that do now.

    What was removed or merged stays chosen, so that taking it back brings it back here too.
    """
    chosen = comparison.chosen.all()
    current = chosen.filter(requirement__removed_at=None, requirement__merged_into=None)
    there = set(current.values_list("requirement_id", flat=True))
    wanted = {requirement.pk for requirement in requirements}
    current.filter(requirement__in=there - wanted).delete()
    ComparedRequirement.objects.bulk_create(
        ComparedRequirement(
            organisation_id=comparison.organisation_id, comparison=comparison, requirement_id=pk
        )
        for pk in sorted(wanted - there)
    )
    return there, wanted


def judge_tool(
    tool: Tool, said: Mapping[Requirement, JudgementInput], *, seen_version: int, by: User
) -> None:
    """Store what is said of a tool on some requirements; on others it stays as it was.

    The tool has to be locked by the caller. Raises `StaleRow` when it was changed since
    `seen_version`.
    """
    stored = {one.requirement_id: one for one in tool.judgements.all()}
    before, after = {}, {}
    for requirement, words in said.items():
        known = stored.get(requirement.pk)
        was = (
            JudgementInput(known.verdict, known.remark)
            if known
            else JudgementInput(VerdictChoice.OPEN)
        )
        if was == words:
            continue
        refuse_stale(tool, seen_version)
        before[requirement.text], after[requirement.text] = was.in_words(), words.in_words()
        if words.is_empty:
            tool.judgements.filter(requirement=requirement).delete()
        else:
            Judgement.objects.update_or_create(
                organisation_id=tool.organisation_id,
                tool=tool,
                requirement=requirement,
                defaults={"verdict": words.verdict, "remark": words.remark},
            )
    if after:
        tool.version += 1
        tool.save(update_fields=["version", "updated_at"])
        record(
            JUDGED,
            organisation_id=tool.organisation_id,
            by=by,
            subject=TOOLS.subject(tool),
            before=before,
            after=after,
        )
