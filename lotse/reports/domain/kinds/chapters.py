"""Chapters, blocks and rows of several kinds of report, or long enough to stand on their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.surveying import how_long, how_often
from lotse import pictures
from lotse.reports.document.model import (
    Block,
    Box,
    Cell,
    Column,
    Figures,
    Heading,
    Items,
    Line,
    Look,
    Table,
    cell,
    items,
    line,
    paragraph,
    small,
    strong,
)
from lotse.reports.domain.material import Material, day
from measures.domain.criteria import CRITERIA, CriterionText
from measures.domain.pressing import PressingState
from measures.domain.prioritising import Row
from measures.domain.progress import Progress
from measures.domain.suggesting import Suggestion
from measures.models import CriterionWeights, Measure


def wheel(material: Material, width: int = 130) -> Figures:
    """Return the wheel of maturity."""
    return Figures((material.figure(pictures.maturity_wheel(material.result), width=width),))


def weights(material: Material) -> list[tuple[CriterionText, int]]:
    """Return the criteria with the weights of the organisation."""
    found = CriterionWeights.of(material.organisation).as_tuple()
    return list(zip(CRITERIA, found, strict=True))


def note(answer: Any) -> Line:
    """Return the note on an answer, an empty line without one."""
    return small(_("Notiz:"), answer.note) if answer and answer.note else line()


def excepted(but_not: str) -> str:
    """Return what an answer does not hold for as a sentence, nothing where it holds for all."""
    return _("Gilt nicht für: %s.") % but_not if but_not else ""


def measure_row(row: Row) -> tuple[Cell, ...]:
    """Return a measure with its rank and the reasons for it."""
    measure, ranked = row.measure, row.ranked
    reasons = [row.why]
    if ranked:
        reasons.append(f"{row.how_sure}.")
    if row.is_provisional:
        reasons.append(_("Bewertung vorgeschlagen."))
    due = date_format(measure.due_date, "d.m.Y") if measure.due_date else ""
    return (
        cell(line(row.place or "–", look=Look.TITLE)),
        cell(line(measure.title, look=Look.TITLE), small(*reasons)),
        cell(ranked.shown_score if ranked else "–"),
        cell(measure.get_status_display(), small(responsible(measure)), small(due)),
    )


def change(material: Material) -> Iterator[Block]:
    """Return what changed since the last check, nothing for a first one."""
    progress = material.result.progress
    last = progress.last
    if last is None or last.finished_at is None:
        return
    yield Heading(_("Veränderung"), key="veraenderung")
    yield paragraph(
        _("Verglichen mit dem Check vom %s.") % day(last.finished_at),
        strong(progress.overall),
        progress.coverage,
    )
    if progress.areas:
        yield _changed_areas(progress)
        if progress.names_measures:
            yield paragraph(
                _(
                    "Unter „Dahinter“ stehen Maßnahmen, die zwischen beiden Checks umgesetzt "
                    "wurden und zu den verbesserten Fragen gehören. Ob sie der Grund "
                    "sind, sagen die Zahlen nicht."
                ),
                look=Look.SMALL,
            )
    if progress.changed_exceptions:
        yield Heading(_("Ausnahmen, die neu sind oder wegfielen"), level=2)
        yield items(*(line(one.question.text, one.words) for one in progress.changed_exceptions))
    if progress.lines:
        yield from _over_time(material, progress)


def _changed_areas(progress: Progress) -> Table:
    rows = []
    for row in progress.areas:
        titles = ", ".join(measure.title for measure in row.behind)
        label = _("Dahinter steht:") if len(row.behind) == 1 else _("Dahinter stehen:")
        rows.append(
            (
                cell(row.area.title, small(label, titles) if titles else line()),
                cell("–" if row.before is None else row.before),
                cell("–" if row.after is None else row.after),
                cell(f"{row.arrow} {row.words}"),
            )
        )
    return Table(
        _("Veränderung je Handlungsfeld"),
        (
            Column(_("Handlungsfeld")),
            Column(_("Damals"), number=True, width=12),
            Column(_("Heute"), number=True, width=12),
            Column(_("Veränderung"), width=30),
        ),
        tuple(rows),
    )


def _over_time(material: Material, progress: Progress) -> Iterator[Block]:
    yield Heading(_("Verlauf über alle Checks"), level=2)
    left_out = ", ".join(day(one.finished_at) for one in progress.left_out if one.finished_at)
    yield paragraph(
        progress.lines_rest_on,
        _("Nicht dabei, weil zu wenige Fragen übereinstimmen: %s.") % left_out if left_out else "",
    )
    whole = progress.whole
    assert whole is not None  # noqa: S101 - there are lines
    lines = [(_("Im Ganzen"), whole)]
    lines += [(one.area.title, one) for one in progress.lines if one.area]
    yield Figures(
        tuple(
            material.figure(pictures.small_line(one), width=46, title=title) for title, one in lines
        )
    )
    yield Table(
        _("Verlauf über alle Checks"),
        (
            Column(_("Handlungsfeld"), width=40),
            *(
                Column(date_format(check.finished_at, "d.m.Y"), number=True)
                for check in progress.checks
                if check.finished_at
            ),
        ),
        tuple((cell(title), *(cell(one) for one in found.percents)) for title, found in lines),
    )


def systems(material: Material) -> Iterator[Block]:
    """Return the systems and how data moves between them, nothing while none is known."""
    landscape = material.landscape
    if not landscape.in_use:
        return
    yield Heading(_("Systeme und Inseln"), key="systeme")
    yield paragraph(
        strong(f"{landscape.figures}."), landscape.figures_a_year, landscape.what_is_missing
    )
    yield Figures((material.figure(pictures.landscape_map(landscape)),))
    yield paragraph(
        _(
            "Aus einer Insel kommen Daten nur von Hand heraus: Jemand tippt sie noch einmal ab "
            "oder trägt sie auf Papier weiter. Jede solche Übertragung zählt als doppelte Eingabe."
        )
    )
    yield Heading(_("Systeme in Betrieb"), level=2)
    yield Table(
        _("Systeme in Betrieb"),
        (
            Column(_("System"), width=25),
            Column(_("Art")),
            Column(_("Genutzt von")),
            Column(_("Lage")),
        ),
        tuple(
            (
                cell(row.system.name),
                cell(row.system.get_kind_display()),
                cell(row.system.used_by or "–"),
                cell(
                    line(strong(row.standing_in_words)) if row.is_island else row.standing_in_words
                ),
            )
            for row in landscape.rows
            if row.standing
        ),
    )
    if landscape.connections_in_use:
        yield Heading(_("Wie Daten von einem System ins andere kommen"), level=2)
        yield Table(
            _("Wie Daten von einem System ins andere kommen"),
            (
                Column(_("Von")),
                Column(_("Nach")),
                Column(_("Daten")),
                Column(_("Wie")),
                Column(_("Wie oft")),
            ),
            tuple(
                (
                    cell(one.source.name),
                    cell(one.target.name),
                    cell(one.data),
                    cell(one.get_transfer_method_display()),
                    cell(how_often(one) or "–", small(how_long(one))),
                )
                for one in landscape.connections_in_use
            ),
        )


def byline(*parts: str) -> Line:
    """Return the line below the headline from what there is to say."""
    return line(" · ".join(part for part in parts if part), look=Look.BYLINE)


def standing_box(material: Material) -> Box:
    """Return maturity, what goes well and what is missing most."""
    result = material.result
    if result.percent is None:
        return Box((line(_("Es ist noch keine Frage mit einer Stufe beantwortet.")),))
    flow = material.check_state.flow
    whole = [
        _("Im Ganzen:"),
        strong(f"{result.standing_name}."),
        _("Beantwortet sind %(answered)d von %(total)d Fragen.")
        % {"answered": flow.answered, "total": flow.total},
    ]
    last = result.progress.last
    if last and last.finished_at:
        whole.append(result.progress.since(day(last.finished_at)))
    lines = [line(*whole)]
    if result.strengths:
        lines.append(line(_("Gut läuft:"), result.strengths[0].sentence))
    if result.gaps:
        lines.append(line(_("Am meisten fehlt:"), result.gaps[0].sentence))
    return Box(tuple(lines), str(result.percent), _("von 100"))


# So many letters stand in a line.
BRIEF = 85


def next_measure(row: Row, *, brief: bool = False) -> Cell:
    """Return a measure of the top group with its reasons; in `brief` without those of its place."""
    measure = row.measure
    said = [_("%s von 100 Punkten") % row.ranked.shown_score if row.ranked else ""]
    if not brief:
        said.append(row.how_sure)
    if row.is_provisional:
        said.append(_("Bewertung vorgeschlagen"))
    if measure.responsible:
        said.append(str(measure.responsible.user))
    if measure.due_date:
        said.append(_("fällig am %s") % day(measure.due_date))
    return cell(
        line(measure.title, look=Look.TITLE),
        line(shortened(measure.why, BRIEF)) if brief else line(measure.why, row.why),
        small(" · ".join(part for part in said if part)),
    )


def shortened(text: str, letters: int) -> str:
    """Return a text in one line and at most `letters` long, cut between two words if need be."""
    flat = " ".join(text.split())
    if len(flat) <= letters:
        return flat
    return flat[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + " …"


def pressing_in_brief(material: Material) -> list[Block]:
    """Return by name what cannot wait and nobody has taken up yet; empty for nothing."""
    found = [one.template.title for one in material.result.cannot_wait.open]
    return [Heading(_("Was nicht warten kann")), items(*found)] if found else []


def pressing(
    material: Material,
    letters: int = 1200,
    most: int = 100,
    *,
    new_page: bool = False,
    level: int = 1,
) -> list[Block]:
    """Return what cannot wait and what became of it, empty for nothing.

    At most `most` are told, their texts cut to `letters`.
    """
    cannot_wait = material.result.cannot_wait
    found = (*cannot_wait.open, *cannot_wait.dealt_with)
    if not found:
        return []
    blocks: list[Block] = [Heading(_("Was nicht warten kann"), level=level, new_page=new_page)]
    blocks.append(Items(tuple(_pressing_item(one, letters) for one in found[:most])))
    if left_out := len(found[most:]):
        said = ngettext(
            "Eine weitere steht im Gesamtbericht.",
            "%(number)d weitere stehen im Gesamtbericht.",
            left_out,
        )
        blocks.append(paragraph(_("Gekürzt:"), said % {"number": left_out}, look=Look.SMALL))
    return blocks


def _pressing_item(one: Suggestion, letters: int) -> Cell:
    why = one.template.pressing
    assert why is not None  # noqa: S101 - otherwise it could wait
    said = shortened(why.why, letters)
    return cell(
        line(one.template.title, look=Look.TITLE),
        line(said, why.law),
        small(_what_became_of(one)),
    )


def _what_became_of(one: Suggestion) -> str:
    if one.pressing_state == PressingState.PUT_OFF and one.declined:
        return _("Aufgeschoben von %(who)s am %(day)s: %(reason)s") % {
            "who": one.declined.declined_by or "–",
            "day": day(timezone.localtime(one.declined.declined_at)),
            "reason": one.declined.reason,
        }
    if one.pressing_state == PressingState.OPEN or one.measure is None:
        return _("Noch nicht aufgegriffen.")
    said = [str(one.measure.get_status_display()), responsible(one.measure)]
    if one.measure.due_date:
        said.append(_("fällig am %s") % day(one.measure.due_date))
    return " · ".join(part for part in said if part)


def what_is_open(material: Material) -> list[str]:
    """Return what waits for somebody, as sentences; never none."""
    result, said = material.result, []
    open_suggestions, to_clarify = len(result.open_suggestions), len(result.to_clarify)
    if material.musts:
        said.append(
            ngettext(
                "Was neu angeschafft wird, muss eine Anforderung erfüllen.",
                "Was neu angeschafft wird, muss %(number)d Anforderungen erfüllen.",
                material.musts,
            )
            % {"number": material.musts}
        )
    if open_suggestions:
        said.append(
            ngettext(
                "Ein Vorschlag wartet auf eine Entscheidung.",
                "%(number)d Vorschläge warten auf eine Entscheidung.",
                open_suggestions,
            )
            % {"number": open_suggestions}
        )
    if to_clarify:
        said.append(
            ngettext(
                "Eine Frage ist noch zu klären.",
                "%(number)d Fragen sind noch zu klären.",
                to_clarify,
            )
            % {"number": to_clarify}
        )
    return said or [_("Im Moment ist nichts offen.")]


def areas_table(material: Material) -> Table:
    """Return the maturity of every area."""
    return Table(
        _("Reifegrad je Handlungsfeld"),
        (
            Column(_("Handlungsfeld"), width=40),
            Column(_("Reifegrad (0–100)"), number=True),
            Column(_("Einschätzung")),
            Column(_("Beantwortet"), number=True),
        ),
        tuple(
            (
                cell(area.area.title),
                cell("–" if area.percent is None else area.percent),
                cell(area.standing_name),
                cell(
                    _("%(answered)d von %(total)d")
                    % {"answered": area.found.answered, "total": area.found.total}
                ),
            )
            for area in material.result.areas
        ),
    )


def responsible(measure: Measure) -> str:
    """Return who cares for a measure; empty while nobody does."""
    return str(measure.responsible.user) if measure.responsible else ""
