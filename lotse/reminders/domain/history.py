"""What people of an organisation were reminded of before, for the pure calculations."""

from __future__ import annotations

from collections import defaultdict

from lotse.reminders import review_queries
from lotse.reminders.domain.schedule import Sent
from lotse.reminders.terms import Kind, Stage
from organisations.models import Organisation

History = dict[tuple[Kind, int], list[Sent]]


def history_of(organisation: Organisation) -> History:
    """Return all reminders by what they were about, in the order in which they went out."""
    found: History = defaultdict(list)
    for one in review_queries.reminders().of(organisation):
        found[Kind(one.kind), one.subject_id].append(
            Sent(
                one.membership_id,
                Stage(one.stage),
                one.due_on,
                one.sent_on,
                is_silent=one.mail_id is None,
            )
        )
    return found
