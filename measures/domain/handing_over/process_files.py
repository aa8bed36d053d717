"""The template sheet of a measure as files: Markdown to read, Excel to work through."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from measures.domain.handing_over.process_sheet import ProcessSheet
from organisations.domain.markdown_text import escaped, paragraphs
from organisations.domain.spreadsheets import (
    LINE,
    PALE_FILL,
    TOP,
    print_on_wide_pages,
    set_widths,
    write_head,
    write_text,
)


def as_markdown(sheet: ProcessSheet) -> str:
    """Return the sheet as Markdown, a heading for each task."""
    return "\n".join(_markdown(sheet)).rstrip() + "\n"


def _markdown(sheet: ProcessSheet) -> Iterator[str]:
    yield f"# {_('Prozessvorlage')}: {escaped(sheet.name)}"
    yield ""
    facts = [(_("Verantwortlich"), sheet.responsible), (_("Fällig am"), sheet.due_day)]
    facts += [(_("Beginn"), date_format(sheet.begins, "d.m.Y"))]
    yield from _facts(facts)
    if sheet.description:
        yield f"## {_('Beschreibung')}"
        yield ""
        yield from paragraphs(sheet.description)
    yield f"## {_('Aufgaben')}"
    yield ""
    for task in sheet.tasks:
        done = f" ({_('erledigt')})" if task.is_done else ""
        yield f"### {task.number}. {escaped(task.title)}{done}"
        yield ""
        yield from paragraphs(task.description)
        yield from _facts(
            [(_("Verantwortlich"), task.responsible), (_("Fällig"), task.due_in_words)]
        )


def _facts(facts: list[tuple[str, str]]) -> Iterator[str]:
    told = [f"- **{label}:** {escaped(value)}" for label, value in facts if value]
    if told:
        yield from told
        yield ""


def as_workbook(sheet: ProcessSheet) -> bytes:
    """Return the sheet as an Excel file: a page for the template, one for its tasks."""
    book = Workbook()
    page: Any = book.active
    page.title = _("Vorlage")
    facts = [
        (_("Name der Prozessvorlage"), sheet.name),
        (_("Beschreibung"), sheet.description),
        (_("Verantwortlich"), sheet.responsible),
        (_("Fällig am"), sheet.due_day),
        (_("Beginn"), date_format(sheet.begins, "d.m.Y")),
    ]
    for row, (label, text) in enumerate(facts, start=1):
        write_text(page.cell(row, 1), label)
        write_text(page.cell(row, 2), text)
        page.cell(row, 1).font, page.cell(row, 1).fill = Font(bold=True), PALE_FILL
        page.cell(row, 1).alignment = page.cell(row, 2).alignment = TOP
    set_widths(page, {1: 26, 2: 92})
    _fill_tasks(book.create_sheet(_("Aufgaben")), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_tasks(page: Any, sheet: ProcessSheet) -> None:
    heads = [_("Nr."), _("Aufgabe"), _("Beschreibung"), _("Verantwortlich"), _("Fällig am")]
    write_head(page, 1, [*heads, _("Fällig nach Beginn"), _("Stand")])
    for row, task in enumerate(sheet.tasks, start=2):
        page.cell(row, 1, task.number)
        texts = (task.title, task.description, task.responsible)
        for column, text in enumerate(texts, start=2):
            write_text(page.cell(row, column), text)
        page.cell(row, 5, task.due_date).number_format = "DD.MM.YYYY"
        write_text(page.cell(row, 6), task.due)
        write_text(page.cell(row, 7), _("erledigt") if task.is_done else _("offen"))
        for column in range(1, 8):
            page.cell(row, column).alignment = TOP
            page.cell(row, column).border = LINE
    set_widths(page, {1: 6, 2: 44, 3: 56, 4: 24, 5: 13, 6: 22, 7: 11})
    page.freeze_panes = "C2"
    print_on_wide_pages(page)
