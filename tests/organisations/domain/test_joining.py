"""Where the holder of a link stands, and joining."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations import tenancy
from organisations.domain import inviting, joining
from organisations.domain.joining import InvitationSituation, find_invitation, situation_of
from organisations.domain.team import Refused
from organisations.models import AuditEntry, Invitation, Membership, Role
from tests.factories import InvitationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def trail(organisation):
    with tenancy.activate(organisation):
        return [
            (entry.action, entry.actor_name, entry.actor_role, entry.after)
            for entry in AuditEntry.objects.of(organisation)
        ]


def members(organisation):
    with tenancy.activate(organisation):
        return [(one.user, one.role) for one in Membership.objects.with_people()]


class TestFinding:
    def test_needs_the_secret(self):
        invitation = InvitationFactory(secret="richtig")
        InvitationFactory(secret="anders")
        found = find_invitation("richtig")
        assert (found, found.organisation) == (invitation, invitation.organisation)
        assert find_invitation("Richtig") is None
        assert find_invitation(invitation.token_digest) is None

    def test_an_invitation_whose_mail_is_not_out_has_none(self):
        InvitationFactory(token_digest=None)
        assert find_invitation("") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_whatever_someone_makes_up_finds_nothing_and_breaks_nothing(db, secret):
    assert find_invitation(secret) is None


class TestSituation:
    def test_of_a_stranger_depends_on_the_address(self):
        UserFactory(email="da@test.example")
        known = InvitationFactory(email="da@test.example")
        assert situation_of(known, STRANGER) == InvitationSituation.SIGN_IN
        assert situation_of(InvitationFactory(), STRANGER) == InvitationSituation.NEW_ACCOUNT

    def test_of_the_invited_person(self):
        user = UserFactory(email="ich@test.example")
        assert situation_of(InvitationFactory(email=user.email), user) == InvitationSituation.JOIN

    def test_a_second_address_counts_once_it_is_confirmed(self):
        user = UserFactory()
        invitation = InvitationFactory(email="zweite@test.example")
        address = EmailAddress.objects.create(
            user=user, email="zweite@test.example", verified=False, primary=False
        )
        assert situation_of(invitation, user) == InvitationSituation.OTHER_ACCOUNT
        assert situation_of(invitation, STRANGER) == InvitationSituation.NEW_ACCOUNT
        address.verified = True
        address.save()
        assert situation_of(invitation, user) == InvitationSituation.JOIN
        assert situation_of(invitation, STRANGER) == InvitationSituation.SIGN_IN

    def test_of_a_member_comes_before_all_else(self):
        invitation = InvitationFactory(revoked_at=timezone.now())
        member = MembershipFactory(organisation=invitation.organisation).user
        assert situation_of(invitation, member) == InvitationSituation.MEMBER

    @pytest.mark.parametrize("user", [STRANGER, None], ids=["stranger", "other account"])
    @pytest.mark.parametrize(
        ("state", "situation"),
        [
            ({"revoked_at": timezone.now()}, InvitationSituation.REVOKED),
            ({"accepted_at": timezone.now()}, InvitationSituation.USED),
            ({"expires_at": timezone.now() - timedelta(seconds=1)}, InvitationSituation.EXPIRED),
        ],
    )
    def test_of_a_dead_link_is_the_same_for_all(self, state, situation, user):
        found = situation_of(InvitationFactory(**state), user or UserFactory())
        assert found == situation
        assert found.is_dead_end

    def test_without_an_invitation_is_unknown(self):
        assert situation_of(None, STRANGER) == InvitationSituation.UNKNOWN


class TestJoining:
    def test_gives_the_role_uses_the_invitation_and_is_recorded(self):
        user = UserFactory()
        invitation = InvitationFactory(email=user.email, role=Role.DIRECTOR)
        joining.join(invitation, user)
        assert members(invitation.organisation) == [(user, Role.DIRECTOR)]
        assert trail(invitation.organisation) == [
            ("people.joined", str(user), "director", {"Rolle": "Geschäftsführung"})
        ]
        with tenancy.activate(invitation.organisation):
            used = Invitation.objects.get()
        assert used.accepted_by == user
        assert not used.is_unanswered
        with pytest.raises(Refused, match="gilt nicht mehr"):
            joining.join(invitation, user)

    def test_someone_who_is_there_already_keeps_their_role(self):
        user = UserFactory()
        invitation = InvitationFactory(email=user.email, role=Role.DIRECTOR)
        MembershipFactory(organisation=invitation.organisation, user=user, role=Role.MEMBER)
        assert joining.join(invitation, user).role == Role.MEMBER
        assert trail(invitation.organisation) == []

    def test_is_only_for_the_invited_address(self):
        invitation = InvitationFactory()
        with pytest.raises(Refused, match="andere Adresse"):
            joining.join(invitation, UserFactory())

    def test_is_refused_once_a_new_link_was_sent(self):
        user = UserFactory()
        invitation = InvitationFactory(email=user.email)
        with tenancy.activate(invitation.organisation):
            inviting.send_again(invitation, UserFactory())
        with pytest.raises(Refused, match="gilt nicht mehr"):
            joining.join(invitation, user)

    def test_once_it_was_taken_back_or_ran_out(self):
        user = UserFactory()
        for state in ({"revoked_at": timezone.now()}, {"expires_at": timezone.now()}):
            with pytest.raises(Refused, match="gilt nicht mehr"):
                joining.join(InvitationFactory(email=user.email, **state), user)


class TestAskingForAnotherAddress:
    def wish(self, invitation):
        with tenancy.activate(invitation.organisation):
            return Invitation.objects.get(pk=invitation.pk).wanted_email

    def test_is_noted_once(self):
        invitation, user = InvitationFactory(), UserFactory()
        assert joining.ask_to_send_elsewhere(invitation, user)
        assert not joining.ask_to_send_elsewhere(invitation, UserFactory())
        assert self.wish(invitation) == user.email
        assert trail(invitation.organisation) == [
            (
                "people.invitation_asked_elsewhere",
                str(user),
                "",
                {"Gewünschte Adresse": user.email},
            )
        ]

    def test_comes_too_late_for_a_dead_link(self):
        invitation = InvitationFactory(revoked_at=timezone.now())
        assert not joining.ask_to_send_elsewhere(invitation, UserFactory())
        assert self.wish(invitation) == ""


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_used_twice_at_the_same_moment_lets_one_in():
    user = UserFactory()
    invitation, start = InvitationFactory(email=user.email), Barrier(2)

    def run(_):
        try:
            start.wait()
            joining.join(invitation, user)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [False, True]
    with tenancy.activate(invitation.organisation):
        assert Membership.objects.count() == 1
