"""Keeping comparisons of tools: what is compared, which tools there are, how they are judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from checks import queries
from checks.models import (
    ComparedRequirement,
    Judgement,
    Requirement,
    Tool,
    ToolComparison,
    VerdictChoice,
)
from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale, refusing_twice
from organisations.models import User

BEGUN = Action("comparison.begun", _("Vergleich angelegt"))
CHANGED = Action("comparison.changed", _("Vergleich geändert"))
DISCARDED = Action("comparison.discarded", _("Vergleich gelöscht"))
TOOL_NOTED = Action("comparison.tool_noted", _("Werkzeug aufgenommen"))
TOOL_CHANGED = Action("comparison.tool_changed", _("Werkzeug geändert"))
TOOL_REMOVED = Action("comparison.tool_removed", _("Werkzeug gestrichen"))
JUDGED = Action("comparison.judged", _("Werkzeug beurteilt"))

COMPARISON_FIELDS = ("name", "purpose")
TOOL_FIELDS = ("name", "vendor", "address", "note")


class NameTaken(Exception):
    """Another comparison, or another tool of the comparison, has this name."""


class Said(NamedTuple):
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


def begin_comparison(
    comparison: ToolComparison, requirements: Iterable[Requirement], by: User
) -> ToolComparison:
    """Store a new comparison of tools on some requirements. Raises `NameTaken`."""
    comparison.created_by = by
    with refusing_twice(NameTaken):
        comparison.save()
    choose_requirements(comparison, requirements)
    record(BEGUN, organisation_id=comparison.organisation_id, by=by, subject=comparison)
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
    refuse_stale(stored, seen_version)
    comparison.version = stored.version + 1
    with refusing_twice(NameTaken):
        comparison.save()
    before, after = changed_fields(stored, comparison, COMPARISON_FIELDS)
    was, now = choose_requirements(comparison, requirements)
    if was != now:
        label = _("Zahl der Anforderungen")
        before[str(label)], after[str(label)] = str(was), str(now)
    record(
        CHANGED,
        organisation_id=comparison.organisation_id,
        by=by,
        subject=comparison,
        before=before,
        after=after,
    )


def choose_requirements(
    comparison: ToolComparison, requirements: Iterable[Requirement]
) -> tuple[int, int]:
    """Store which requirements count; return how many current ones did before and do now.

    What was removed or merged stays chosen, so that taking it back brings it back here too.
    """
    chosen = queries.chosen_in(comparison)
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
    return len(there), len(wanted)


def discard_comparison(comparison: ToolComparison, by: User) -> None:
    """Delete a comparison with its tools and judgements; the requirements stay."""
    record(DISCARDED, organisation_id=comparison.organisation_id, by=by, subject=comparison)
    comparison.delete()


def note_tool(tool: Tool, by: User) -> Tool:
    """Take a tool into its comparison. Raises `NameTaken`."""
    tool.created_by = by
    with refusing_twice(NameTaken):
        tool.save()
    record(TOOL_NOTED, organisation_id=tool.organisation_id, by=by, subject=_named(tool))
    return tool


def change_tool(tool: Tool, *, seen_version: int, stored: Tool, by: User) -> None:
    """Store a changed tool; `stored` is the locked row as it is now.

    Raises `StaleRow` when it was changed since `seen_version`, and `NameTaken`.
    """
    refuse_stale(stored, seen_version)
    tool.version = stored.version + 1
    with refusing_twice(NameTaken):
        tool.save()
    before, after = changed_fields(stored, tool, TOOL_FIELDS)
    record(
        TOOL_CHANGED,
        organisation_id=tool.organisation_id,
        by=by,
        subject=_named(tool),
        before=before,
        after=after,
    )


def remove_tool(tool: Tool, by: User) -> None:
    """Delete a tool with its judgements."""
    record(TOOL_REMOVED, organisation_id=tool.organisation_id, by=by, subject=_named(tool))
    tool.delete()


def judge_tool(
    tool: Tool, said: Mapping[Requirement, Said], *, seen_version: int, by: User
) -> None:
    """Store what is said of a tool on some requirements; on others it stays as it was.

    The tool has to be locked by the caller. Raises `StaleRow` when it was changed since
    `seen_version`.
    """
    refuse_stale(tool, seen_version)
    stored = {one.requirement_id: one for one in tool.judgements.all()}
    before, after = {}, {}
    for requirement, words in said.items():
        known = stored.get(requirement.pk)
        was = Said(known.verdict, known.remark) if known else Said(VerdictChoice.OPEN)
        if was == words:
            continue
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
    tool.version += 1
    tool.save(update_fields=["version"])
    if after:
        record(
            JUDGED,
            organisation_id=tool.organisation_id,
            by=by,
            subject=_named(tool),
            before=before,
            after=after,
        )


def _named(tool: Tool) -> str:
    return f"{tool} ({tool.comparison})"
