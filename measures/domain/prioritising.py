"""The ranked list of an organisation: its measures, their ratings and their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.catalogue import Criterion, SuggestedRating
from checks.domain.publishing import document_of
from checks.domain.surveying import SystemLandscape
from measures.domain import wording
from measures.domain.criteria import TEXT_OF
from measures.domain.journal import DOUBLE_CLICK, effort_in_words, note_status
from measures.domain.ranking import Candidate, RankedMeasure, put_in_places, rank_measures
from measures.domain.system_ratings import ratings_from_systems
from measures.domain.waiting import waiting_in_words
from measures.models import (
    CRITERIA,
    CriterionWeights,
    ManualPlace,
    Measure,
    Rating,
    Status,
    Step,
)
from organisations.domain.auditing import Action, record
from organisations.domain.editing import RowEditor, Told
from organisations.domain.saving import refuse_stale
from organisations.models import Organisation, User

RATED = Action("measure.rated", gettext_lazy("Maßnahme bewertet"))
WRITTEN = Action("measure.written", gettext_lazy("Maßnahme geschrieben"))
CHANGED = Action("measure.changed", gettext_lazy("Maßnahme geändert"))
WEIGHED = Action("measure.weighed", gettext_lazy("Gewichtung geändert"))


def suggested_ratings(
    measure: Measure, landscape: SystemLandscape | None = None
) -> dict[Criterion, SuggestedRating]:
    """Return the suggested ratings of a measure with their reasons.

    What follows from the systems it touches counts before the defaults of its template. The
    `landscape` of its organisation is fetched when it is needed and not given.
    """
    landscape = landscape or SystemLandscape(measure.organisation_id)
    return template_ratings(measure) | ratings_from_systems(landscape, measure)


def template_ratings(measure: Measure) -> dict[Criterion, SuggestedRating]:
    """Return the default ratings of the template a measure came from, empty for own ones."""
    if measure.catalogue_id is None:
        return {}
    template = document_of(measure.catalogue_id).template_by_key.get(measure.template_key)
    return dict(template.ratings) if template else {}


def given_ratings(measure: Measure) -> dict[str, Rating]:
    return {rating.criterion: rating for rating in measure.ratings.all()}


@dataclass(frozen=True)
class Row:
    """One measure of the list. `ranked` is None when it is closed or not rated yet.

    `place` is where it stands, which differs from its rank by points once people moved measures
    by hand.
    """

    measure: Measure
    values: tuple[int, ...] | None
    is_provisional: bool
    ranked: RankedMeasure | None = None
    place: int | None = None

    @property
    def needs_rating(self) -> bool:
        """Whether it has no place because nothing but a person can rate it."""
        return self.measure.is_open and self.values is None

    @property
    def why(self) -> str:
        """One sentence: what speaks for the measure and what against it."""
        return wording.why(self.ranked) if self.ranked else wording.not_ranked(self.measure)

    @property
    def how_sure(self) -> str:
        """How firmly the measure stands on its place, and where by points if it was moved."""
        if self.ranked is None:
            return ""
        said = wording.how_sure(self.ranked)
        if self.place != self.ranked.rank:
            said = _("Nach Punkten Platz %(rank)d, %(said)s") % {
                "rank": self.ranked.rank,
                "said": said,
            }
        return wording.capitalised(said)

    @property
    def moved(self) -> ManualPlace | None:
        """The place a person gave this measure by hand, as long as it counts."""
        return manual_place_of(self.measure) if self.ranked else None

    @property
    def in_figures(self) -> str:
        """Between which places it certainly lies, and what would lift it into the top group."""
        if self.ranked is None:
            return ""
        said = (wording.in_figures(self.ranked), wording.what_would_change(self.ranked))
        return " ".join(filter(None, said))

    @cached_property
    def overdue_steps(self) -> int:
        """How many steps of an open measure should be done by now."""
        if not self.measure.is_open:
            return 0
        return sum(step.is_overdue for step in self.measure.steps.all())

    @property
    def waiting(self) -> str:
        """What an open measure waits for, in words; empty when nothing keeps it."""
        return waiting_in_words(self.measure)

    @property
    def effort(self) -> str:
        """How many of the planned hours are spent, in words; empty as long as none is.

        Knows the hours of measures that were fetched by `with_everything`.
        """
        spent = getattr(self.measure, "spent_hours", None)
        return effort_in_words(spent, self.measure.effort_hours)

    @property
    def is_late(self) -> bool:
        return self.measure.is_overdue or self.overdue_steps > 0


def effective_values(
    measure: Measure, landscape: SystemLandscape | None = None
) -> tuple[tuple[int, ...] | None, bool]:
    """Return the five values that count for a measure, and whether a suggestion is among them.

    A rating given by a person counts before the suggested one. The values are None as long as
    one criterion has neither.
    """
    given, suggested = given_ratings(measure), suggested_ratings(measure, landscape)
    values = []
    for criterion in Criterion:
        if criterion in given:
            values.append(given[criterion].value)
        elif criterion in suggested:
            values.append(suggested[criterion].value)
        else:
            return None, False
    return tuple(values), len(given) < len(Criterion)


def ranked_list(
    organisation: Organisation,
    landscape: SystemLandscape | None = None,
    weights: CriterionWeights | None = None,
) -> list[Row]:
    """Return all measures of an organisation: ranked, then unrated, then closed ones.

    Its `landscape` is fetched when it is needed and not given, as are its `weights`.
    """
    measures = list(Measure.objects.of(organisation).with_everything())
    return rank(
        measures,
        weights or CriterionWeights.of(organisation),
        landscape or SystemLandscape(organisation.pk),
    )


def rank(
    measures: Iterable[Measure],
    weights: CriterionWeights,
    landscape: SystemLandscape | None = None,
) -> list[Row]:
    """Rank measures by weights; only open ones with five values take part."""
    rows = [Row(measure, *effective_values(measure, landscape)) for measure in measures]
    taking_part = {row.measure.pk: row for row in rows if row.values and row.measure.is_open}
    ranked = rank_measures(
        [Candidate(pk, row.values) for pk, row in taking_part.items() if row.values],
        weights.as_tuple(),
    )
    first = [
        Row(row.measure, row.values, row.is_provisional, standing, place)
        for standing, place in _places(ranked, [row.measure for row in taking_part.values()])
        for row in [taking_part[standing.id]]
    ]
    rest = [row for row in rows if row.measure.pk not in taking_part]
    return first + sorted(rest, key=lambda row: not row.measure.is_open)


def how_clear(rows: Iterable[Row]) -> list[str]:
    """Say what is sure about the order by points and where it is close: up to three sentences."""
    found = [(row.measure.title, row.ranked) for row in rows if row.ranked]
    return wording.how_clear(sorted(found, key=lambda one: one[1].rank))


def upcoming(rows: Iterable[Row]) -> list[Row]:
    """Return what is done next, the first first: what was decided on, then the rest.

    Decided on are measures that are planned or being carried out, as a round chooses them or
    somebody takes them up; each part stays in the order of the list.
    """
    ranked = [row for row in rows if row.ranked]
    return sorted(ranked, key=lambda row: row.measure.status == Status.IDEA)


def manual_place_of(measure: Measure) -> ManualPlace | None:
    return next(iter(measure.places.all()), None)


def _places(
    ranked: Sequence[RankedMeasure], measures: Iterable[Measure]
) -> list[tuple[RankedMeasure, int]]:
    """Return the order that holds, with places: those by points unless somebody moved one."""
    moved = sorted(
        (place for measure in measures if (place := manual_place_of(measure))),
        key=lambda one: (one.moved_at, one.pk),
    )
    if not moved:
        return [(one, one.rank) for one in ranked]
    standing = {one.id: one for one in ranked}
    places = {one.measure_id: one.place for one in moved}
    ordered: list[tuple[RankedMeasure, int]] = []
    for number, pk in enumerate(put_in_places(list(standing), places), start=1):
        one = standing[pk]
        if ordered and pk not in places and ordered[-1][0].id not in places:
            before, place_before = ordered[-1]
            # Equals share a place, as they share a rank, unless a person put one elsewhere.
            number = place_before if before.rank == one.rank else number
        ordered.append((one, number))
    return ordered


def rate(
    measure: Measure,
    values: Mapping[str, tuple[int, str]],
    *,
    seen_version: int,
    by: User,
    confirms: bool = False,
) -> None:
    """Store ratings: `values` maps criteria to a value from 1 to 5 and a note.

    The measure has to be locked by the caller. Where nothing differs nothing is written, unless
    `confirms`: then what holds already is said anew. Raises `StaleRow` when the measure was
    changed since `seen_version`.
    """
    given = {key: (one.value, one.note) for key, one in given_ratings(measure).items()}
    changed = {key: said for key, said in values.items() if confirms or given.get(key) != said}
    if not changed:
        return
    refuse_stale(measure, seen_version)
    for criterion, (value, note) in changed.items():
        Rating.objects.update_or_create(
            organisation_id=measure.organisation_id,
            measure=measure,
            criterion=criterion,
            defaults={"value": value, "note": note, "rated_by": by},
        )
    count_up(measure)
    record(
        RATED,
        by=by,
        subject=measure,
        before={TEXT_OF[key].name: given[key][0] for key in changed if key in given},
        after={TEXT_OF[key].name: value for key, (value, _note) in changed.items()},
    )


def count_up(measure: Measure) -> None:
    measure.version += 1
    measure.save(update_fields=["version", "updated_at"])


class MeasureEditor(RowEditor[Measure]):
    """Stores measures; their Verlauf tells of every other Stand."""

    def change(
        self,
        row: Measure,
        *,
        stored: Measure,
        seen_version: int,
        by: User,
        before: Told | None = None,
        after: Told | None = None,
    ) -> bool:
        """Store a changed measure, as `RowEditor.change` does, and note another Stand."""
        differs = super().change(
            row, stored=stored, seen_version=seen_version, by=by, before=before, after=after
        )
        if row.status != stored.status:
            note_status(row, stored.get_status_display(), by)
        return differs


MEASURES = MeasureEditor(
    (
        *("title", "what", "why", "existing", "status", "responsible", "due_date"),
        *("effort_hours", "effort_days", "cost"),
    ),
    added=WRITTEN,
    changed=CHANGED,
)


class WeightsEditor(RowEditor[CriterionWeights]):
    """Stores the weights of an organisation, which have no name in the trail."""

    def subject(self, row: CriterionWeights) -> str:
        return ""


WEIGHTS = WeightsEditor(CRITERIA, changed=WEIGHED)


def write_measure(measure: Measure, steps: Sequence[str], by: User) -> Measure:
    """Store a measure of one's own with its first steps and return it.

    The same words by the same person a moment ago are a double click: that measure is returned.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=measure.organisation_id)
        written = Measure.objects.filter(
            organisation_id=measure.organisation_id,
            created_by=by,
            title=measure.title,
            template_key="",
            created_at__gt=timezone.now() - DOUBLE_CLICK,
        ).first()
        if written and not any(MEASURES.differences(written, measure)):
            return written
        MEASURES.add(measure, by)
        Step.objects.bulk_create(
            Step(
                organisation_id=measure.organisation_id,
                measure=measure,
                position=position,
                text=text,
            )
            for position, text in enumerate(steps, start=1)
        )
    return measure
