"""The suggested ratings that follow from the systems a measure touches."""

from __future__ import annotations

from checks.domain.catalogue import Criterion, SuggestedRating
from checks.domain.surveying import SystemLandscape
from measures.domain import effects_wording as wording
from measures.domain.effects import Effect, Touch, effect_of
from measures.domain.wording import listed
from measures.models import Measure


def effect_on(landscape: SystemLandscape, measure: Measure) -> Effect | None:
    """Return what a measure does to the landscape, None when it touches no system."""
    return effect_of(
        [system.pk for system in landscape.in_use],
        landscape.flows,
        [(touch.system_id, Touch(touch.kind)) for touch in measure.touches.all()],
    )


def ratings_from_systems(
    landscape: SystemLandscape, measure: Measure
) -> dict[Criterion, SuggestedRating]:
    """Return the ratings that follow from the systems a measure touches, with their reasons.

    Empty when it touches none. Needs no query when `landscape` and the measure's touches were
    fetched before.
    """
    effect = effect_on(landscape, measure) if measure.touches.all() else None
    if effect is None:
        return {}
    names = {system.pk: system.name for system in landscape.systems}
    return {
        Criterion.INTEGRATION: SuggestedRating(
            value=effect.integration, reason=wording.integration_reason(effect, names)
        ),
        Criterion.REUSE: SuggestedRating(
            value=effect.reuse, reason=wording.reuse_reason(effect, names)
        ),
    }


def touches_in_words(landscape: SystemLandscape, measure: Measure) -> list[tuple[str, str]]:
    """Return what a measure does and with which systems: („verbindet“, „A und B“)."""
    names = {system.pk: system.name for system in landscape.systems}
    touched: dict[Touch, list[str]] = {}
    for touch in measure.touches.all():
        touched.setdefault(Touch(touch.kind), []).append(names[touch.system_id])
    return [
        (str(words), listed(touched[touch]))
        for touch, words in wording.DOES.items()
        if touch in touched
    ]
