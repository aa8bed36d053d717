"""Making measures of the rows of a list: all of them or none, once."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.imports.domain.batches import BATCH, batches
from lotse.imports.domain.digesting import digest_of
from lotse.imports.domain.previewing import Preview, PreviewRow
from lotse.imports.models import ImportedMeasure, ListImport, UploadedList
from lotse.jobs import lifecycle
from measures.domain.columns import CRITERIA_HEADERS
from measures.models import Measure, Rating, Status, Step
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

# So many rows are imported while one waits, more in the background.
AT_ONCE = 200
IMPORTED = Action("measure.list_imported", gettext_lazy("Maßnahmen aus einer Liste eingelesen"))
PLAIN_FIELDS = (
    *("title", "what", "why", "existing", "status", "due_date", "effort_hours", "effort_days"),
)


class NotReady(Exception):
    """The list has errors, or nothing to import."""


def order_import(uploaded: UploadedList, by: User) -> ListImport:
    """Store that a list is to be imported and return the order; there is one for each list.

    One that failed or was cancelled is queued again. Raises `NotReady`.
    """
    there = uploaded.imports.first()
    if there is not None and not there.may_be_ordered_again:
        return there
    organisation = Organisation.objects.get(pk=uploaded.organisation_id)
    preview = Preview(uploaded, organisation)
    if not preview.may_be_imported:
        raise NotReady
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


def _add(list_import: ListImport, rows: Sequence[PreviewRow]) -> int:
    """Store the measures of rows, and which ones they are; return how many."""
    for batch in batches(rows):
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
    return [
        Rating(
            organisation_id=list_import.organisation_id,
            measure=measure,
            criterion=criterion,
            value=row.values[criterion],
            rated_by=list_import.requested_by,
        )
        for criterion in CRITERIA_HEADERS
        if row.values.get(criterion) is not None
    ]
