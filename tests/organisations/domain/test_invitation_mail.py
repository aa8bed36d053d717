"""The mail of an invitation: sent once, tried again when it does not leave."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import tasks, tenancy
from organisations.domain import invitation_mail
from organisations.domain.inviting import digest_of
from organisations.models import Invitation, Role
from tests.factories import InvitationFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://localhost:8000/einladung/([\w-]{43})/")


@pytest.fixture
def due():
    """An invitation whose mail is due."""
    return InvitationFactory(
        organisation=OrganisationFactory(name="Verein\nFür Alle"),
        email="neu@test.example",
        role=Role.PILOT,
        invited_by=UserFactory(name="Ada Ä", email="ada@test.example"),
        token_digest=None,
        sent_at=None,
    )


@pytest.fixture
def mail_server_away(settings):
    """Let mails go to a port of this machine where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def send(invitation):
    tasks.send_invitation(invitation.organisation_id, invitation.pk)


def stored(invitation):
    with tenancy.activate(invitation.organisation):
        return Invitation.objects.get(pk=invitation.pk)


def change(invitation, **values):
    with tenancy.activate(invitation.organisation):
        Invitation.objects.filter(pk=invitation.pk).update(**values)


class TestTheMail:
    def test_says_who_invites_where_as_what_and_until_when(self, due, mailoutbox):
        send(due)
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
            assert "Digitalisierungslotse:in" in text
            assert "führt Check, Maßnahmenliste und Berichte" in text
            assert f"gilt bis {timezone.localtime(due.expires_at).day}. " in text
            assert LINK.search(text)

    def test_carries_the_only_copy_of_the_secret(self, due, mailoutbox):
        send(due)
        secret = LINK.search(mailoutbox[0].body).group(1)
        row = stored(due)
        assert row.token_digest == digest_of(secret)
        assert secret not in str(vars(row))
        assert row.sent_at is not None

    def test_does_without_the_inviter_when_their_account_is_gone(self, due, mailoutbox):
        change(due, invited_by=None)
        send(due)
        assert "Sie sind eingeladen" in mailoutbox[0].body
        assert not mailoutbox[0].reply_to

    def test_names_with_markup_stay_text(self, due, mailoutbox):
        due.organisation.name = "<b>Verein</b> & Co"
        due.organisation.save()
        send(due)
        assert "<b>Verein</b> & Co" in mailoutbox[0].body
        assert "&lt;b&gt;Verein&lt;/b&gt; &amp; Co" in mailoutbox[0].alternatives[0][0]


class TestSending:
    def test_twice_sends_one_mail(self, due, mailoutbox):
        send(due)
        send(due)
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize("answer", ["accepted_at", "revoked_at"])
    def test_is_dropped_when_the_invitation_was_answered(self, due, mailoutbox, answer):
        change(due, **{answer: timezone.now()})
        send(due)
        assert mailoutbox == []

    def test_that_fails_is_tried_again_later(self, due, mail_server_away, settings, mailoutbox):
        send(due)
        row = stored(due)
        assert (row.sent_at, row.mail_attempts) == (None, 1)
        send(due)
        assert stored(due).mail_attempts == 1

        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        change(due, mail_due_at=timezone.now() - timedelta(minutes=1))
        tasks.send_invitation(*[due.organisation_id, due.pk])
        assert stored(due).sent_at is not None
        assert len(mailoutbox) == 1

    def test_gives_up_after_a_while(self, due, mail_server_away):
        for _ in range(invitation_mail.MOST_ATTEMPTS + 1):
            change(due, mail_due_at=timezone.now())
            send(due)
        assert stored(due).mail_attempts == invitation_mail.MOST_ATTEMPTS


class TestTheSweep:
    def overdue(self):
        return [invitation.pk for invitation in invitation_mail.overdue_invitations()]

    def test_finds_what_a_lost_message_left_behind_in_every_organisation(self, due):
        assert self.overdue() == []
        late = timezone.now() - timedelta(minutes=1)
        change(due, mail_due_at=late)
        other = InvitationFactory(token_digest=None, sent_at=None, mail_due_at=late)
        InvitationFactory(mail_due_at=late)
        assert sorted(self.overdue()) == sorted([due.pk, other.pk])

    @pytest.mark.parametrize(
        "why",
        [
            {"revoked_at": timezone.now()},
            {"accepted_at": timezone.now()},
            {"expires_at": timezone.now() - timedelta(days=1)},
            {"mail_attempts": invitation_mail.MOST_ATTEMPTS},
        ],
        ids=lambda why: next(iter(why)),
    )
    def test_leaves_alone_what_needs_no_mail(self, due, why):
        change(due, mail_due_at=timezone.now() - timedelta(minutes=1), **why)
        assert self.overdue() == []

    def test_enqueues_and_needs_no_broker_to_lose_nothing(self, due, broker_away):
        change(due, mail_due_at=timezone.now() - timedelta(minutes=1))
        tasks.send_overdue_invitations()
        assert self.overdue() == [due.pk]


class TestAnotherAddress:
    def tell(self, invitation):
        tasks.tell_about_wanted_address(invitation.organisation_id, invitation.pk)

    def test_is_told_to_who_invited(self, due, mailoutbox):
        change(due, wanted_email="andere@test.example")
        self.tell(due)
        (mail,) = mailoutbox
        assert mail.to == ["ada@test.example"]
        assert "andere@test.example" in mail.body
        assert f"/o/{due.organisation.slug}/team/" in mail.body

    def test_is_told_to_nobody_when_nobody_asked_or_is_there(self, due, mailoutbox):
        self.tell(due)
        change(due, wanted_email="andere@test.example", invited_by=None)
        self.tell(due)
        assert mailoutbox == []
