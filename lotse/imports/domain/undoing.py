"""Taking an import back: what it made goes, what people worked on since stays if they like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.imports.domain.batches import batches
from lotse.imports.domain.digesting import digest_of
from lotse.imports.models import ImportedMeasure, ListImport
from measures.models import Measure, Rating, Step
from organisations.domain.auditing import Action, record
from organisations.models import User

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
    for ids in batches(list(imported)):
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
        rows = relation.related_model._default_manager.filter(
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
    for ids in batches(going):
        Measure.objects.filter(organisation_id=current.organisation_id, pk__in=ids).delete()
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
