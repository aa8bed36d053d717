"""A measure as the template of a process: what one types into samarbeid by hand.

samarbeid keeps templates of processes with tasks, one after the other, and takes no file for
them. So the sheet holds each text by itself, in the order in which it is asked for there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from measures.models import Measure, Step
from organisations.domain.auditing import Action, record
from organisations.domain.founding import UMLAUTS
from organisations.domain.markdown_text import escaped, paragraphs
from organisations.domain.packages import About
from organisations.domain.spreadsheets import HEAD, SheetWriter, Workbook
from organisations.models import User

HANDED_OVER = Action("measure.handed_over", gettext_lazy("Maßnahme zum Übergeben ausgegeben"))

LONGEST_TITLE = 120
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Task:
    """One task of the sheet. `due` counts from the day on which the process begins."""

    number: int
    title: str
    description: str
    responsible: str
    due_date: date | None
    due: str
    is_done: bool

    @property
    def due_day(self) -> str:
        return date_format(self.due_date, "d.m.Y") if self.due_date else ""

    @property
    def due_in_words(self) -> str:
        """The day and how far it is from the beginning."""
        return f"{self.due_day} ({self.due})" if self.due_date else ""


@dataclass(frozen=True)
class ProcessSheet:
    """The name of the template, its description, and its tasks in order."""

    organisation: str
    name: str
    description: str
    responsible: str
    due_day: str
    tasks: Sequence[Task]
    begins: date

    def file_name(self, ending: str) -> str:
        """Return a file name that says what it is, without characters some system refuses."""
        return f"vorlage-{slug_of(self.name)}-{self.begins:%Y-%m-%d}.{ending}"


def slug_of(title: str) -> str:
    return slugify(title.translate(UMLAUTS))[:60].strip("-") or "massnahme"


def of_measure(measure: Measure, steps: Sequence[Step], begins: date | None = None) -> ProcessSheet:
    """Return the sheet of a measure; days are counted from `begins`, by default today.

    A measure without steps becomes one task. Steps and measure need their people.
    """
    begins = begins or timezone.localdate()
    tasks = [_task(number, step, begins) for number, step in enumerate(steps, start=1)]
    return ProcessSheet(
        organisation=measure.organisation.name,
        name=measure.title,
        description=_description(measure),
        responsible=_name(measure),
        due_day=date_format(measure.due_date, "d.m.Y") if measure.due_date else "",
        tasks=tasks or [_only_task(measure, begins)],
        begins=begins,
    )


def _description(measure: Measure) -> str:
    parts = (
        (_("Was wird getan?"), measure.what),
        (_("Was bringt es?"), measure.why),
        (_("Was ist schon da?"), measure.existing),
    )
    return "\n\n".join(f"{label}\n{_lines(text)}" for label, text in parts if text)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _name(row: Measure | Step) -> str:
    return str(row.responsible.user) if row.responsible else ""


def _task(number: int, step: Step, begins: date) -> Task:
    title, rest = split_title(step.text)
    return Task(
        number=number,
        title=title,
        description="\n\n".join(filter(None, (rest, _lines(step.note)))),
        responsible=_name(step),
        due_date=step.due_date,
        due=days_after(step.due_date, begins),
        is_done=step.done_at is not None,
    )


def _only_task(measure: Measure, begins: date) -> Task:
    title, rest = split_title(measure.title)
    due = days_after(measure.due_date, begins)
    return Task(1, title, rest, _name(measure), measure.due_date, due, not measure.is_open)


def split_title(text: str) -> tuple[str, str]:
    """Return a short title for a task and the rest of its words.

    The title is the first sentence without its full stop, cut at a word where it is long; then
    the rest is the whole text, so that no word is lost.
    """
    words = " ".join(text.split())
    first, *more = SENTENCE.split(words, maxsplit=1)
    if len(first) <= LONGEST_TITLE:
        return first.removesuffix(".") or words, more[0] if more else ""
    cut = words[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–- ")
    return f"{cut} …", words


def days_after(day: date | None, begins: date) -> str:
    """Return in words how far a day is from the beginning, empty when there is none."""
    if day is None:
        return ""
    days = (day - begins).days
    if days < 0:
        return _("schon vor dem Beginn")
    if days == 0:
        return _("am Tag des Beginns")
    return ngettext("%d Tag nach Beginn", "%d Tage nach Beginn", days) % days


def as_text(sheet: ProcessSheet) -> str:
    """Return the whole sheet as text to paste, the fields in the order of the form there."""
    return "\n".join(_text(sheet)).rstrip() + "\n"


def _text(sheet: ProcessSheet) -> Iterator[str]:
    yield f"{_('Prozessvorlage')}: {sheet.name}"
    yield ""
    yield from _field(_("Verantwortlich"), sheet.responsible)
    yield from _field(_("Fällig am"), sheet.due_day)
    if sheet.description:
        yield f"{_('Beschreibung')}:"
        yield sheet.description
    yield ""
    for task in sheet.tasks:
        done = f" ({_('erledigt')})" if task.is_done else ""
        yield f"{_('Aufgabe')} {task.number}: {task.title}{done}"
        yield from _field(_("Beschreibung"), task.description)
        yield from _field(_("Verantwortlich"), task.responsible)
        yield from _field(_("Fällig"), task.due_in_words)
        yield ""


def _field(label: str, value: str) -> Iterator[str]:
    if value:
        yield f"{label}: {value}"


def note_handed_over(measure: Measure, kind: str, by: User) -> None:
    record(HANDED_OVER, by=by, subject=measure, after={_("Form"): kind})


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
