"""What differs between two rounds, in German sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from measures.domain.rounds.comparing import RoundComparison, Shift, ShiftKind
from measures.domain.wording import capitalised, criterion_name, listed


def move(shift: Shift) -> str:
    if shift.before is None or shift.after is None:
        row = shift.after or shift.before
        place = {"place": row.place if row else 0}
        return (
            _("neu auf Platz %(place)s") % place
            if shift.kind is ShiftKind.NEW
            else _("stand auf Platz %(place)s") % place
        )
    if shift.kind is ShiftKind.STAYED:
        return _("unverändert auf Platz %s") % shift.after.place
    return _("von Platz %(old)s auf Platz %(new)s") % {
        "old": shift.before.place,
        "new": shift.after.place,
    }


def why(shift: Shift, comparison: RoundComparison) -> str:
    """Say why a measure that is in both lists went where it is."""
    said = []
    if shift.move_made:
        said.append(
            _("Von Hand auf Platz %(place)d gesetzt: %(reason)s")
            % {"place": shift.move_made.place, "reason": _as_sentence(shift.move_made.reason)}
        )
    if shift.move_undone:
        said.append(_("Sie steht nicht mehr von Hand auf Platz %d.") % shift.move_undone.place)
    if shift.ratings:
        changes = [
            _("„%(criterion)s“ %(after)s statt %(before)s")
            % {
                "criterion": criterion_name(one.criterion),
                "after": "–" if one.after is None else one.after,
                "before": "–" if one.before is None else one.before,
            }
            for one in shift.ratings
        ]
        said.append(_("Anders bewertet: %s.") % listed(changes))
    if said or shift.kind is ShiftKind.STAYED:
        return " ".join(said)
    if comparison.weights:
        return _("Die Bewertung ist gleich, aber die Kriterien zählen anders als vorher.")
    if shift.kind is ShiftKind.FELL:
        return _("Die Bewertung ist gleich, aber andere Maßnahmen stehen jetzt davor.")
    return _("Die Bewertung ist gleich, aber andere Maßnahmen stehen nicht mehr davor.")


def gone(shift: Shift, comparison: RoundComparison) -> str:
    """Say what became of a measure that is no longer in the order, as far as one knows."""
    if shift.title in comparison.after.news.done:
        return _("Sie ist umgesetzt.")
    row = comparison.after.row_by_key.get(shift.before.key) if shift.before else None
    if row is not None:
        return _("Sie ist noch offen, aber nicht mehr auf allen Kriterien bewertet.")
    return _("Sie ist umgesetzt oder verworfen.")


def weights(comparison: RoundComparison) -> str:
    """Say which criteria count more or less; empty when none does."""
    if not comparison.weights:
        return ""
    changes = [
        _("„%(criterion)s“ zählt %(after)d statt %(before)d")
        % {
            "criterion": criterion_name(one.criterion),
            "after": one.after,
            "before": one.before,
        }
        for one in comparison.weights
    ]
    return capitalised(_("Die Gewichtung hat sich geändert: %s.") % listed(changes))


def summary(comparison: RoundComparison) -> str:
    """Say in one sentence how much differs."""
    words = {
        ShiftKind.ROSE: _("%d gestiegen"),
        ShiftKind.FELL: _("%d gefallen"),
        ShiftKind.NEW: _("%d neu"),
        ShiftKind.GONE: _("%d nicht mehr dabei"),
        ShiftKind.STAYED: _("%d unverändert"),
    }
    numbers = {kind: len(comparison.going(kind)) for kind in words}
    parts = [word % numbers[kind] for kind, word in words.items() if numbers[kind]]
    return capitalised(listed(parts)) + "." if parts else _("Beide Listen sind leer.")


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
