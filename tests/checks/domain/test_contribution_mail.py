"""The mails to colleagues: a row first, sent once, and again when a server was away."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from checks import tasks
from checks.domain import asking, contribution_mail
from checks.domain.contributing import find_link
from checks.models import ContributionMail
from organisations import tenancy
from tests.factories import (
    ContributionLinkFactory,
    ContributionMailFactory,
    ContributionRequestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


class BrokenBackend(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise SMTPException("weg")


def row_with(**more):
    return ContributionMailFactory(**more)


def send(row):
    contribution_mail.send_mail(row.organisation_id, row.pk)


def again(row):
    with tenancy.activate(row.organisation):
        return ContributionMail.objects.get(pk=row.pk)


def test_carries_a_link_that_works_and_who_asks():
    asker = UserFactory(name="Petra Pilot")
    request = ContributionRequestFactory(asked_by=asker, message="Bitte ehrlich & offen")
    with tenancy.activate(request.organisation):
        link = asking.ask_person(
            request, name="Ada", function="office", email="ada@test.example", by=asker
        )
        row = link.mails.get()
    send(row)
    (message,) = outbox.outbox
    token = next(word for word in message.body.split() if "/beitrag/" in word).split("/")[-2]
    assert find_link(token) == link
    assert (message.to, message.reply_to) == (["ada@test.example"], [asker.email])
    assert "Petra Pilot möchte wissen" in message.body
    assert "Bitte ehrlich & offen" in message.body
    assert "erst ab drei Stimmen" in message.body
    assert message.extra_headers["Message-ID"].startswith(f"<beitrag-{row.pk}@")
    assert again(row).sent_at


def test_says_so_when_names_were_agreed_and_nobody_is_left_who_asked():
    request = ContributionRequestFactory(names_agreed=True, asked_by=None, question_keys=["pilot"])
    link = ContributionLinkFactory(organisation=request.organisation, request=request)
    send(row_with(organisation=request.organisation, link=link))
    (message,) = outbox.outbox
    assert "steht Ihr Name neben Ihren Antworten" in message.body
    assert "Es ist 1 Frage" in message.body
    assert message.reply_to == []


def test_a_reminder_has_the_same_link_and_promises_to_be_the_last():
    request = ContributionRequestFactory()
    with tenancy.activate(request.organisation):
        link = asking.ask_person(
            request, name="Ada", function="office", email="a@x.example", by=request.asked_by
        )
        rows = [link.mails.get(), *asking.remind(request, request.asked_by)]
    for row in rows:
        send(row)
    first, second = (message.body for message in outbox.outbox)
    address = next(word for word in first.split() if "/beitrag/" in word)
    assert address in second
    assert "Eine weitere Erinnerung gibt es nicht." in second
    assert outbox.outbox[1].subject.startswith("Lotse: Erinnerung") or (
        "Erinnerung" in outbox.outbox[1].subject
    )


def test_sent_once_is_sent():
    row = row_with()
    send(row)
    send(row)
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("field", ["revoked", "ended"])
def test_nothing_leaves_for_a_link_that_leads_nowhere(field):
    row = row_with()
    with tenancy.activate(row.organisation):
        if field == "revoked":
            asking.revoke(row.link, None)
        else:
            asking.end(row.link.request, None)
    send(row)
    assert outbox.outbox == []


def test_what_did_not_leave_is_tried_again_later_and_not_for_ever(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    row = row_with()
    for attempt in range(1, contribution_mail.MOST_ATTEMPTS + 1):
        send(row)
        stored = again(row)
        assert (stored.attempts, stored.sent_at) == (attempt, None)
        assert stored.due_at > timezone.now()
        assert contribution_mail.overdue_mails() == []
        with tenancy.activate(row.organisation):
            ContributionMail.objects.update(due_at=timezone.now() - timedelta(minutes=5))
        missed = contribution_mail.overdue_mails()
        assert missed == ([row] if attempt < contribution_mail.MOST_ATTEMPTS else [])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(row)
    assert outbox.outbox == []


def test_a_link_made_with_another_key_gets_a_new_secret_with_its_mail(settings):
    row = row_with(link__secret="alt")
    send(row)
    token = next(word for word in outbox.outbox[0].body.split() if "/beitrag/" in word)
    assert find_link(token.split("/")[-2]) == row.link
    assert find_link("alt") is None


class TestTasks:
    def test_send_what_is_due_and_what_was_missed(self):
        due, missed = row_with(), row_with(due_at=timezone.now() - timedelta(minutes=5))
        tasks.send_contribution_mail(due.organisation_id, due.pk)
        assert again(due).sent_at
        tasks.send_overdue_contribution_mails()
        assert contribution_mail.overdue_mails() == [missed]
        tasks.send_contribution_mail(missed.organisation_id, missed.pk)
        assert contribution_mail.overdue_mails() == []

    def test_remind_and_forget(self):
        request = ContributionRequestFactory(closes_on=timezone.localdate())
        ContributionLinkFactory(organisation=request.organisation, request=request)
        tasks.remind_before_closing()
        tasks.remind_before_closing()
        tasks.forget_old_contribution_links()
        with tenancy.activate(request.organisation):
            assert ContributionMail.objects.get().kind == "reminder"

    def test_lose_nothing_without_a_broker(self, broker_away):
        tasks.enqueue_contribution_mails([row_with(), row_with()])
