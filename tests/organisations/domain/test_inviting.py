"""Inviting, sending again, taking back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tasks, tenancy
from organisations.domain import inviting
from organisations.domain.inviting import AlreadyInvited, AlreadyMember, TooMany
from organisations.domain.team import Refused
from organisations.models import AuditEntry, Invitation, Organisation, Role
from tests.factories import (
    AuditEntryFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.postman import waiting_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(organisation):
    return MembershipFactory(organisation=organisation, role=Role.DIRECTOR).user


def trail(organisation):
    return [
        (entry.action, entry.subject, entry.before, entry.after)
        for entry in reversed(AuditEntry.objects.of(organisation))
    ]


def send(organisation, by, email="neu@test.example", role=Role.PILOT):
    return inviting.invite(organisation, email=email, role=role, by=by)


class TestInviting:
    def test_stores_an_invitation_for_14_days_whose_mail_is_due(self, organisation, director):
        invitation = send(organisation, director, " Neu@Test.example ")
        invitation.refresh_from_db()
        assert (invitation.email, invitation.role) == ("neu@test.example", Role.PILOT)
        assert invitation.invited_by == director
        assert invitation.is_open
        assert invitation.expires_at - invitation.invited_at >= timedelta(days=14)
        assert (invitation.sent_at, len(waiting_mails())) == (None, 1)
        assert trail(organisation) == [
            ("people.invited", "neu@test.example", {}, {"Rolle": "Digitalisierungslots:in"})
        ]

    def test_the_same_address_twice_keeps_the_one_invitation(self, organisation, director):
        first = send(organisation, director)
        with pytest.raises(AlreadyInvited, match="schon eine Einladung unterwegs") as refusal:
            send(organisation, director, "NEU@test.example", Role.MEMBER)
        assert refusal.value.invitation == first
        assert Invitation.objects.get().role == Role.PILOT

    def test_an_address_whose_invitation_ran_out_gets_it_renewed(self, organisation, director):
        old = InvitationFactory(
            organisation=organisation,
            email="neu@test.example",
            expires_at=timezone.now() - timedelta(seconds=1),
        )
        renewed = send(organisation, director)
        assert renewed.pk == old.pk
        assert renewed.is_open
        assert (renewed.role, renewed.invited_by) == (Role.PILOT, director)
        assert Invitation.objects.get().token_digest != old.token_digest

    def test_an_address_can_be_invited_again_once_it_was_answered(self, organisation, director):
        for answer in ("accepted_at", "revoked_at"):
            InvitationFactory(
                organisation=organisation, email="neu@test.example", **{answer: timezone.now()}
            )
        assert send(organisation, director).is_open

    def test_a_member_is_not_invited(self, organisation, director):
        member = MembershipFactory(organisation=organisation)
        with pytest.raises(AlreadyMember, match=f"{member.user} gehört schon"):
            send(organisation, director, member.user.email.upper())

    def test_a_member_of_another_organisation_is(self, organisation, director):
        assert send(organisation, director, MembershipFactory().user.email)

    def test_asks_the_same_whether_there_is_an_account_or_not(self, organisation, director):
        UserFactory(email="da@test.example")
        send(organisation, director, "erste@test.example")

        def questions(email):
            with CaptureQueriesContext(connection) as asked:
                send(organisation, director, email)
            # Savepoints have a number.
            return [re.sub(r"\d+", "", query["sql"].split(" WHERE ")[0][:60]) for query in asked]

        assert questions("da@test.example") == questions("weg@test.example")


class TestTheLimit:
    def fill(self, organisation, number, **more):
        for _ in range(number):
            AuditEntryFactory(organisation=organisation, action="people.invited", **more)

    def test_30_a_day_and_then_tomorrow(self, organisation, director):
        self.fill(organisation, inviting.MOST_A_DAY - 1)
        invitation = send(organisation, director)
        with pytest.raises(TooMany, match="Morgen geht es weiter"):
            send(organisation, director, "noch-eine@test.example")
        with pytest.raises(TooMany):
            inviting.send_again(invitation, director)

    def test_counts_neither_yesterday_nor_others(self, organisation, director):
        self.fill(organisation, 40, at=timezone.now() - timedelta(days=1, seconds=1))
        self.fill(OrganisationFactory(), 40)
        assert send(organisation, director)


class TestSendingAgain:
    def test_kills_the_old_link_and_gives_14_new_days(self, organisation, director):
        old = InvitationFactory(
            organisation=organisation, expires_at=timezone.now() - timedelta(days=1)
        )
        again = inviting.send_again(old, director)
        assert again.is_open
        assert again.token_digest != old.token_digest
        assert (again.sent_at, again.mail_error) == (None, "")
        assert trail(organisation) == [("people.invitation_sent_again", old.email, {}, {})]

    def test_to_the_address_the_person_asked_for(self, organisation, director):
        old = InvitationFactory(
            organisation=organisation, email="alt@test.example", wanted_email="neu@test.example"
        )
        again = inviting.send_again(old, director, to="neu@test.example")
        assert (again.email, again.wanted_email) == ("neu@test.example", "")
        assert trail(organisation) == [
            (
                "people.invitation_sent_again",
                "neu@test.example",
                {"Adresse": "alt@test.example"},
                {"Adresse": "neu@test.example"},
            )
        ]

    def test_not_to_someone_who_is_there_or_invited_already(self, organisation, director):
        invitation = InvitationFactory(organisation=organisation)
        with pytest.raises(AlreadyMember):
            inviting.send_again(invitation, director, to=director.email)
        other = InvitationFactory(organisation=organisation)
        with pytest.raises(AlreadyInvited):
            inviting.send_again(invitation, director, to=other.email)

    @pytest.mark.parametrize("answer", ["accepted_at", "revoked_at"])
    def test_not_once_it_is_answered(self, organisation, director, answer):
        invitation = InvitationFactory(organisation=organisation, **{answer: timezone.now()})
        with pytest.raises(Refused, match="schon angenommen oder zurückgezogen"):
            inviting.send_again(invitation, director)


class TestTakingBack:
    def test_is_recorded_and_final(self, organisation, director):
        invitation = InvitationFactory(organisation=organisation)
        inviting.revoke(invitation, director)
        invitation.refresh_from_db()
        assert invitation.revoked_at
        assert not invitation.is_open
        assert trail(organisation) == [
            ("people.invitation_revoked", invitation.email, {"Rolle": "Mitarbeitende"}, {})
        ]
        with pytest.raises(Refused):
            inviting.revoke(invitation, director)


def test_settled_invitations_are_forgotten_after_30_days_in_every_organisation():
    long_ago, lately = (timezone.now() - timedelta(days=days) for days in (31, 29))
    for moment in (long_ago, lately):
        for state in ("accepted_at", "revoked_at", "expires_at"):
            InvitationFactory(**{state: moment})
    accepted = InvitationFactory(accepted_at=lately, expires_at=long_ago)
    open_one = InvitationFactory()
    tasks.forget_old_invitations()
    assert inviting.forget_old_invitations() == 0
    with tenancy.across(Organisation.objects.all()):
        left = Invitation.objects.all()
        assert left.count() == 5
        assert {accepted, open_one} <= set(left)


@pytest.mark.django_db(transaction=True)
def test_two_people_invite_the_same_address_at_the_same_moment():
    organisation, user, start = OrganisationFactory(), UserFactory(), Barrier(2)

    def run(role):
        try:
            with tenancy.activate(organisation):
                start.wait()
                send(organisation, user, role=role)
        except AlreadyInvited:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, [Role.PILOT, Role.MEMBER])) == [False, True]
    with tenancy.activate(organisation):
        assert Invitation.objects.count() == 1
