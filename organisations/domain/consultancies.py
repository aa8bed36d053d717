"""What the host does with consultancies."""

from __future__ import annotations

from organisations import tenancy
from organisations.domain.accompanying import ENDED, remove
from organisations.models import Accompaniment, Consultancy, Organisation, User


def close_consultancy(consultancy: Consultancy, by: User | None) -> None:
    """Delete a consultancy; every organisation it accompanied finds that in its trail.

    `by` is the host, None for Lotse itself. The accounts of its consultants stay.
    """
    with tenancy.across(Organisation.objects.all()):
        for accompaniment in Accompaniment.objects.filter(consultancy=consultancy):
            remove(accompaniment, ENDED, by)
        consultancy.delete()
