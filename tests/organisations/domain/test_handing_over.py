"""A consultancy founds an organisation for others and hands it over to its director."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.domain import founding, inviting
from organisations.domain.joining import find_invitation, join
from organisations.domain.participation import participation_by
from organisations.domain.secret_links import digest_of
from organisations.domain.team import Refused
from organisations.models import AuditEntry, Invitation, Membership, Organisation
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.postman import deliver, waiting_mails

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Jugendclub Insel",
    "legal_form": "association",
    "field_of_work": "youth",
    "staff_count": 5,
    "director_name": "Dora Direktorin",
    "email": "dora@insel.example",
    "message": "Wie am Telefon besprochen.",
}


@pytest.fixture
def consultant():
    return ConsultantFactory(consultancy__name="Beratung Nord", user__name="Bea Beraterin")


@pytest.fixture
def organisation(consultant):
    return founding.found_for_director(consultant, **FACTS)


def pending(organisation):
    with tenancy.activate(organisation):
        return founding.pending_handover(organisation)


class TestFoundingForOthers:
    def test_invites_the_director_and_lets_the_consultancy_edit(self, organisation, consultant):
        assert (organisation.name, organisation.slug) == ("Jugendclub Insel", "jugendclub-insel")
        with tenancy.activate(organisation):
            assert not Membership.objects.exists()
            assert participation_by(None, consultant.user, organisation).may_edit
        invitation = pending(organisation)
        assert (invitation.email, invitation.role) == ("dora@insel.example", "director")
        assert (invitation.name, invitation.consultancy) == (
            "Dora Direktorin",
            consultant.consultancy,
        )

    def test_stands_in_the_trail_as_done_by_a_consultant(self, organisation):
        with tenancy.activate(organisation):
            trail = [
                (entry.actor_name, entry.actor_role, entry.action, entry.subject, entry.after)
                for entry in reversed(AuditEntry.objects.of(organisation))
            ]
        who = ("Bea Beraterin", "consultant")
        assert trail == [
            (
                *who,
                "organisation.founded",
                "Jugendclub Insel",
                {"Beratung": "Beratung Nord"},
            ),
            (*who, "access.granted", "Beratung Nord", {"Zugang": "mitlesen und bearbeiten"}),
            (*who, "people.invited", "dora@insel.example", {"Rolle": "Geschäftsführung"}),
        ]

    def test_by_a_double_click_happens_once(self, organisation, consultant):
        assert founding.found_for_director(consultant, **FACTS) == organisation
        assert Organisation.objects.count() == 1

    def test_of_the_same_name_later_is_another_one(self, organisation, consultant):
        Organisation.objects.update(created_at=timezone.now() - timedelta(hours=1))
        other = founding.found_for_director(consultant, **FACTS)
        assert (other.slug, Organisation.objects.count()) == ("jugendclub-insel-2", 2)


class TestHandingOver:
    def test_ends_when_the_director_accepts(self, organisation):
        director = UserFactory(email="dora@insel.example")
        with tenancy.activate(organisation):
            Invitation.objects.update(token_digest=digest_of("wort"), sent_at=timezone.now())
        assert join(find_invitation("wort"), director).role == "director"
        assert pending(organisation) is None

    def test_does_not_concern_organisations_that_founded_themselves(self):
        organisation = OrganisationFactory()
        InvitationFactory(organisation=organisation, role="director")
        assert pending(organisation) is None

    def test_starts_again_with_a_corrected_address(self, organisation, consultant):
        invitation = pending(organisation)
        with tenancy.activate(organisation):
            founding.hand_over_again(
                invitation,
                consultant.user,
                director_name="Dora Neu",
                email="neu@insel.example",
                message="",
            )
        invitation = pending(organisation)
        assert (invitation.email, invitation.name, invitation.message) == (
            "neu@insel.example",
            "Dora Neu",
            "",
        )
        assert invitation.sent_at is None
        assert [mail.to for mail in waiting_mails()] == ["neu@insel.example"]

    def test_is_refused_where_the_address_takes_part_already(self, organisation, consultant):
        MembershipFactory(organisation=organisation, user__email="da@insel.example")
        invitation = pending(organisation)
        with pytest.raises(Refused), tenancy.activate(organisation):
            founding.hand_over_again(
                invitation, consultant.user, director_name="D", email="da@insel.example", message=""
            )


def test_the_mail_says_who_hands_over_and_what_was_agreed(organisation, mailoutbox):
    deliver()
    (mail,) = mailoutbox
    assert mail.to == ["dora@insel.example"]
    html = mail.alternatives[0].content
    for text in (mail.body, html):
        assert "Guten Tag Dora Direktorin," in text
        assert "„Beratung Nord“ hat „Jugendclub Insel“ bei Lotse angelegt" in text
        assert "Wie am Telefon besprochen." in text
        assert "darf mitlesen und bearbeiten" in text


def test_an_ordinary_mail_says_nothing_of_it(mailoutbox):
    invitation = InvitationFactory()
    AccompanimentFactory(organisation=invitation.organisation)
    with tenancy.activate(invitation.organisation):
        inviting.post_invitation(invitation, "saat")
    deliver()
    assert "Guten Tag,\n" in mailoutbox[0].body
    assert "Persönliche Nachricht" not in mailoutbox[0].body
    assert "begleitet" not in mailoutbox[0].body
