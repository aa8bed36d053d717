"""The template sheet of a measure as files: Markdown to read, Excel to work through."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures.domain.handing_over.process_sheet import ProcessSheet
from organisations.domain.markdown_text import escaped, paragraphs
from organisations.domain.packages import About
from organisations.domain.spreadsheets import HEAD, SheetWriter, Workbook


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
    book = Workbook(About(sheet.name, sheet.organisation, timezone.now()))
    page = book.sheet(_("Vorlage"))
    page.set_widths({1: 26, 2: 92})
    page.write_facts(
        [
            (_("Name der Prozessvorlage"), sheet.name),
            (_("Beschreibung"), sheet.description),
            (_("Verantwortlich"), sheet.responsible),
            (_("Fällig am"), sheet.due_day),
            (_("Beginn"), date_format(sheet.begins, "d.m.Y")),
        ]
    )
    _fill_tasks(book.sheet(_("Aufgaben")), sheet)
    return book.content()


def _fill_tasks(page: SheetWriter, sheet: ProcessSheet) -> None:
    heads = [_("Nr."), _("Aufgabe"), _("Beschreibung"), _("Verantwortlich"), _("Fällig am")]
    page.write_row(1, [*heads, _("Fällig nach Beginn"), _("Stand")], HEAD)
    for row, task in enumerate(sheet.tasks, start=2):
        told = [task.number, task.title, task.description, task.responsible, task.due_date]
        page.write_row(row, [*told, task.due, _("erledigt") if task.is_done else _("offen")])
    page.set_widths({1: 6, 2: 44, 3: 56, 4: 24, 5: 13, 6: 22, 7: 11})
    page.freeze(2, 3)
    page.print_wide()
