"""The Startblatt: one page at the end of the first sitting, to be put on a wall or handed on.

As with the short report there are drafts, the longest first, and the first one that fits is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lotse.reports.document.model import (
    Block,
    Document,
    Heading,
    Look,
    cell,
    items,
    line,
    paragraph,
    small,
)
from lotse.reports.domain.kinds import chapters, sheets
from lotse.reports.domain.kinds.chapters import byline, responsible, standing_box
from lotse.reports.domain.material import Material, day
from measures.domain.prioritising import Row
from measures.models import Status
from organisations.domain.mandate_standing import standing_of


@dataclass(frozen=True)
class Room:
    """How wide the wheel of a draft is, how long a text, and how many measures and steps it has."""

    wheel: int
    letters: int
    measures: int
    steps: int


DRAFTS = (
    Room(wheel=95, letters=400, measures=3, steps=3),
    Room(wheel=85, letters=200, measures=3, steps=2),
    Room(wheel=70, letters=200, measures=2, steps=2),
    Room(wheel=70, letters=200, measures=2, steps=1),
    Room(wheel=70, letters=200, measures=1, steps=2),
    Room(wheel=70, letters=70, measures=1, steps=1),
)


def start_sheets(material: Material) -> list[Document]:
    """Return the drafts of a Startblatt, the longest first."""
    return [_draft(material, room) for room in DRAFTS]


def _draft(material: Material, room: Room) -> Document:
    kind = _("Startblatt zur Digitalisierung")
    return material.document(
        kind,
        _blocks(material, room),
        [one for one in (sheets.areas(material), sheets.measures(material)) if one.rows],
        title=_("Startblatt %(name)s, %(day)s")
        % {"name": material.organisation.name, "day": material.day},
        description=_("Wo die Organisation steht und womit sie anfängt, auf einer Seite"),
        opening=(
            line(f"{kind} · {material.day}", look=Look.EYEBROW),
            byline(material.made_by, material.check_in_words),
        ),
        design="short",
    )


def _blocks(material: Material, room: Room) -> Iterator[Block]:
    yield Heading(_("Wo wir stehen"))
    box = standing_box(material)
    examples = (line(_cut(one.text, room)) for one in box.lines[1:])
    yield replace(box, lines=(*box.lines[:1], *examples))
    yield chapters.wheel(material, room.wheel)
    begun = [row for row in material.rows if row.measure.status == Status.IN_PROGRESS]
    yield Heading(_("Womit wir anfangen"))
    if begun:
        yield items(*(_begun(row, room) for row in begun[: room.measures]))
        if begun[room.measures :]:
            yield paragraph(_("Was sonst begonnen ist, steht im Gesamtbericht."), look=Look.SMALL)
    else:
        yield paragraph(_("Noch ist keine Maßnahme begonnen."))
    waiting = [row for row in material.upcoming if row.measure.status != Status.IN_PROGRESS]
    if waiting:
        yield Heading(_("Was danach kommt"))
        yield items(*(_waiting(row, room) for row in waiting[: room.measures]))
    yield Heading(_("Was noch zu klären ist"))
    yield items(*_to_settle(material))


def _begun(row: Row, room: Room) -> object:
    measure = row.measure
    when = _("fertig bis %s") % day(measure.due_date) if measure.due_date else ""
    facts = [_cut(responsible(measure), room) or _("noch niemand"), when]
    steps = [step.text for step in measure.steps.all() if step.done_at is None]
    return cell(
        line(_cut(measure.title, room), look=Look.TITLE),
        small(" · ".join(filter(None, facts))),
        line(_cut(measure.why, room)),
        *(
            line(_("Schritt %d:") % number, _cut(text, room))
            for number, text in enumerate(steps[: room.steps], start=1)
        ),
    )


def _waiting(row: Row, room: Room) -> object:
    title = line(_cut(row.measure.title, room), look=Look.TITLE)
    return cell(title, small(_cut(row.measure.why, room)))


def _cut(text: str, room: Room) -> str:
    return chapters.shortened(text, room.letters)


def _to_settle(material: Material) -> list[str]:
    standing = standing_of(material.organisation)
    said = []
    if not standing.is_in_force:
        said.append(_("Die Beauftragung: Wer kümmert sich, mit wie vielen Stunden und Mitteln?"))
    if any(row.measure.responsible_id is None for row in material.next_measures):
        said.append(_("Wer kümmert sich um die Maßnahmen, die danach kommen?"))
    return said or [_("Im Moment ist nichts offen.")]
