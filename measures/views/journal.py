"""The Verlauf of a measure: entries written, changed and removed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from measures.domain.journal import JOURNAL_ENTRIES
from measures.forms.journal import JournalForm
from measures.models import JournalEntry
from measures.views.lookups import OfMeasure
from organisations.views.editing import AddView, ChangeView, RemoveView, TakeBackView


class EntryPages(OfMeasure):
    """What the pages of one entry have in common: people change what people wrote."""

    model, editor = JournalEntry, JOURNAL_ENTRIES
    form_class = JournalForm
    pk_url_kwarg = "journal_entry_id"
    context_object_name = "entry"
    template_name = "measures/journal/form.html"

    def get_queryset(self) -> Any:
        """Leave out what Lotse noted by itself."""
        return super().get_queryset().written()

    def get_success_url(self) -> str:
        return super().get_success_url() + "#journal"


class NewEntry(EntryPages, AddView):
    """Write what happened and how many hours it took."""

    message = _("Der Eintrag steht im Verlauf.")


class EditEntry(EntryPages, ChangeView):
    """Change an entry."""


class RemoveEntry(EntryPages, RemoveView):
    """Remove an entry; the measure offers to take it back."""

    http_method_names = ["post"]

    def lead_on(self) -> HttpResponse:
        return HttpResponseRedirect(self.get_success_url())


class TakeEntryBack(EntryPages, TakeBackView):
    """Put a removed entry back."""

    message = _("Der Eintrag steht wieder im Verlauf.")

    def get_queryset(self) -> Any:
        return JournalEntry.with_removed.filter(measure=self.measure).written()
