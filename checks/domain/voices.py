"""What colleagues say to a question, taken together: the spread, and what it must not give away.

Pure calculation. Three rules protect people who were promised that nobody learns who said what:

- Below `FEWEST` voices on a question nothing is shown.
- Nameless voices are shown only when there are at least `FEWEST` of them, because hands counted
  together and voices with names are known already and could be subtracted.
- They are parted by function only when every part has at least `FEWEST` voices. Smaller parts
  become one; when that one is too small as well, nothing is parted, because it could be
  subtracted from the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

FEWEST = 3
# A side counts as large from this share of the voices on.
SIDE_OF_A_SCALE = 4
SIDE_OF_A_CHOICE = 3
# The highest level of the one side and the lowest of the other are so far apart.
FAR_APART = 2
UNKNOWN = "unknown"
OTHERS = ""


class VoiceStatement(NamedTuple):
    """What one person says: keys of options, levels as „0“ to „4“, or only `UNKNOWN`.

    `name` is empty unless it was agreed that names are shown.
    """

    said: tuple[str, ...]
    function: str = OTHERS
    name: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether the person does not know."""
        return self.said == (UNKNOWN,)


class Answers(StrEnum):
    """What can be said to a question: a level, one option, several, or something of one's own."""

    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    FREE = "free"


class Hidden(StrEnum):
    """Why nothing is shown."""

    NOBODY = "nobody"
    TOO_FEW = "too_few"
    TOO_FEW_NAMELESS = "too_few_nameless"


class Range(NamedTuple):
    """From where to where the levels go, and where their middle lies."""

    lowest: int
    median: float
    highest: int


class Disagreement(NamedTuple):
    """Two large sides far apart: the options of each, and how many voices chose them."""

    one: tuple[str, ...]
    on_one: int
    other: tuple[str, ...]
    on_other: int
    total: int


@dataclass(frozen=True)
class FunctionGroup:
    """The nameless voices of one function, or of several small ones (`OTHERS`)."""

    function: str
    number: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class VoiceSpread:
    """What may be shown of all voices on one question.

    `total` counts all of them. When `hidden` is set, nothing else says anything. `held_back` is
    the number of nameless voices that are too few to count along. `counts` says how often each
    option was chosen, `unknown` how many do not know; `range` and `difference` are None where
    there is nothing to say. `groups` are empty when parting by function would give someone away.
    """

    total: int
    hidden: Hidden | None = None
    held_back: int = 0
    counts: Mapping[str, int] | None = None
    unknown: int = 0
    range: Range | None = None
    difference: Disagreement | None = None
    groups: tuple[FunctionGroup, ...] = ()

    @property
    def shown(self) -> int:
        """How many voices the shown counts rest on."""
        return 0 if self.hidden else self.total - self.held_back


def spread_of(
    options: Sequence[str],
    answers: Answers,
    voices: Iterable[VoiceStatement],
    hands: Mapping[str, int] | None = None,
) -> VoiceSpread:
    """Return what may be shown of `voices` and of `hands` counted together in a meeting.

    `options` are the keys one could choose, in order, without `UNKNOWN`; `hands` maps them and
    `UNKNOWN` to numbers of hands.
    """
    voices = list(voices)
    raised = {key: number for key, number in (hands or {}).items() if number > 0}
    nameless = [voice for voice in voices if not voice.name]
    known = [voice for voice in voices if voice.name]
    total = len(voices) + sum(raised.values())
    if total < FEWEST:
        return VoiceSpread(total, Hidden.TOO_FEW if total else Hidden.NOBODY)
    held_back = len(nameless) if len(nameless) < FEWEST else 0
    if total - held_back < FEWEST:
        return VoiceSpread(total, Hidden.TOO_FEW_NAMELESS)
    counted = known if held_back else voices
    chosen = Counter(raised)
    for voice in counted:
        chosen.update(voice.said)
    unknown = chosen.pop(UNKNOWN, 0)
    offered = options if options else sorted(chosen)
    counts = {key: chosen[key] for key in offered}
    return VoiceSpread(
        total,
        held_back=held_back,
        counts=counts,
        unknown=unknown,
        range=_range(counts) if answers is Answers.SCALE else None,
        difference=_difference(answers, counts),
        groups=() if held_back else _groups(offered, nameless),
    )


def _range(counts: Mapping[str, int]) -> Range | None:
    levels = [int(key) for key, number in counts.items() for _ in range(number)]
    return Range(min(levels), median(levels), max(levels)) if levels else None


def _difference(answers: Answers, counts: Mapping[str, int]) -> Disagreement | None:
    total = sum(counts.values())
    if total < FEWEST:
        return None
    if answers is Answers.SCALE:
        return _difference_on_a_scale(counts, total)
    return _difference_of_choices(counts, total) if answers is Answers.ONE else None


def _difference_on_a_scale(counts: Mapping[str, int], total: int) -> Disagreement | None:
    """Find the cut with the largest smaller side, if both sides are large enough."""
    enough = -(-total // SIDE_OF_A_SCALE)
    found = []
    keys = list(counts)
    for cut in range(len(keys) - FAR_APART):
        below, above = keys[: cut + 1], keys[cut + FAR_APART :]
        one = sum(counts[key] for key in below)
        other = sum(counts[key] for key in above)
        if min(one, other) >= enough:
            # Only what was chosen belongs to a side.
            sides = (tuple(key for key in side if counts[key]) for side in (below, above))
            first, second = sides
            found.append(Disagreement(first, one, second, other, total))
    return max(
        found,
        key=lambda one: (min(one.on_one, one.on_other), one.on_one + one.on_other),
        default=None,
    )


def _difference_of_choices(counts: Mapping[str, int], total: int) -> Disagreement | None:
    (one, on_one), (other, on_other) = Counter(counts).most_common(2)
    if on_other < -(-total // SIDE_OF_A_CHOICE):
        return None
    return Disagreement((one,), on_one, (other,), on_other, total)


def _groups(
    options: Sequence[str], nameless: Sequence[VoiceStatement]
) -> tuple[FunctionGroup, ...]:
    parted: dict[str, list[VoiceStatement]] = {}
    for voice in nameless:
        parted.setdefault(voice.function, []).append(voice)
    large = {key: part for key, part in parted.items() if key and len(part) >= FEWEST}
    small = [voice for voice in nameless if voice.function not in large]
    if 0 < len(small) < FEWEST:
        return ()
    if small:
        large[OTHERS] = small
    if len(large) < 2:
        return ()
    return tuple(_group(options, function, part) for function, part in large.items())


def _group(options: Sequence[str], function: str, part: Sequence[VoiceStatement]) -> FunctionGroup:
    chosen = Counter(key for voice in part for key in voice.said)
    keys = [*options, UNKNOWN]
    return FunctionGroup(function, len(part), {key: chosen[key] for key in keys if chosen[key]})
