"""Saved views of the list of measures in a demo organisation."""

from __future__ import annotations

from measures.domain.filtering import Filter, Grouping, Sorting, Trouble
from measures.domain.saved_views import save_view
from measures.models import ListPage
from organisations.models import Organisation, User

VIEWS = (
    ("Was wann ansteht", ListPage.LIST, Filter(sorting=Sorting.DUE, grouping=Grouping.MONTH)),
    ("Wo es hakt", ListPage.BOARD, Filter(trouble=Trouble.BLOCKED)),
)


def save_views(organisation: Organisation, by: User) -> None:
    """Save a view by month and one of what is blocked."""
    for name, page, wanted in VIEWS:
        save_view(organisation, name, page, wanted, by)
