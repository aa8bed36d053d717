"""Calendar feeds."""

import factory

from lotse.reminders.models import CalendarFeed
from organisations.domain.inviting import digest_of
from tests.factories.organisations import MembershipFactory, TenantFactory, of_same_organisation


class CalendarFeedFactory(TenantFactory):
    """A calendar feed in force whose address holds `secret`."""

    class Meta:
        model = CalendarFeed
        exclude = ("secret",)

    secret = factory.Sequence(lambda number: f"kalender-{number}")
    membership = of_same_organisation(MembershipFactory)
    token_digest = factory.LazyAttribute(lambda row: digest_of(row.secret))
