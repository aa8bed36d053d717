"""Who works in the rounds, and on what."""

import pytest

from tests.factories import MeasureFactory, MembershipFactory


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(user__name="Ada Probe")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def organisation(pilot):
    return pilot.organisation


@pytest.fixture
def measure(organisation):
    return MeasureFactory(
        organisation=organisation, title="Kalender teilen", rated=(3,) * 5, effort_hours=10
    )
