"""What is taken up next, within the hours of the mandate, and when the next round is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from measures.domain.prioritising import Row, ranked_list
from measures.domain.wording import listed
from measures.models import Measure, PrioritisationRound, RoundMeasure
from measures.models.journal import short_number
from organisations.domain.auditing import Action, record
from organisations.domain.mandate_standing import MandateStanding, standing_of
from organisations.domain.saving import refuse_stale
from organisations.models import Organisation, User

CHOSEN = Action("round.chosen", gettext_lazy("Ausgewählt, was als Nächstes kommt"))


def hours_per_week(standing: MandateStanding) -> Decimal | None:
    """Return the pilot's hours a week by the mandate that holds; None when there are none."""
    if not standing.is_in_force or standing.holding is None:
        return None
    return standing.holding.hours_per_week


def why_no_hours(standing: MandateStanding) -> str:
    """Say why no mandate tells the hours a week, and what helps."""
    draft = standing.draft
    if standing.is_in_force:
        return _("In der Beauftragung stehen keine Stunden in der Woche.")
    if draft is None and standing.has_ended:
        return _("Die Beauftragung ist ausgelaufen und gibt keine Stunden mehr.")
    if draft is None:
        return _("Es gibt noch keine Beauftragung, in der Stunden in der Woche stehen.")
    if draft.hours_per_week is None:
        return _("Im Entwurf der Beauftragung stehen noch keine Stunden in der Woche.")
    return _(
        "Der Entwurf der Beauftragung gibt %(hours)s in der Woche. Es fehlt noch: %(what)s."
    ) % {
        "hours": _hours(draft.hours_per_week),
        "what": listed(standing.missing_to_hold),
    }


def _hours(number: Decimal) -> str:
    return _("1 Stunde") if number == 1 else _("%s Stunden") % short_number(number)


@dataclass(frozen=True)
class MeasureOffer:
    """A measure that can be taken up, with the hours it still needs."""

    row: Row
    hours: Decimal | None
    is_chosen: bool

    @property
    def measure(self) -> Measure:
        return self.row.measure

    @property
    def hours_in_words(self) -> str:
        """How many hours it still needs."""
        if self.hours is None:
            return _("Aufwand noch nicht geschätzt")
        return _("noch etwa %s") % _hours(self.hours)


class Choice:
    """The measures one can choose from, and how the chosen ones fit.

    By default that is what is stored; a page may look at other ids and another day instead.
    """

    def __init__(
        self,
        organisation: Organisation,
        round_: PrioritisationRound,
        *,
        next_on: date | None = None,
        chosen: Collection[int] | None = None,
        rows: Sequence[Row] | None = None,
    ) -> None:
        self.organisation = organisation
        self.round = round_
        self.next_on = next_on or round_.next_on
        self._chosen = chosen
        self.rows = ranked_list(organisation) if rows is None else rows

    @cached_property
    def _mandate(self) -> MandateStanding:
        return standing_of(self.organisation)

    @property
    def rests_on_draft(self) -> bool:
        """Whether no mandate holds, so that the hours are those of its draft."""
        return not self._mandate.is_in_force and self._mandate.draft is not None

    @property
    def per_week(self) -> Decimal | None:
        """The pilot's hours a week, None when neither a mandate nor its draft says."""
        draft = self._mandate.draft
        if self.rests_on_draft and draft:
            return draft.hours_per_week
        return hours_per_week(self._mandate)

    @property
    def available(self) -> Decimal | None:
        """The hours until the next round; None when a figure is missing."""
        if self.per_week is None or self.next_on is None:
            return None
        return hours_between(self.per_week, self.round.held_on, self.next_on)

    @cached_property
    def chosen_ids(self) -> frozenset[int]:
        if self._chosen is not None:
            return frozenset(self._chosen)
        chosen = self.round.measures.filter(is_chosen=True)
        return frozenset(chosen.values_list("measure_id", flat=True))

    @cached_property
    def offers(self) -> list[MeasureOffer]:
        """All open measures in the order of the list."""
        return [
            MeasureOffer(
                row,
                open_hours(row.measure.effort_hours, getattr(row.measure, "spent_hours", None)),
                row.measure.pk in self.chosen_ids,
            )
            for row in self.rows
            if row.measure.is_open
        ]

    @property
    def chosen(self) -> list[MeasureOffer]:
        return [offer for offer in self.offers if offer.is_chosen]

    @property
    def balance(self) -> Balance:
        """How what is chosen fits into the hours."""
        return balance([offer.hours for offer in self.chosen], self.available)

    @property
    def hours_in_words(self) -> str:
        """How many hours there are, and how that comes about."""
        if self.per_week is None or (self.rests_on_draft and self.available is None):
            return why_no_hours(self._mandate)
        if self.next_on is None or self.available is None:
            return _("Wie viele Stunden da sind, zeigt sich mit dem Tag der nächsten Runde.")
        weeks = weeks_between(self.round.held_on, self.next_on)
        said = _("%(per_week)s in der Woche × %(weeks)s bis zum %(day)s = %(hours)s") % {
            "per_week": _hours(self.per_week),
            "weeks": _("1 Woche") if weeks == 1 else _("%s Wochen") % short_number(weeks),
            "day": date_format(self.next_on),
            "hours": _hours(self.available),
        }
        if not self.rests_on_draft:
            return said
        missing = listed(self._mandate.missing_to_hold)
        draft = _("Die Stunden stehen im Entwurf der Beauftragung. Es fehlt noch: %s.") % missing
        return f"{said}. {draft}"

    @property
    def balance_in_words(self) -> str:
        """How what is chosen fits, in one or two sentences."""
        found = self.balance
        number = len(self.chosen)
        if not number:
            return _("Noch nichts ausgewählt.")
        if found.unknown == number:
            return ngettext(
                "%(number)d Maßnahme ausgewählt. Ihr Aufwand ist noch nicht geschätzt.",
                "%(number)d Maßnahmen ausgewählt. Bei keiner ist der Aufwand schon geschätzt.",
                number,
            ) % {"number": number}
        said = ngettext(
            "%(number)d Maßnahme ausgewählt, zusammen etwa %(hours)s.",
            "%(number)d Maßnahmen ausgewählt, zusammen etwa %(hours)s.",
            number,
        ) % {"number": number, "hours": _hours(found.needed)}
        if found.left is not None:
            is_one = abs(found.left) == 1
            if found.is_too_much and is_one:
                words = _("Das ist %s mehr, als da ist.")
            elif found.is_too_much:
                words = _("Das sind %s mehr, als da sind.")
            else:
                words = _("Es bleibt %s.") if is_one else _("Es bleiben %s.")
            said += " " + words % _hours(abs(found.left))
        if found.unknown:
            said += " " + ngettext(
                "Bei einer davon ist der Aufwand noch nicht geschätzt.",
                "Bei %d davon ist der Aufwand noch nicht geschätzt.",
                found.unknown,
            ).replace("%d", str(found.unknown))
        return said


def set_choice(
    round_: PrioritisationRound,
    *,
    next_on: date | None,
    chosen: Collection[int],
    seen_version: int,
    by: User,
) -> None:
    """Store what is taken up next and the day of the next round, which the caller has locked.

    Ids that are no measures of the organisation are left out. The same again changes nothing.
    Raises `StaleRow` when the round was changed since `seen_version`.
    """
    before = set(round_.measures.filter(is_chosen=True).values_list("measure_id", flat=True))
    if before == set(chosen) and next_on == round_.next_on:
        return
    refuse_stale(round_, seen_version)
    measures = {
        measure.pk: measure
        for measure in Measure.objects.filter(
            organisation_id=round_.organisation_id, pk__in={*chosen, *before}
        )
    }
    for measure_id in sorted({*measures} & ({*chosen} ^ before)):
        RoundMeasure.objects.update_or_create(
            organisation_id=round_.organisation_id,
            round=round_,
            measure=measures[measure_id],
            defaults={"is_chosen": measure_id in chosen},
        )
    old_day, round_.next_on = round_.next_on, next_on
    round_.version += 1
    round_.save(update_fields=["next_on", "version"])
    record(
        CHOSEN,
        by=by,
        subject=round_,
        before=_said(old_day, [measures[pk] for pk in sorted(before) if pk in measures]),
        after=_said(next_on, [measures[pk] for pk in sorted(set(chosen)) if pk in measures]),
    )


def _said(day: date | None, measures: Collection[Measure]) -> dict[object, str]:
    said: dict[object, str] = {}
    if day:
        said[_("Nächste Runde")] = date_format(day)
    if measures:
        said[_("Als Nächstes")] = " / ".join(measure.title for measure in measures)
    return said


DAYS_IN_A_WEEK = 7


def hours_between(hours_per_week: Decimal, begin: date, end: date) -> Decimal:
    """Return the hours from `begin` to `end`, to the tenth; 0 when the end is not later."""
    days = max((end - begin).days, 0)
    return _tenths(hours_per_week * days / DAYS_IN_A_WEEK)


def weeks_between(begin: date, end: date) -> Decimal:
    """Return the weeks from `begin` to `end`, to the tenth."""
    return _tenths(Decimal(max((end - begin).days, 0)) / DAYS_IN_A_WEEK)


def open_hours(planned: int | None, spent: Decimal | None) -> Decimal | None:
    """Return what is left of the planned hours; None without a plan, 0 when more was spent."""
    if planned is None:
        return None
    return max(Decimal(planned) - (spent or 0), Decimal(0))


@dataclass(frozen=True)
class Balance:
    """The hours the chosen measures need, against the hours there are (None when unknown)."""

    needed: Decimal
    available: Decimal | None
    unknown: int

    @property
    def left(self) -> Decimal | None:
        """The hours that are left, negative when there are too few."""
        return None if self.available is None else self.available - self.needed

    @property
    def is_too_much(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def percent(self) -> int:
        """How much of the hours is taken, in percent, at most 100; for drawing."""
        if not self.available:
            return 100 if self.needed else 0
        return min(int(self.needed * 100 / self.available), 100)


def balance(hours: Iterable[Decimal | None], available: Decimal | None) -> Balance:
    """Return how measures with these open hours fit; None stands for one nobody estimated."""
    hours = list(hours)
    known = [one for one in hours if one is not None]
    return Balance(sum(known, start=Decimal(0)), available, len(hours) - len(known))


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
