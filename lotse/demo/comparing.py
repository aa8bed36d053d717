"""Builds requirements of one's own and comparisons of tools in the demo organisations."""

from __future__ import annotations

from collections.abc import Iterable

from checks.domain import tools
from checks.domain.requirements import REQUIREMENTS, set_systems
from checks.domain.tools import JudgementInput
from checks.models import (
    Requirement,
    RequirementSource,
    System,
    Tool,
    ToolComparison,
    VerdictChoice,
)
from lotse.demo.comparisons import DemoComparison, Wish
from measures.domain.measure_requirements import set_measures
from measures.models import Measure
from organisations.models import Organisation, User

SIGNS = {
    "+": VerdictChoice.MET,
    "~": VerdictChoice.PARTLY,
    "-": VerdictChoice.NOT_MET,
    "?": VerdictChoice.OPEN,
}


def write_requirements(organisation: Organisation, wishes: Iterable[Wish], by: User) -> None:
    """Note what did not come up in the check, and what belongs to each requirement."""
    systems = {system.name: system for system in System.objects.filter(organisation=organisation)}
    measure_of = {measure.template_key: measure for measure in Measure.objects.of(organisation)}
    for wish in wishes:
        concerned = [systems[name] for name in wish.systems]
        if wish.source == RequirementSource.QUESTION:
            requirement = _by_text(organisation)[wish.text]
        else:
            requirement = REQUIREMENTS.add(
                Requirement(
                    organisation=organisation,
                    area_key=wish.area,
                    text=wish.text,
                    priority=wish.priority,
                    needed_by=wish.needed_by,
                    source=wish.source,
                ),
                by,
            )
        set_systems(requirement, concerned)
        meeting = [measure_of[key] for key in wish.measures]
        set_measures(requirement, seen=[], chosen=meeting, by=by)


def compare_tools(
    organisation: Organisation, comparisons: Iterable[DemoComparison], by: User
) -> None:
    """Compare tools and judge them."""
    by_text = _by_text(organisation)
    for one in comparisons:
        chosen = [by_text[text] for text in one.requirements]
        comparison = tools.begin_comparison(
            ToolComparison(organisation=organisation, name=one.name, purpose=one.purpose),
            chosen,
            by,
        )
        for demo in one.tools:
            tool = tools.TOOLS.add(
                Tool(
                    organisation=organisation,
                    comparison=comparison,
                    name=demo.name,
                    vendor=demo.vendor,
                    address=demo.address,
                    note=demo.note,
                ),
                by,
            )
            said = {
                requirement: JudgementInput(SIGNS[sign], demo.remarks.get(number, ""))
                for number, (requirement, sign) in enumerate(
                    zip(chosen, demo.verdicts, strict=True), start=1
                )
            }
            tools.judge_tool(tool, said, seen_version=tool.version, by=by)


def _by_text(organisation: Organisation) -> dict[str, Requirement]:
    return {
        one.text: one for one in Requirement.objects.filter(organisation=organisation).current()
    }
