"""Making measures of the rows of a list, all of them or none, once; and taking them back.

What an import made goes; what people worked on since stays if they like.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.imports.domain.previewing import Preview, PreviewRow
from lotse.imports.models import ImportedMeasure, ListImport, UploadedList
from lotse.jobs import lifecycle
from measures.domain.columns import CRITERIA_HEADERS
from measures.models import Measure, Rating, Status, Step
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.domain.saving import plan_checks_anew
from organisations.models import Organisation, User

T = TypeVar("T")

# So many rows are imported while one waits, more in the background.
AT_ONCE = 200
# So many are in memory at once.
BATCH = 500
IMPORTED = Action("measure.list_imported", gettext_lazy("Maßnahmen aus einer Liste eingelesen"))
PLAIN_FIELDS = (
    *("title", "what", "why", "existing", "status", "due_date", "effort_hours", "effort_days"),
    "cost",
    *("catalogue_id", "template_key"),
)


class ImportNotReady(Exception):
    """The list has errors, or nothing to import."""


def order_import(uploaded: UploadedList, by: User) -> ListImport:
    """Store that a list is to be imported and return the order; there is one for each list.

    One that failed or was cancelled is queued again. Raises `ImportNotReady`.
    """
    there = uploaded.imports.first()
    if there is not None and not there.may_be_ordered_again:
        return there
    organisation = Organisation.objects.get(pk=uploaded.organisation_id)
    preview = Preview(uploaded, organisation)
    if not preview.may_be_imported:
        raise ImportNotReady
    total = len(preview.to_import)
    if there is not None:
        lifecycle.retry(there, requested_by=by, total=total, checked=0)
        there.refresh_from_db()
        return there
    # Two requests at once: the second one finds what the first one stored.
    return ListImport.objects.get_or_create(
        organisation=organisation,
        uploaded=uploaded,
        defaults={"name": uploaded.name, "total": total, "requested_by": by},
    )[0]


def import_list(organisation_id: int, list_import_id: int) -> None:
    """Do one import. Calling it again does nothing once it is done.

    Whatever goes wrong ends in the row, with a reason that people understand.
    """
    lifecycle.run_job(
        ListImport,
        organisation_id,
        list_import_id,
        _import_list,
        reason=_(
            "Beim Einlesen ist ein Fehler aufgetreten. Es wurde keine Maßnahme angelegt, Ihre "
            "Liste ist unverändert. Bitte versuchen Sie es noch einmal."
        ),
    )


def _import_list(list_import: ListImport) -> None:
    organisation = Organisation.objects.get(pk=list_import.organisation_id)
    with tenancy.activate(organisation):
        uploaded = UploadedList.objects.filter(imports=list_import).first()
    if uploaded is None:
        lifecycle.fail(list_import, _("Die hochgeladene Datei ist nicht mehr da."))
        return
    preview = Preview(uploaded, organisation)
    with tenancy.activate(organisation):
        reading = preview.read_rows()
    rows: list[PreviewRow] = []
    for row in reading:
        rows.append(row)
        if len(rows) % BATCH == 0:
            lifecycle.show_progress(list_import, checked=min(len(rows), list_import.total))
    preview.rows = rows
    if preview.faulty:
        # Someone left the team meanwhile, for example.
        lifecycle.fail(
            list_import,
            _("In der Liste sind inzwischen Fehler. Sehen Sie sich die Vorschau noch einmal an."),
        )
        return

    def store(current: ListImport) -> None:
        # Nobody else writes measures meanwhile, so what is there already is certain.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        chosen = Preview(uploaded, organisation)
        current.added = _add(current, chosen.to_import)
        current.skipped = len(chosen.chosen) - current.added
        current.checked = current.total = len(chosen.to_import)
        record(
            IMPORTED,
            organisation_id=organisation.pk,
            by=current.requested_by,
            subject=current.name,
            after={_("Maßnahmen"): current.added},
        )

    lifecycle.finish(list_import, store)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _add(list_import: ListImport, rows: Sequence[PreviewRow]) -> int:
    """Store the measures of rows, and which ones they are; return how many."""
    for batch in _batches(rows):
        measures = Measure.objects.bulk_create(_measure(list_import, row) for row in batch)
        pairs = list(zip(measures, batch, strict=True))
        steps = Step.objects.bulk_create(
            step for measure, row in pairs for step in _steps(list_import, measure, row)
        )
        ratings = Rating.objects.bulk_create(
            rating for measure, row in pairs for rating in _ratings(list_import, measure, row)
        )
        digests = digest_of(measures, steps, ratings)
        ImportedMeasure.objects.bulk_create(
            ImportedMeasure(
                organisation_id=list_import.organisation_id,
                list_import=list_import,
                measure=measure,
                row=row.number,
                digest=digests[measure.pk],
            )
            for measure, row in pairs
        )
    plan_checks_anew()
    return len(rows)


def _measure(list_import: ListImport, row: PreviewRow) -> Measure:
    given = {name: row.values[name] for name in PLAIN_FIELDS if name in row.values}
    measure = Measure(
        organisation_id=list_import.organisation_id,
        responsible_id=row.values.get("responsible"),
        created_by=list_import.requested_by,
        **given,
    )
    if measure.status == Status.DONE:
        measure.done_at = timezone.now()
    return measure


def _steps(list_import: ListImport, measure: Measure, row: PreviewRow) -> list[Step]:
    now = timezone.now()
    return [
        Step(
            organisation_id=list_import.organisation_id,
            measure=measure,
            position=position,
            text=step.text,
            done_at=now if step.is_done else None,
            done_by=list_import.requested_by if step.is_done else None,
        )
        for position, step in enumerate(row.values.get("steps", ()), start=1)
    ]


def _ratings(list_import: ListImport, measure: Measure, row: PreviewRow) -> list[Rating]:
    suggested = row.values.get("suggested", ())
    return [
        Rating(
            organisation_id=list_import.organisation_id,
            measure=measure,
            criterion=criterion,
            value=row.values[criterion],
            rated_by=list_import.requested_by,
        )
        for criterion in CRITERIA_HEADERS
        if row.values.get(criterion) is not None and criterion not in suggested
    ]


def digest_of(
    measures: Iterable[Measure], steps: Iterable[Step], ratings: Iterable[Rating]
) -> dict[int, str]:
    """Return the digest of each measure by its id; its steps and ratings are among those given.

    Whatever a person changes about a measure, its steps or its ratings changes the digest. The
    responsible person is not part of it: whoever leaves the team did no work on the measure.
    """
    parts: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for step in steps:
        done = step.done_at is not None
        parts[step.measure_id].append(("step", step.pk, step.position, step.version, done))
    for rating in ratings:
        parts[rating.measure_id].append(
            ("rating", str(rating.criterion), rating.value, rating.note)
        )
    return {
        measure.pk: hashlib.sha256(
            repr((measure.version, sorted(parts[measure.pk]))).encode()
        ).hexdigest()
        for measure in measures
    }


UNDONE = Action("measure.list_undone", gettext_lazy("Einlesen einer Liste zurückgenommen"))
# What every imported measure has; anything else that points at it is somebody's work.
OWN_PARTS = (Step, Rating, ImportedMeasure)


class OthersChanged(Exception):
    """People worked on other measures meanwhile than the ones that were shown."""


@dataclass(frozen=True)
class WhatIsLeft:
    """The measures of an import that are still there: as they were, and those worked on."""

    untouched: tuple[int, ...]
    changed: tuple[Measure, ...]

    @property
    def seen(self) -> str:
        """The changed ones as a page carries them."""
        return "-".join(str(measure.pk) for measure in self.changed)


def what_is_left(list_import: ListImport, *, locks: bool = False) -> WhatIsLeft:
    """Say which measures of an import people worked on; `locks` keeps them from doing so."""
    imported = dict(list_import.imported.values_list("measure_id", "digest"))
    untouched: list[int] = []
    changed: list[Measure] = []
    for ids in _batches(list(imported)):
        found = Measure.objects.filter(
            organisation_id=list_import.organisation_id, pk__in=ids
        ).order_by("pk")
        measures = list(found.select_for_update(of=("self",)) if locks else found)
        about = {"organisation_id": list_import.organisation_id, "measure__in": ids}
        digests = digest_of(measures, Step.objects.filter(**about), Rating.objects.filter(**about))
        worked_on = _pointed_at(list_import.organisation_id, ids)
        for measure in measures:
            if measure.pk in worked_on or digests[measure.pk] != imported[measure.pk]:
                changed.append(measure)
            else:
                untouched.append(measure.pk)
    return WhatIsLeft(tuple(untouched), tuple(changed))


def _pointed_at(organisation_id: int, ids: Sequence[int]) -> set[int]:
    """Return the measures to which anything belongs that no import makes."""
    found: set[int] = set()
    for relation in Measure._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model in OWN_PARTS:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(
            organisation_id=organisation_id, **{f"{name}__in": ids}
        )
        found |= set(rows.order_by().values_list(f"{name}_id", flat=True))
    return found


def undo_import(list_import: ListImport, by: User, *, with_changed: bool, seen: str) -> ListImport:
    """Remove what an import made, and return it as it is then.

    What people worked on goes only `with_changed`; `seen` are the ones that they saw named.
    Raises `OthersChanged` when it is others by now. Doing it twice changes nothing.
    """
    current = (
        ListImport.objects.select_for_update(of=("self",))
        .filter(organisation_id=list_import.organisation_id)
        .get(pk=list_import.pk)
    )
    if not current.may_be_undone:
        return current
    left = what_is_left(current, locks=True)
    if with_changed and left.seen != seen:
        raise OthersChanged
    going = [*left.untouched, *(one.pk for one in left.changed if with_changed)]
    for ids in _batches(going):
        Measure.objects.filter(organisation_id=current.organisation_id, pk__in=ids).delete()
    plan_checks_anew()
    current.undone_at, current.undone_by = timezone.now(), by
    current.kept = 0 if with_changed else len(left.changed)
    current.save(update_fields=["undone_at", "undone_by", "kept"])
    record(
        UNDONE,
        organisation_id=current.organisation_id,
        by=by,
        subject=current.name,
        before={_("Maßnahmen"): len(going)},
        after={_("Behalten"): current.kept} if current.kept else {},
    )
    return current
