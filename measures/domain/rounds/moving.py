"""Moving measures by hand, with a reason that everyone can read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.domain.journal import note_round
from measures.domain.prioritising import count_up, manual_place_of
from measures.models import ManualPlace, Measure
from organisations.domain.auditing import Action, record
from organisations.domain.saving import refuse_stale
from organisations.models import User

MOVED = Action("measure.moved", gettext_lazy("Maßnahme von Hand verschoben"))
MOVED_BACK = Action("measure.moved_back", gettext_lazy("Verschieben von Hand zurückgenommen"))


def place_by_hand(
    measure: Measure, place: int, reason: str, *, seen_version: int, by: User
) -> None:
    """Put a measure, which the caller has locked, on a place of the list, counted from 1.

    The same place for the same reason changes nothing. Raises `StaleRow` when the measure was
    changed since `seen_version`.
    """
    stored = manual_place_of(measure)
    if stored and (stored.place, stored.reason) == (place, reason):
        return
    refuse_stale(measure, seen_version)
    ManualPlace.objects.update_or_create(
        organisation_id=measure.organisation_id,
        measure=measure,
        defaults={"place": place, "reason": reason, "moved_by": by},
    )
    count_up(measure)
    words = {"place": place, "reason": reason}
    note_round(measure, _("Von Hand auf Platz %(place)d gesetzt: %(reason)s") % words, by)
    record(
        MOVED,
        by=by,
        subject=measure,
        before=_in_words(stored) if stored else None,
        after={_("Platz"): place, _("Warum?"): reason},
    )


def take_back(measure: Measure, by: User) -> None:
    """Let a measure, which the caller has locked, stand again where its points put it."""
    stored = manual_place_of(measure)
    if stored is None:
        return
    stored.delete()
    count_up(measure)
    note_round(measure, _("Steht wieder auf ihrem Platz nach Punkten."), by)
    record(MOVED_BACK, by=by, subject=measure, before=_in_words(stored))


def _in_words(stored: ManualPlace) -> dict[str, object]:
    return {_("Platz"): stored.place, _("Warum?"): stored.reason}
