"""The Kurzbericht: two pages for the Geschäftsführung or a funder.

What does not fit is left out by rule: there are drafts from long to brief, and the first one that
has two pages is taken. Each says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.wording import yardstick
from lotse.reports.document.model import (
    Block,
    Column,
    Document,
    Heading,
    Look,
    Table,
    cell,
    items,
    line,
    paragraph,
    small,
)
from lotse.reports.domain.kinds import chapters, sheets
from lotse.reports.domain.kinds.chapters import byline, responsible, shortened, standing_box
from lotse.reports.domain.kinds.deciding import Needs
from lotse.reports.domain.material import Material, day
from measures.domain.prioritising import Row
from measures.models import Measure, Outcome, Status
from organisations.domain.mandate_content import PART_OF, facts_of
from organisations.models import Mandate

MOST_PAGES, MOST_PRESSING = 2, 3


@dataclass(frozen=True)
class Measurements:
    """How much a draft holds: how many of each, how many letters of each, how wide the wheel."""

    measures: int
    achieved: int
    letters: int
    wheel: int


DRAFTS = (
    Measurements(measures=8, achieved=5, letters=400, wheel=95),
    Measurements(measures=6, achieved=4, letters=400, wheel=85),
    Measurements(measures=5, achieved=3, letters=400, wheel=70),
    Measurements(measures=4, achieved=3, letters=200, wheel=70),
    Measurements(measures=3, achieved=3, letters=160, wheel=70),
    Measurements(measures=3, achieved=2, letters=70, wheel=70),
)


def short_reports(material: Material) -> list[Document]:
    """Return the drafts of a short report, the longest first."""
    return [_draft(material, room) for room in DRAFTS]


def _draft(material: Material, room: Measurements) -> Document:
    organisation = material.organisation
    kind = _("Kurzbericht zur Digitalisierung")
    return material.document(
        kind,
        _blocks(material, room),
        [one for one in (sheets.areas(material), sheets.measures(material)) if one.rows],
        title=_("Kurzbericht %(name)s, %(day)s") % {"name": organisation.name, "day": material.day},
        description=_("Wo die Organisation bei der Digitalisierung steht, auf zwei Seiten"),
        opening=(
            line(f"{kind} · {material.day}", look=Look.EYEBROW),
            byline(material.made_by, material.check_in_words),
        ),
        design="short",
    )


def _blocks(material: Material, room: Measurements) -> Iterator[Block]:
    shown = material.upcoming[: room.measures]
    needs = Needs(material.organisation, shown)
    yield Heading(_("Wo wir stehen"))
    yield _shortened_box(material, room)
    yield paragraph(
        _("0 heißt: Noch ist nichts geregelt. 100 heißt: Alles läuft und wird regelmäßig geprüft."),
        yardstick(material.organisation.staff_count),
        look=Look.SMALL,
    )
    yield Heading(_("Was zu entscheiden ist"))
    yield items(*needs.to_decide())
    yield chapters.wheel(material, room.wheel)
    yield from _achieved(material, room)
    yield Heading(_("Was noch offen ist"))
    yield items(*chapters.what_is_open(material))
    pressing = chapters.pressing(material, room.letters, MOST_PRESSING, new_page=True)
    yield from pressing
    yield Heading(_("Was wir als Nächstes tun"), new_page=not pressing)
    if shown:
        yield _next_table(shown, room)
    else:
        yield paragraph(_("Es gibt noch keine bewertete Maßnahme."))
    left_out = len(material.upcoming) - len(shown)
    if left_out:
        yield _left_out(
            ngettext(
                "Eine weitere Maßnahme steht im Gesamtbericht.",
                "%(number)d weitere Maßnahmen stehen im Gesamtbericht.",
                left_out,
            )
            % {"number": left_out}
        )
    yield Heading(_("Was es braucht und was da ist"))
    yield items(*_means(material, needs, room))


def _shortened_box(material: Material, room: Measurements) -> Block:
    box = standing_box(material)
    lines = tuple(line(shortened(one.text, room.letters)) for one in box.lines[1:])
    return type(box)((*box.lines[:1], *lines), box.number, box.unit)


def _achieved(material: Material, room: Measurements) -> Iterator[Block]:
    done = [row.measure for row in material.rows if row.measure.status == Status.DONE]
    done.sort(key=lambda measure: (measure.done_at or material.made_at, measure.pk), reverse=True)
    yield Heading(_("Was wir erreicht haben"))
    if not done:
        yield paragraph(_("Bisher ist noch keine Maßnahme umgesetzt."))
        return
    told = {
        one.measure_id: one
        for one in Outcome.objects.filter(
            organisation=material.organisation, measure__in=done[: room.achieved]
        )
    }
    shown = done[: room.achieved]
    yield items(*(_achievement(one, told.get(one.pk), room) for one in shown))
    left_out = len(done) - len(shown)
    if left_out:
        yield _left_out(
            ngettext(
                "Eine weitere Maßnahme ist schon früher umgesetzt worden.",
                "%(number)d weitere Maßnahmen sind schon früher umgesetzt worden.",
                left_out,
            )
            % {"number": left_out}
        )


def _achievement(measure: Measure, outcome: Outcome | None, room: Measurements) -> object:
    when = date_format(timezone.localtime(measure.done_at), "F Y") if measure.done_at else ""
    brought = outcome.brought if outcome else ""
    title = shortened(measure.title, room.letters)
    return line(f"{title} ({when})." if when else f"{title}.", shortened(brought, room.letters))


def _next_table(shown: Sequence[Row], room: Measurements) -> Table:
    rows = []
    for row in shown:
        measure = row.measure
        due = date_format(measure.due_date, "d.m.Y") if measure.due_date else "–"
        hours = measure.effort_hours
        rows.append(
            (
                cell(row.place or "–"),
                cell(
                    line(shortened(measure.title, room.letters), look=Look.TITLE),
                    small(
                        shortened(measure.why or row.why, room.letters),
                        _("Bewertung vorgeschlagen.") if row.is_provisional else "",
                    ),
                ),
                cell(shortened(responsible(measure), 40) or _("noch offen")),
                cell(due),
                cell("–" if hours is None else hours),
                cell("–" if measure.cost is None else number_format(measure.cost)),
            )
        )
    return Table(
        _("Die nächsten Maßnahmen"),
        (
            Column(_("Platz"), number=True, width=8),
            Column(_("Maßnahme und Grund")),
            Column(_("Verantwortlich"), width=20),
            Column(_("Fällig"), width=15),
            Column(_("Stunden"), number=True, width=10),
            Column(_("Euro"), number=True, width=10),
        ),
        tuple(rows),
        row_header=1,
    )


def _means(material: Material, needs: Needs, room: Measurements) -> Iterator[str]:
    """Yield who cares for it until when, then hours and euros against the mandate."""
    mandate = Mandate.objects.of(material.organisation).confirmed().first()
    if mandate is None:
        yield _("Eine von beiden Seiten bestätigte Beauftragung gibt es noch nicht.")
    else:
        people = [one for one in facts_of(mandate, PART_OF["pilot"]) if one.text]
        yield ", ".join(f"{fact.label}: {shortened(fact.text, room.letters)}" for fact in people)
        yield _("Beauftragt ab %(begin)s, %(end)s.") % {
            "begin": day(mandate.starts_on) if mandate.starts_on else "–",
            "end": _("bis %s") % day(mandate.ends_on) if mandate.ends_on else _("ohne festes Ende"),
        }
    yield from needs.against_the_mandate()


def _left_out(text: str) -> Block:
    return paragraph(_("Gekürzt:"), text, look=Look.SMALL)
