"""Somebody who may import lists."""

import pytest

from tests.factories import MembershipFactory


@pytest.fixture
def pilot(client):
    membership = MembershipFactory(role="pilot")
    client.force_login(membership.user)
    return membership
