"""What a round talks about: new and disputed measures first, with what people said alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain.prioritising import Row, given_ratings, ranked_list
from measures.domain.rounds.news import last_time
from measures.domain.rounds.rating_alone import DISPUTED_FROM, RatingSpread, Voices
from measures.models import CRITERIA, Measure, PrioritisationRound
from organisations.models import Organisation, User


@dataclass(frozen=True)
class AgendaItem:
    """One open measure as a round sees it."""

    row: Row
    is_new: bool
    is_marked: bool
    is_settled: bool
    spreads: dict[str, RatingSpread] = field(default_factory=dict)

    @property
    def measure(self) -> Measure:
        return self.row.measure

    @property
    def width(self) -> int:
        """How far apart people are on it at most."""
        return max((spread.width for spread in self.spreads.values()), default=0)

    @property
    def is_disputed(self) -> bool:
        """Whether somebody marked it, or people rated it far apart."""
        return self.is_marked or self.width >= DISPUTED_FROM

    @property
    def is_unrated(self) -> bool:
        """Whether people have not rated it on all criteria."""
        return self.row.is_provisional or self.row.needs_rating

    @property
    def is_up(self) -> bool:
        return self.is_new or self.is_disputed or self.is_unrated

    @property
    def why_up(self) -> list[str]:
        found = []
        if self.is_new:
            found.append(_("neu"))
        if self.is_marked:
            found.append(_("als strittig vorgemerkt"))
        if self.width >= DISPUTED_FROM:
            found.append(_("%d Stufen auseinander") % self.width)
        if self.is_unrated and not self.is_new:
            said = _("Bewertung vorgeschlagen") if self.row.values else _("noch nicht bewertet")
            found.append(said)
        return found


class Agenda:
    """The open measures of an organisation, as `user` sees them in a round."""

    def __init__(
        self,
        organisation: Organisation,
        round_: PrioritisationRound,
        user: User | None,
        rows: Sequence[Row] | None = None,
    ) -> None:
        self.round = round_
        self.voices = Voices(round_, user)
        self.rows = ranked_list(organisation) if rows is None else rows

    @cached_property
    def items(self) -> list[AgendaItem]:
        """All open measures in the order of the list."""
        since = last_time(self.round)
        marked = {note.measure_id for note in self.round.measures.all() if note.is_disputed}
        return [
            AgendaItem(
                row,
                is_new=since is None or row.measure.created_at > since,
                is_marked=row.measure.pk in marked,
                is_settled=_is_settled(row.measure, self.round.created_at),
                spreads=self.voices.of(row.measure.pk),
            )
            for row in self.rows
            if row.measure.is_open
        ]

    @property
    def up(self) -> list[AgendaItem]:
        """What the round talks about, the furthest apart first."""
        return sorted((item for item in self.items if item.is_up), key=lambda one: -one.width)

    @property
    def others(self) -> list[AgendaItem]:
        return [item for item in self.items if not item.is_up]

    @property
    def to_settle(self) -> list[AgendaItem]:
        """What the round talks about and has not rated yet."""
        return [item for item in self.up if not item.is_settled]

    @property
    def pending(self) -> list[AgendaItem]:
        """What of it nobody has rated yet, or people see differently."""
        return [
            item for item in self.to_settle if item.is_unrated or item.is_disputed or item.spreads
        ]

    @property
    def standing(self) -> str:
        """How far the round is with what it talks about, in a sentence."""
        number, left, pending = len(self.up), len(self.to_settle), len(self.pending)
        if not number:
            return _("Nichts Neues und nichts Strittiges.")
        if not left:
            return ngettext(
                "1 Maßnahme in dieser Runde bewertet.",
                "Alle %(number)d Maßnahmen in dieser Runde bewertet.",
                number,
            ) % {"number": number}
        if self.round.rates_alone and not self.voices.are_shown_to_all:
            return _("Sobald alle abgegeben haben, legen Sie fest, was gilt.")
        if not pending:
            return ngettext(
                "1 Maßnahme, schon vor dieser Runde bewertet.",
                "Alle %(number)d Maßnahmen sind bewertet, %(left)d davon vor dieser Runde.",
                number,
            ) % {"number": number, "left": left}
        words = _("Noch %(left)d von %(number)d Maßnahmen zu besprechen.")
        if self.round.rates_alone:
            words = _("Bei %(left)d von %(number)d Maßnahmen legen Sie noch fest, was gilt.")
        return words % {"left": pending, "number": number}

    @property
    def agreed(self) -> list[tuple[AgendaItem, dict[str, tuple[int, str]]]]:
        """What everyone who takes part rated alike on all criteria, with the values.

        Notes come along where one person rates for all.
        """
        people = len(self.voices.parts)
        return [
            (
                item,
                {
                    key: (spread.lowest, spread.voices[0].note if people == 1 else "")
                    for key, spread in item.spreads.items()
                },
            )
            for item in self.items
            if not item.is_settled
            and len(item.spreads) == len(CRITERIA)
            and all(
                spread.agreed is not None and len(spread.voices) == people
                for spread in item.spreads.values()
            )
        ]

    def item_of(self, measure_id: int) -> AgendaItem | None:
        """Return the item of a measure, None when it is not open."""
        return next((item for item in self.items if item.measure.pk == measure_id), None)

    def around(self, measure_id: int) -> tuple[Measure | None, Measure | None]:
        """Return the measures that the round talks about before and after one."""
        up = [item.measure for item in self.up]
        ids = [measure.pk for measure in up]
        if measure_id not in ids:
            return None, None
        place = ids.index(measure_id)
        before = up[place - 1] if place else None
        return before, up[place + 1] if place + 1 < len(up) else None


def _is_settled(measure: Measure, since: datetime) -> bool:
    given = given_ratings(measure)
    return len(given) == len(CRITERIA) and max(one.rated_at for one in given.values()) > since
