"""The host looks at mails, and tries whether they leave."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from lotse.reminders.domain.samples import SAMPLES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "admin:reminders_mailsample_changelist"


@pytest.fixture
def host(client):
    user = UserFactory(is_staff=True, is_superuser=True, name="Hanna Host")
    client.force_login(user)
    return user


def test_lists_all_templates(host, client):
    content = client.get(reverse(LIST)).text
    assert all(str(one.name) in content for one in SAMPLES.values())


@pytest.mark.parametrize("key", SAMPLES)
def test_shows_each_as_text_and_as_mail_programs_do(host, client, key):
    text = client.get(reverse("admin:reminders_mailsample_text", args=[key]))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert "Guten Tag Hanna Host," in text.text
    html = client.get(reverse("admin:reminders_mailsample_html", args=[key]))
    assert "style-src 'unsafe-inline'" in html["Content-Security-Policy"]
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert html.text.count('class="button"') == 1


def test_sends_one_to_the_host_who_asks(host, client):
    response = client.post(
        reverse("admin:reminders_mailsample_send"), {"key": "mehrere"}, follow=True
    )
    assert f"Die Probe ist verschickt, an {host.email}." in response.text
    (sent,) = mail.outbox
    assert sent.subject.startswith("[Lotse] Probe: 4 Termine")
    assert [name for name, _content, _type in sent.attachments] == ["termine.ics"]


def test_says_what_the_mail_server_answers(host, client, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError("Verbindung abgelehnt")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    response = client.post(
        reverse("admin:reminders_mailsample_send"), {"key": "geschaeftsfuehrung"}, follow=True
    )
    assert "ließ sich nicht verschicken. Antwort: Verbindung abgelehnt" in response.text


def test_knows_only_its_templates_and_sends_only_on_request(host, client):
    assert client.get(reverse("admin:reminders_mailsample_html", args=["alle"])).status_code == 404
    send = reverse("admin:reminders_mailsample_send")
    assert client.get(send).status_code == 405
    assert client.post(send, {"key": "alle"}).status_code == 404
    assert mail.outbox == []


def test_is_for_hosts_only(client):
    client.force_login(UserFactory())
    assert client.get(reverse(LIST)).status_code == 302
