"""Each person rates alone first, and sees what the others said only after that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.models import Measure, PrioritisationRound, RoundParticipant, RoundRating
from organisations.domain.auditing import Action, record
from organisations.models import User

HANDED_IN = Action("round.handed_in", _("Eigene Bewertungen abgegeben"))
SHOWN = Action("round.shown", _("Vergleich der Bewertungen geöffnet"))


class Sealed(Exception):
    """Nothing can be rated alone any more: handed in, or the comparison is open."""


def part_of(round_: PrioritisationRound, user: User) -> RoundParticipant | None:
    """Return how a person takes part in a round, None when they do not."""
    return next((part for part in round_.participants.all() if part.user_id == user.pk), None)


def may_rate_alone(round_: PrioritisationRound, part: RoundParticipant | None) -> bool:
    return (
        round_.is_open
        and round_.rates_alone
        and part is not None
        and part.handed_in_at is None
        and round_.shown_at is None
    )


def rate_alone(
    part: RoundParticipant, measure: Measure, values: Mapping[str, tuple[int, str]]
) -> None:
    """Store how a person rates a measure: criteria with a value and a note each.

    Criteria left out are open again. The caller has locked the round. Raises `Sealed`.
    """
    if not may_rate_alone(part.round, part):
        raise Sealed
    theirs = part.ratings.filter(measure=measure)
    theirs.exclude(criterion__in=list(values)).delete()
    for criterion, (value, note) in values.items():
        RoundRating.objects.update_or_create(
            organisation_id=part.organisation_id,
            participant=part,
            measure=measure,
            criterion=criterion,
            defaults={"value": value, "note": note},
        )


def hand_in(part: RoundParticipant, by: User) -> None:
    """Hand in what a person rated alone; from then on it stays. Raises `Sealed`."""
    if not may_rate_alone(part.round, part):
        raise Sealed
    part.handed_in_at = timezone.now()
    part.save(update_fields=["handed_in_at"])
    record(HANDED_IN, by=by, subject=part.round)


def show_all(round_: PrioritisationRound, by: User) -> None:
    """Open the comparison for everyone, also when some have not handed in; twice is once."""
    if round_.shown_at is None:
        round_.shown_at = timezone.now()
        round_.version += 1
        round_.save(update_fields=["shown_at", "version"])
        record(SHOWN, by=by, subject=round_)


class Voices:
    """What people rated alone in a round, as far as `user` may see it.

    Everyone sees it once the comparison is open or all have handed in; those who handed in
    themselves see what others handed in. `None` for `user` shows everything.
    """

    def __init__(self, round_: PrioritisationRound, user: User | None) -> None:
        self.round = round_
        self.user = user
        self.parts = list(round_.participants.all())

    @property
    def missing(self) -> list[RoundParticipant]:
        return [part for part in self.parts if part.handed_in_at is None]

    @property
    def are_shown_to_all(self) -> bool:
        """Whether everyone who can see the round sees them."""
        return self.round.shown_at is not None or not self.missing

    @property
    def are_seen(self) -> bool:
        """Whether this person sees any of them."""
        if not self.round.rates_alone:
            return False
        if self.user is None or self.are_shown_to_all:
            return True
        part = part_of(self.round, self.user)
        return part is not None and part.handed_in_at is not None

    @cached_property
    def _spreads(self) -> dict[int, dict[str, RatingSpread]]:
        if not self.are_seen:
            return {}
        everything = self.user is None or self.round.shown_at is not None
        found: dict[int, dict[str, list[RatingVoice]]] = defaultdict(lambda: defaultdict(list))
        ratings = RoundRating.objects.filter(participant__round=self.round)
        for one in ratings.select_related("participant").order_by(
            "participant__name", "participant_id", "id"
        ):
            if everything or one.participant.handed_in_at is not None:
                voice = RatingVoice(one.participant.name, one.value, one.note)
                found[one.measure_id][one.criterion].append(voice)
        return {
            measure_id: {key: RatingSpread(tuple(voices)) for key, voices in by_criterion.items()}
            for measure_id, by_criterion in found.items()
        }

    def of(self, measure_id: int) -> dict[str, RatingSpread]:
        """Return what people said to a measure, by criterion; empty when nobody did."""
        return self._spreads.get(measure_id, {})


# So far apart, people talk about it.
DISPUTED_FROM = 2


@dataclass(frozen=True)
class RatingVoice:
    """What one person rated alone, and why."""

    name: str
    value: int
    note: str = ""


@dataclass(frozen=True)
class RatingSpread:
    """The values of several people for one criterion of one measure; at least one."""

    voices: tuple[RatingVoice, ...]

    @property
    def lowest(self) -> int:
        return min(voice.value for voice in self.voices)

    @property
    def highest(self) -> int:
        return max(voice.value for voice in self.voices)

    @property
    def width(self) -> int:
        return self.highest - self.lowest

    @property
    def is_disputed(self) -> bool:
        return self.width >= DISPUTED_FROM

    @property
    def agreed(self) -> int | None:
        """The value that everyone gave, None when they differ."""
        return self.lowest if self.width == 0 else None

    @property
    def counts(self) -> list[tuple[int, int]]:
        """How many people gave each value from 1 to 5."""
        return [(value, len(self.names_at(value))) for value in range(1, 6)]

    def names_at(self, value: int) -> list[str]:
        return [voice.name for voice in self.voices if voice.value == value]
