"""The Gesamtbericht: the check, the requirements, the systems and all measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from checks.domain.frameworks import Topic, frameworks_for
from lotse.reports.document.model import (
    Block,
    Column,
    Contents,
    Document,
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
from lotse.reports.domain.kinds import chapters, sheets
from lotse.reports.domain.kinds.chapters import (
    areas_table,
    byline,
    next_measure,
    standing_box,
)
from lotse.reports.domain.kinds.deciding import Needs
from lotse.reports.domain.material import Material
from measures.domain.prioritising import how_clear
from measures.domain.result import AnsweredQuestion


def full_report(material: Material) -> Document:
    """Return everything that is to be said about a check and its measures."""
    organisation = material.organisation
    kind = _("Gesamtbericht")
    return material.document(
        kind,
        _blocks(material),
        sheets.all_sheets(material),
        title=_("Gesamtbericht %(name)s, %(day)s")
        % {"name": organisation.name, "day": material.day},
        description=_("Gesamtbericht mit Reifegrad, Anforderungen und Maßnahmen"),
        opening=(
            line(f"{kind} · {material.day}", look=Look.EYEBROW),
            byline(material.made_by, material.check_in_words),
        ),
    )


def _blocks(material: Material) -> Iterator[Block]:
    yield Heading(_("Wo wir stehen"))
    yield standing_box(material)
    yield from chapters.pressing_in_brief(material)
    yield Heading(_("Die nächsten Maßnahmen"))
    if material.next_measures:
        yield Items(
            tuple(next_measure(row, brief=True) for row in material.next_measures), ordered=True
        )
    else:
        yield paragraph(_("Es gibt noch keine bewertete Maßnahme."))
    yield Heading(_("Was dafür nötig ist"))
    needs = Needs(material.organisation, material.next_measures)
    yield items(
        *needs.to_decide(), *needs.against_the_mandate(), " ".join(chapters.what_is_open(material))
    )
    yield Contents(_("Inhalt"))
    yield from _result(material)
    yield from chapters.change(material)
    yield from _requirements(material)
    yield from chapters.systems(material)
    yield from _measures(material)
    yield from _how_ranked(material)
    yield from _how_mature(material)
    yield from _answers(material)
    yield from _for_grants(material)


def _result(material: Material) -> Iterator[Block]:
    result = material.result
    yield Heading(_("Ergebnis des Checks"), key="ergebnis")
    yield chapters.wheel(material, 105)
    yield Heading(_("Reifegrad je Handlungsfeld"), level=2)
    yield areas_table(material)
    for title, found, otherwise in (
        (_("Das läuft schon gut"), result.strengths, _("Noch keine Antwort auf Stufe 3 oder 4.")),
        (_("Hier fehlt am meisten"), result.gaps, _("Keine Antwort auf Stufe 0 oder 1.")),
    ):
        yield Heading(title, level=2)
        if found:
            yield items(*(f"{said.sentence} ({said.area.title})" for said in found))
        else:
            yield paragraph(otherwise)
    if result.to_clarify:
        yield Heading(_("Noch zu klären"), level=2)
        yield items(*(said.question.text for said in result.to_clarify))
    if result.excepted:
        yield Heading(_("Ausnahmen"), level=2)
        yield items(
            *(
                line(f"{one.sentence} ({one.area.title})", strong(chapters.excepted(one.but_not)))
                for one in result.excepted
            )
        )
    if result.topics:
        yield Heading(_("Darüber sollten Sie reden"), level=2)
        yield paragraph(_("Hier sehen Kolleg:innen die Arbeit sehr verschieden."))
        yield items(
            *(
                line(
                    topic.question.text,
                    topic.sentence,
                    _("Im Check steht: %s") % topic.decided if topic.answer else "",
                )
                for topic in result.topics
            )
        )


def _requirements(material: Material) -> Iterator[Block]:
    yield Heading(_("Anforderungen"), key="anforderungen")
    found = material.result.requirements
    if not found:
        yield paragraph(_("Im Check wurden keine Anforderungen notiert."))
        return
    yield Table(
        _("Anforderungen"),
        (
            Column(_("Handlungsfeld"), width=25),
            Column(_("Anforderung")),
            Column(_("Wichtigkeit"), width=15),
            Column(_("Wer braucht das?"), width=20),
        ),
        tuple(
            (
                cell(area.title),
                cell(one.text),
                cell(one.get_priority_display()),
                cell(one.needed_by or "–"),
            )
            for area, requirements in found
            for one in requirements
        ),
        row_header=1,
    )


def _measures(material: Material) -> Iterator[Block]:
    yield Heading(_("Maßnahmen mit ihren Gründen"), key="massnahmen", new_page=True)
    yield from chapters.pressing(material, level=2)
    if not material.rows:
        yield paragraph(_("Es gibt noch keine Maßnahmen."))
        return
    yield Table(
        _("Maßnahmen mit ihren Gründen"),
        (
            Column(_("Platz"), number=True, width=10),
            Column(_("Maßnahme")),
            Column(_("Punkte"), number=True, width=12),
            Column(_("Stand"), width=20),
        ),
        tuple(chapters.measure_row(row) for row in material.rows),
        row_header=1,
    )


def _how_ranked(material: Material) -> Iterator[Block]:
    yield Heading(_("Wie die Reihenfolge entsteht"), key="reihenfolge")
    yield paragraph(
        _(
            "Jede Maßnahme ist auf fünf Kriterien mit 1 bis 5 bewertet. Bewertungen und Gewichte "
            "ergeben zusammen 0 bis 100 Punkte. Die meisten Punkte stehen oben."
        )
    )
    yield paragraph(*how_clear(material.rows))
    yield Table(
        _("Kriterien und ihre Gewichte"),
        (
            Column(_("Kriterium"), width=30),
            Column(_("Gewicht"), number=True, width=12),
            Column(_("5 heißt")),
            Column(_("1 heißt")),
        ),
        tuple(
            (cell(text.name), cell(weight), cell(text.meanings[4]), cell(text.meanings[0]))
            for text, weight in chapters.weights(material)
        ),
    )


def _how_mature(material: Material) -> Iterator[Block]:
    yield Heading(_("Wie der Reifegrad entsteht"), key="reifegrad")
    if material.check_state.document.exceptions:
        yield paragraph(
            _(
                "Zu jeder Frage gilt die höchste Stufe, die an einem normalen Arbeitstag für den "
                "größeren Teil zutrifft. Was abweicht, kann als Ausnahme angemerkt sein."
            )
        )
    yield paragraph(
        _(
            "Der Reifegrad eines Handlungsfelds ist das Mittel seiner Stufen, Stufe 4 zählt 100. "
            "Im Ganzen zählt jedes Handlungsfeld gleich. „Weiß ich nicht“ und „Trifft nicht zu“ "
            "senken ihn nicht. Er ist eine Selbsteinschätzung und kein Zertifikat."
        )
    )


def _answers(material: Material) -> Iterator[Block]:
    yield Heading(_("Alle Antworten"), key="antworten")
    for area, answers in material.result.answers:
        if not answers:
            continue
        yield Heading(area.title, level=2)
        yield Table(
            _("Antworten im Handlungsfeld %s") % area.title,
            (
                Column(_("Frage"), width=40),
                Column(_("Stufe"), number=True, width=10),
                Column(_("Antwort")),
            ),
            tuple(
                (
                    cell(said.question.text),
                    cell("–" if said.level is None else said.level),
                    cell(
                        said.sentence,
                        small(chapters.excepted(said.but_not)),
                        chapters.note(said.answer),
                    ),
                )
                for said in answers
            ),
        )


def _for_grants(material: Material) -> Iterator[Block]:
    """The answers by the topics of other assessments, for those who are asked for these."""
    found = frameworks_for(material.check_state.document)
    if not found:
        return
    given = {
        said.question.key: said for _area, all_of in material.result.answers for said in all_of
    }
    yield Heading(_("Für Förderanträge"), key="foerderung")
    yield paragraph(
        _(
            "Manche Fördernde fragen nach den Themen anderer Verfahren. So verteilen sich Ihre "
            "Antworten darauf. Deren eigenen Fragebogen ersetzt das nicht."
        )
    )
    for framework in found:
        yield Heading(framework.name, level=2)
        yield Table(
            framework.name,
            (Column(_("Thema"), width=30), Column(_("Ihre Antworten"))),
            tuple(
                (cell(topic.title, *_not_asked(topic)), cell(*_answers_to(topic, given)))
                for topic in framework.topics
            ),
        )


def _not_asked(topic: Topic) -> list[Line]:
    return [small(_("Danach fragt Lotse nicht:"), topic.missing)] if topic.missing else []


def _answers_to(topic: Topic, given: Mapping[str, AnsweredQuestion]) -> list[Line]:
    """Return the questions of a topic that were asked, each behind its level if it has one."""
    said = [given[key] for key in topic.questions if key in given]
    return [
        line(
            strong(one.sentence if one.level is None else _("Stufe %s") % one.level),
            one.question.text,
        )
        for one in said
    ] or [line("–")]
