"""The team learns whom its mails do not reach."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations import tenancy
from organisations.domain.inviting import revoke
from organisations.domain.letters import LetterOutcome
from organisations.domain.participation import participation_by
from organisations.domain.unreachable import note_outcome, unreachable_people
from organisations.models import Role, UndeliverableAddress
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    InvitationFactory,
    MembershipFactory,
    UndeliverableAddressFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Der Mailserver nimmt diese Adresse nicht an: 550 <No> such user"


@pytest.fixture
def pilot():
    return MembershipFactory(role=Role.PILOT, user__name="Piet Lotse")


@pytest.fixture
def ada(pilot):
    return MembershipFactory(
        organisation=pilot.organisation,
        role=Role.MEMBER,
        user__name="Ada Beispiel",
        user__email="ada@test.example",
    )


def failing(pilot, address, **more):
    return UndeliverableAddressFactory(
        organisation=pilot.organisation, address=address, reason=REASON, **more
    )


def seen_by(membership):
    with tenancy.activate(membership.organisation):
        return unreachable_people(membership)


class TestWhoIsToldWhat:
    def test_whoever_invites_sees_name_address_and_reason(self, pilot, ada):
        failing(pilot, "ada@test.example")
        [one] = seen_by(pilot)
        assert one.who == "Ada Beispiel (ada@test.example)"
        assert (one.reason, one.is_me, one.is_invited) == (REASON, False, False)

    def test_members_see_the_name_only_and_whether_it_is_theirs(self, pilot, ada):
        failing(pilot, "ada@test.example")
        other = MembershipFactory(organisation=pilot.organisation, role=Role.MEMBER)
        assert [(one.who, one.is_me) for one in seen_by(other)] == [("Ada Beispiel", False)]
        assert [(one.who, one.is_me) for one in seen_by(ada)] == [("Ada Beispiel", True)]

    def test_consultants_see_the_name_only(self, pilot, ada):
        failing(pilot, "ada@test.example")
        consultant = ConsultantFactory()
        AccompanimentFactory(organisation=pilot.organisation, consultancy=consultant.consultancy)
        with tenancy.activate(pilot.organisation):
            access = participation_by(None, consultant.user, pilot.organisation)
            assert [one.who for one in unreachable_people(access)] == ["Ada Beispiel"]

    def test_an_address_that_was_invited_is_shown_to_those_who_invite(self, pilot, ada):
        invitation = InvitationFactory(organisation=pilot.organisation, email="neu@test.example")
        failing(pilot, "neu@test.example")
        assert [(one.who, one.is_invited) for one in seen_by(pilot)] == [("neu@test.example", True)]
        assert seen_by(ada) == []
        with tenancy.activate(pilot.organisation):
            revoke(invitation, by=pilot.user)
        assert seen_by(pilot) == []

    def test_it_ends_with_another_address(self, pilot, ada):
        failing(pilot, "ada@test.example")
        ada.user.email = "ada.neu@test.example"
        ada.user.save()
        assert seen_by(pilot) == []

    def test_it_costs_one_query_as_long_as_everyone_is_reached(
        self, pilot, ada, django_assert_num_queries
    ):
        with tenancy.activate(pilot.organisation), django_assert_num_queries(1):
            assert unreachable_people(pilot) == []


class TestUntilItWorks:
    def note(self, pilot, **more):
        outcome = LetterOutcome(
            organisation_id=pilot.organisation_id,
            kind="reminder",
            to="ADA@test.example",
            error="Grund",
            **more,
        )
        with tenancy.activate(pilot.organisation):
            note_outcome(outcome)
            return list(UndeliverableAddress.objects.all())

    def test_refused_until_one_is_accepted(self, pilot, ada):
        assert len(self.note(pilot, is_for_good=True)) == 1
        assert len(seen_by(pilot)) == 1
        self.note(pilot)
        assert len(seen_by(pilot)) == 1
        self.note(pilot, is_accepted=True)
        assert seen_by(pilot) == []

    def test_returned_until_one_was_accepted_a_day_ago(self, pilot, ada):
        self.note(pilot, is_for_good=True, is_returned=True)
        [row] = self.note(pilot, is_accepted=True)
        assert len(seen_by(pilot)) == 1
        with tenancy.activate(pilot.organisation):
            row.accepted_at = timezone.now() - timedelta(hours=25)
            row.save()
        assert seen_by(pilot) == []

    def test_since_when_is_when_it_began(self, pilot, ada):
        long_ago = timezone.now() - timedelta(days=9)
        failing(pilot, "ada@test.example", since=long_ago)
        [row] = self.note(pilot, is_for_good=True)
        assert (row.since, row.reason) == (long_ago, "Grund")
        self.note(pilot, is_accepted=True)
        [row] = self.note(pilot, is_for_good=True)
        assert row.since > long_ago

    def test_its_name_is_the_address(self, pilot):
        assert str(failing(pilot, "ada@test.example")) == "ada@test.example"


@pytest.mark.parametrize("page", ["organisations:team", "reminders:review"])
class TestThePages:
    def test_say_whom_mails_do_not_reach(self, client, pilot, ada, page):
        failing(pilot, "ada@test.example")
        client.force_login(pilot.user)
        content = client.get(reverse(page, args=[pilot.organisation.slug])).text
        assert "Mails an Ada Beispiel (ada@test.example) kommen nicht an." in content
        assert "550 &lt;No&gt; such user" in content
        assert "Sagen Sie es der Person" in content
        client.force_login(ada.user)
        content = client.get(reverse(page, args=[pilot.organisation.slug])).text
        assert "Mails an Ada Beispiel kommen nicht an." in content
        assert f'href="{reverse("organisations:account")}"' in content

    def test_say_nothing_where_all_is_well(self, client, pilot, page):
        client.force_login(pilot.user)
        assert (
            "kommen nicht an" not in client.get(reverse(page, args=[pilot.organisation.slug])).text
        )
