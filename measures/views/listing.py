"""The four pages that show one list: table, board, matrix and line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checks.models import Check
from measures.domain.bulk import in_words, latest_to_undo
from measures.domain.completing import outcome_of
from measures.domain.filtering import Filter, Sorting, grouped
from measures.domain.listing import (
    MeasureList,
    Timeline,
    columns,
    filter_of,
    last_to_change,
    on_the_board,
)
from measures.domain.listing import move as move_card
from measures.domain.prioritising import Row
from measures.domain.suggesting import what_cannot_wait
from measures.forms.bulk import BulkForm, MoveCardForm
from measures.forms.filtering import FilterForm
from measures.models import ListPage, SavedView, Status
from measures.views.explaining import hints_on
from measures.views.lookups import measure_or_404
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import lead_to, render_part, wants_part
from organisations.views.saving import CONFLICT, UNPROCESSABLE

ROWS_A_PAGE = 50
LONGEST_QUERY = 2000


@dataclass(frozen=True)
class Link:
    name: str
    url: str
    is_here: bool = False


def address(request: OrganisationRequest, page: str, wanted: Filter) -> str:
    """Return the address of a page of the list with a filter."""
    url = reverse(f"measures:{page}", kwargs={"slug": request.organisation.slug})
    return f"{url}?{wanted.query}" if wanted.query else url


def sent_query(request: OrganisationRequest) -> QueryDict:
    """Return the filter that a form carries along."""
    return QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])


class ListView:
    """What the pages of the list have in common: the list, the filter, and how it is shown."""

    def __init__(self, request: OrganisationRequest, page: ListPage, query: QueryDict) -> None:
        self.request, self.page, self.query = request, page, query
        self.listed = MeasureList(request.organisation)
        self.form = FilterForm(self.listed, query, every_status=page is ListPage.BOARD)
        self.wanted = self.form.filter

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Show the page, or to htmx only what depends on the filter."""
        request = self.request
        is_part = request.method == "GET" and wants_part(request)
        context |= {
            "section": "measures",
            "form": self.form,
            "active": self.form.active,
            "query": self.wanted.query,
            "total": len(self.listed.rows),
            "page_name": self.page,
            "page_url": address(request, self.page, Filter()),
            "part_template": f"measures/views/{self.page}.html",
            "is_part": is_part,
            "links": [
                Link(str(page.label), address(request, page, self.wanted), page is self.page)
                for page in ListPage
            ],
        }
        if not is_part:
            context |= self._around()
        return render_part(
            request, "measures/list.html", "measures/views/part.html", context, status
        )

    def _around(self) -> dict[str, Any]:
        """What stands around the rows and does not depend on the filter."""
        request, rows = self.request, self.listed.rows
        saved = SavedView.objects.filter(organisation=request.organisation)
        undoable = latest_to_undo(request.organisation) if request.membership.may_edit else None
        is_table = self.page is ListPage.LIST
        latest = Check.objects.of(request.organisation).finished().first()
        shows_pressing = latest and rows and is_table
        return {
            "beginning": self.listed.beginning,
            "saved": [
                Link(view.name, address(request, view.page, filter_of(view))) for view in saved
            ],
            "latest_check": latest,
            "pressing": what_cannot_wait(request.organisation, latest) if shows_pressing else None,
            "hints": hints_on(request, rows, self.listed.weights) if rows and is_table else [],
            "provisional": any(row.is_provisional and row.ranked for row in rows),
            "undoable": undoable,
            "undoable_said": in_words(undoable) if undoable else "",
        }


def table(view: ListView, bulk: BulkForm | None = None, status: int = 200) -> HttpResponse:
    """Show the table; `bulk` is a form for many measures in which something is amiss."""
    rows = view.listed.matching(view.wanted)
    page = Paginator(rows, ROWS_A_PAGE).get_page(view.query.get("seite"))
    may_edit = view.request.membership.may_edit
    context = {
        "number": len(rows),
        "rows": page.object_list,
        "groups": grouped(list(page.object_list), view.wanted.grouping),
        "page": page,
        "filter_query": view.wanted.query,
        "heads": _heads(view.wanted),
        "bulk": (bulk or BulkForm(view.listed.members)) if may_edit and rows else None,
    }
    return view.render(context, status)


@in_organisation()
@require_safe
def measure_list(request: OrganisationRequest) -> HttpResponse:
    """The ranked list that explains itself, as a table."""
    return table(ListView(request, ListPage.LIST, request.GET))


@dataclass(frozen=True)
class SortableHead:
    """The head of a column that one can sort by; `direction` is empty where it is not sorted by."""

    label: str
    query: str
    direction: str


def _heads(wanted: Filter) -> dict[str, SortableHead]:
    heads = {}
    for sorting in Sorting:
        is_here = wanted.sorting == sorting
        turned = is_here and not wanted.descending
        direction = ("descending" if wanted.descending else "ascending") if is_here else ""
        query = wanted.with_order(sorting, descending=turned)
        heads[str(sorting)] = SortableHead(str(sorting.label), query, direction)
    return heads


@in_organisation()
@require_safe
def board(request: OrganisationRequest) -> HttpResponse:
    view = ListView(request, ListPage.BOARD, request.GET)
    return view.render(_on_board(view))


def _on_board(view: ListView) -> dict[str, Any]:
    wanted = on_the_board(view.wanted)
    rows = view.listed.matching(wanted)
    found = []
    for column in columns(rows):
        only = Filter(**{**vars(wanted), "status": str(column.status)})
        found.append((column, address(view.request, ListPage.LIST, only)))
    return {
        "number": len(rows),
        "columns": found,
        "statuses": Status.choices,
        "said": "",
        "error": "",
        "moved": None,
    }


@in_organisation(roles=EDITORS)
@require_POST
def move(request: OrganisationRequest) -> HttpResponse:
    """Move a card to another column; one that changed meanwhile stays, and that is said."""
    form = MoveCardForm(request.POST)
    if not form.is_valid():
        return _moved(request, UNPROCESSABLE, error=str(form.errors["move"][0]))
    measure_id, version, status = form.cleaned_data["move"]
    measure = measure_or_404(request, measure_id)
    before = measure.status
    try:
        move_card(measure, status, seen_version=version, by=request.user)
    except StaleRow as stale:
        said = _(
            "%(who)s hat „%(measure)s“ inzwischen geändert. Sie steht jetzt unter „%(status)s“. "
            "Bitte sehen Sie nach und verschieben Sie sie dann noch einmal."
        ) % {
            "who": last_to_change(measure) or _("Jemand"),
            "measure": measure,
            "status": stale.stored.get_status_display(),
        }
        return _moved(request, CONFLICT, error=said, moved=measure)
    if measure.status == Status.DONE != before and outcome_of(measure) is None:
        url = reverse(
            "measures:outcome",
            kwargs={"slug": request.organisation.slug, "measure_id": measure.pk},
        )
        return lead_to(request, url)
    said = _("„%(measure)s“ steht jetzt unter „%(status)s“.") % {
        "measure": measure,
        "status": measure.get_status_display(),
    }
    return _moved(request, 200, said=said, moved=measure)


def _moved(
    request: OrganisationRequest, status: int, *, said: str = "", error: str = "", moved: Any = None
) -> HttpResponse:
    """Show the board anew: to htmx itself, to everyone else in its page."""
    if status == 200 and not request.htmx:
        messages.success(request, said)
        view = ListView(request, ListPage.BOARD, sent_query(request))
        return redirect(address(request, ListPage.BOARD, view.wanted))
    view = ListView(request, ListPage.BOARD, sent_query(request))
    context = _on_board(view) | {"said": said, "error": error, "moved": moved}
    if not request.htmx:
        return view.render(context, status)
    context |= {"query": view.wanted.query}
    return render(request, "measures/views/columns.html", context, status=status)


@in_organisation()
@require_safe
def matrix(request: OrganisationRequest) -> HttpResponse:
    """Mehrwert and Umsetzbarkeit of all measures in one drawing."""
    view = ListView(request, ListPage.MATRIX, request.GET)
    rows = view.listed.matching(view.wanted)
    rated = [row for row in rows if row.values]
    context = {
        "number": len(rows),
        "numbered": list(enumerate(rated, start=1)),
        "unrated": [row for row in rows if not row.values],
    }
    return view.render(context)


@in_organisation()
@require_safe
def timeline(request: OrganisationRequest) -> HttpResponse:
    """Measures and their steps by the days on which they are due."""
    view = ListView(request, ListPage.TIMELINE, request.GET)
    rows: Sequence[Row] = view.listed.matching(view.wanted)
    return view.render({"number": len(rows), "agenda": Timeline(rows)})
