"""The Fortschrittsbericht: what was done since a day, what it brought, maturity then and now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks import queries as checks
from checks.domain import comparing_wording as wording
from checks.domain.comparing import CheckComparison, CheckSnapshot, compare
from checks.domain.history import taken_from
from checks.models import Check
from lotse.reports.document.model import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    Look,
    Sheet,
    Table,
    cell,
    line,
    paragraph,
    small,
    strong,
)
from lotse.reports.domain.kinds import sheets
from lotse.reports.domain.kinds.chapters import byline, next_measure
from lotse.reports.domain.material import Material, day
from measures.models import JournalEntry, Measure, Outcome, Status, Step
from measures.models.journal import short_number


class Since:
    """What happened in an organisation since a day, up to when the report was ordered."""

    def __init__(self, material: Material) -> None:
        since = material.report.since
        assert since is not None  # noqa: S101 - a constraint of the table
        self.material = material
        self.organisation = material.organisation
        self.day = since
        self.begin = timezone.make_aware(datetime.combine(since, time.min))
        self.end = material.made_at

    @cached_property
    def done(self) -> list[Measure]:
        """The measures carried out."""
        just_before = self.begin - timedelta(microseconds=1)
        found = Measure.objects.of(self.organisation).with_everything()
        return list(found.carried_out_between(just_before, self.end))

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """What people said these brought, by measure."""
        told = Outcome.objects.filter(organisation=self.organisation, measure__in=self.done)
        return {one.measure_id: one for one in told}

    @cached_property
    def steps(self) -> list[Step]:
        """The steps ticked."""
        done = Step.objects.filter(
            organisation=self.organisation, done_at__gte=self.begin, done_at__lte=self.end
        )
        return list(done.select_related("measure").order_by("done_at", "id"))

    @cached_property
    def under_way(self) -> list[tuple[Measure, list[Step]]]:
        """The measures with ticked steps that are not carried out yet, with these steps."""
        found: dict[int, tuple[Measure, list[Step]]] = {}
        for step in self.steps:
            if step.measure.is_open:
                found.setdefault(step.measure_id, (step.measure, []))[1].append(step)
        return list(found.values())

    @cached_property
    def told(self) -> list[JournalEntry]:
        """What people wrote of measures."""
        told = JournalEntry.objects.written().filter(organisation=self.organisation)
        days = self.day, self.end.date()
        return list(told.filter(day__range=days).order_by("day", "id"))

    @property
    def hours(self) -> Decimal:
        """The hours of work people wrote down."""
        return sum((one.hours for one in self.told if one.hours), Decimal())

    @cached_property
    def new(self) -> list[Measure]:
        """The measures that came onto the list."""
        rows = [row.measure for row in self.material.rows]
        return sorted(
            (one for one in rows if self.begin <= one.created_at <= self.end),
            key=lambda one: (one.created_at, one.pk),
        )

    @cached_property
    def _checks(self) -> list[tuple[Check, CheckSnapshot]]:
        """The closed checks in the order of time, as they were taken."""
        closed = list(
            Check.objects.of(self.organisation).finished().filter(finished_at__lte=self.end)
        )
        closed.sort(key=lambda one: (one.finished_at or self.end, one.pk))
        then = [one for one in closed if one.finished_at and one.finished_at < self._next_day]
        wanted = [*(then[-1:] or closed[:1]), *closed[-1:]]
        answers = checks.answers_by_check(wanted)
        return [(one, taken_from(one, answers[one.pk])) for one in wanted]

    @property
    def _next_day(self) -> datetime:
        return self.begin + timedelta(days=1)

    @property
    def then(self) -> Check | None:
        """The check that was the latest on that day, else the first one after it."""
        return self._checks[0][0] if self._checks else None

    @property
    def now(self) -> Check | None:
        """The latest closed check."""
        return self._checks[-1][0] if self._checks else None

    @cached_property
    def comparison(self) -> CheckComparison | None:
        """What changed between both; None while there are not two of them."""
        if self.then is None or self.then == self.now:
            return None
        return compare(self._checks[0][1], self._checks[-1][1])

    @property
    def areas(self) -> list[tuple[str, int | None, int | None, str]]:
        """Each area with its maturity then and now and the change in words."""
        if self.comparison is None:
            return []
        document = self._checks[-1][1].document
        return [
            (
                area.title,
                *change.percents,
                f"{wording.arrow(change)} {wording.trend_words(change)}".strip(),
            )
            for area, change in zip(document.areas, self.comparison.areas, strict=True)
        ]


def progress_report(material: Material) -> Document:
    """Return what was done since a day, and what it brought."""
    organisation, since = material.organisation, Since(material)
    kind = _("Fortschrittsbericht")
    return material.document(
        kind,
        _blocks(since),
        [sheet for sheet in _sheets(since) if sheet.rows],
        title=_("Fortschrittsbericht %(name)s, %(since)s bis %(day)s")
        % {"name": organisation.name, "since": day(since.day), "day": material.day},
        description=_("Was seither getan wurde, was es gebracht hat, Reifegrad damals und heute"),
        opening=(
            line(
                _("%(kind)s · %(since)s bis %(day)s")
                % {"kind": kind, "since": day(since.day), "day": material.day},
                look=Look.EYEBROW,
            ),
            byline(material.made_by),
        ),
    )


def _blocks(since: Since) -> Iterator[Block]:
    yield Heading(_("Auf einen Blick"))
    yield _at_a_glance(since)
    yield Heading(_("Was umgesetzt wurde"))
    if since.done:
        yield Items(tuple(_carried_out(one, since) for one in since.done))
    else:
        yield paragraph(_("In dieser Zeit wurde keine Maßnahme fertig."))
    yield Heading(_("Woran gearbeitet wurde"))
    if since.under_way:
        yield Table(
            _("Erledigte Teilschritte von Maßnahmen, die noch nicht fertig sind"),
            (Column(_("Maßnahme"), width=40), Column(_("Erledigte Teilschritte"))),
            tuple((cell(measure.title), _ticked(steps)) for measure, steps in since.under_way),
        )
    else:
        yield paragraph(_("An den übrigen Maßnahmen wurde kein Teilschritt abgehakt."))
    yield from _maturity(since)
    yield from _new(since)
    yield from _what_follows(since)


def _at_a_glance(since: Since) -> Box:
    steps, new = len(since.steps), len(since.new)
    said = [
        ngettext(
            "%(number)d Teilschritt wurde erledigt.",
            "%(number)d Teilschritte wurden erledigt.",
            steps,
        )
        % {"number": steps}
    ]
    if since.hours:
        said.append(
            _("Dafür haben Menschen %s Arbeitsstunden aufgeschrieben.") % short_number(since.hours)
            if since.hours != 1
            else _("Dafür wurde 1 Arbeitsstunde aufgeschrieben.")
        )
    if new:
        said.append(
            ngettext(
                "%(number)d Maßnahme ist neu auf der Liste.",
                "%(number)d Maßnahmen sind neu auf der Liste.",
                new,
            )
            % {"number": new}
        )
    whole = wording.overall_sentence(since.comparison.overall) if since.comparison else ""
    done = len(since.done)
    lines = [line(one) for one in said] + ([line(strong(whole))] if whole else [])
    return Box(
        tuple(lines),
        str(done),
        ngettext("Maßnahme umgesetzt", "Maßnahmen umgesetzt", done),
    )


def _carried_out(measure: Measure, since: Since) -> Cell:
    outcome = since.outcomes.get(measure.pk)
    facts = [_("umgesetzt am %s") % day(timezone.localtime(measure.done_at))]
    spent = getattr(measure, "spent_hours", None)
    if spent:
        facts.append(_("%s Arbeitsstunden") % short_number(spent))
    lines = [line(measure.title, look=Look.TITLE), small(" · ".join(facts))]
    if outcome and outcome.brought:
        lines.append(line(strong(_("Was es gebracht hat:")), outcome.brought))
    elif measure.why:
        lines.append(line(strong(_("Was es bringen soll:")), measure.why))
    if outcome and outcome.used:
        lines.append(
            line(strong(_("Wird es genutzt:")), f"{outcome.get_used_display()}.".replace("..", "."))
        )
    if outcome and outcome.following:
        lines.append(line(strong(_("Wie es weitergeht:")), outcome.following))
    return cell(*lines)


def _ticked(steps: list[Step]) -> Cell:
    return cell(
        *(
            f"✓ {step.text} ({date_format(timezone.localtime(step.done_at), 'd.m.Y')})"
            for step in steps
        )
    )


def _maturity(since: Since) -> Iterator[Block]:
    yield Heading(_("Reifegrad damals und heute"))
    then, now, comparison = since.then, since.now, since.comparison
    if then is None or now is None:
        yield paragraph(_("Es gibt noch keinen abgeschlossenen Check."))
        return
    assert then.finished_at is not None  # noqa: S101 - closed checks alone are asked for
    assert now.finished_at is not None  # noqa: S101 - as above
    if comparison is None:
        yield paragraph(
            _(
                "Es gibt nur einen Check in dieser Zeit, den vom %s. Zum Vergleichen braucht es "
                "zwei."
            )
            % day(timezone.localtime(now.finished_at))
        )
        return
    yield paragraph(
        _("Verglichen sind die Checks vom %(then)s und vom %(now)s.")
        % {
            "then": day(timezone.localtime(then.finished_at)),
            "now": day(timezone.localtime(now.finished_at)),
        },
        wording.coverage_sentence(comparison.coverage),
    )
    yield Table(
        _("Reifegrad je Handlungsfeld damals und heute"),
        (
            Column(_("Handlungsfeld")),
            Column(_("Damals"), number=True, width=12),
            Column(_("Heute"), number=True, width=12),
            Column(_("Veränderung"), width=30),
        ),
        tuple(
            (
                cell(title),
                cell("–" if before is None else before),
                cell("–" if after is None else after),
                cell(words),
            )
            for title, before, after, words in since.areas
        ),
    )


def _new(since: Since) -> Iterator[Block]:
    if not since.new:
        return
    yield Heading(_("Neu auf der Liste"))
    yield Table(
        _("Neue Maßnahmen"),
        (Column(_("Maßnahme")), Column(_("Stand"), width=20), Column(_("Seit"), width=15)),
        tuple(
            (
                cell(one.title),
                cell(one.get_status_display()),
                cell(date_format(timezone.localtime(one.created_at), "d.m.Y")),
            )
            for one in since.new
        ),
    )


def _what_follows(since: Since) -> Iterator[Block]:
    yield Heading(_("Was als Nächstes kommt"))
    busy = [row for row in since.material.ranked if row.measure.status == Status.IN_PROGRESS]
    rows = busy or since.material.next_measures
    if rows:
        yield Items(tuple(next_measure(row) for row in rows))
    else:
        yield paragraph(_("Es gibt noch keine bewertete Maßnahme."))


def _sheets(since: Since) -> Iterator[Sheet]:
    yield Sheet(
        _("Umgesetzt"),
        (_("Maßnahme"), _("Umgesetzt am"), _("Was es gebracht hat"), _("Wird es genutzt?")),
        tuple(
            (
                one.title,
                timezone.localdate(one.done_at),
                outcome.brought if outcome else "",
                str(outcome.get_used_display()) if outcome else "",
            )
            for one in since.done
            for outcome in [since.outcomes.get(one.pk)]
        ),
    )
    yield Sheet(
        _("Teilschritte"),
        (_("Teilschritt"), _("Maßnahme"), _("Erledigt am")),
        tuple(
            (one.text, one.measure.title, timezone.localdate(one.done_at)) for one in since.steps
        ),
    )
    yield Sheet(
        _("Reifegrad"),
        (_("Handlungsfeld"), _("Damals"), _("Heute"), _("Veränderung")),
        tuple(since.areas),
    )
    yield sheets.measures(since.material)
