"""The suggested ratings that follow from the systems a measure touches, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.catalogue import Criterion, SuggestedRating
from checks.domain.surveying import SystemLandscape
from measures.domain.effects import Effect, Touch, effect_of
from measures.domain.wording import capitalised, listed
from measures.models import Measure

Names = Mapping[int, str]
DOES: dict[Touch, str | Promise] = {
    Touch.USES: gettext_lazy("nutzt"),
    Touch.CONNECTS: gettext_lazy("verbindet"),
    Touch.REPLACES: gettext_lazy("löst ab"),
    Touch.INTRODUCES: gettext_lazy("führt ein"),
}


def ratings_from_systems(
    landscape: SystemLandscape, measure: Measure
) -> dict[Criterion, SuggestedRating]:
    """Return the ratings that follow from the systems a measure touches, with their reasons.

    Empty when it touches none. Needs no query when `landscape` and the measure's touches were
    fetched before.
    """
    touches = [(touch.system_id, Touch(touch.kind)) for touch in measure.touches.all()]
    if not touches:
        return {}
    effect = effect_of([system.pk for system in landscape.in_use], landscape.flows, touches)
    names = {system.pk: system.name for system in landscape.systems}
    return {
        Criterion.INTEGRATION: SuggestedRating(
            value=effect.integration, reason=_integration_reason(effect, names)
        ),
        Criterion.REUSE: SuggestedRating(value=effect.reuse, reason=_reuse_reason(effect, names)),
    }


def touches_in_words(landscape: SystemLandscape, measure: Measure) -> list[tuple[str, str]]:
    """Return what a measure does and with which systems: („verbindet“, „A und B“)."""
    names = {system.pk: system.name for system in landscape.systems}
    touched: dict[Touch, list[str]] = {}
    for touch in measure.touches.all():
        touched.setdefault(Touch(touch.kind), []).append(names[touch.system_id])
    return [
        (str(words), listed(touched[touch])) for touch, words in DOES.items() if touch in touched
    ]


def _named(keys: Iterable[int], names: Names) -> str:
    return listed(names[key] for key in keys)


def _integration_reason(effect: Effect, names: Names) -> str:
    """Say how the measure changes islands: „Verbindet A und B, eine Insel weniger.“"""
    what = []
    if effect.replaces:
        what.append(_("löst %s ab") % _named(effect.replaces, names))
    if effect.joined:
        what.append(_("verbindet %s") % _named(effect.joined, names))
    if effect.isolated:
        what.append(
            _("führt %s ein, ohne Verbindung zu einem anderen System")
            % _named(effect.isolated, names)
        )
    if not what:
        what.append(_introduced(effect, names) or _("nutzt %s") % _named(effect.uses, names))
    return capitalised(f"{listed(what)}, {_what_changes(effect)}.")


def _introduced(effect: Effect, names: Names) -> str:
    return _("führt %s ein") % _named(effect.introduces, names) if effect.introduces else ""


def _what_changes(effect: Effect) -> str:
    number = abs(effect.islands)
    if effect.islands < 0:
        return ngettext("eine Insel weniger", "%d Inseln weniger", number).replace(
            "%d", str(number)
        )
    if effect.islands > 0:
        return ngettext("eine Insel mehr", "%d Inseln mehr", number).replace("%d", str(number))
    if effect.by_hand < 0:
        number = -effect.by_hand
        return ngettext(
            "eine Verbindung von Hand weniger", "%d Verbindungen von Hand weniger", number
        ).replace("%d", str(number))
    if effect.new_flows:
        return _("Daten fließen danach von selbst")
    return _("an den Inseln ändert sich nichts")


def _reuse_reason(effect: Effect, names: Names) -> str:
    """Say what the measure needs: „Führt ein neues System ein: A.“"""
    if effect.introduces and effect.replaces:
        sentence = _("führt %(new)s ein und löst %(old)s ab.") % {
            "new": _named(effect.introduces, names),
            "old": _named(effect.replaces, names),
        }
    elif effect.introduces:
        sentence = ngettext(
            "führt ein neues System ein: %s.",
            "führt neue Systeme ein: %s.",
            len(effect.introduces),
        ) % _named(effect.introduces, names)
    elif effect.joined or effect.uses:
        used = dict.fromkeys((*effect.joined, *effect.uses))
        sentence = _("nutzt nur, was schon da ist: %s.") % _named(used, names)
    else:
        sentence = _("löst %s ab und braucht nichts Neues.") % _named(effect.replaces, names)
    return capitalised(sentence)
