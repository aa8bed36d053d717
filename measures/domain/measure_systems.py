"""Storing which systems a measure touches."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from checks.domain.systems import SYSTEMS
from checks.models import System, SystemState
from measures.domain.prioritising import count_up
from measures.models import Measure, MeasureSystem, TouchKind
from organisations.domain.auditing import Action, record
from organisations.domain.saving import refuse_stale
from organisations.models import User

TOUCHED = Action("measure.touched", _("Systeme der Maßnahme geändert"))


def set_systems(
    measure: Measure,
    kinds: Mapping[System, str],
    *,
    new_name: str,
    seen_version: int,
    by: User,
) -> None:
    """Store what a measure does with which systems; the others it does not touch.

    The measure has to be locked by the caller. `new_name` is the name of a system that the
    measure introduces and that is not in the list yet; it becomes a planned system. Where nothing
    differs nothing is written. Raises `StaleRow` when the measure was changed since
    `seen_version`, and `NameTaken`.
    """
    own = MeasureSystem.objects.filter(organisation_id=measure.organisation_id, measure=measure)
    stored = {touch.system: touch.kind for touch in own.select_related("system")}
    wanted = dict(kinds)
    if not new_name and stored == wanted:
        return
    refuse_stale(measure, seen_version)
    if new_name:
        planned = System(
            organisation_id=measure.organisation_id, name=new_name, state=SystemState.PLANNED
        )
        wanted[SYSTEMS.add(planned, by)] = TouchKind.INTRODUCES
    own.exclude(system__in=wanted).delete()
    for system, kind in wanted.items():
        MeasureSystem.objects.update_or_create(
            organisation_id=measure.organisation_id,
            measure=measure,
            system=system,
            defaults={"kind": kind},
        )
    count_up(measure)
    record(
        TOUCHED,
        organisation_id=measure.organisation_id,
        by=by,
        subject=measure,
        before=_differing(stored, wanted),
        after=_differing(wanted, stored),
    )


def _differing(kinds: Mapping[System, str], others: Mapping[System, str]) -> dict[str, str]:
    return {
        system.name: str(TouchKind(kind).label)
        for system, kind in kinds.items()
        if others.get(system) != kind
    }
