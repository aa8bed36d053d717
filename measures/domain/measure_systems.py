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
    wanted = dict(kinds)
    stored = {touch.system_id: touch.kind for touch in measure.touches.all()}
    if not new_name and stored == {system.pk: kind for system, kind in wanted.items()}:
        return
    refuse_stale(measure, seen_version)
    before = _in_words(measure)
    if new_name:
        planned = System(
            organisation_id=measure.organisation_id, name=new_name, state=SystemState.PLANNED
        )
        wanted[SYSTEMS.add(planned, by)] = TouchKind.INTRODUCES
    own = MeasureSystem.objects.filter(organisation_id=measure.organisation_id, measure=measure)
    own.exclude(system__in=wanted).delete()
    for system, kind in wanted.items():
        MeasureSystem.objects.update_or_create(
            organisation_id=measure.organisation_id,
            measure=measure,
            system=system,
            defaults={"kind": kind},
        )
    count_up(measure)
    after = _in_words(measure)
    if before != after:
        record(
            TOUCHED,
            organisation_id=measure.organisation_id,
            by=by,
            subject=measure,
            before={name: kind for name, kind in before.items() if after.get(name) != kind},
            after={name: kind for name, kind in after.items() if before.get(name) != kind},
        )


def _in_words(measure: Measure) -> dict[str, str]:
    touches = MeasureSystem.objects.filter(organisation_id=measure.organisation_id, measure=measure)
    return {
        str(touch.system): str(touch.get_kind_display())
        for touch in touches.select_related("system")
    }
