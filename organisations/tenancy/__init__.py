"""Walls between organisations, drawn in the database.

Every tenant table has forced row level security with a policy on the setting
`lotse.organisation`. The setting lives as long as the transaction that made it; without it
every query on a tenant table fails. There are five ways to make it, all of them here:
`activate` for the work of one organisation, `activate_found` for one that has to be found first,
`across` for named work over several,
`own_memberships` for the question in which organisations a person takes part, and `by_token`
for finding the one row that belongs to a secret link.
"""

from organisations.tenancy.context import (
    CLOSE_ALL,
    Opening,
    across,
    activate,
    activate_found,
    by_token,
    current_organisation_ids,
    own_memberships,
)

__all__ = [
    "CLOSE_ALL",
    "Opening",
    "across",
    "activate",
    "activate_found",
    "by_token",
    "current_organisation_ids",
    "own_memberships",
]
