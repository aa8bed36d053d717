"""Taking a list, saying where it begins and what its columns hold, choosing rows, undoing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.imports.domain.grid import GridSheet
from lotse.imports.domain.parsing import as_words
from lotse.imports.domain.uploading import drops_hidden_rows, mapping_of, samples
from lotse.imports.domain.wording import shortened
from lotse.imports.models import Twins, UploadedList
from measures.domain.columns import COLUMN_OF, COLUMNS
from organisations.domain.spreadsheets import letter
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import UploadField
from organisations.forms.wording import NOT_OFFERED


class BeginningForm(VersionedForm):
    """The sheet and the row with the headers."""

    sheet = forms.ChoiceField(label=_("Tabellenblatt"), required=False, error_messages=NOT_OFFERED)
    head_row = forms.IntegerField(
        label=_("Die Überschriften stehen in Zeile"),
        required=False,
        min_value=1,
        error_messages={
            "invalid": _("Bitte eine ganze Zahl eingeben."),
            "min_value": _("Bitte eine Zahl ab %(limit_value)s eingeben."),
        },
    )

    def __init__(
        self, uploaded: UploadedList, sheets: Sequence[GridSheet], *args: Any, **kwargs: Any
    ) -> None:
        self.uploaded, self.sheets = uploaded, {sheet.name: sheet for sheet in sheets}
        # Both forms of the page have a version.
        kwargs["auto_id"] = "beginning_%s"
        kwargs["initial"] = {
            "sheet": uploaded.sheet,
            "head_row": uploaded.head_row,
            "version": uploaded.version,
        }
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheet"]
        field.choices = [
            (name, _("%s (ausgeblendet)") % name if sheet.is_hidden else name)
            for name, sheet in self.sheets.items()
        ]
        field.is_unmarked = self.fields["head_row"].is_unmarked = True  # type: ignore[attr-defined]
        if len(sheets) == 1:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse a row below which nothing stands; another sheet begins where it likes."""
        data = super().clean() or {}
        sheet = self.sheets.get(data.get("sheet", ""))
        if sheet and sheet.name != self.uploaded.sheet:
            data["head_row"] = None
        elif sheet and (data.get("head_row") or 0) >= len(sheet.rows):
            self.add_error(
                "head_row",
                _("Unter dieser Zeile steht nichts mehr. Die Tabelle endet mit Zeile %d.")
                % len(sheet.rows),
            )
        return data


@dataclass(frozen=True)
class AssignedColumn:
    """A column of the file on the page: its letter, its header, what stands in it, the choice."""

    letter: str
    header: str
    samples: tuple[str, ...]
    field: Any


class ColumnsForm(VersionedForm):
    """What each column of the list holds; each thing once, and the title must be there."""

    drops_unknown_people = forms.BooleanField(
        label=_("Verantwortliche, die nicht zum Team gehören, weglassen"), required=False
    )

    def __init__(self, uploaded: UploadedList, sheet: GridSheet, *args: Any, **kwargs: Any) -> None:
        self.sheet, self.head_row = sheet, uploaded.head_row
        mapping = mapping_of(uploaded)
        kwargs["initial"] = {
            "version": uploaded.version,
            "drops_unknown_people": uploaded.drops_unknown_people,
        } | {f"column_{place}": key for place, key in mapping.items()}
        super().__init__(*args, **kwargs)
        choices = [("", _("nicht einlesen")), *((one.key, one.header) for one in COLUMNS)]
        self.places = [place for place in range(sheet.width) if self._holds_something(place)]
        for place in self.places:
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=self._label(place),
                required=False,
                choices=choices,
                error_messages=NOT_OFFERED,
            )

    def _header(self, place: int) -> str:
        row = self.sheet.row(self.head_row)
        return shortened(as_words(row[place] if place < len(row) else None))

    def _label(self, place: int) -> str:
        header = self._header(place)
        if header:
            return header
        return str(_("Spalte %s ohne Überschrift") % letter(place + 1))

    def _holds_something(self, place: int) -> bool:
        return bool(self._header(place) or samples(self.sheet, self.head_row, place, most=1))

    @property
    def columns(self) -> list[AssignedColumn]:
        """The columns of the file, one after the other."""
        return [
            AssignedColumn(
                letter(place + 1),
                self._label(place),
                tuple(
                    shortened(as_words(cell)) for cell in samples(self.sheet, self.head_row, place)
                ),
                self[f"column_{place}"],
            )
            for place in self.places
        ]

    def clean(self) -> dict[str, Any]:
        """Let every kind of column be there once, and a title at all."""
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for place in self.places:
            name = f"column_{place}"
            key = data.get(name)
            if key and key in seen:
                self.add_error(
                    name,
                    _("„%(kind)s“ ist schon Spalte „%(other)s“. Bitte wählen Sie nur eine davon.")
                    % {"kind": COLUMN_OF[key].header, "other": seen[key]},
                )
            elif key:
                seen[key] = self._label(place)
        if not self.errors and "title" not in seen:
            raise forms.ValidationError(
                _("Bitte wählen Sie die Spalte, in der die Titel der Maßnahmen stehen.")
            )
        return data

    @property
    def mapping(self) -> dict[int, str]:
        """Which column holds what, from the cleaned data."""
        chosen = ((place, self.cleaned_data[f"column_{place}"]) for place in self.places)
        return {place: key for place, key in chosen if key}


class RowsForm(forms.Form):
    """The rows that are ticked, among those that the page showed."""

    rows = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=NOT_OFFERED
    )
    shown = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.MultipleHiddenInput, error_messages=NOT_OFFERED
    )
    twins = forms.ChoiceField(
        label=_("Maßnahmen, deren Titel es schon gibt"),
        choices=Twins.choices,
        widget=forms.RadioSelect,
        error_messages={**NOT_OFFERED, "required": NOT_OFFERED["invalid_choice"]},
    )

    drops_hidden = forms.BooleanField(label=_("Ausgeblendete Zeilen weglassen"), required=False)

    def __init__(
        self,
        uploaded: UploadedList,
        numbers: Sequence[int],
        hidden: Collection[int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "twins": uploaded.twins,
            "drops_hidden": drops_hidden_rows(uploaded, hidden),
        }
        super().__init__(*args, **kwargs)
        for name in ("rows", "shown"):
            field: Any = self.fields[name]
            field.choices = [(number, number) for number in numbers]


class UndoForm(forms.Form):
    """Whether measures that people worked on go as well; `seen` are the ones they saw."""

    KEEP, REMOVE = "keep", "remove"

    changed = forms.ChoiceField(
        label=_("Maßnahmen, an denen seitdem gearbeitet wurde"),
        choices=[(KEEP, _("behalten")), (REMOVE, _("auch entfernen"))],
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
        error_messages=NOT_OFFERED,
    )
    changed.is_unmarked = True  # type: ignore[attr-defined]
    seen = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)


MOST_MEGABYTES = 5


class UploadForm(forms.Form):
    """A table of whatever kind."""

    file = UploadField(
        label=_("Ihre Liste"),
        help_text=_(
            "Eine Tabelle aus Excel (.xlsx, .xls), LibreOffice (.ods) oder CSV, höchstens "
            "%(most)d MB und 5.000 Zeilen."
        )
        % {"most": MOST_MEGABYTES},
        megabytes=MOST_MEGABYTES,
        missing=_("Bitte wählen Sie eine Datei."),
        advice=_("Bilder und weitere Tabellenblätter können Sie vorher entfernen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
