"""Pages that add, change and remove a row of an organisation: Django's generic views, and the
door of the organisation, both versions where somebody saved meanwhile, reasons beside the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, UpdateView

from organisations.domain.editing import RowEditor
from organisations.domain.saving import StaleRow
from organisations.models import Role
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE

# Type checkers take attributes of mixins that stand before Django's views for contradictions.
Add: Any = CreateView
Change: Any = UpdateView
Show: Any = DetailView
Mixin: Any = object


class OrganisationMixin(Mixin):  # type: ignore[misc]
    """A page with a row of an organisation, for people with one of `roles`.

    `section` is its place in the head, `editor` what stores the changes, `message` what is said
    afterwards (`%(name)s` is the row); `refusals` maps what saving may raise to the field and the
    sentence that say so.
    """

    roles: ClassVar[tuple[Role, ...]] = EDITORS
    section: ClassVar[str] = ""
    message: ClassVar[str | Promise] = _("Gespeichert.")
    editor: RowEditor[Any]
    refusals: ClassVar[Mapping[type[Exception], tuple[str, str | Promise]]] = {}
    http_method_names: Any = ["get", "head", "post"]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Return the view behind the door of `in_organisation`."""
        return in_organisation(roles=cls.roles)(super().as_view(**initkwargs))

    def get_queryset(self) -> Any:
        """Return the organisation's rows, locked for who changes one: one save after the other."""
        rows = self.model.objects.filter(organisation=self.request.organisation)
        return rows.select_for_update(of=("self",)) if self.request.method == "POST" else rows

    def get_context_data(self, **context: Any) -> Any:
        """Add the place in the head."""
        return super().get_context_data(**{"section": self.section} | context)

    def render_to_response(self, context: Any, **kwargs: Any) -> Any:
        """Render at once: what a template asks the database, it asks before the door closes."""
        return super().render_to_response(context, **kwargs).render()

    def lead_on(self) -> HttpResponse:
        """Say that it is done, and lead to the next page."""
        messages.success(self.request, str(self.message) % {"name": self.object})
        return HttpResponseRedirect(self.get_success_url())

    def url(self, name: str, **kwargs: Any) -> str:
        """Return the address of another page of the organisation."""
        return reverse(name, kwargs={"slug": self.request.organisation.slug} | kwargs)


class FormMixin(OrganisationMixin):
    """A page with a form, whose `save` returns the row."""

    def form_valid(self, form: Any) -> Any:
        """Save and lead on, or show the page again with the reason why not."""
        try:
            self.object = self.save(form)
        except StaleRow as stale:
            # Saving once more replaces the other version, which is shown beside what was typed.
            form.let_next_save_replace(stale.stored.version)
            other = self.other_version(form, stale.stored)
            return self.form_invalid(form, CONFLICT, other=other, stale=True)
        except tuple(self.refusals) as refusal:
            form.add_error(*self.refusals[type(refusal)])
            return self.form_invalid(form)
        return self.lead_on()

    def other_version(self, form: Any, stored: Any) -> Any:
        """Return what is stored otherwise than the form says: German labels to values."""
        return self.editor.differences(stored, form.instance)[0]

    def form_invalid(self, form: Any, status: int = UNPROCESSABLE, **context: Any) -> Any:
        """Show the page with a form that could not be saved."""
        page = self.get_context_data(form=form, **context)
        return self.render_to_response(page, status=status)


class AddView(FormMixin, Add):  # type: ignore[misc]
    """Adds a row."""

    def new_row(self) -> Any:
        """Return the row that the form fills."""
        return self.model(organisation=self.request.organisation)

    def get_form_kwargs(self) -> Any:
        """Let the form fill a row of the organisation."""
        return super().get_form_kwargs() | {"instance": self.new_row()}

    def save(self, form: Any) -> Any:
        """Store the row."""
        return self.editor.add(form.save(commit=False), self.request.user)


class ChangeView(FormMixin, Change):  # type: ignore[misc]
    """Changes a row. The page calls it by its stored values as long as they hold."""

    def get_object(self, queryset: Any = None) -> Any:
        """Return the row for the form, and keep it as it is stored."""
        row = self.find_row()
        self.stored = copy(row)
        return row

    def find_row(self) -> Any:
        """Return the row that the page is about, that in the address."""
        return super().get_object()

    def get_context_data(self, **context: Any) -> Any:
        """Show the stored row, not what a form has made of it."""
        name = self.get_context_object_name(self.stored)
        return super().get_context_data(**{str(name): self.stored} | context)

    def save(self, form: Any) -> Any:
        """Store what was changed since the person saw it."""
        row, by = form.save(commit=False), self.request.user
        seen_version = form.cleaned_data["version"]
        self.editor.change(row, stored=self.stored, seen_version=seen_version, by=by)
        return row


class TakeBackView(OrganisationMixin, Show):  # type: ignore[misc]
    """Puts a removed row back; `get_queryset` has to have it."""

    http_method_names = ["post"]

    def post(self, request: OrganisationRequest, **kwargs: Any) -> HttpResponse:
        """Take the row back."""
        self.object = self.get_object()
        self.editor.take_back(self.object, request.user)
        return self.lead_on()


class RemoveView(OrganisationMixin, Show):  # type: ignore[misc]
    """Asks whether a row is to go, and lets it go."""

    def post(self, request: OrganisationRequest, **kwargs: Any) -> HttpResponse:
        """Remove the row."""
        self.object = self.get_object()
        self.editor.remove(self.object, request.user)
        return self.lead_on()
