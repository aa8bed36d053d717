"""In which part a person takes part: member, consultant, or none."""

import pytest

from organisations import tenancy
from organisations.domain.participation import participation_by
from organisations.models import AccessLevel, Accompaniment, Membership
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def consultant():
    return ConsultantFactory()


def part(user, organisation):
    with tenancy.activate(organisation):
        membership = Membership.objects.of(organisation).of_person(user).first()
        return participation_by(membership, user, organisation)


@pytest.mark.django_db
class TestParticipation:
    def test_of_a_member_is_the_membership(self, organisation):
        membership = MembershipFactory(organisation=organisation)
        assert part(membership.user, organisation) == membership

    @pytest.mark.parametrize(("level", "may_edit"), [("read", False), ("edit", True)])
    def test_of_a_consultant_is_what_the_organisation_allows(
        self, level, may_edit, organisation, consultant
    ):
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level=level
        )
        access = part(consultant.user, organisation)
        assert (access.role, access.may_edit) == ("consultant", may_edit)
        assert access.get_role_display() == "Berater:in"

    def test_of_a_member_who_is_also_a_consultant_stays_the_membership(
        self, organisation, consultant
    ):
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level=AccessLevel.EDIT
        )
        membership = MembershipFactory(organisation=organisation, user=consultant.user)
        assert part(consultant.user, organisation) == membership

    def test_is_none_for_strangers_and_consultants_without_consent(self, organisation, consultant):
        AccompanimentFactory(organisation=organisation)
        AccompanimentFactory(consultancy=consultant.consultancy)
        assert part(UserFactory(), organisation) is None
        assert part(consultant.user, organisation) is None

    def test_a_consultant_finds_the_organisations_that_let_their_consultancy_in(self, consultant):
        mine = AccompanimentFactory(consultancy=consultant.consultancy)
        AccompanimentFactory()
        with tenancy.own_memberships(consultant.user):
            assert list(Accompaniment.objects.all()) == [mine]
