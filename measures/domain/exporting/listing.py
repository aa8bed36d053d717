"""The list of measures as it is taken along: what all kinds of files have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import SuggestedRating
from checks.domain.surveying import SystemLandscape
from measures.domain import columns
from measures.domain.columns import COLUMNS, Cell
from measures.domain.prioritising import Row, given_ratings, suggested_ratings
from measures.models import CRITERIA, CriterionWeights, Rating
from organisations.domain.auditing import Action, record
from organisations.domain.founding import UMLAUTS
from organisations.models import Membership, Organisation, User

TAKEN_ALONG = Action("measure.taken_along", _("Maßnahmenliste ausgegeben"))


@dataclass(frozen=True)
class ExportedMeasure:
    """A measure in a file: its number there, and who is responsible as a name that is clear."""

    number: int
    row: Row
    responsible: str
    given: dict[str, Rating]
    suggested: Mapping[Any, SuggestedRating]

    def value(self, criterion: str) -> int | None:
        """The rating that counts for a criterion, None when nobody said anything."""
        rating = self.given.get(criterion) or self.suggested.get(criterion)
        return rating.value if rating else None

    def is_suggested(self, criterion: str) -> bool:
        return criterion not in self.given and criterion in self.suggested

    @property
    def cells(self) -> dict[str, Cell]:
        """What stands in each column, by its key."""
        return {column.key: column.write(self._value(column.key)) for column in COLUMNS}

    @property
    def read_only(self) -> dict[str, Cell]:
        ranked = self.row.ranked
        return {
            "number": self.number,
            "rank": self.row.place,
            "score": ranked.shown_score if ranked else None,
            "suggested": ", ".join(
                header for key, header in columns.CRITERIA_HEADERS.items() if self.is_suggested(key)
            ),
        }

    def _value(self, key: str) -> object:
        if key in CRITERIA:
            return self.value(key)
        if key == "responsible":
            return self.responsible
        if key == "steps":
            steps = self.row.measure.steps.all()
            return [columns.StepText(step.text, step.done_at is not None) for step in steps]
        return getattr(self.row.measure, key)


class MeasureListing:
    """What goes along: the measures of `rows` in their order, and the weights that ranked them.

    `everything` is the whole ranked list, of which `rows` may be a part.
    """

    def __init__(
        self,
        organisation: Organisation,
        rows: Sequence[Row],
        everything: Sequence[Row],
        weights: CriterionWeights,
        made_at: datetime | None = None,
    ) -> None:
        self.organisation = organisation
        self.rows = rows
        self.weights = weights
        self.made_at = timezone.localtime(made_at)
        chosen = {row.measure.pk for row in rows}
        self.others = [
            (row, row.ranked) for row in everything if row.ranked and row.measure.pk not in chosen
        ]

    @cached_property
    def lines(self) -> list[ExportedMeasure]:
        landscape = SystemLandscape(self.organisation.pk)
        return [
            ExportedMeasure(
                number,
                row,
                self.name_of(row.measure.responsible_id),
                given_ratings(row.measure),
                suggested_ratings(row.measure, landscape),
            )
            for number, row in enumerate(self.rows, start=1)
        ]

    def name_of(self, membership_id: int | None) -> str:
        """Return the name of a member that is clear in the team, empty for nobody."""
        return self._names.get(membership_id or 0, "")

    @cached_property
    def _names(self) -> dict[int, str]:
        team = list(Membership.objects.of(self.organisation).with_people())
        often = Counter(member.user.name for member in team)
        return {member.pk: _clear_name(member, often) for member in team}

    def file_name(self, ending: str) -> str:
        """Return a file name that says what it is, without characters some system refuses."""
        name = slugify(self.organisation.name.translate(UMLAUTS))[:80]
        return f"massnahmen-{name}-{self.made_at:%Y-%m-%d}.{ending}"


def _clear_name(member: Membership, often: Counter[str]) -> str:
    name = member.user.name
    return name if name and often[name] == 1 else member.user.email


def headers() -> list[str]:
    """Return the heads of all columns of a file, those that an import leaves alone first."""
    return [column.header for column in (*columns.READ_ONLY, *COLUMNS)]


def note_taken_along(listing: MeasureListing, kind: str, by: User) -> None:
    record(
        TAKEN_ALONG,
        organisation_id=listing.organisation.pk,
        by=by,
        subject=kind,
        after={_("Maßnahmen"): len(listing.rows)},
    )
