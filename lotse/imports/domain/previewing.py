"""What would become of the rows of a list: measures, errors, twins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from lotse.imports.domain.grid import GridCell, GridRow, GridSheet
from lotse.imports.domain.parsing import READERS, Fault, People, WrongCell, as_words
from lotse.imports.domain.templates import Templates, column_of_suggestions
from lotse.imports.domain.uploading import mapping_of, sheet_of
from lotse.imports.domain.wording import problem_in_words, shortened
from lotse.imports.models import Twins, UploadedList
from measures.domain.columns import COLUMN_OF, COLUMNS
from measures.models import Measure
from organisations.models import Membership, Organisation

LONGEST_SHOWN = 140


@dataclass(frozen=True)
class PreviewCell:
    """A cell as it will be read; where that fails, what stands there and what is wrong with it.

    `hint` says what will be left out of it.
    """

    key: str
    text: str
    error: str = ""
    hint: str = ""

    @property
    def header(self) -> str:
        """The name of its column."""
        return COLUMN_OF[self.key].header


@dataclass(frozen=True)
class PreviewRow:
    """A row with the number it has in the file; `values` are those of its good cells.

    `twin` says where a measure with the same title is; empty when there is none. `is_hidden` says
    that the file hides the row.
    """

    number: int
    cells: tuple[PreviewCell, ...]
    values: Mapping[str, Any] = field(hash=False)
    twin: str = ""
    is_left_out: bool = False
    is_hidden: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether a cell makes no sense."""
        return any(cell.error for cell in self.cells)


def same_title(title: str) -> str:
    """Return what two titles have in common that mean the same."""
    return " ".join(title.casefold().split())


def team_of(organisation: Organisation) -> People:
    """Return the people of an organisation by their names."""
    found = Membership.objects.of(organisation).with_people()
    return People((one.pk, one.user.name, one.user.email) for one in found)


class Preview:
    """All rows of an uploaded list as they would be imported now."""

    def __init__(self, uploaded: UploadedList, organisation: Organisation) -> None:
        self.uploaded = uploaded
        self.organisation = organisation

    @cached_property
    def sheet(self) -> GridSheet:
        """The sheet that was chosen."""
        return sheet_of(self.uploaded)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The numbers of the rows that the file hides, the head apart."""
        return frozenset(row.number for row in self.rows if row.is_hidden)

    @cached_property
    def rows(self) -> list[PreviewRow]:
        """The rows below the headers that hold something."""
        return list(self.read_rows())

    def read_rows(self) -> Iterator[PreviewRow]:
        """Ask the database for people and titles, and return an iterator over the rows."""
        self._team = team_of(self.organisation)
        titles = Measure.objects.of(self.organisation).values_list("title", flat=True)
        self._suggestions = column_of_suggestions(self.sheet.row(self.uploaded.head_row))
        if self._suggestions is not None:
            self._templates = Templates(self.organisation)
        return self._rows({same_title(title): _("gibt es schon") for title in titles})

    def _rows(self, there: dict[str, str]) -> Iterator[PreviewRow]:
        places = {key: place for place, key in mapping_of(self.uploaded).items()}
        keys = [column.key for column in COLUMNS if column.key in places]
        left_out = set(self.uploaded.left_out)
        head_row = self.uploaded.head_row
        for number, row in enumerate(self.sheet.rows[head_row:], start=head_row + 1):
            if any(_cell(row, places[key]) is not None for key in keys):
                yield self._row(number, row, places, keys, there, number in left_out)

    def _row(
        self,
        number: int,
        row: GridRow,
        places: Mapping[str, int],
        keys: list[str],
        there: dict[str, str],
        is_left_out: bool,
    ) -> PreviewRow:
        cells: list[PreviewCell] = []
        values: dict[str, Any] = {}
        for key in keys:
            cell = _cell(row, places[key])
            text, error, hint = as_words(cell), "", ""
            try:
                values[key], text = self._read(key, cell)
            except WrongCell as wrong:
                words = problem_in_words(wrong.problem)
                is_person = wrong.problem.fault in (Fault.UNKNOWN_PERSON, Fault.SEVERAL_PEOPLE)
                if is_person and self.uploaded.drops_unknown_people:
                    hint, values[key] = _("Wird weggelassen: %s") % words, None
                else:
                    error = words
            cells.append(PreviewCell(key, shortened(text, LONGEST_SHOWN), error, hint))
        if self._suggestions is not None and not is_left_out:
            said = _cell(row, self._suggestions)
            values |= self._templates.still_suggested(said, values)
            cells = [
                replace(one, hint=_("bleibt ein Vorschlag"))
                if one.key in values.get("suggested", ())
                else one
                for one in cells
            ]
        title = same_title(values.get("title", ""))
        twin = there.get(title, "") if title else ""
        if title and not is_left_out:
            there.setdefault(title, _("steht schon in Zeile %d") % number)
        is_hidden = number in self.sheet.hidden
        return PreviewRow(number, tuple(cells), values, twin, is_left_out, is_hidden)

    def _read(self, key: str, cell: GridCell) -> tuple[Any, str]:
        """Return what a cell means, and that in words. Raises `WrongCell`."""
        if key == "responsible":
            person = self._team.find(cell)
            return person, self._team.name_of[person] if person else ""
        value = READERS[key](cell)
        return value, as_words(COLUMN_OF[key].write(value))

    @property
    def has_title(self) -> bool:
        """Whether a column holds the titles."""
        return "title" in self.uploaded.mapping.values()

    @cached_property
    def chosen(self) -> list[PreviewRow]:
        """The rows that are not left out by hand."""
        return [row for row in self.rows if not row.is_left_out]

    @cached_property
    def faulty(self) -> list[PreviewRow]:
        """The chosen rows with errors."""
        return [row for row in self.chosen if row.has_errors]

    @cached_property
    def twins(self) -> list[PreviewRow]:
        """The chosen rows whose title is there already."""
        return [row for row in self.chosen if row.twin]

    @property
    def adds_twins(self) -> bool:
        """Whether titles that are there already are imported once more."""
        return self.uploaded.twins == Twins.ADD

    @cached_property
    def to_import(self) -> list[PreviewRow]:
        """The rows that become measures."""
        return [row for row in self.chosen if self.adds_twins or not row.twin]

    @property
    def may_be_imported(self) -> bool:
        """Whether there is something to import and nothing in the way."""
        return bool(self.has_title and self.to_import and not self.faulty)


def _cell(row: GridRow, place: int) -> Any:
    return row[place] if place < len(row) else None
