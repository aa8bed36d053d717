"""What one asks about requests to colleagues and their voices."""

from __future__ import annotations

from checks.models import (
    Check,
    Contribution,
    HandCount,
)
from organisations.compiled import Compiled, together

_contributions_on = Compiled(
    lambda organisation, check, key: Contribution.objects.heard().filter(
        organisation_id=organisation,
        voice__request__check_run_id=check,
        question_key=key,
    )
)


_hands_on = Compiled(
    lambda organisation, check, key: HandCount.objects.filter(
        organisation_id=organisation, request__check_run_id=check, question_key=key
    )
)


def heard_on(check: Check, question_key: str) -> int:
    """Return how many voices there are on one question, in one go."""
    values = {"organisation": check.organisation_id, "check": check.pk, "key": question_key}
    said, hands = together((_contributions_on, values), (_hands_on, values))
    raised: int = sum(one.hands for one in hands)
    return len(said) + raised
