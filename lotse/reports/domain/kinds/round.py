"""The Rundenprotokoll: what a Priorisierungsrunde agreed on, from its snapshot alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.reports.document.model import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    Line,
    Look,
    Sheet,
    Table,
    Value,
    cell,
    items,
    line,
    paragraph,
    small,
    strong,
)
from lotse.reports.domain.kinds.chapters import byline
from lotse.reports.domain.material import Material, day
from measures.domain.criteria import CRITERIA
from measures.models import RoundSnapshot
from measures.models.journal import short_number
from measures.models.snapshot import Snapshot, SnapshotRating, SnapshotRow


def round_minutes(material: Material) -> Document:
    """Return the minutes of a closed round."""
    organisation, stored = material.organisation, material.report.snapshot
    assert stored is not None  # noqa: S101 - a constraint of the table
    content = stored.content
    return material.document(
        _("Rundenprotokoll"),
        _blocks(stored, content),
        [sheet for sheet in _sheets(content) if sheet.rows],
        title=_("Rundenprotokoll %(name)s, %(day)s")
        % {"name": organisation.name, "day": day(content.held_on)},
        description=_("Was die Priorisierungsrunde beschlossen hat, mit Gründen"),
        opening=(
            line(
                _("Protokoll der Priorisierungsrunde vom %s") % day(content.held_on),
                look=Look.EYEBROW,
            ),
            byline(material.made_by, material.day),
        ),
    )


def _blocks(stored: RoundSnapshot, content: Snapshot) -> Iterator[Block]:
    yield Heading(_("Die Runde"))
    yield _facts(stored, content)
    yield Heading(_("Urteil der Geschäftsführung"))
    yield _verdict(stored)
    yield from _next(content)
    yield from _news(content)
    yield from _order(content)
    yield from _ratings(content)
    yield Heading(_("Gewichtung"))
    yield Table(
        _("Gewichte der Kriterien"),
        (Column(_("Kriterium")), Column(_("Gewicht (0–10)"), number=True, width=25)),
        tuple((cell(text.name), cell(str(content.weights[text.criterion]))) for text in CRITERIA),
    )


def _facts(stored: RoundSnapshot, content: Snapshot) -> Table:
    facts = [
        (_("Tag"), day(content.held_on)),
        (_("Dabei"), ", ".join(content.participants) or "–"),
        (
            _("Bewertet"),
            _("jede Person zuerst für sich, danach gemeinsam festgelegt")
            if content.rated_alone
            else _("gemeinsam"),
        ),
        (
            _("Abgeschlossen"),
            _("am %(day)s von %(name)s, %(version)s")
            % {
                "day": day(timezone.localtime(stored.made_at)),
                "name": stored.made_by_name,
                "version": _("Fassung %d") % content.version,
            },
        ),
        (_("Nächste Runde"), day(content.next_on)),
    ]
    return Table(
        _("Angaben zur Runde"),
        (Column(_("Angabe"), width=25), Column(_("Inhalt"))),
        tuple((cell(name), cell(said)) for name, said in facts),
        has_head=False,
    )


def _verdict(stored: RoundSnapshot) -> Box:
    if stored.judged_at is None:
        return Box((line(_("Die Geschäftsführung hat das Ergebnis noch nicht beurteilt.")),))
    said = _("%(verdict)s am %(day)s von %(name)s.") % {
        "verdict": stored.get_verdict_display().capitalize(),
        "day": day(timezone.localtime(stored.judged_at)),
        "name": stored.judged_by_name,
    }
    remark = [line(one) for one in stored.remark.splitlines()]
    return Box((line(strong(said)), *(one for one in remark if one.spans)))


def _next(content: Snapshot) -> Iterator[Block]:
    yield Heading(_("Als Nächstes"))
    if content.chosen:
        yield Items(tuple(_chosen(row) for row in content.chosen))
    else:
        yield paragraph(_("Für die Zeit bis zur nächsten Runde ist nichts ausgewählt."))
    if content.hours_available is not None:
        yield paragraph(_hours(content.hours_available))
    yield paragraph(_("Nächste Runde am %s.") % day(content.next_on))


def _hours(available: Decimal) -> str:
    if available == 1:
        return _("Bis zur nächsten Runde ist 1 Arbeitsstunde da.")
    return _("Bis zur nächsten Runde sind %s Arbeitsstunden da.") % short_number(available)


def _chosen(row: SnapshotRow) -> Cell:
    facts = [_("Platz %d") % row.place if row.place else ""]
    if row.effort_hours:
        facts.append(
            ngettext("etwa eine Stunde", "etwa %(number)d Stunden", row.effort_hours)
            % {"number": row.effort_hours}
        )
    facts.append(row.responsible)
    facts.append(_("bis %s") % day(row.due_date) if row.due_date else "")
    return cell(line(row.title, look=Look.TITLE), small(" · ".join(fact for fact in facts if fact)))


def _news(content: Snapshot) -> Iterator[Block]:
    yield Heading(_("Was sich verändert hatte"))
    groups = _news_by_group(content)
    if not any(found for _name, found in groups):
        yield paragraph(_("Seit der letzten Runde hatte sich nichts verändert."))
    for name, found in groups:
        if found:
            yield Heading(name, level=2)
            yield items(*found)


def _news_by_group(content: Snapshot) -> list[tuple[str, tuple[str, ...]]]:
    news = content.news
    return [(_("Umgesetzt"), news.done), (_("Steckte fest"), news.stuck), (_("Neu"), news.new)]


def _order(content: Snapshot) -> Iterator[Block]:
    yield Heading(_("Die Reihenfolge"))
    if not content.rows:
        yield paragraph(_("Auf der Liste stand keine offene Maßnahme."))
        return
    yield Table(
        _("Alle offenen Maßnahmen in der Reihenfolge, auf die sich die Runde geeinigt hat"),
        (
            Column(_("Platz"), number=True, width=10),
            Column(_("Maßnahme")),
            Column(_("Punkte"), number=True, width=12),
            Column(_("Von Hand verschoben"), width=38),
        ),
        tuple(
            (
                cell(_number(row.place)),
                cell(row.title, small(_("als Nächstes") if row.is_chosen else "")),
                cell(_number(row.score)),
                _move(row),
            )
            for row in content.rows
        ),
        row_header=1,
    )


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _move(row: SnapshotRow) -> Cell:
    if row.move is None:
        return cell("–")
    return cell(
        _("nach Punkten Platz %s") % _number(row.rank),
        row.move.reason,
        small(row.move.by),
    )


def _ratings(content: Snapshot) -> Iterator[Block]:
    rated = [row for row in content.rows if row.ratings]
    if not rated:
        return
    yield Heading(_("Bewertungen und Gründe"))
    yield paragraph(
        _(
            "1 spricht am wenigsten, 5 am meisten für eine Maßnahme. In Klammern steht, wie "
            "einzelne Personen zuvor für sich bewertet hatten."
        )
        if content.rated_alone
        else _("1 spricht am wenigsten, 5 am meisten für eine Maßnahme.")
    )
    yield Items(tuple(cell(line(row.title, look=Look.TITLE), *_rating_lines(row)) for row in rated))


def _rating_lines(row: SnapshotRow) -> Iterable[Line]:
    for text in CRITERIA:
        rating = row.rating_by_criterion.get(text.criterion)
        if rating is not None:
            note = f"– {rating.note}" if rating.note else ""
            yield line(strong(f"{text.name}: {rating.value}"), f"({_settled(rating)})", note)


def _settled(rating: SnapshotRating) -> str:
    by = _("festgelegt von %s") % rating.by if rating.by else _("vorgeschlagen")
    return "; ".join([by, *([_opinions(rating)] if rating.opinions else [])])


def _opinions(rating: SnapshotRating) -> str:
    return ", ".join(f"{one.name}: {one.value}" for one in rating.opinions)


def _sheets(content: Snapshot) -> Iterator[Sheet]:
    head = [_("Platz"), _("Platz nach Punkten"), _("Maßnahme"), _("Punkte"), _("Als Nächstes")]
    head += [_("Grund der Verschiebung"), _("Verschoben von"), _("Aufwand in Stunden")]
    head += [_("Verantwortlich"), _("Fällig am")]
    yield Sheet(
        _("Reihenfolge"),
        (*head, *(str(text.name) for text in CRITERIA)),
        tuple(_order_row(row) for row in content.rows),
    )
    yield Sheet(
        _("Bewertungen"),
        (
            _("Maßnahme"),
            _("Kriterium"),
            _("Bewertung"),
            _("Begründung"),
            _("Festgelegt von"),
            _("Zuvor für sich"),
        ),
        tuple(
            (
                row.title,
                str(text.name),
                one.value,
                one.note,
                one.by or _("vorgeschlagen"),
                _opinions(one),
            )
            for row in content.rows
            for text in CRITERIA
            if (one := row.rating_by_criterion.get(text.criterion))
        ),
    )
    yield Sheet(
        _("Gewichte"),
        (_("Kriterium"), _("Gewicht")),
        tuple((str(text.name), content.weights[text.criterion]) for text in CRITERIA),
    )
    yield Sheet(
        _("Veränderungen"),
        (_("Was"), _("Maßnahme")),
        tuple((name, title) for name, found in _news_by_group(content) for title in found),
    )


def _order_row(row: SnapshotRow) -> tuple[Value, ...]:
    ratings = row.rating_by_criterion
    return (
        row.place,
        row.rank,
        row.title,
        row.score,
        _("ja") if row.is_chosen else _("nein"),
        row.move.reason if row.move else "",
        row.move.by if row.move else "",
        row.effort_hours,
        row.responsible,
        row.due_date,
        *(
            ratings[text.criterion].value if text.criterion in ratings else None
            for text in CRITERIA
        ),
    )
