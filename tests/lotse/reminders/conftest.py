"""An organisation that is reminded, and who works there."""

import pytest

from organisations.models import Role
from tests.factories import MembershipFactory, OrganisationFactory


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Verein Lindenhof")


@pytest.fixture
def pilot(organisation):
    return MembershipFactory(organisation=organisation, user__name="Piet Lotse")


@pytest.fixture
def director(organisation):
    return MembershipFactory(
        organisation=organisation, role=Role.DIRECTOR, user__name="Dana Direktion"
    )
