"""A comparison of tools as it stands in the database: rows, columns and a summary in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.requirements import Areas
from checks.domain.tool_ranking import Demand, MustGroup, ToolResult, ToolVerdict, Weight, compare
from checks.domain.tools import JudgementInput
from checks.models import (
    Judgement,
    Priority,
    Requirement,
    RequirementSystem,
    System,
    Tool,
    ToolComparison,
    VerdictChoice,
)
from organisations.models import Organisation

GROUPS: dict[MustGroup, str | Promise] = {
    MustGroup.ALL_MUSTS: gettext_lazy("erfüllt alles, was sein muss"),
    MustGroup.MUSTS_UNCERTAIN: gettext_lazy("Muss-Anforderung offen oder nur teilweise erfüllt"),
    MustGroup.MUSTS_UNMET: gettext_lazy("Muss-Anforderung nicht erfüllt"),
}


def headline(outcome: ToolResult) -> str:
    """Return one sentence on the „must“ requirements, which decide before any points."""
    musts = sum(outcome.counts[Weight.MUST, verdict] for verdict in ToolVerdict)
    if not musts:
        return _("Es gibt hier keine Muss-Anforderung.")
    parts = [
        text % number
        for text, number in (
            (_("%d nicht erfüllt"), len(outcome.unmet_musts)),
            (_("%d nur teilweise erfüllt"), len(outcome.partly_musts)),
            (_("%d noch offen"), len(outcome.open_musts)),
        )
        if number
    ]
    if not parts:
        return ngettext(
            "Erfüllt %d von %d Muss-Anforderung.", "Erfüllt %d von %d Muss-Anforderungen.", musts
        ) % (musts, musts)
    text = ngettext("Von %d Muss-Anforderung: ", "Von %d Muss-Anforderungen: ", musts)
    return text % musts + ", ".join(parts) + "."


def overview(outcome: ToolResult, weight: Weight) -> str:
    """Return how many requirements of a weight got which verdict, such as „3 erfüllt, 1 offen“."""
    words = {
        ToolVerdict.NOT_MET: _("nicht erfüllt"),
        ToolVerdict.OPEN: _("offen"),
        ToolVerdict.PARTLY: _("teilweise"),
        ToolVerdict.MET: _("erfüllt"),
    }
    counted = [
        f"{outcome.counts[weight, verdict]} {words[verdict]}"
        for verdict in (ToolVerdict.MET, ToolVerdict.PARTLY, ToolVerdict.NOT_MET, ToolVerdict.OPEN)
        if outcome.counts[weight, verdict]
    ]
    return ", ".join(counted) or "–"


UNKNOWN = JudgementInput(VerdictChoice.OPEN)


@dataclass(frozen=True)
class Cell:
    """What is said of one tool on one requirement."""

    tool: Tool
    requirement: Requirement
    said: JudgementInput

    @property
    def verdict(self) -> ToolVerdict:
        """The verdict as the calculation knows it."""
        return ToolVerdict(self.said.verdict)

    @property
    def label(self) -> str:
        """The verdict in a word or two."""
        return str(VerdictChoice(self.said.verdict).label)

    @property
    def is_missing_must(self) -> bool:
        """Whether a „must“ is not met here."""
        return self.requirement.priority == Priority.MUST and self.verdict is not ToolVerdict.MET


@dataclass(frozen=True)
class RequirementLine:
    """One requirement with its number, its area, its systems and what is said of each tool."""

    number: int
    requirement: Requirement
    area: str
    systems: tuple[System, ...]
    cells: tuple[Cell, ...]

    @property
    def system_names(self) -> str:
        """The systems that the requirement concerns."""
        return ", ".join(system.name for system in self.systems)


@dataclass(frozen=True)
class Summary:
    """What the comparison says of one tool, with the requirements in words."""

    tool: Tool
    outcome: ToolResult
    unmet_musts: tuple[RequirementLine, ...]
    partly_musts: tuple[RequirementLine, ...]
    open_musts: tuple[RequirementLine, ...]

    @property
    def headline(self) -> str:
        """One sentence on what must be."""
        return headline(self.outcome)

    @property
    def standing(self) -> str:
        """What the „must“ requirements say, in a few words."""
        return str(GROUPS[self.outcome.group])

    @property
    def is_ruled_out(self) -> bool:
        """Whether a „must“ is not met."""
        return self.outcome.group is MustGroup.MUSTS_UNMET

    @property
    def is_settled(self) -> bool:
        """Whether every „must“ is met."""
        return self.outcome.group is MustGroup.ALL_MUSTS

    @property
    def by_priority(self) -> list[tuple[str, str]]:
        """How many requirements of each priority got which verdict."""
        return [
            (str(priority.label), overview(self.outcome, Weight(priority.value)))
            for priority in Priority
        ]


class RequirementSheet:
    """Requirements in the order of a specification: by priority, then area, then as noted.

    With a `comparison` those that were chosen for it, with its tools and what is said of them;
    without one all of the organisation. Every part is fetched once, however many rows.
    """

    def __init__(
        self, organisation: Organisation, comparison: ToolComparison | None = None
    ) -> None:
        self.organisation = organisation
        self.comparison = comparison

    @cached_property
    def areas(self) -> Areas:
        """The areas with their titles."""
        return Areas(self.organisation)

    @cached_property
    def requirements(self) -> list[Requirement]:
        """The requirements in order."""
        found = Requirement.objects.filter(organisation=self.organisation).current()
        if self.comparison is not None:
            found = found.filter(pk__in=self.comparison.chosen.values("requirement"))
        return sorted(
            found,
            key=lambda one: (
                PRIORITIES.index(one.priority),
                self.areas.position(one.area_key),
                one.pk,
            ),
        )

    @cached_property
    def demands(self) -> list[Demand]:
        """The requirements as the calculation knows them."""
        return [Demand(one.pk, Weight(one.priority)) for one in self.requirements]

    @cached_property
    def tools(self) -> list[Tool]:
        """The tools in the order in which they were taken in."""
        if self.comparison is None:
            return []
        return list(self.comparison.tools.all())

    @cached_property
    def said(self) -> dict[tuple[int, int], JudgementInput]:
        """What is said, by tool and requirement."""
        if self.comparison is None:
            return {}
        return {
            (one.tool_id, one.requirement_id): JudgementInput(one.verdict, one.remark)
            for one in Judgement.objects.filter(tool__comparison=self.comparison)
        }

    @cached_property
    def lines(self) -> list[RequirementLine]:
        """The requirements, numbered from 1, with everything said of them."""
        systems: dict[int, list[System]] = {}
        links = RequirementSystem.objects.filter(organisation=self.organisation).select_related(
            "system"
        )
        for link in links.order_by("system__name"):
            systems.setdefault(link.requirement_id, []).append(link.system)
        return [
            RequirementLine(
                number,
                requirement,
                self.areas.title(requirement.area_key),
                tuple(systems.get(requirement.pk, ())),
                tuple(
                    Cell(tool, requirement, self.said.get((tool.pk, requirement.pk), UNKNOWN))
                    for tool in self.tools
                ),
            )
            for number, requirement in enumerate(self.requirements, start=1)
        ]

    @property
    def groups(self) -> list[tuple[Priority, list[RequirementLine]]]:
        """The lines by priority; priorities without any are left out."""
        grouped = [
            (priority, [line for line in self.lines if line.requirement.priority == priority])
            for priority in Priority
        ]
        return [(priority, lines) for priority, lines in grouped if lines]

    @cached_property
    def summaries(self) -> list[Summary]:
        """What the comparison says of each tool, the best first."""
        verdicts = {
            tool.pk: {
                requirement: ToolVerdict(said.verdict)
                for (judged, requirement), said in self.said.items()
                if judged == tool.pk
            }
            for tool in self.tools
        }
        by_id = {tool.pk: tool for tool in self.tools}
        line_of = {line.requirement.pk: line for line in self.lines}
        return [
            Summary(
                by_id[outcome.tool],
                outcome,
                *(
                    tuple(line_of[key] for key in keys)
                    for keys in (outcome.unmet_musts, outcome.partly_musts, outcome.open_musts)
                ),
            )
            for outcome in compare(self.demands, verdicts)
        ]

    @property
    def nobody_meets_all_musts(self) -> bool:
        """Whether there are tools, and none is known to meet every „must“."""
        return bool(self.summaries) and not any(one.is_settled for one in self.summaries)


PRIORITIES = [str(priority) for priority in Priority]
