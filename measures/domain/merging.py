"""Merging requirements that say the same, and taking it back.

A new requirement takes the place of the merged ones with everything that belonged to any of
them. They stay untouched behind it, so nothing is lost and taking it back is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.requirements import AlreadyNoted
from checks.domain.tool_ranking import ToolVerdict, least_favourable
from checks.models import (
    NEEDED_BY_LENGTH,
    ComparedRequirement,
    Judgement,
    Priority,
    Requirement,
    RequirementSystem,
)
from measures.models import MeasureRequirement
from organisations.domain.auditing import Action, record
from organisations.domain.saving import refusing_twice
from organisations.models import User

MERGED = Action("requirement.merged", gettext_lazy("Anforderungen zusammengeführt"))
PARTED = Action("requirement.parted", gettext_lazy("Zusammenführung zurückgenommen"))

REMARK_LENGTH = 500


class NothingToMerge(Exception):
    """Fewer than two requirements of the list were given."""


@dataclass(frozen=True)
class Wording:
    """What the merged requirement says."""

    text: str
    priority: str
    needed_by: str
    area_key: str


def proposed_wording(requirements: Sequence[Requirement]) -> Wording:
    """Return what two or more requirements would say together: the most that any of them asks."""
    first = requirements[0]
    highest = min(requirements, key=lambda one: Priority.values.index(one.priority))
    areas = [one.area_key for one in requirements if one.area_key]
    return Wording(
        first.text,
        highest.priority,
        joined((one.needed_by for one in requirements), ", ", NEEDED_BY_LENGTH),
        areas[0] if areas else "",
    )


def joined(texts: Iterable[str], separator: str, longest: int) -> str:
    """Return different texts in one, without repeating any, cut where it gets too long."""
    whole = separator.join(dict.fromkeys(text for text in texts if text))
    return whole if len(whole) <= longest else f"{whole[: longest - 1]}…"


def merge_requirements(
    requirements: Sequence[Requirement], wording: Wording, by: User
) -> Requirement:
    """Put one requirement in the place of several and return it.

    It concerns all their systems, is met by all their measures and counts in all their
    comparisons; of each tool it says the least favourable of what was said. The requirements
    have to be locked by the caller. Raises `NothingToMerge`, and `AlreadyNoted` when another
    requirement says the same in the same check and area.
    """
    current = [one for one in requirements if one.is_current]
    if len(current) < 2:
        raise NothingToMerge
    with refusing_twice(AlreadyNoted):
        merged = _put_in_place_of(current, wording, by)
    _join_links(merged, current)
    _join_judgements(merged, current)
    record(
        MERGED,
        organisation_id=merged.organisation_id,
        by=by,
        subject=merged,
        before={_("Anforderung %d") % place: one.text for place, one in enumerate(current, 1)},
        after={_("Anforderung"): merged.text},
    )
    return merged


def _put_in_place_of(current: Sequence[Requirement], wording: Wording, by: User) -> Requirement:
    lead = next((one for one in current if one.text == wording.text), current[0])
    # It enters the list after the others left it: two of the same text cannot stand there.
    merged = Requirement(
        organisation_id=lead.organisation_id,
        check_run=lead.check_run,
        area_key=wording.area_key,
        question_key=lead.question_key if wording.area_key == lead.area_key else "",
        text=wording.text,
        priority=wording.priority,
        needed_by=wording.needed_by,
        source=lead.source,
        removed_at=timezone.now(),
        created_by=by,
    )
    merged.save()
    for one in current:
        one.merged_into = merged
        one.save(update_fields=["merged_into"])
    merged.removed_at = None
    merged.save(update_fields=["removed_at"])
    return merged


def _join_links(merged: Requirement, parts: Sequence[Requirement]) -> None:
    own = {"organisation_id": merged.organisation_id}
    for model, name in LINKS:
        ids = model.objects.filter(**own, requirement__in=parts).values_list(name, flat=True)
        model.objects.bulk_create(
            model(**own, requirement=merged, **{name: pk}) for pk in sorted(set(ids))
        )


# Everything that refers to requirements by a mere link, with the name of the other end.
LINKS: tuple[tuple[Any, str], ...] = (
    (RequirementSystem, "system_id"),
    (MeasureRequirement, "measure_id"),
    (ComparedRequirement, "comparison_id"),
)


def _join_judgements(merged: Requirement, parts: Sequence[Requirement]) -> None:
    """Say of each tool the least favourable of what was said; what nobody judged is open.

    A part that is not compared where the tool stands says nothing of it.
    """
    own = {"organisation_id": merged.organisation_id}
    said: dict[int, list[Judgement]] = {}
    judgements = Judgement.objects.filter(**own, requirement__in=parts).select_related("tool")
    for one in judgements.order_by("requirement_id"):
        said.setdefault(one.tool_id, []).append(one)
    chosen = set(
        ComparedRequirement.objects.filter(**own, requirement__in=parts).values_list(
            "comparison_id", "requirement_id"
        )
    )
    for tool_id, found in said.items():
        comparison_id = found[0].tool.comparison_id
        judged = {one.requirement_id for one in found}
        is_unjudged = any(
            (comparison_id, part.pk) in chosen and part.pk not in judged for part in parts
        )
        verdicts = [ToolVerdict(one.verdict) for one in found]
        verdicts += [ToolVerdict.OPEN] if is_unjudged else []
        Judgement.objects.create(
            **own,
            tool_id=tool_id,
            requirement=merged,
            verdict=str(least_favourable(verdicts)),
            remark=joined((one.remark for one in found), " / ", REMARK_LENGTH),
        )


def part_requirement(merged: Requirement, by: User) -> list[Requirement]:
    """Put the requirements back that were merged into this one, which goes; return them.

    Measures and systems that were added meanwhile, and what was said of tools in comparisons
    that none of them was part of, go to the first of them. Does nothing and returns an empty
    list when nothing was merged into it. Raises `AlreadyNoted` when one of them stands in the
    list again by now.
    """
    parts = list(
        Requirement.objects.filter(organisation=merged.organisation_id, merged_into=merged)
    )
    if not parts:
        return []
    with refusing_twice(AlreadyNoted):
        _put_back(merged, parts)
    record(
        PARTED,
        organisation_id=merged.organisation_id,
        by=by,
        subject=merged,
        after={_("Anforderung %d") % place: one.text for place, one in enumerate(parts, 1)},
    )
    return parts


def _put_back(merged: Requirement, parts: Sequence[Requirement]) -> None:
    lead = next((one for one in parts if one.text == merged.text), parts[0])
    own = {"organisation_id": merged.organisation_id}
    for model, name in LINKS:
        known = set(model.objects.filter(**own, requirement__in=parts).values_list(name, flat=True))
        model.objects.filter(**own, requirement=merged).exclude(**{f"{name}__in": known}).update(
            requirement=lead
        )
    judged = Judgement.objects.filter(**own, requirement__in=parts).values("tool")
    Judgement.objects.filter(**own, requirement=merged).exclude(tool__in=judged).update(
        requirement=lead
    )
    merged.removed_at = timezone.now()
    merged.save(update_fields=["removed_at"])
    for one in parts:
        one.merged_into = None
        one.save(update_fields=["merged_into"])
    merged.delete()
