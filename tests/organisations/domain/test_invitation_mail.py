"""The mail of an invitation: who it is from, what its link is, and how sending it ended."""

import re
import secrets

import pytest
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain import inviting
from organisations.domain.joining import find_invitation
from organisations.domain.letters import LetterOutcome
from organisations.domain.secret_links import digest_of
from organisations.models import Invitation, Role
from tests.factories import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.postman import deliver, waiting_mails

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://localhost:8000/einladung/([\w-]{43})/")


@pytest.fixture
def ada():
    return UserFactory(name="Ada Ä", email="ada@test.example")


@pytest.fixture
def organisation(ada):
    organisation = OrganisationFactory(name="Verein\nFür Alle")
    MembershipFactory(organisation=organisation, user=ada)
    return organisation


@pytest.fixture
def due(organisation, ada):
    """An invitation whose mail is due."""
    return invite(organisation, ada)


def invite(organisation, by):
    with tenancy.activate(organisation):
        return inviting.invite(organisation, email="neu@test.example", role=Role.PILOT, by=by)


def stored(invitation):
    with tenancy.activate(invitation.organisation):
        return Invitation.objects.get(pk=invitation.pk)


class TestTheMail:
    def test_says_who_invites_where_as_what_and_until_when(self, due, mailoutbox):
        deliver()
        (mail,) = mailoutbox
        html, kind = mail.alternatives[0]
        assert (mail.subject, mail.to) == (
            "[Lotse] Einladung: Verein Für Alle",
            ["neu@test.example"],
        )
        assert mail.reply_to == ["ada@test.example"]
        assert kind == "text/html"
        for text in (mail.body, html):
            assert "Ada Ä lädt Sie ein" in text
            assert "Für Alle" in text
            assert "Digitalisierungslots:in" in text
            assert "führt Check, Maßnahmenliste und Berichte" in text
            assert f"gilt bis {timezone.localtime(due.expires_at).day}. " in text
            assert LINK.search(text)

    def test_carries_the_only_copy_of_the_secret(self, due, mailoutbox):
        deliver()
        secret = LINK.search(mailoutbox[0].body).group(1)
        row = stored(due)
        assert find_invitation(secret).pk == due.pk
        assert row.token_digest == digest_of(secret)
        assert secret not in str(vars(row))
        with tenancy.activate(due.organisation):
            assert secret not in str(vars(Mail.objects.get()))

    def test_does_without_the_inviter_when_their_account_is_gone(self, mailoutbox):
        invitation = InvitationFactory(invited_by=None)
        with tenancy.activate(invitation.organisation):
            inviting.post_invitation(invitation, secrets.token_hex(16))
        deliver()
        assert "Sie sind eingeladen" in mailoutbox[0].body
        assert not mailoutbox[0].reply_to

    def test_names_with_markup_stay_text(self, organisation, ada, mailoutbox):
        organisation.name = "<b>Verein</b> & Co"
        organisation.save()
        invite(organisation, ada)
        deliver()
        assert "<b>Verein</b> & Co" in mailoutbox[0].body
        assert "&lt;b&gt;Verein&lt;/b&gt; &amp; Co" in mailoutbox[0].alternatives[0][0]


class TestSending:
    def test_is_noted_at_the_invitation(self, due):
        assert stored(due).sent_at is None
        deliver()
        assert stored(due).sent_at is not None

    def test_that_failed_is_told_to_who_invited(self, due):
        (mail,) = waiting_mails()
        lifecycle.fail(
            lifecycle.claim(Mail, mail.organisation_id, mail.pk), "Unbekannter Empfänger"
        )
        row = stored(due)
        assert (row.sent_at, row.mail_error) == (None, "Unbekannter Empfänger")

    def test_another_one_lets_only_the_newest_leave(self, due, ada, mailoutbox):
        with tenancy.activate(due.organisation):
            again = inviting.send_again(stored(due), ada)
        deliver()
        assert len(mailoutbox) == 1
        secret = LINK.search(mailoutbox[0].body).group(1)
        assert digest_of(secret) == again.token_digest

    def test_does_not_happen_once_it_was_taken_back(self, due, ada, mailoutbox):
        with tenancy.activate(due.organisation):
            invitation = stored(due)
            invitation.organisation = due.organisation
            inviting.revoke(invitation, ada)
        deliver()
        assert mailoutbox == []

    def test_of_other_mails_is_not_noted_here(self):
        invitation = InvitationFactory(sent_at=None)
        with tenancy.activate(invitation.organisation):
            inviting.note_outcome(
                LetterOutcome(
                    organisation_id=invitation.organisation_id,
                    kind="deletion",
                    about=invitation.pk,
                    to="",
                )
            )
        assert stored(invitation).sent_at is None


class TestAnotherAddress:
    def tell(self, invitation):
        with tenancy.activate(invitation.organisation):
            inviting.post_wanted_address(invitation)
        deliver()

    def test_is_told_to_who_invited(self, ada, mailoutbox):
        invitation = InvitationFactory(invited_by=ada, wanted_email="andere@test.example")
        self.tell(invitation)
        (mail,) = mailoutbox
        assert mail.to == ["ada@test.example"]
        assert "andere@test.example" in mail.body
        assert f"/o/{invitation.organisation.slug}/team/" in mail.body

    def test_is_told_to_nobody_when_who_invited_is_gone(self, mailoutbox):
        self.tell(InvitationFactory(invited_by=None, wanted_email="andere@test.example"))
        assert mailoutbox == []
