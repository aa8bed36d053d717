"""Removing what is kept no longer, as the host has set it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.domain.requirements import TO_RESTORE, forget_removed
from checks.models import Check
from lotse.reports.models import Report
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import AuditEntry, InstanceSettings, Organisation
from organisations.models.editable import RemovableModel

EXPIRED = Action("data.expired", _("Nach Ablauf der Frist gelöscht"))


def remove_what_is_over() -> int:
    """Delete finished checks, reports and trail older than the host wants; return how many.

    The latest finished check of an organisation stays: its list of measures rests on it. Each
    organisation's trail says what went, in the name of Lotse.
    """
    limits = InstanceSettings.objects.first() or InstanceSettings()
    if not any((limits.keep_checks_months, limits.keep_reports_months, limits.keep_trail_months)):
        return 0
    return sum(_remove_of(organisation, limits) for organisation in Organisation.objects.all())


def forget_removed_rows() -> int:
    """Delete for good what nobody took back in time; return how many rows went."""
    with tenancy.across(Organisation.objects.all()):
        gone = forget_removed(timezone.now() - TO_RESTORE)
        for model in apps.get_models():
            if issubclass(model, RemovableModel):
                gone += model.forget_removed()
    return gone


def _remove_of(organisation: Organisation, limits: InstanceSettings) -> int:
    with tenancy.activate(organisation):
        reports = Report.objects.filter(organisation=organisation)
        gone = {
            _("Berichte"): _remove(reports, "finished_at", limits.keep_reports_months),
            _("Checks"): _remove(
                _earlier_checks(organisation), "finished_at", limits.keep_checks_months
            ),
            _("Protokolleinträge"): _cut_trail(organisation, limits.keep_trail_months),
        }
        told = {label: number for label, number in gone.items() if number}
        if told:
            record(EXPIRED, organisation_id=organisation.pk, by=None, after=told)
    return sum(told.values())


def _earlier_checks(organisation: Organisation) -> Any:
    finished = Check.objects.of(organisation).finished()
    return finished.exclude(pk__in=finished.values("pk")[:1])


def _remove(rows: Any, field: str, months: int | None) -> int:
    if months is None:
        return 0
    over = list(rows.filter(**{f"{field}__lt": _months_ago(months)}).values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=over).delete()
    return len(over)


def _cut_trail(organisation: Organisation, months: int | None) -> int:
    if months is None:
        return 0
    return AuditEntry.objects.forget(organisation, before=_months_ago(months))


def _months_ago(months: int) -> datetime:
    """Return the moment so many calendar months ago, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute("select now() - make_interval(months => %s)", [months])
        found: datetime = cursor.fetchone()[0]
    return found
