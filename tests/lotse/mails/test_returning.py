"""Mails that come back reach the team: by a mailbox on a real server, or through a pipe."""

import imaplib
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.mails import tasks
from lotse.mails.domain import forgetting, returning, sending
from lotse.mails.domain.delivery_reports import LONGEST
from lotse.mails.imap import Mailbox, MailboxTrouble
from lotse.mails.models import Mail, ReturnsMailbox
from organisations import tenancy
from organisations.models import UndeliverableAddress
from tests.factories import MailFactory, OrganisationFactory, UserFactory
from tests.lotse.mails.returned import report

pytestmark = pytest.mark.django_db
ANSWER = "Die Mail kam zurück. Antwort des Mailservers: 550 5.1.1 User unknown"


def now(mail):
    with tenancy.activate(mail.organisation):
        return Mail.objects.get(pk=mail.pk)


def addresses(organisation):
    with tenancy.activate(organisation):
        return list(UndeliverableAddress.objects.order_by("id"))


@pytest.fixture
def sent():
    """A mail that a mail server took."""
    return MailFactory(
        to="Ada@test.example",
        state=State.DONE,
        handed_over_at=timezone.now(),
        finished_at=timezone.now(),
    )


class TestTakingOne:
    def test_the_mail_has_failed_and_its_address_is_known_not_to_work(self, sent):
        assert returning.take_returned_mail(report(sent.message_id))
        mail = now(sent)
        assert (mail.state, mail.error) == (State.FAILED, ANSWER)
        assert mail.is_for_good
        assert mail.is_returned
        [address] = addresses(sent.organisation)
        assert (address.address, address.reason) == ("ada@test.example", ANSWER)
        assert address.is_returned

    def test_it_counts_once(self, sent):
        assert returning.take_returned_mail(report(sent.message_id))
        first = now(sent)
        assert not returning.take_returned_mail(report(sent.message_id))
        assert now(sent).finished_at == first.finished_at

    @pytest.mark.parametrize(
        "raw",
        [
            report("<geraten@localhost>"),
            report(""),
            b"Subject: Danke\r\n\r\nIch bin im Urlaub.",
        ],
    )
    def test_what_is_not_about_one_of_our_mails_changes_nothing(self, sent, raw):
        assert not returning.take_returned_mail(raw)
        assert now(sent).state == State.DONE
        assert addresses(sent.organisation) == []

    def test_a_delay_changes_nothing(self, sent):
        assert not returning.take_returned_mail(report(sent.message_id, action="delayed"))
        assert now(sent).state == State.DONE

    def test_one_without_an_answer_is_known_to_have_failed(self, sent):
        with tenancy.activate(sent.organisation):
            Mail.objects.update(is_unconfirmed=True)
        assert returning.take_returned_mail(report(sent.message_id))
        assert not now(sent).is_unconfirmed

    def test_one_that_never_left_cannot_come_back(self):
        waiting = MailFactory()
        assert not returning.take_returned_mail(report(waiting.message_id))
        assert now(waiting).state == State.QUEUED

    def test_one_whose_answer_is_not_stored_yet_is_looked_at_later(self):
        leaving = MailFactory(state=State.RUNNING, handed_over_at=timezone.now())
        with pytest.raises(returning.StillLeaving):
            returning.take_returned_mail(report(leaving.message_id))

    def test_one_that_is_forgotten_says_nothing_of_an_address(self, sent):
        with tenancy.activate(sent.organisation):
            Mail.objects.update(to="", content_removed_at=timezone.now())
        assert returning.take_returned_mail(report(sent.message_id))
        assert addresses(sent.organisation) == []

    def test_the_other_organisations_learn_nothing(self, sent):
        other = OrganisationFactory()
        returning.take_returned_mail(report(sent.message_id))
        assert addresses(other) == []

    def test_sending_it_again_begins_anew(self, sent):
        returning.take_returned_mail(report(sent.message_id))
        assert lifecycle.retry(now(sent))
        mail = now(sent)
        assert (mail.is_for_good, mail.is_returned, mail.handed_over_at) == (False, False, None)


class TestUntilItWorksAgain:
    def test_a_refused_address_works_once_a_mail_is_accepted(self, mail_server):
        organisation = OrganisationFactory()
        mail_server.handler.refused["ada@test.example"] = "550 No such user"
        first = MailFactory(organisation=organisation, to="ada@test.example")
        sending.send_mail(organisation.pk, first.pk)
        [address] = addresses(organisation)
        assert not address.is_returned
        assert "550 No such user" in address.reason or "No such user" in address.reason
        mail_server.handler.refused.clear()
        second = MailFactory(organisation=organisation, to="ada@test.example")
        sending.send_mail(organisation.pk, second.pk)
        [address] = addresses(organisation)
        assert address.accepted_at is not None
        forgetting.forget_old_mails()
        assert addresses(organisation) == []

    def test_a_passing_refusal_says_nothing_of_the_address(self, mail_server):
        organisation = OrganisationFactory()
        mail_server.handler.refused["ada@test.example"] = "450 Try later"
        mail = MailFactory(organisation=organisation, to="ada@test.example")
        sending.send_mail(organisation.pk, mail.pk)
        assert addresses(organisation) == []

    def test_a_mail_that_came_too_late_says_nothing_of_the_address(self, mail_server):
        mail = MailFactory(not_after=timezone.now() - timedelta(hours=1))
        sending.send_mail(mail.organisation_id, mail.pk)
        assert now(mail).state == State.FAILED
        assert addresses(mail.organisation) == []

    def test_where_mails_come_back_being_accepted_proves_nothing_for_a_day(self, sent, mailoutbox):
        returning.take_returned_mail(report(sent.message_id))
        again = MailFactory(organisation=sent.organisation, to="ada@test.example")
        sending.send_mail(again.organisation_id, again.pk)
        forgetting.forget_old_mails()
        [address] = addresses(sent.organisation)
        assert address.accepted_at is not None
        with tenancy.activate(sent.organisation):
            UndeliverableAddress.objects.update(accepted_at=timezone.now() - timedelta(days=2))
        forgetting.forget_old_mails()
        assert addresses(sent.organisation) == []

    def test_another_one_that_comes_back_goes_on_with_the_same_story(self, sent, mailoutbox):
        returning.take_returned_mail(report(sent.message_id))
        [first] = addresses(sent.organisation)
        again = MailFactory(organisation=sent.organisation, to="ada@test.example")
        sending.send_mail(again.organisation_id, again.pk)
        with tenancy.activate(sent.organisation):
            Mail.objects.filter(pk=again.pk).update(handed_over_at=timezone.now())
        returning.take_returned_mail(report(again.message_id, diagnosis="smtp; 552 Full"))
        [address] = addresses(sent.organisation)
        assert (address.since, address.accepted_at) == (first.since, None)
        assert address.reason.endswith("552 Full")

    def test_it_is_forgotten_with_the_person(self, sent):
        person = UserFactory(email="ada@test.example")
        returning.take_returned_mail(report(sent.message_id))
        with tenancy.activate(sent.organisation):
            forgetting.forget_mails_to(person)
        assert addresses(sent.organisation) == []


@contextmanager
def imap_server(tmp_path, *options):
    """Run an IMAP server of its own on this machine; yields how one speaks with it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    program = Path(sys.executable).with_name("pymap")
    user = ("--demo-user", "lotse", "--demo-password", "ein:wort/mit%")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--host", "127.0.0.1", "--port", str(port), *options, "dict", *user],
            stdout=log,
            stderr=log,
        )
        try:
            folder = Folder(port)
            yield folder
            folder.client.logout()
        finally:
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture
def mail_folder(tmp_path):
    with imap_server(tmp_path, "--no-tls") as folder:
        yield folder


class Folder:
    """Speaks with the server by the standard library, as mail programs do."""

    url = "imap://lotse:ein%3Awort%2Fmit%25@127.0.0.1:{port}/"

    def __init__(self, port):
        self.mailbox = Mailbox.from_url(self.url.format(port=port))
        self.client = self.connected(port)
        self.client.login("lotse", "ein:wort/mit%")

    @staticmethod
    def connected(port):
        until = monotonic() + 20
        while True:
            try:
                return imaplib.IMAP4("127.0.0.1", port, timeout=10)
            except ConnectionRefusedError:
                assert monotonic() < until, "The server did not start."
                sleep(0.05)

    def put(self, *mails):
        for raw in mails:
            assert self.client.append("INBOX", None, None, raw)[0] == "OK"

    def unread(self):
        self.client.select("INBOX", readonly=True)
        return len(self.client.search(None, "UNSEEN")[1][0].split())


class TestAMailbox:
    def test_is_read_without_changing_it(self, mail_folder, sent):
        mail_folder.put(
            b"Subject: Danke\r\n\r\nGuten Tag", report(sent.message_id), report("<fremd@x>")
        )
        assert returning.read_mailbox(mail_folder.mailbox) == 1
        assert now(sent).error == ANSWER
        assert mail_folder.unread() == 3
        place = ReturnsMailbox.objects.get()
        assert place.read_at is not None
        assert str(place).startswith("lotse@127.0.0.1:")

    def test_goes_on_where_it_was_left(self, mail_folder, sent):
        mail_folder.put(report("<fremd@x>"))
        assert returning.read_mailbox(mail_folder.mailbox) == 0
        place = ReturnsMailbox.objects.get()
        assert returning.read_mailbox(mail_folder.mailbox) == 0
        assert ReturnsMailbox.objects.get().uid == place.uid
        mail_folder.put(report(sent.message_id))
        assert returning.read_mailbox(mail_folder.mailbox) == 1
        assert ReturnsMailbox.objects.get().uid == place.uid + 1

    def test_begins_anew_where_the_server_counts_anew(self, mail_folder, sent):
        mail_folder.put(report(sent.message_id))
        ReturnsMailbox.objects.create(name=mail_folder.mailbox.name, validity=1, uid=10**6)
        assert returning.read_mailbox(mail_folder.mailbox) == 1

    def test_waits_for_a_mail_that_is_just_leaving(self, mail_folder):
        leaving = MailFactory(state=State.RUNNING, handed_over_at=timezone.now())
        mail_folder.put(report(leaving.message_id))
        assert returning.read_mailbox(mail_folder.mailbox) == 0
        with tenancy.activate(leaving.organisation):
            Mail.objects.update(state=State.DONE)
        assert returning.read_mailbox(mail_folder.mailbox) == 1

    def test_gives_of_a_long_mail_the_beginning_only(self, mail_folder, sent):
        mail_folder.put(report(sent.message_id) + b"x" * LONGEST * 3)
        assert returning.read_mailbox(mail_folder.mailbox) == 1

    def test_is_read_by_the_worker_where_the_host_set_one(self, mail_folder, sent, settings):
        tasks.read_returned_mails()
        settings.EMAIL_RETURNS = mail_folder.mailbox
        mail_folder.put(report(sent.message_id))
        tasks.read_returned_mails()
        assert now(sent).is_returned

    def test_that_does_not_let_one_in_is_told_to_the_host(self, mail_folder, settings, caplog):
        for change in (
            {"password": "falsch"},
            {"folder": "Nicht da"},
            {"port": 1},
            # This server cannot encrypt.
            {"scheme": "imaps"},
            {"scheme": "imap+tls"},
        ):
            mailbox = Mailbox(**{**vars(mail_folder.mailbox), **change})
            with pytest.raises(MailboxTrouble):
                returning.read_mailbox(mailbox)
            settings.EMAIL_RETURNS = mailbox
            tasks.read_returned_mails()
            assert "cannot be read" in caplog.text
            assert "wort" not in caplog.text
            caplog.clear()

    def test_read_by_two_workers_at_once_counts_once(self, mail_folder, sent):
        mail_folder.put(report(sent.message_id))
        assert returning.read_mailbox(mail_folder.mailbox) == 1
        ReturnsMailbox.objects.update(uid=0)
        assert returning.read_mailbox(mail_folder.mailbox) == 0


class TestAnEncryptedMailbox:
    @pytest.fixture
    def certificate(self, tmp_path):
        """Return the files of a certificate for this machine that nobody knows, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(timezone.now() - timedelta(hours=1))
            .not_valid_after(timezone.now() + timedelta(hours=1))
            .add_extension(here, critical=False)
            .sign(key, hashes.SHA256())
        )
        files = tmp_path / "certificate.pem", tmp_path / "key.pem"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return files

    def test_is_read_where_its_certificate_is_known(self, tmp_path, certificate, sent, monkeypatch):
        cert, key = map(str, certificate)
        with imap_server(tmp_path, "--cert", cert, "--key", key) as folder:
            folder.put(report(sent.message_id))
            mailbox = Mailbox(**{**vars(folder.mailbox), "scheme": "imap+tls"})
            with pytest.raises(MailboxTrouble, match="certificate"):
                returning.read_mailbox(mailbox)
            monkeypatch.setenv("SSL_CERT_FILE", cert)
            assert returning.read_mailbox(mailbox) == 1


@pytest.mark.parametrize(
    ("url", "port", "folder"),
    [
        ("imaps://a:b@mail.example", 993, "INBOX"),
        ("imap+tls://a:b@mail.example/R%C3%BCck", 143, "Rück"),
        ("imap://a%40b:b@mail.example:1143/", 1143, "INBOX"),
    ],
)
def test_an_address_says_where_the_mailbox_is(url, port, folder):
    mailbox = Mailbox.from_url(url)
    assert (mailbox.port, mailbox.folder) == (port, folder)
    assert "password" not in repr(mailbox)


@pytest.mark.parametrize(
    "url", ["mail.example", "pop3://a:b@mail.example", "imaps://mail.example", "imaps://a@x"]
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="imaps://"):
        Mailbox.from_url(url)


class TestThePipe:
    @pytest.fixture
    def pipe(self, monkeypatch):
        def give(raw):
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(raw)))
            call_command("take_returned_mail")

        return give

    def test_takes_a_mail(self, pipe, sent):
        pipe(report(sent.message_id))
        assert now(sent).is_returned

    def test_reads_to_the_end_and_takes_what_is_not_ours_quietly(self, pipe, capsys):
        pipe(b"x" * LONGEST * 3)
        assert sys.stdin.buffer.read() == b""
        assert capsys.readouterr() == ("", "")

    def test_asks_the_mail_server_to_try_again(self, pipe):
        leaving = MailFactory(state=State.RUNNING, handed_over_at=timezone.now())
        with pytest.raises(SystemExit) as end:
            pipe(report(leaving.message_id))
        assert end.value.code == 75


def test_mails_leave_with_the_return_address_and_the_usual_sender(mail_server, settings):
    settings.EMAIL_RETURN_ADDRESS = "zurueck@test.example"
    mail = MailFactory(to="ada@test.example")
    sending.send_mail(mail.organisation_id, mail.pk)
    [message] = mail_server.accepted
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail_server.handler.senders == ["zurueck@test.example"]
    assert message["Message-ID"] == mail.message_id
