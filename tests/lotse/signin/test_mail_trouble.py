"""Mails about accounts are sent at once; when the mail server is away, people learn it."""

import pytest
from django.urls import reverse

from lotse.signin.second_factor import remove_by_host
from organisations.models import User
from tests.factories import UserFactory
from tests.lotse.signin.people import with_app

pytestmark = pytest.mark.django_db
PASSWORD = "ein-langes-wort-2026"


@pytest.fixture(autouse=True)
def mail_server_away(settings):
    """Let mails go to a port of this machine where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def says_so(response):
    assert response.status_code == 503
    assert response["Retry-After"] == "300"
    assert "Die Mail konnte nicht verschickt werden" in response.content.decode()
    return True


@pytest.mark.parametrize("email", ["da@test.example", "weg@test.example"])
def test_who_forgot_the_password_learns_it_whether_there_is_an_account_or_not(client, email):
    UserFactory(email="da@test.example")
    assert says_so(client.post(reverse("account_reset_password"), {"email": email}))


def test_who_registers_keeps_the_account(client):
    typed = {
        "email": "neu@test.example",
        "name": "Nora Neu",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert says_so(client.post(reverse("account_signup"), typed))
    assert User.objects.get(email="neu@test.example").check_password(PASSWORD)


def test_a_host_can_still_remove_a_second_factor(caplog):
    user = UserFactory()
    with_app(user)
    assert remove_by_host(user)
    assert "was not sent" in caplog.text
