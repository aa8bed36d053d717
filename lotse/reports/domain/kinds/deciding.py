"""What a board is asked to decide, and what the next measures need against what is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.reports.domain.material import day
from measures.domain.prioritising import Row
from measures.domain.rounds.choosing import hours_per_week, open_hours, why_no_hours
from measures.domain.wording import NUMBER_WORDS, listed
from measures.models import PrioritisationRound, RoundState, Status
from measures.models.journal import short_number
from organisations.domain.mandate_standing import MandateStanding, standing_of
from organisations.models import Organisation

WEEKS_OF_A_YEAR = 52


class Needs:
    """What some measures still need, and what the mandate of their organisation gives."""

    def __init__(self, organisation: Organisation, rows: Sequence[Row]) -> None:
        self._organisation = organisation
        self._rows = rows
        self.standing: MandateStanding = standing_of(organisation)
        left = [open_hours(row.measure.effort_hours, _spent(row)) for row in rows]
        self.hours = sum((one for one in left if one is not None), Decimal(0))
        self.hours_unknown = left.count(None)
        costs = [row.measure.cost for row in rows]
        self.euros = sum(one for one in costs if one is not None)
        self.euros_unknown = costs.count(None)
        self.per_week = hours_per_week(self.standing)
        holding = self.standing.holding if self.standing.is_in_force else None
        self.budget = holding.budget_per_year if holding else None

    def to_decide(self) -> list[str]:
        """Return what only the board or the director can settle, as sentences; never none."""
        said = []
        for one in PrioritisationRound.objects.filter(
            organisation=self._organisation, state=RoundState.CLOSED
        ):
            said.append(
                _("Die Reihenfolge aus der Runde vom %s bestätigen oder zurückgeben.")
                % day(one.held_on)
            )
        ideas = [row for row in self._rows if row.measure.status == Status.IDEA]
        if ideas:
            said.append(Needs(self._organisation, ideas).release())
        said += self._about_the_mandate()
        nobody = sum(row.measure.responsible_id is None for row in self._rows)
        if nobody:
            said.append(
                ngettext(
                    "Für eine der nächsten Maßnahmen sagen, wer sie übernimmt.",
                    "Für %(number)d der nächsten Maßnahmen sagen, wer sie übernimmt.",
                    nobody,
                )
                % {"number": nobody}
            )
        return said or [_("Im Moment ist nichts zu entscheiden.")]

    def release(self) -> str:
        """Return what it means to let these measures begin."""
        number = len(self._rows)
        needed = [_hours(self.hours)] if self.hours else []
        needed += [_("%s Euro") % _grouped(self.euros)] if self.euros else []
        sentence = ngettext(
            "Die nächste Maßnahme freigeben.",
            "Die nächsten %(number)s Maßnahmen freigeben.",
            number,
        )
        if needed:
            sentence = ngettext(
                "Die nächste Maßnahme freigeben: etwa %(needed)s.",
                "Die nächsten %(number)s Maßnahmen freigeben: zusammen etwa %(needed)s.",
                number,
            )
        words = {"number": NUMBER_WORDS.get(number, str(number)), "needed": listed(needed)}
        return sentence % words

    def _about_the_mandate(self) -> list[str]:
        standing = self.standing
        if not standing.is_in_force:
            if standing.draft is None:
                return [_("Eine Person beauftragen, mit Stunden in der Woche und einem Budget.")]
            return [
                _("Die Beauftragung abschließen. Es fehlt noch: %s.")
                % listed(standing.missing_to_hold)
            ]
        said = []
        end: date | None = standing.latest.ends_on if standing.latest else None
        if end and standing.ends_soon:
            said.append(_("Die Beauftragung verlängern. Sie endet am %s.") % day(end))
        if self.budget is not None and self.euros > self.budget:
            missing = _grouped(self.euros - self.budget)
            said.append(
                _("Mehr Geld bewilligen oder weniger vornehmen: Es fehlen %s Euro.") % missing
            )
        if self.weeks is not None and self.weeks > WEEKS_OF_A_YEAR:
            said.append(_("Mehr Stunden geben oder weniger vornehmen: So dauert es über ein Jahr."))
        return said

    @property
    def weeks(self) -> int | None:
        """How many weeks the hours take with those of the mandate; None when it gives none."""
        if self.per_week is None or not self.hours:
            return None
        return ceil(self.hours / self.per_week)

    def against_the_mandate(self) -> list[str]:
        """Return hours and euros against what the mandate gives, as sentences."""
        return [self._hours_in_words(), self._euros_in_words()] if self._rows else []

    def _hours_in_words(self) -> str:
        if not self.hours:
            said = [_("Wie viele Stunden diese Maßnahmen noch brauchen, ist nicht geschätzt.")]
            if self.per_week:
                said.append(_("Die Beauftragung gibt %s in der Woche.") % _hours(self.per_week))
            return " ".join(said)
        said = [_("Diese Maßnahmen brauchen zusammen noch etwa %s.") % _hours(self.hours)]
        if self.hours_unknown:
            said.append(
                ngettext(
                    "Bei einer ist der Aufwand noch nicht geschätzt.",
                    "Bei %(number)d ist der Aufwand noch nicht geschätzt.",
                    self.hours_unknown,
                )
                % {"number": self.hours_unknown}
            )
        if self.per_week is None or self.weeks is None:
            said.append(why_no_hours(self.standing))
        else:
            said.append(
                ngettext(
                    "Die Beauftragung gibt %(hours)s in der Woche, das reicht für eine Woche.",
                    "Die Beauftragung gibt %(hours)s in der Woche, das sind rund %(weeks)d Wochen.",
                    self.weeks,
                )
                % {"hours": _hours(self.per_week), "weeks": self.weeks}
            )
        return " ".join(said)

    def _euros_in_words(self) -> str:
        if self.euros_unknown == len(self._rows):
            said = [_("Was diese Maßnahmen kosten, ist noch nicht geschätzt.")]
        else:
            said = [_("Sie kosten zusammen etwa %s Euro.") % _grouped(self.euros)]
            if self.euros_unknown:
                said.append(
                    ngettext(
                        "Bei einer sind die Kosten noch nicht geschätzt.",
                        "Bei %(number)d sind die Kosten noch nicht geschätzt.",
                        self.euros_unknown,
                    )
                    % {"number": self.euros_unknown}
                )
        if self.budget is None:
            said.append(_("Ein Budget ist nicht vereinbart."))
        else:
            said.append(_("Vereinbart sind %s Euro im Jahr.") % _grouped(self.budget))
        return " ".join(said)


def _spent(row: Row) -> Decimal | None:
    return getattr(row.measure, "spent_hours", None)


def _hours(number: Decimal) -> str:
    return _("1 Stunde") if number == 1 else _("%s Stunden") % short_number(number)


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
