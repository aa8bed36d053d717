"""Mails reach a real mail server once, whatever happens on the way."""

from datetime import timedelta
from threading import Event

import psycopg
import pytest
from django.core import mail as outgoing
from django.db import connection
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.mails import tasks
from lotse.mails.domain import sending
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain.letters import SECRET_PLACE
from organisations.domain.secret_links import digest_of, secret_from
from tests.factories import MailFactory

pytestmark = pytest.mark.django_db


def now(mail):
    with tenancy.activate(mail.organisation):
        return Mail.objects.get(pk=mail.pk)


def send(mail):
    tasks.send_mail(mail.organisation_id, mail.pk)
    return now(mail)


def change(mail, **values):
    with tenancy.activate(mail.organisation):
        Mail.objects.filter(pk=mail.pk).update(**values)


def send_when_due(mail):
    change(mail, next_try_at=timezone.now())
    return send(mail)


@pytest.fixture
def mail():
    return MailFactory(to="ada@test.example")


class TestASentMail:
    def test_arrives_as_it_was_stored(self, mail_server):
        mail = send(
            MailFactory(
                to="ada@test.example",
                reply_to="dora@test.example",
                subject="[Lotse] Grüße",
                text="Schöne Grüße\n.\nEin Punkt allein\n",
                html="<p>Schöne Grüße</p>",
                headers={"List-Unsubscribe": "<https://lotse.example/abbestellen/>"},
                attachments=[
                    {
                        "name": "termin.ics",
                        "media_type": "text/calendar; method=PUBLISH",
                        "content": "BEGIN:VCALENDAR\r\nSUMMARY:Prüfung\r\nEND:VCALENDAR\r\n",
                    }
                ],
            )
        )
        assert (mail.state, mail.attempts, mail.is_unconfirmed) == (State.DONE, 1, False)
        (message,) = mail_server.accepted
        assert message["To"] == "ada@test.example"
        assert message["Reply-To"] == "dora@test.example"
        assert message["Subject"] == "[Lotse] Grüße"
        assert message["Message-ID"] == mail.message_id
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe"] == "<https://lotse.example/abbestellen/>"
        text = message.get_body(["plain"]).get_content()
        assert text.splitlines() == ["Schöne Grüße", ".", "Ein Punkt allein"]
        assert message.get_body(["html"]).get_content().strip() == "<p>Schöne Grüße</p>"
        (calendar,) = message.iter_attachments()
        assert calendar.get_content_type() == "text/calendar"
        assert calendar.get_param("method") == "PUBLISH"
        assert calendar.get_filename() == "termin.ics"
        assert "SUMMARY:Prüfung" in calendar.get_content()

    def test_is_not_sent_again(self, mail_server, mail):
        send(mail)
        send(mail)
        assert len(mail_server.accepted) == 1

    def test_carries_the_secret_that_stands_nowhere_else(self, mail_server):
        secret = secret_from("saat")
        mail = MailFactory(
            text=f"Hier: {SECRET_PLACE}",
            html=f"<p>{SECRET_PLACE}</p>",
            seed="saat",
            secret_digest=digest_of(secret),
        )
        send(mail)
        (message,) = mail_server.accepted
        assert secret in message.get_body(["plain"]).get_content()
        assert secret in message.get_body(["html"]).get_content()
        assert secret not in str(vars(now(mail)))

    def test_has_a_link_that_leads_somewhere_or_does_not_leave(self, mail_server, settings):
        mail = MailFactory(seed="saat", secret_digest=digest_of(secret_from("saat")))
        settings.SECRET_KEY = "another-key-of-this-instance"
        mail = send(mail)
        assert mail.state == State.FAILED
        assert "Der Schlüssel dieser Installation hat gewechselt." in mail.error
        assert mail_server.accepted == []

    def test_goes_into_the_local_outbox_where_there_is_no_mail_server(self, mail):
        assert send(mail).state == State.DONE
        (message,) = outgoing.outbox
        assert message.extra_headers["Message-ID"] == mail.message_id


class TestAMailServer:
    def test_that_is_away_is_tried_again_for_a_day(self, mail_server, mail):
        mail_server.stop()
        waited = timedelta()
        for attempt in range(1, Mail.most_attempts):
            mail = send_when_due(mail)
            assert (mail.state, mail.attempts) == (State.QUEUED, attempt)
            waited += mail.next_try_at - mail.touched_at
        assert waited > timedelta(hours=24)
        assert "Der Mailserver war nicht" in mail.error
        mail_server.start()
        assert send_when_due(mail).state == State.DONE
        assert len(mail_server.accepted) == 1

    def test_that_stays_away_fails_the_mail_in_the_end(self, mail_server, mail):
        mail_server.stop()
        change(mail, attempts=Mail.most_attempts - 1)
        mail = send(mail)
        assert mail.state == State.FAILED
        assert "Der Mailserver war nicht" in mail.error

    def test_that_flaps_gets_the_mail_once(self, mail_server, mail):
        mail_server.handler.answers = ["451 Später bitte", "421 Wartung"]
        for _ in range(2):
            mail = send_when_due(mail)
            assert mail.state == State.QUEUED
        assert "Wartung" in mail.error
        mail_server.stop()
        assert send_when_due(mail).state == State.QUEUED
        mail_server.start()
        assert send_when_due(mail).state == State.DONE
        assert len(mail_server.accepted) == 1

    def test_that_asks_to_come_back_for_a_person_is_obeyed(self, mail_server, mail):
        mail_server.handler.refused = {mail.to: "450 Graue Liste"}
        mail = send(mail)
        assert mail.state == State.QUEUED
        assert "Graue Liste" in mail.error
        mail_server.handler.refused = {}
        assert send_when_due(mail).state == State.DONE

    def test_that_knows_nobody_of_that_name_fails_the_mail_with_its_words(self, mail_server, mail):
        mail_server.handler.refused = {mail.to: "550 Unbekannter Empfänger"}
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.FAILED, None)
        assert "nimmt diese Adresse nicht an: " in mail.error

    def test_that_does_not_let_us_send_is_asked_again(self, mail_server, mail):
        mail_server.handler.senders_refused = "550 Sie nicht"
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.QUEUED, None)
        assert "Sie nicht" in mail.error

    def test_is_told_the_domain_in_its_own_signs(self, mail_server):
        mail = send(MailFactory(to="ada@müller.example"))
        assert mail.state == State.DONE
        assert mail_server.handler.recipients == ["ada@xn--mller-kva.example"]

    def test_that_rejects_what_the_mail_says_fails_it(self, mail_server, mail):
        mail_server.handler.answers = ["554 Das ist Werbung"]
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.FAILED, None)
        assert mail.error == "Der Mailserver lehnt diese Mail ab: Das ist Werbung"

    def test_that_wants_no_content_fails_the_mail(self, mail_server, mail):
        mail_server.handler.before_content = ["554 Nichts von dort"]
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.FAILED, None)
        assert mail.error == "Der Mailserver lehnt diese Mail ab: Nichts von dort"

    @pytest.mark.parametrize("answer", ["452 Kein Platz", "250 Wie bitte"])
    def test_that_wants_no_content_now_gets_it_later(self, mail_server, mail, answer):
        mail_server.handler.before_content = [answer]
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.QUEUED, None)
        assert send_when_due(mail).state == State.DONE
        assert len(mail_server.accepted) == 1

    def test_that_breaks_off_before_its_answer_gets_the_mail_again(self, mail_server, mail):
        mail_server.handler.on_data = [lambda server: server.transport.abort()]
        mail_server.handler.answers = ["451 Wird niemand lesen"]
        mail = send(mail)
        assert (mail.state, mail.handed_over_at) == (State.QUEUED, None)
        assert send_when_due(mail).state == State.DONE
        assert len(mail_server.accepted) == 1
        assert mail_server.accepted[0]["Message-ID"] == mail.message_id

    def test_that_never_answers_is_not_asked_twice(self, mail_server, mail, monkeypatch):
        monkeypatch.setattr(sending, "PATIENCE_FOR_ANSWER", 0.05)
        given_up = Event()
        mail_server.handler.on_data = [lambda _server: given_up.wait(30)]
        mail = send(mail)
        given_up.set()
        assert (mail.state, mail.is_unconfirmed) == (State.DONE, True)
        send(mail)
        assert len(mail_server.accepted) <= 1


class TestAWorker:
    def test_that_died_before_the_content_left_nothing(self, mail_server, mail):
        lifecycle.claim(Mail, mail.organisation_id, mail.pk)
        change(mail, touched_at=timezone.now() - timedelta(hours=1))
        assert send(mail).state == State.DONE
        assert len(mail_server.accepted) == 1

    def test_that_died_after_it_is_not_repeated(self, mail_server, mail):
        lifecycle.claim(Mail, mail.organisation_id, mail.pk)
        hour_ago = timezone.now() - timedelta(hours=1)
        change(mail, touched_at=hour_ago, handed_over_at=hour_ago)
        mail = send(mail)
        assert (mail.state, mail.is_unconfirmed) == (State.DONE, True)
        assert mail_server.accepted == []

    def test_that_died_after_it_in_the_last_attempt_is_seen_as_well(self, mail_server, mail):
        hour_ago = timezone.now() - timedelta(hours=1)
        change(mail, attempts=Mail.most_attempts - 1)
        lifecycle.claim(Mail, mail.organisation_id, mail.pk)
        change(mail, touched_at=hour_ago, handed_over_at=hour_ago)
        mail = send(mail)
        assert (mail.state, mail.is_unconfirmed) == (State.DONE, True)

    @pytest.mark.parametrize("meanwhile", [{"attempts": 2}, {"state": "cancelled"}])
    def test_that_was_overtaken_or_told_to_stop_sends_no_content(
        self, mail_server, mail, meanwhile
    ):
        slow = lifecycle.claim(Mail, mail.organisation_id, mail.pk)
        change(mail, **meanwhile)
        with pytest.raises(lifecycle.Overtaken):
            sending._hand_over(slow, [slow])
        assert mail_server.accepted == []

    def test_that_could_not_store_the_answer_leaves_the_mail_to_the_sweep(
        self, mail_server, mail, monkeypatch
    ):
        with monkeypatch.context() as impatient:
            impatient.setattr(lifecycle, "STORING", ())
            assert send(mail).state == State.RUNNING
        change(mail, touched_at=timezone.now() - timedelta(hours=1))
        assert send(mail).is_unconfirmed
        assert len(mail_server.accepted) == 1


@pytest.fixture
def elsewhere(transactional_db):
    """Do something in the database, by a session of its own, while a mail is handed over."""
    reachable = connection.get_connection_params()
    del reachable["cursor_factory"]

    def execute(*statements):
        with psycopg.connect(**reachable) as other:
            for statement in statements:
                other.execute(statement)

    return execute


def test_what_became_of_a_mail_is_stored_once_the_database_is_back(
    mail_server, monkeypatch, elsewhere
):
    monkeypatch.setattr(lifecycle, "STORING", (0, 0))
    mail = MailFactory()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    mail_server.handler.on_data = [lambda _: elsewhere(f"select pg_terminate_backend({pid})")]
    tasks.send_mail(mail.organisation_id, mail.pk)
    assert now(mail).state == State.DONE
    assert len(mail_server.accepted) == 1


def test_a_mail_withdrawn_while_the_server_listens_does_not_leave(mail_server, elsewhere):
    mail = MailFactory()

    def withdraw():
        elsewhere(
            f"select set_config('lotse.organisation', '{{{mail.organisation_id}}}', false)",
            f"update mails_mail set state = 'cancelled' where id = {mail.pk}",
        )

    mail_server.handler.on_address = [withdraw]
    assert send(mail).state == State.CANCELLED
    assert mail_server.accepted == []


def test_a_mail_is_called_by_its_number_only():
    mail = MailFactory()
    assert str(mail) == f"Mail {mail.pk}"


def test_a_mail_that_cannot_be_written_fails_with_a_reason(mail_server, caplog):
    mail = send(MailFactory(subject="Zwei\nZeilen"))
    assert mail.state == State.FAILED
    assert "der sich nicht von selbst gibt" in mail.error
    assert "could not be made" in caplog.text


def test_a_failed_mail_can_be_sent_again_on_purpose(mail_server, mail):
    change(mail, state=State.FAILED, attempts=3, handed_over_at=timezone.now())
    assert lifecycle.retry(mail)
    assert send(mail).state == State.DONE
    assert len(mail_server.accepted) == 1
