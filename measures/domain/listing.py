"""The list of measures of an organisation, as all pages show it, and its saved views."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from checks.domain.surveying import SystemLandscape
from checks.models import System
from measures.domain.filtering import Filter, area_of, german_key, matching
from measures.domain.prioritising import Row, ranked_list
from measures.models import CriterionWeights, SavedView
from organisations.domain.auditing import Action
from organisations.domain.editing import NameTaken, RowEditor
from organisations.models import Membership, Organisation

SAVED_VIEWS: RowEditor[SavedView] = RowEditor(
    ("name", "page"),
    changed=Action("measure.view_saved", _("Ansicht der Maßnahmen gespeichert")),
    removed=Action("measure.view_removed", _("Ansicht der Maßnahmen entfernt")),
    taken=NameTaken,
)


class MeasureList:
    """All measures of an organisation with their places, and what of them one can filter by."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.weights = CriterionWeights.of(organisation)
        self._landscape = SystemLandscape(organisation.pk)

    @cached_property
    def rows(self) -> list[Row]:
        """All measures: ranked, then unrated, then closed ones."""
        return ranked_list(self.organisation, self._landscape, self.weights)

    @cached_property
    def members(self) -> list[Membership]:
        """Everyone who can be responsible, by name."""
        return list(Membership.objects.of(self.organisation).with_people())

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Key and title of the areas that measures come from, by title."""
        found = {area_of(row.measure) for row in self.rows} - {("", "")}
        return sorted(found, key=lambda area: german_key(area[1]))

    @cached_property
    def systems(self) -> list[System]:
        """The systems that measures touch, by name."""
        touched = {touch.system_id for row in self.rows for touch in row.measure.touches.all()}
        if not touched:
            return []
        return [system for system in self._landscape.systems if system.pk in touched]

    def matching(self, wanted: Filter) -> list[Row]:
        """Return the rows that a filter asks for, in its order."""
        return matching(self.rows, wanted)


def filter_of(view: SavedView) -> Filter:
    """Return what a saved view shows."""
    return Filter(**{field.name: getattr(view, field.name) for field in fields(Filter)})
