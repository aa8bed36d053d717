"""Saved views of the list: a filter and a page, under a name for all in the organisation."""

from __future__ import annotations

from dataclasses import asdict, fields

from django.utils.translation import gettext_lazy as _

from measures.domain.filtering import Filter
from measures.models import SavedView
from organisations.domain.auditing import Action, record
from organisations.domain.editing import NameTaken
from organisations.domain.saving import refusing_twice
from organisations.models import Organisation, User

VIEW_SAVED = Action("measure.view_saved", _("Ansicht der Maßnahmen gespeichert"))
VIEW_REMOVED = Action("measure.view_removed", _("Ansicht der Maßnahmen entfernt"))


def save_view(organisation: Organisation, name: str, page: str, wanted: Filter, by: User) -> None:
    """Store a filter under a name. Raises `NameTaken`."""
    view = SavedView(
        organisation=organisation, name=name, page=page, created_by=by, **asdict(wanted)
    )
    with refusing_twice(NameTaken):
        view.save()
    record(VIEW_SAVED, organisation_id=organisation.pk, by=by, subject=view)


def remove_view(view: SavedView, by: User) -> None:
    """Remove a view; the measures in it stay as they are."""
    record(VIEW_REMOVED, organisation_id=view.organisation_id, by=by, subject=view)
    view.delete()


def filter_of(view: SavedView) -> Filter:
    """Return what a view shows."""
    return Filter(**{field.name: getattr(view, field.name) for field in fields(Filter)})
