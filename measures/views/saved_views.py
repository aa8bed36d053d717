"""Saving a filter of the list under a name, and removing it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from measures.domain.filtering import Filter
from measures.domain.listing import SAVED_VIEWS, MeasureList, filter_of
from measures.forms.filtering import FilterForm, SavedViewForm
from measures.models import ListPage, SavedView
from measures.views.listing import address, sent_query
from organisations.domain.editing import NameTaken
from organisations.views.editing import AddView, OrganisationMixin, RemoveView

TAKEN = _("So heißt schon eine Ansicht. Bitte wählen Sie einen anderen Namen.")


class SavedViewPages(OrganisationMixin):
    """What saving and removing a view have in common."""

    section = "measures"
    model, editor = SavedView, SAVED_VIEWS
    pk_url_kwarg = "saved_view_id"


class SaveView(SavedViewPages, AddView):
    """Show the link to a view, save it under a name, and list what is saved already."""

    form_class = SavedViewForm
    template_name = "measures/views/saved.html"
    message = _("Die Ansicht ist gespeichert.")
    refusals = {NameTaken: ("name", TAKEN)}

    @cached_property
    def query(self) -> Any:
        """The filter in the address, or the one that the form carries along."""
        return sent_query(self.request) if self.request.method == "POST" else self.request.GET

    @cached_property
    def wanted(self) -> Filter:
        return FilterForm(MeasureList(self.request.organisation), self.query).filter

    def new_row(self) -> SavedView:
        page = self.query.get("ansicht", "")
        return SavedView(
            organisation=self.request.organisation,
            page=page if page in ListPage.values else ListPage.LIST,
            **vars(self.wanted),
        )

    def get_context_data(self, **context: Any) -> Any:
        request, row = self.request, self.new_row()
        link = address(request, row.page, self.wanted)
        saved = self.get_queryset().select_related("created_by")
        return super().get_context_data(
            query=self.wanted.query,
            link=request.build_absolute_uri(link),
            back=link,
            views=[(one, address(request, one.page, filter_of(one))) for one in saved],
            **context,
        )

    def get_success_url(self) -> str:
        return address(self.request, self.object.page, self.wanted)


class RemoveSavedView(SavedViewPages, RemoveView):
    """Remove a saved view; the measures in it stay as they are."""

    http_method_names = ["post"]
    message = _("Die Ansicht „%(name)s“ ist entfernt.")

    def get_success_url(self) -> str:
        return self.url("measures:saved_views")
