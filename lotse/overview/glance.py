"""What a house wants to see at a glance: what moved lately, and what waits for the director."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.overview.milestones import MandateProgress, NextStep, RoundProgress
from measures.domain.prioritising import Row
from measures.models import Measure, Status
from organisations.domain.mandate_standing import missing_means, needs_in_words

LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Moved:
    """What was carried out lately, and what is being carried out."""

    done: tuple[Measure, ...]
    going: tuple[Measure, ...]

    @classmethod
    def among(cls, rows: Iterable[Row]) -> Moved:
        """Return what moved among the measures of a list."""
        rows = list(rows)
        since = timezone.now() - LATELY
        return cls(
            done=tuple(
                row.measure for row in rows if row.measure.done_at and row.measure.done_at > since
            ),
            going=tuple(row.measure for row in rows if row.measure.status == Status.IN_PROGRESS),
        )


def decisions_of_director(mandate: MandateProgress, round_: RoundProgress) -> list[NextStep]:
    """Return what only a director can decide now: mandate, its means, the result of a round."""
    found = [mandate.confirming_step or mandate.next_step, _means(mandate), round_.verdict]
    return [one for one in found if one]


def _means(mandate: MandateProgress) -> NextStep | None:
    """Ask for hours and money that a mandate in force lacks."""
    holding = mandate.standing.holding
    missing = needs_in_words(missing_means(holding)) if holding else []
    if not missing or mandate.standing.draft:
        return None
    return NextStep(
        _("Zeit und Geld zusagen"),
        _("In der Beauftragung fehlt noch: %s.") % _(" und ").join(missing),
        _("Zur Beauftragung"),
        mandate.url,
    )
