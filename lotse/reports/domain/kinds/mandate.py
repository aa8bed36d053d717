"""The mandate on paper: everything agreed on, and where both sides sign."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotse.reports.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Look,
    Sheet,
    Signature,
    Signatures,
    Span,
    Table,
    cell,
    items,
    line,
    paragraph,
)
from lotse.reports.domain.kinds.chapters import byline
from lotse.reports.domain.material import Material, day
from organisations.domain.mandate_content import Fact, WrittenPart, written_parts
from organisations.domain.mandate_paper import paper_of
from organisations.models import Mandate, Side


def mandate_to_sign(material: Material) -> Document:
    """Return one version of a mandate, to be signed."""
    mandate, organisation = material.report.mandate, material.organisation
    assert mandate is not None  # noqa: S101 - a constraint of the table
    parts = [part for part in written_parts(mandate) if not part.is_open]
    version = _("Fassung %d") % mandate.number
    return material.document(
        f"{_('Beauftragung')}, {version}",
        _blocks(mandate, material, parts),
        [_sheet(parts)],
        title=_("Beauftragung %(name)s, Fassung %(number)d, %(day)s")
        % {"name": organisation.name, "number": mandate.number, "day": material.day},
        headline=_("Beauftragung für die Digitalisierung"),
        description=_("Beauftragung der Digitalisierungslots:in, zum Unterschreiben"),
        opening=(
            line(organisation.name, look=Look.EYEBROW),
            byline(version, _standing(mandate, material)),
        ),
        design="mandate",
    )


def _standing(mandate: Mandate, material: Material) -> str:
    if mandate.confirmed_at:
        return _("von beiden Seiten bestätigt am %s") % day(
            timezone.localtime(mandate.confirmed_at)
        )
    return _("Entwurf, Stand %s") % material.day


def _blocks(mandate: Mandate, material: Material, parts: list[WrittenPart]) -> Iterator[Block]:
    yield paragraph(*_agreement(mandate, material), look=Look.LEAD)
    for written in parts:
        yield Heading(str(written.part.title))
        if len(written.facts) == 1 and written.facts[0].items:
            yield items(*written.facts[0].items)
        else:
            yield Table(
                str(written.part.title),
                (Column(_("Was"), width=30), Column(_("Vereinbart"))),
                tuple(
                    (cell(str(fact.label)), _said(fact))
                    for fact in written.facts
                    if not fact.is_open
                ),
                has_head=False,
            )
    yield Signatures(
        _("Unterschriften"),
        tuple(_sides(mandate)),
        _("Ort, Datum"),
        _("Unterschrift"),
        _terms(mandate, material, parts),
    )


def _terms(mandate: Mandate, material: Material, parts: list[WrittenPart]) -> str:
    """Return what both sides sign: it may stand on another sheet than the agreement begins on."""
    said = _("Beide Seiten unterschreiben die Beauftragung von %(name)s, Fassung %(number)d.") % {
        "name": mandate.pilot_name or f"„{material.organisation.name}“",
        "number": mandate.number,
    }
    if not parts:
        return said
    titles = ", ".join(str(written.part.title) for written in parts)
    return f"{said} {_('Sie umfasst: %s.') % titles}"


def _agreement(mandate: Mandate, material: Material) -> tuple[Span | str, ...]:
    """Return who charges whom, with the name standing out."""
    name = mandate.pilot_name
    if not name:
        return (
            _(
                "Die Geschäftsführung der Organisation „%s“ beauftragt eine Person aus dem Haus "
                "als Digitalisierungslots:in. Beide Seiten vereinbaren:"
            )
            % material.organisation.name,
        )
    return (
        _("Die Geschäftsführung der Organisation „%s“ beauftragt") % material.organisation.name,
        Span(name, strong=True),
        _("als Digitalisierungslots:in. Beide Seiten vereinbaren:"),
    )


def _said(fact: Fact) -> Cell:
    if fact.items:
        return cell(*(line(one, look=Look.ITEM) for one in fact.items))
    return cell(fact.text)


def _sides(mandate: Mandate) -> Iterator[Signature]:
    paper = paper_of(mandate)
    for side, name, confirmed_at, is_on_paper in (
        (
            Side.DIRECTOR,
            mandate.director_confirmed_name,
            mandate.director_confirmed_at,
            paper and paper.for_director,
        ),
        (
            Side.PILOT,
            mandate.pilot_confirmed_name or mandate.pilot_name,
            mandate.pilot_confirmed_at,
            paper and paper.for_pilot,
        ),
    ):
        note = ""
        if paper and is_on_paper:
            note = _("Auf Papier unterschrieben am %s") % day(paper.signed_on)
        elif confirmed_at:
            at = timezone.localtime(confirmed_at)
            note = _("Online bestätigt am %(day)s, %(time)s Uhr") % {
                "day": day(at),
                "time": date_format(at, "H:i"),
            }
        yield Signature(str(side.label), name, note)


def _sheet(parts: list[WrittenPart]) -> Sheet:
    return Sheet(
        _("Beauftragung"),
        (_("Teil"), _("Was"), _("Vereinbart")),
        tuple(
            (str(written.part.title), str(fact.label), said)
            for written in parts
            for fact in written.facts
            for said in (fact.items or (fact.text,))
            if said
        ),
    )
