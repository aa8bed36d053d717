"""Opening rounds in tests, reaching their pages, and reading what stands there."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from measures.models import PrioritisationRound
from organisations import tenancy
from tests.factories import PrioritisationRoundFactory, RoundParticipantFactory

TODAY = timezone.localdate()
SOON = TODAY + timedelta(weeks=8)
ALL_FIVE = {
    f"{key}_value": "4" for key in ("feasibility", "benefit", "capability", "integration", "reuse")
}


def a_round(pilot, *others, **kwargs):
    one = PrioritisationRoundFactory(organisation=pilot.organisation, **kwargs)
    for member in (pilot, *others):
        RoundParticipantFactory(organisation=one.organisation, round=one, user=member.user)
    return one


def at(one, name, **kwargs):
    kwargs |= {"slug": one.organisation.slug}
    if isinstance(one, PrioritisationRound):
        kwargs["prioritisation_round_id"] = one.pk
    return reverse(f"measures:{name}", kwargs=kwargs)


class Of:
    """Stands for a round where an address needs only the organisation."""

    def __init__(self, organisation):
        self.organisation = organisation


def organisation_of(membership):
    return Of(membership.organisation)


def everything(organisation, model):
    with tenancy.activate(organisation):
        return list(model.objects.all())


def reloaded(row):
    with tenancy.activate(row.organisation):
        return type(row).objects.get(pk=row.pk)


def text_of(response):
    return " ".join(response.content.decode().split())


def messages_of(response):
    """Return what the next page tells, message by message."""
    return [str(message) for message in response.context["messages"]]


def queries_of(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)
