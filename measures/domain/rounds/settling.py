"""The round settles on ratings, and marks what is disputed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.domain.journal import note_round
from measures.domain.prioritising import given_ratings, rate
from measures.domain.rounds.agenda import Agenda
from measures.domain.wording import criterion_name
from measures.models import Measure, PrioritisationRound, RoundMeasure
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

DISPUTED = Action("round.disputed", gettext_lazy("Maßnahme als strittig vorgemerkt"))
NOT_DISPUTED = Action("round.not_disputed", gettext_lazy("Vormerkung als strittig aufgehoben"))


def settle(
    measure: Measure,
    values: Mapping[str, tuple[int, str]],
    *,
    seen_version: int,
    by: User,
) -> None:
    """Let values hold from now on; the caller has locked the round and then the measure.

    What changed stands in the Verlauf of the measure. Raises `StaleRow` when the measure was
    changed since `seen_version`.
    """
    before = {key: rating.value for key, rating in given_ratings(measure).items()}
    rate(measure, values, seen_version=seen_version, by=by, confirms=True)
    changed = [
        _("„%(criterion)s“: %(value)d%(before)s")
        % {
            "criterion": criterion_name(key),
            "value": value,
            "before": _(" (vorher %d)") % before[key] if key in before else "",
        }
        for key, (value, _note) in values.items()
        if before.get(key) != value
    ]
    if changed:
        text = _("In der Priorisierungsrunde bewertet. %s") % ", ".join(changed)
        note_round(measure, text, by)


def settle_agreed(organisation: Organisation, round_: PrioritisationRound, by: User) -> int:
    """Let what everyone rated alike hold, once all have handed in; return how many measures.

    There is nothing to talk about where all say the same. The caller has locked the round; the
    measures are locked here, in the order of their ids.
    """
    if round_.participants.filter(handed_in_at=None).exists():
        return 0
    agreed = {item.measure.pk: values for item, values in Agenda(organisation, round_, None).agreed}
    measures = Measure.objects.of(organisation).filter(pk__in=agreed)
    for measure in measures.order_by("pk").select_for_update():
        settle(measure, agreed[measure.pk], seen_version=measure.version, by=by)
    return len(agreed)


def mark_disputed(
    round_: PrioritisationRound, measure: Measure, *, is_disputed: bool, by: User
) -> None:
    """Note that the round should talk about a measure, or not after all."""
    note, _is_new = RoundMeasure.objects.get_or_create(
        organisation_id=round_.organisation_id, round=round_, measure=measure
    )
    if note.is_disputed == is_disputed:
        return
    note.is_disputed = is_disputed
    note.save(update_fields=["is_disputed"])
    action = DISPUTED if is_disputed else NOT_DISPUTED
    record(action, by=by, subject=measure)
