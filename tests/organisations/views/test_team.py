"""The team page and what is done from it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations import tenancy
from organisations.models import Invitation, Membership, Role
from tests.factories import (
    AccompanimentFactory,
    AuditEntryFactory,
    ConsultantFactory,
    InvitationFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.postman import deliver, waiting_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def sign_in(client, organisation):
    """Return a function that signs in someone with a role."""

    def as_someone(role):
        membership = MembershipFactory(organisation=organisation, role=role)
        client.force_login(membership.user)
        return membership

    return as_someone


@pytest.fixture
def url(organisation):
    return lambda name, **kwargs: reverse(
        f"organisations:{name}", kwargs={"slug": organisation.slug} | kwargs
    )


def page(response):
    return response.content.decode()


def roles(organisation):
    with tenancy.activate(organisation):
        return sorted(Membership.objects.values_list("role", flat=True))


def invitation_of(organisation):
    with tenancy.activate(organisation):
        return Invitation.objects.get()


class TestTheTeamPage:
    def test_shows_members_names_and_roles_but_no_addresses(self, client, sign_in, url):
        sign_in(Role.DIRECTOR)
        member = sign_in(Role.MEMBER)
        invited = InvitationFactory(organisation=member.organisation)
        text = page(client.get(url("team")))
        assert str(member.user) in text
        assert "Geschäftsführung" in text
        assert member.user.email not in text
        assert invited.email not in text
        assert "Jemanden einladen" not in text
        assert "Organisation verlassen" in text

    def test_shows_who_invites_the_open_invitations_with_their_state(
        self, client, sign_in, url, organisation
    ):
        sign_in(Role.PILOT)
        InvitationFactory(organisation=organisation, email="weg@test.example")
        InvitationFactory(organisation=organisation, sent_at=None)
        InvitationFactory(organisation=organisation, sent_at=None, mail_error="Unbekannt")
        InvitationFactory(organisation=organisation, expires_at="2020-01-01T00:00:00Z")
        done = InvitationFactory(organisation=organisation, accepted_at="2020-01-01T00:00:00Z")
        text = page(client.get(url("team")))
        assert "weg@test.example" in text
        assert done.email not in text
        for state in ("verschickt", "wird verschickt", "nicht angekommen", "abgelaufen"):
            assert f">{state}<" in text

    def test_offers_a_pilot_no_button_for_what_only_directors_may(
        self, client, sign_in, url, organisation
    ):
        sign_in(Role.DIRECTOR)
        sign_in(Role.PILOT)
        InvitationFactory(organisation=organisation, role=Role.DIRECTOR)
        text = page(client.get(url("team")))
        assert "Rolle ändern" not in text
        assert "Zurückziehen" not in text

    def test_shows_consultants_no_addresses(self, client, url, organisation):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level="edit"
        )
        member = MembershipFactory(organisation=organisation)
        client.force_login(consultant.user)
        text = page(client.get(url("team")))
        assert str(member.user) in text
        assert member.user.email not in text
        assert "Organisation verlassen" not in text

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_as_for_fifty(
        self, client, sign_in, url, organisation, number, django_assert_num_queries
    ):
        sign_in(Role.DIRECTOR)
        for _ in range(number):
            MembershipFactory(organisation=organisation)
            InvitationFactory(organisation=organisation)
        with django_assert_num_queries(9):
            client.get(url("team"))


class TestInviting:
    def test_leads_back_to_the_team_and_says_so(self, client, sign_in, url, organisation):
        director = sign_in(Role.DIRECTOR)
        response = client.post(
            url("invite"), {"email": "Neu@Test.example", "role": "director"}, follow=True
        )
        assert "Die Einladung an neu@test.example ist unterwegs." in page(response)
        invitation = invitation_of(organisation)
        assert (invitation.role, invitation.invited_by) == ("director", director.user)

    def test_puts_the_mail_on_its_way_when_all_is_stored(
        self, client, sign_in, url, django_capture_on_commit_callbacks, broker_away
    ):
        sign_in(Role.DIRECTOR)
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            client.post(url("invite"), {"email": "neu@test.example", "role": "member"})
        assert len(callbacks) == 1

    @pytest.mark.parametrize(
        ("data", "complaint"),
        [
            ({"email": "", "role": "pilot"}, "Bitte nennen Sie die Adresse der Person."),
            ({"email": "keine", "role": "pilot"}, "gültige E-Mail-Adresse"),
            ({"email": "x@test.example", "role": ""}, "Bitte wählen Sie eine Rolle."),
            ({"email": "x@test.example", "role": "chef"}, "können Sie nicht vergeben"),
            ({"email": "x@test.example\0", "role": "pilot"}, "Nullzeichen"),
        ],
    )
    def test_complains_beside_the_field_and_keeps_what_was_typed(
        self, client, sign_in, url, data, complaint
    ):
        sign_in(Role.DIRECTOR)
        response = client.post(url("invite"), data)
        assert response.status_code == 422
        assert complaint in page(response)

    def test_a_pilot_beside_a_director_cannot_make_directors(
        self, client, sign_in, url, organisation
    ):
        sign_in(Role.DIRECTOR)
        sign_in(Role.PILOT)
        assert "beauftragt, entscheidet" not in page(client.get(url("invite")))
        response = client.post(url("invite"), {"email": "x@test.example", "role": "director"})
        assert "können Sie nicht vergeben" in page(response)

    def test_a_pilot_alone_invites_the_first_director(self, client, sign_in, url, organisation):
        sign_in(Role.PILOT)
        client.post(url("invite"), {"email": "x@test.example", "role": "director"})
        assert invitation_of(organisation).role == "director"

    def test_the_same_address_again_offers_to_send_the_mail_again(
        self, client, sign_in, url, organisation
    ):
        sign_in(Role.DIRECTOR)
        invitation = InvitationFactory(organisation=organisation, email="x@test.example")
        response = client.post(url("invite"), {"email": "x@test.example", "role": "pilot"})
        assert response.status_code == 422
        assert "schon eine Einladung unterwegs" in page(response)
        assert url("send_again", invitation_id=invitation.pk) in page(response)

    def test_a_member_is_named(self, client, sign_in, url):
        member = sign_in(Role.MEMBER)
        sign_in(Role.DIRECTOR)
        response = client.post(url("invite"), {"email": member.user.email, "role": "pilot"})
        assert f"{member.user} gehört schon zu Ihrer Organisation." in page(response)

    def test_too_many_a_day_have_to_wait(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        for _ in range(30):
            AuditEntryFactory(organisation=organisation, action="people.invited")
        response = client.post(url("invite"), {"email": "x@test.example", "role": "pilot"})
        assert response.status_code == 422
        assert "Heute sind schon 30 Einladungen verschickt worden." in page(response)
        assert "x@test.example" in page(response)

    def test_never_tells_whether_the_address_has_an_account(
        self, client, sign_in, url, organisation, mailoutbox
    ):
        sign_in(Role.DIRECTOR)
        client.get(url("team"))
        answers = []
        for email in ("hat-keins@test.example", UserFactory(email="hat-eins@test.example").email):
            with CaptureQueriesContext(connection) as asked:
                response = client.post(url("invite"), {"email": email, "role": "pilot"})
            team = page(client.get(url("team")))
            invitation = invitation_of(organisation)
            deliver()
            text = re.sub(r"/einladung/[\w-]+/", "", mailoutbox.pop().body)
            shown = re.findall(r"<p class=\"notice.*|<li class=\"card\">.*", team)
            answer = str((response.status_code, response.url, len(asked), text, shown))
            answers.append(answer.replace(email, "Adresse"))
            client.post(url("revoke", invitation_id=invitation.pk))
            client.get(url("team"))
            with tenancy.activate(organisation):
                invitation.delete()
        assert answers[0] == answers[1]


class TestOpenInvitations:
    def test_are_sent_again(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        old = InvitationFactory(organisation=organisation)
        response = client.post(url("send_again", invitation_id=old.pk), follow=True)
        assert "ist unterwegs" in page(response)
        assert invitation_of(organisation).token_digest != old.token_digest
        assert [mail.to for mail in waiting_mails()] == [old.email]

    def test_go_elsewhere_on_wish(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        old = InvitationFactory(organisation=organisation, wanted_email="da@test.example")
        assert "da@test.example" in page(client.get(url("team")))
        client.post(url("send_again", invitation_id=old.pk), {"elsewhere": "1"})
        assert invitation_of(organisation).email == "da@test.example"

    def test_are_taken_back_once(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        place = url("revoke", invitation_id=InvitationFactory(organisation=organisation).pk)
        assert "ist zurückgezogen" in page(client.post(place, follow=True))
        assert "schon angenommen oder zurückgezogen" in page(client.post(place, follow=True))

    def test_say_why_they_cannot_be_sent_again(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        gone = InvitationFactory(organisation=organisation, revoked_at="2020-01-01T00:00:00Z")
        response = client.post(url("send_again", invitation_id=gone.pk), follow=True)
        assert "schon angenommen oder zurückgezogen" in page(response)

    @pytest.mark.parametrize("name", ["send_again", "revoke"])
    def test_into_the_lead_are_the_leads_business(self, client, sign_in, url, organisation, name):
        sign_in(Role.DIRECTOR)
        sign_in(Role.PILOT)
        invitation = InvitationFactory(organisation=organisation, role=Role.DIRECTOR)
        assert client.post(url(name, invitation_id=invitation.pk)).status_code == 403
        assert invitation_of(organisation).is_open


class TestRoles:
    def test_are_changed(self, client, sign_in, url, organisation):
        member = sign_in(Role.MEMBER)
        sign_in(Role.DIRECTOR)
        place = url("change_role", membership_id=member.pk)
        assert "bisher: Mitarbeitende" in page(client.get(place))
        response = client.post(place, {"role": "pilot"}, follow=True)
        assert "hat jetzt die Rolle „Digitalisierungslots:in“" in page(response)
        assert roles(organisation) == ["director", "pilot"]

    def test_that_do_not_exist_are_refused(self, client, sign_in, url):
        director = sign_in(Role.DIRECTOR)
        response = client.post(url("change_role", membership_id=director.pk), {"role": "chef"})
        assert response.status_code == 422

    def test_of_the_last_director_stay(self, client, sign_in, url, organisation):
        sign_in(Role.MEMBER)
        director = sign_in(Role.DIRECTOR)
        response = client.post(url("change_role", membership_id=director.pk), {"role": "member"})
        assert response.status_code == 409
        assert "ist die letzte Person mit der Rolle „Geschäftsführung“" in page(response)
        assert roles(organisation) == ["director", "member"]


class TestRemoving:
    def test_asks_first_and_says_what_is_lost(self, client, sign_in, url, organisation):
        member = sign_in(Role.MEMBER)
        sign_in(Role.DIRECTOR)
        MeasureFactory(organisation=organisation, title="Kalender", responsible=member)
        place = url("remove", membership_id=member.pk)
        text = page(client.get(place))
        assert "bleibt mit ihrem Namen stehen" in text
        assert "Maßnahmen ohne Verantwortliche" in text
        assert "Kalender" in text
        response = client.post(place, follow=True)
        assert f"{member.user} gehört nicht mehr zur Organisation." in page(response)
        assert roles(organisation) == ["director"]

    def test_shuts_out_at_once(self, client, sign_in, url, organisation):
        from django.test import Client

        member, theirs = MembershipFactory(organisation=organisation), Client()
        MembershipFactory(organisation=organisation)
        theirs.force_login(member.user)
        assert theirs.get(url("team")).status_code == 200
        sign_in(Role.DIRECTOR)
        client.post(url("remove", membership_id=member.pk))
        assert theirs.get(url("team")).status_code == 404

    def test_of_the_last_pilot_is_refused_with_a_reason(self, client, sign_in, url, organisation):
        pilot = sign_in(Role.PILOT)
        sign_in(Role.DIRECTOR)
        place = url("remove", membership_id=pilot.pk)
        for response in (client.get(place), client.post(place)):
            said = "ist die letzte Person mit der Rolle „Digitalisierungslots:in“"
            assert said in page(response)
        assert response.status_code == 409
        assert roles(organisation) == ["director", "pilot"]

    def test_of_oneself_is_leaving(self, client, sign_in, url):
        director = sign_in(Role.DIRECTOR)
        assert client.get(url("remove", membership_id=director.pk)).url == url("leave")


class TestLeaving:
    def test_asks_first(self, client, sign_in, url, organisation):
        sign_in(Role.DIRECTOR)
        sign_in(Role.MEMBER)
        assert "Ihr Konto bleibt bestehen" in page(client.get(url("leave")))
        response = client.post(url("leave"), follow=True)
        assert f"Sie gehören nicht mehr zu „{organisation.name}“." in page(response)
        assert roles(organisation) == ["director"]

    def test_of_the_last_person_leads_to_deleting_the_organisation(
        self, client, sign_in, url, organisation
    ):
        sign_in(Role.DIRECTOR)
        for response in (client.get(url("leave")), client.post(url("leave"))):
            assert "Soll die Organisation enden, muss sie gelöscht werden." in page(response)
            assert f"/o/{organisation.slug}/daten/" in page(response)
        assert response.status_code == 409

    def test_of_the_last_director_says_what_to_do_first(self, client, sign_in, url):
        sign_in(Role.MEMBER)
        sign_in(Role.DIRECTOR)
        assert "Zuerst muss jemand anderes diese Rolle bekommen." in page(client.get(url("leave")))
