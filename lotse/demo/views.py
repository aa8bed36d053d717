"""Saved views of the list of measures in a demo organisation."""

from __future__ import annotations

from measures.domain.filtering import Filter, Grouping, Sorting, Trouble
from measures.domain.listing import SAVED_VIEWS
from measures.models import ListPage, SavedView
from organisations.models import Organisation, User

VIEWS = (
    ("Was wann ansteht", ListPage.LIST, Filter(sorting=Sorting.DUE, grouping=Grouping.MONTH)),
    ("Wo es hakt", ListPage.BOARD, Filter(trouble=Trouble.BLOCKED)),
)


def save_views(organisation: Organisation, by: User) -> None:
    """Save a view by month and one of what is blocked."""
    for name, page, wanted in VIEWS:
        view = SavedView(organisation=organisation, name=name, page=page, **vars(wanted))
        SAVED_VIEWS.add(view, by)
