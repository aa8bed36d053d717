"""Storing which systems a measure touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checks.domain import surveying
from checks.domain.systems import SYSTEMS
from checks.models import Connection, System, SystemState
from measures.domain.prioritising import count_up, write_measure
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


def joining_words(connection: Connection) -> dict[str, str]:
    """Return title, what and why of a measure that replaces a transfer by hand."""
    names = {"source": connection.source.name, "target": connection.target.name}
    minutes = surveying.minutes_a_week(connection)
    why = gettext("Heute von Hand: %s.") % surveying.said(connection)
    if minutes:
        why += " " + gettext("In der Woche kostet das %s.") % surveying.duration(minutes)
    return {
        "title": gettext("%(source)s und %(target)s verbinden") % names,
        "what": gettext("Daten aus %(source)s kommen ohne Abtippen in %(target)s an.") % names,
        "why": why,
    }


def measures_joining(connection: Connection) -> models.QuerySet[Measure]:
    """Return the measures that touch both systems of a connection."""
    found = Measure.objects.filter(organisation_id=connection.organisation_id)
    ends = (connection.source_id, connection.target_id)
    return found.filter(touches__system=ends[0]).filter(touches__system=ends[1])


def write_joining_measure(
    measure: Measure, steps: Sequence[str], connection: Connection, by: User
) -> Measure:
    """Store a measure as `write_measure` does; it connects both systems of a connection."""
    with transaction.atomic():
        written = write_measure(measure, steps, by)
        ends = dict.fromkeys((connection.source, connection.target), TouchKind.CONNECTS)
        set_systems(written, ends, new_name="", seen_version=written.version, by=by)
    return written
