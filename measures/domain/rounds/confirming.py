"""The Geschäftsführung confirms what a round agreed on, or returns it with a remark."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.models import PrioritisationRound, RoundSnapshot, RoundState, RoundVerdict
from organisations.domain.auditing import Action, record
from organisations.domain.saving import StaleRow
from organisations.models import User

CONFIRMED = Action("round.confirmed", _("Priorisierungsrunde bestätigt"))
RETURNED = Action("round.returned", _("Priorisierungsrunde zurückgegeben"))


def judge(
    round_: PrioritisationRound,
    snapshot: RoundSnapshot,
    verdict: RoundVerdict,
    remark: str,
    *,
    seen_snapshot: int,
    by: User,
) -> None:
    """Let the Geschäftsführung confirm a closed round, or open it again for a correction.

    The caller has locked the round; `snapshot` is its latest one. Raises `StaleRow` when that is
    not the one the person read, or the round does not wait for a verdict any more.
    """
    if round_.state != RoundState.CLOSED or snapshot.pk != seen_snapshot:
        raise StaleRow(round_)
    snapshot.verdict, snapshot.remark = verdict, remark
    snapshot.judged_by, snapshot.judged_by_name = by, str(by)
    snapshot.judged_at = timezone.now()
    snapshot.save(update_fields=["verdict", "remark", "judged_by", "judged_by_name", "judged_at"])
    is_confirmed = verdict == RoundVerdict.CONFIRMED
    round_.state = RoundState.CONFIRMED if is_confirmed else RoundState.OPEN
    round_.version += 1
    round_.save(update_fields=["state", "version"])
    record(
        CONFIRMED if is_confirmed else RETURNED,
        organisation_id=round_.organisation_id,
        by=by,
        subject=round_,
        after={_("Bemerkung"): remark} if remark else None,
    )
