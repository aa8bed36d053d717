"""Keeping the list of requirements: noting, changing, removing, taking back, and its areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.domain.publishing import document_of
from checks.models import Catalogue, Check, Requirement, RequirementSystem, System
from organisations.domain import instance
from organisations.domain.auditing import Action, changed_fields
from organisations.domain.editing import RowEditor, Told
from organisations.models import Organisation, User

DOUBLE_CLICK = timedelta(minutes=1)
# So long what was removed can be taken back.
TO_RESTORE = timedelta(days=30)


class AlreadyNoted(Exception):
    """The same text stands in the list already, from the same check and area."""


class RequirementEditor(RowEditor[Requirement]):
    """Stores requirements; the trail names areas by their titles."""

    def differences(
        self, stored: Requirement, row: Requirement
    ) -> tuple[dict[str, str], dict[str, str]]:
        old, new = super().differences(stored, row)
        label = str(_("Handlungsfeld"))
        if label in new:
            areas = Areas(row.organisation)
            old[label], new[label] = areas.title(stored.area_key), areas.title(row.area_key)
        return old, new

    def told_on_adding(self, row: Requirement) -> Told:
        """Return who needs it and how much; the trail calls it by its text."""
        return changed_fields(Requirement(priority=""), row, ("priority", "needed_by", "source"))[1]

    def add(self, row: Requirement, by: User) -> Requirement:
        """Store a requirement of one's own; sent twice within a minute, it is kept once."""
        just_now = timezone.now() - DOUBLE_CLICK
        written = Requirement.objects.filter(organisation=row.organisation_id, created_by=by)
        twin = written.current().filter(text=row.text, created_at__gt=just_now).first()
        return twin or super().add(row, by)


REQUIREMENTS = RequirementEditor(
    ("text", "priority", "needed_by", "area_key", "source"),
    added=Action("requirement.written", _("Anforderung aufgenommen")),
    changed=Action("requirement.changed", _("Anforderung geändert")),
    removed=Action("requirement.removed", _("Anforderung entfernt")),
    restored=Action("requirement.restored", _("Anforderung zurückgeholt")),
    taken=AlreadyNoted,
)


def change_requirement(
    requirement: Requirement,
    systems: Iterable[System],
    *,
    seen_version: int,
    stored: Requirement,
    by: User,
) -> None:
    """Store a changed requirement; `stored` is the locked row as it is now.

    Raises `StaleRow` when it was changed since `seen_version`, and `AlreadyNoted`.
    """
    chosen = list(systems)
    label = str(_("Systeme"))
    was, now = systems_in_words(stored), ", ".join(sorted(one.name for one in chosen))
    before, after = ({label: was}, {label: now}) if was != now else ({}, {})
    REQUIREMENTS.change(
        requirement, stored=stored, seen_version=seen_version, by=by, before=before, after=after
    )
    set_systems(requirement, chosen)


def set_systems(requirement: Requirement, systems: Iterable[System]) -> None:
    """Store which systems a requirement concerns; the others it does not concern."""
    own = requirement.systems.all()
    wanted = {system.pk for system in systems}
    own.exclude(system__in=wanted).delete()
    there = set(own.values_list("system_id", flat=True))
    RequirementSystem.objects.bulk_create(
        RequirementSystem(
            organisation_id=requirement.organisation_id, requirement=requirement, system_id=pk
        )
        for pk in sorted(wanted - there)
    )


def systems_in_words(requirement: Requirement) -> str:
    """Return the names of the systems that a requirement concerns."""
    own = requirement.systems.all()
    return ", ".join(sorted(one.system.name for one in own.select_related("system")))


def forget_removed(before: datetime) -> int:
    """Delete for good what was removed before a moment; return how many."""
    over = Requirement.objects.filter(removed_at__lt=before)
    number = over.count()
    over.delete()
    return number


class Areas:
    """The areas of an organisation's catalogues, in two queries.

    `offered` are those of its latest check, or of the catalogue on which it would begin.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        used = list(
            Check.objects.of(organisation)
            .order_by("started_at", "id")
            .values_list("catalogue_id", flat=True)
        )
        if not used:
            newest = Catalogue.objects.newest(instance.catalogue_key())
            used = [newest.pk] if newest else []
        self._title_of: dict[str, str] = {}
        self.offered: list[tuple[str, str]] = []
        for catalogue_id in dict.fromkeys(used):
            document = document_of(catalogue_id)
            self._title_of |= {area.key: area.title for area in document.areas}
        if used:
            self.offered = [(area.key, area.title) for area in document_of(used[-1]).areas]

    def title(self, key: str) -> str:
        """Return the title of an area, empty for none, the key where no catalogue knows it."""
        return self._title_of.get(key, key)

    def position(self, key: str) -> int:
        """Return where an area stands among the offered ones; unknown ones come last."""
        keys = [known for known, _title in self.offered]
        return keys.index(key) if key in keys else len(keys)
