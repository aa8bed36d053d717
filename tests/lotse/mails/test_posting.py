"""Letters of the apps below become mails, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.mails import tasks
from lotse.mails.domain import forgetting, posting
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain import letters
from organisations.domain.letters import Attachment, Letter
from organisations.domain.secret_links import digest_of, secret_from
from tests.factories import MailFactory, OrganisationFactory, UserFactory
from tests.postman import deliver, waiting_mails

pytestmark = pytest.mark.django_db


def letter(organisation, **changes):
    facts = {
        "kind": "reminder",
        "identity": "reminder:1:2026-01-01",
        "to": "ada@test.example",
        "subject": "Erinnerung",
        "text": "Guten Tag",
    }
    return Letter(organisation_id=organisation.pk, **(facts | changes))


def now(mail):
    with tenancy.activate(mail.organisation):
        return Mail.objects.get(pk=mail.pk)


class TestPosting:
    def test_stores_a_letter_with_all_it_has(self):
        organisation = OrganisationFactory()
        attachment = Attachment("termin.ics", "text/calendar", "BEGIN:VCALENDAR")
        letters.post(
            letter(
                organisation,
                about=7,
                reply_to="dora@test.example",
                html="<p>Guten Tag</p>",
                seed="saat",
                headers={"List-Unsubscribe": "<https://lotse.example/>"},
                attachments=[attachment],
            )
        )
        (mail,) = waiting_mails()
        assert (mail.subject, mail.text, mail.about) == ("[Lotse] Erinnerung", "Guten Tag", 7)
        assert mail.secret_digest == digest_of(secret_from("saat"))
        assert mail.headers == {"List-Unsubscribe": "<https://lotse.example/>"}
        assert mail.attachments == [
            {"name": "termin.ics", "media_type": "text/calendar", "content": "BEGIN:VCALENDAR"}
        ]

    def test_the_same_again_does_nothing_even_after_it_was_sent(self, mailoutbox):
        organisation = OrganisationFactory()
        for _ in range(3):
            letters.post(letter(organisation))
            deliver()
        assert len(mailoutbox) == 1

    def test_the_same_for_another_organisation_is_another_one(self):
        for _ in range(2):
            letters.post(letter(OrganisationFactory()))
        assert len(waiting_mails()) == 2

    def test_tells_a_worker_once_it_is_stored(self, django_capture_on_commit_callbacks):
        organisation = OrganisationFactory()
        with django_capture_on_commit_callbacks() as callbacks:
            letters.post(letter(organisation))
            letters.post(letter(organisation))
        assert len(callbacks) == 1

    def test_is_undone_with_what_it_tells_about(self):
        organisation = OrganisationFactory()
        with transaction.atomic():
            letters.post(letter(organisation))
            transaction.set_rollback(True)
        assert waiting_mails() == []

    def test_can_be_held_back_for_the_demo(self):
        with letters.held_back():
            letters.post(letter(OrganisationFactory()))
        assert waiting_mails() == []


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_store_one_mail():
    organisation = OrganisationFactory()
    starting = Barrier(4)

    def post(_number):
        starting.wait()
        try:
            return posting.store(letter(organisation))[1]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(post, range(4))) == [False, False, False, True]


class TestWithdrawing:
    def test_keeps_what_waits_from_leaving_and_nothing_else(self, mailoutbox):
        organisation = OrganisationFactory()
        wanted = MailFactory(organisation=organisation, kind="invitation", about=1)
        others = [
            MailFactory(organisation=organisation, kind="invitation", about=2),
            MailFactory(organisation=organisation, kind="deletion", about=1),
            MailFactory(kind="invitation", about=1),
        ]
        letters.withdraw(organisation.pk, "invitation", 1)
        assert now(wanted).state == State.CANCELLED
        deliver()
        assert len(mailoutbox) == len(others)

    def test_comes_too_late_for_what_the_server_is_getting(self):
        mail = MailFactory(state="running", about=1, handed_over_at=timezone.now())
        assert posting.withdraw(mail.organisation_id, mail.kind, 1) == 0


class TestTheOutcome:
    @pytest.fixture
    def told(self):
        heard = []

        def hear(outcome):
            heard.append((outcome.kind, outcome.about, outcome.error))

        letters.WHEN_SETTLED.append(hear)
        yield heard
        letters.WHEN_SETTLED.remove(hear)

    def test_is_told_to_whose_mail_it_is(self, told):
        mail = MailFactory(about=5)
        deliver()
        assert told == [(mail.kind, 5, "")]

    def test_that_is_bad_is_told_with_the_reason(self, told):
        mail = MailFactory(about=5)
        lifecycle.fail(lifecycle.claim(Mail, mail.organisation_id, mail.pk), "Unbekannt")
        assert told == [(mail.kind, 5, "Unbekannt")]


class TestForgetting:
    def test_removes_content_after_30_days_and_the_row_later(self):
        ago = timezone.now() - timedelta(days=31)
        old = MailFactory(
            state="done",
            finished_at=ago,
            reply_to="dora@test.example",
            html="<p>Hallo</p>",
            attachments=[{"name": "a", "media_type": "text/plain", "content": "b"}],
        )
        older = MailFactory(state="failed", finished_at=timezone.now() - timedelta(days=401))
        young = MailFactory(state="done", finished_at=timezone.now() - timedelta(days=29))
        waiting = MailFactory()
        tasks.forget_old_mails()
        emptied = now(old)
        assert (emptied.to, emptied.reply_to, emptied.subject) == ("", "", "")
        assert (emptied.text, emptied.html, emptied.attachments) == ("", "", [])
        assert emptied.identity == old.identity
        assert now(young).text == now(waiting).text == young.text
        with tenancy.activate(older.organisation):
            assert not Mail.objects.exists()

    def test_still_knows_that_it_was_sent(self, mailoutbox):
        organisation = OrganisationFactory()
        letters.post(letter(organisation))
        deliver()
        with tenancy.activate(organisation):
            Mail.objects.update(finished_at=timezone.now() - timedelta(days=31))
        tasks.forget_old_mails()
        letters.post(letter(organisation))
        deliver()
        assert len(mailoutbox) == 1

    def test_spares_who_closes_an_account_further_mail(self, mailoutbox):
        sent = MailFactory(person=UserFactory(), state="done", finished_at=timezone.now())
        waiting = MailFactory(person=sent.person, organisation=sent.organisation)
        other = MailFactory(person=UserFactory(), organisation=sent.organisation)
        with tenancy.activate(sent.organisation):
            forgetting.forget_mails_to(sent.person)
        assert [now(mail).to for mail in (sent, waiting)] == ["", ""]
        deliver()
        assert [message.to for message in mailoutbox] == [[other.to]]
