"""Guessing is slowed down, and the page says when to try again."""

import pytest
from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import parse_rates
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.views import errors
from tests.factories import MembershipFactory
from tests.lotse.signin.people import code_of_now, is_signed_in, sign_in, texts, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return MembershipFactory().user


def post_often(client, path, data, times, **headers):
    return [client.post(path, data, headers=headers) for _ in range(times)][-1]


class TestSigningIn:
    def test_after_five_wrong_passwords_even_the_right_one_waits(self, client, person):
        for _ in range(5):
            sign_in(client, person, "falsch-falsch-falsch")
        response = sign_in(client, person)
        assert "warten Sie fünf Minuten" in texts(response)
        assert not is_signed_in(client)

    def test_others_are_not_kept_out(self, client, person):
        for _ in range(6):
            sign_in(client, person, "falsch-falsch-falsch")
        other = MembershipFactory().user
        sign_in(client, other)
        assert is_signed_in(client)

    def test_the_right_password_is_not_counted(self, client, person):
        for _ in range(12):
            sign_in(client, person)
            client.post("/konto/logout/")
        sign_in(client, person)
        assert is_signed_in(client)

    def test_one_address_cannot_try_many_accounts(self, client):
        answers = [
            client.post("/konto/login/", {"login": f"a{number}@x.example", "password": "x"})
            for number in range(11)
        ]
        assert "warten Sie fünf Minuten" in texts(answers[-1])
        assert "warten Sie fünf Minuten" not in texts(answers[0])

    def test_codes_of_the_second_factor_cannot_be_tried_out(self, client, person):
        with_app(person)
        sign_in(client, person)
        post_often(client, "/konto/2fa/authenticate/", {"code": "000000"}, 5)
        response = client.post("/konto/2fa/authenticate/", {"code": code_of_now()})
        assert "warten Sie fünf Minuten" in texts(response)
        assert not is_signed_in(client)

    def test_passwords_cannot_be_tried_out_by_confirming(self, client, person):
        client.force_login(person)
        response = post_often(client, "/konto/reauthenticate/", {"password": "falsch"}, 11)
        assert response.status_code == 429


@pytest.mark.parametrize(
    ("path", "data", "times", "when"),
    [
        ("/konto/login/", {}, 31, "in einer Minute"),
        ("/konto/signup/", {}, 21, "in einer Minute"),
        ("/konto/2fa/webauthn/login/", {}, 11, "in einer Minute"),
        ("/konto/password/reset/", {"email": "a@x.example"}, 6, "in einer Stunde"),
        ("/konto/password/reset/key/1-abc/", {}, 21, "in einer Minute"),
    ],
)
def test_too_many_requests_are_answered_with_when_to_come_back(client, path, data, times, when):
    response = post_often(client, path, data, times)
    assert response.status_code == 429
    assert f"Bitte versuchen Sie es {when} noch einmal" in texts(response)
    assert int(response.headers["Retry-After"]) == (3600 if "Stunde" in when else 60)


def test_no_other_limit_lasts_longer_than_the_page_says():
    lasting = {
        name
        for name, rates in account_settings.RATE_LIMITS.items()
        if any(rate.duration > 60 for rate in parse_rates(rates))
    }
    # These say by themselves how long to wait, or only leave out a second mail.
    assert lasting == {"reset_password", "login_failed", "confirm_email", "report_password"}


@pytest.mark.parametrize(
    ("wait", "when"),
    [
        (30, "in einer Minute"),
        (61, "in 2 Minuten"),
        (3600, "in einer Stunde"),
        (7000, "in 2 Stunden"),
    ],
)
def test_whoever_sets_a_limit_says_how_long_it_lasts(rf, wait, when):
    response = errors.too_many_requests(rf.get("/"), wait=wait)
    assert when in texts(response)
    assert response.headers["Retry-After"] == str(wait)


def test_all_processes_count_together():
    with CaptureQueriesContext(connection) as queries:
        cache.add("probe", 1)
    assert any("lotse_cache" in query["sql"] for query in queries)


class TestTheAddressOfAVisitor:
    def wrong(self, client, number, **headers):
        data = {"login": f"a{number}@x.example", "password": "x"}
        return texts(client.post("/konto/login/", data, headers=headers))

    def test_behind_a_proxy_is_what_the_proxy_wrote(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for number in range(11):
            last = self.wrong(client, number, **{"X-Forwarded-For": "203.0.113.7"})
        assert "warten Sie fünf Minuten" in last
        other = self.wrong(client, 12, **{"X-Forwarded-For": "203.0.113.8"})
        assert "warten Sie fünf Minuten" not in other

    def test_cannot_be_forged_through_the_proxy(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for number in range(11):
            forged = f"198.51.100.{number}, 203.0.113.7"
            last = self.wrong(client, number, **{"X-Forwarded-For": forged})
        assert "warten Sie fünf Minuten" in last

    def test_cannot_be_forged_where_there_is_no_proxy(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
        for number in range(11):
            last = self.wrong(client, number, **{"X-Forwarded-For": f"198.51.100.{number}"})
        assert "warten Sie fünf Minuten" in last

    @pytest.mark.parametrize("header", ["", "unfug", "1.2.3.4:5, [::1]:8", "::1", ",", "\x00"])
    def test_may_be_anything_without_an_error(self, settings, header):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert Client().get("/konto/login/", headers={"X-Forwarded-For": header}).status_code == 200
        data = {"login": "a@x.example", "password": "x"}
        answer = Client().post("/konto/login/", data, headers={"X-Forwarded-For": header})
        assert answer.status_code in (200, 403)
