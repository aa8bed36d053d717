"""Second factors: set up, used, lost, required."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import ConsultantFactory, MembershipFactory, UserFactory
from tests.lotse.signin.people import (
    code_of_now,
    confirm_password,
    factors,
    is_signed_in,
    sign_in,
    subjects,
    texts,
    with_app,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return MembershipFactory().user


class TestAnAuthenticatorApp:
    @pytest.mark.django_db(transaction=True)
    def test_is_set_up_with_the_secret_on_the_page(self, client, person):
        client.force_login(person)
        confirm_password(client)
        page = client.get("/konto/2fa/totp/activate/")
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page.content.decode())[1]
        assert 'src="data:image/svg+xml;base64,' in page.content.decode()
        code = code_of_now(secret.replace(" ", ""))
        response = client.post("/konto/2fa/totp/activate/", {"code": code}, follow=True)
        assert response.request["PATH_INFO"] == "/konto/2fa/recovery-codes/"
        assert "Noch 10 von 10 unbenutzt" in texts(response)
        assert factors(person) == {"totp", "recovery_codes"}
        assert subjects() == ["Zweiter Faktor eingerichtet"]

    def test_is_not_set_up_with_a_wrong_code(self, client, person):
        client.force_login(person)
        confirm_password(client)
        client.get("/konto/2fa/totp/activate/")
        response = client.post("/konto/2fa/totp/activate/", {"code": "000000"})
        assert "Das hat nicht gepasst" in texts(response)
        assert factors(person) == set()

    def test_is_asked_for_after_the_password(self, client, person):
        with_app(person)
        response = sign_in(client, person)
        assert response.url == "/konto/2fa/authenticate/"
        assert not is_signed_in(client)
        client.post("/konto/2fa/authenticate/", {"code": "000000"})
        assert not is_signed_in(client)
        client.post("/konto/2fa/authenticate/", {"code": code_of_now()})
        assert is_signed_in(client)

    def test_gives_codes_that_count_only_once(self, client, person):
        with_app(person)
        code = code_of_now()
        sign_in(client, person)
        client.post("/konto/2fa/authenticate/", {"code": code})
        client.logout()
        sign_in(client, person)
        client.post("/konto/2fa/authenticate/", {"code": code})
        assert not is_signed_in(client)

    def test_can_be_removed_and_then_the_recovery_codes_are_gone_too(self, client, person):
        with_app(person)
        client.force_login(person)
        confirm_password(client)
        page = client.get("/konto/2fa/totp/deactivate/")
        assert "verfallen auch die Ersatzcodes" in texts(page)
        client.post("/konto/2fa/totp/deactivate/")
        assert factors(person) == set()
        assert subjects() == ["Zweiter Faktor entfernt"]

    def test_does_not_keep_people_from_changing_their_address(self, client, person):
        with_app(person)
        client.force_login(person)
        confirm_password(client)
        client.post("/konto/email/", {"action_add": "", "email": "neu@verein.example"})
        assert subjects() == ["Bitte bestätigen Sie Ihre E-Mail-Adresse"]


class TestRecoveryCodes:
    def test_let_people_in_once_each_and_say_so(self, client, person):
        codes = with_app(person)
        sign_in(client, person)
        response = client.post("/konto/2fa/authenticate/", {"code": codes[3]}, follow=True)
        assert "Es sind noch 9 übrig" in texts(response)
        assert subjects() == ["Mit einem Ersatzcode angemeldet"]
        assert "Noch unbenutzte Ersatzcodes: 9." in mail.outbox[0].body
        client.logout()
        sign_in(client, person)
        client.post("/konto/2fa/authenticate/", {"code": codes[3]})
        assert not is_signed_in(client)

    def test_may_be_typed_as_they_are_shown(self, client, person):
        code = with_app(person)[0]
        sign_in(client, person)
        client.post("/konto/2fa/authenticate/", {"code": f"{code[:4]} {code[4:]}"})
        assert is_signed_in(client)

    def test_come_as_a_file(self, client, person):
        codes = with_app(person)
        client.force_login(person)
        confirm_password(client)
        response = client.get("/konto/2fa/recovery-codes/download/")
        assert "attachment" in response.headers["Content-Disposition"]
        assert f"{codes[0][:4]} {codes[0][4:]}" in response.content.decode()
        assert "Jeder Code gilt einmal" in response.content.decode()

    @pytest.mark.django_db(transaction=True)
    def test_can_be_made_anew(self, client, person):
        codes = with_app(person)
        client.force_login(person)
        confirm_password(client)
        assert "gelten dann nicht mehr" in texts(client.get("/konto/2fa/recovery-codes/generate/"))
        page = client.post("/konto/2fa/recovery-codes/generate/", follow=True)
        assert f"{codes[0][:4]} {codes[0][4:]}" not in texts(page)
        assert subjects() == ["Neue Ersatzcodes"]

    def test_need_a_factor_first(self, client, person):
        client.force_login(person)
        confirm_password(client)
        page = client.post("/konto/2fa/recovery-codes/generate/")
        assert "sobald ein zweiter Faktor eingerichtet ist" in texts(page)
        assert client.get("/konto/2fa/recovery-codes/").status_code == 404


class TestTheHostHelpsWhoLostEverything:
    def test_by_a_command_that_ends_all_sessions_and_tells_the_person(self, client, person, capsys):
        with_app(person)
        sign_in(client, person)
        client.post("/konto/2fa/authenticate/", {"code": code_of_now()})
        call_command("remove_second_factor", person.email.upper())
        assert person.email in capsys.readouterr().out
        assert factors(person) == set()
        assert not is_signed_in(client)
        assert subjects() == ["Ihr zweiter Faktor ist entfernt"]
        assert mail.outbox[0].to == [person.email]
        sign_in(client, person)
        assert is_signed_in(client)

    def test_and_the_command_says_when_there_is_nothing_to_do(self, person):
        with pytest.raises(CommandError, match="kein Konto"):
            call_command("remove_second_factor", "niemand@test.example")
        with pytest.raises(CommandError, match="keinen zweiten Faktor"):
            call_command("remove_second_factor", person.email)


@pytest.fixture
def host():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def consultant():
    return ConsultantFactory().user


class TestWhereItIsRequired:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("who", ["host", "consultant"])
    def test_every_page_leads_to_setting_it_up(self, client, who, request):
        user = request.getfixturevalue(who)
        sign_in(client, user)
        for path in ("/organisationen/", "/organisationen/neu/", "/konto/", "/verwaltung/"):
            response = client.get(path)
            assert (response.status_code, response.url) == (302, "/konto/2fa/")
        page = client.get("/konto/2fa/")
        assert "Darum gehört zu ihm ein zweiter Faktor" in texts(page)
        assert "Mein Konto" not in page.content.decode().partition("<main")[2]

    def test_it_is_set_up_and_everything_opens(self, client, consultant):
        sign_in(client, consultant)
        confirm_password(client)
        page = client.get("/konto/2fa/totp/activate/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        client.post("/konto/2fa/totp/activate/", {"code": code_of_now(secret)})
        assert client.get("/organisationen/neu/").status_code == 200
        assert "Darum gehört" not in texts(client.get("/konto/2fa/"))

    def test_recovery_codes_alone_are_no_factor(self, client, consultant):
        with_app(consultant)
        Authenticator.objects.filter(type="totp").delete()
        client.force_login(consultant)
        assert client.get("/konto/").url == "/konto/2fa/"

    def test_a_part_of_a_page_leads_there_as_a_whole(self, client, consultant):
        client.force_login(consultant)
        response = client.get("/organisationen/", headers={"HX-Request": "true"})
        assert response.headers["HX-Redirect"] == "/konto/2fa/"

    def test_signing_out_and_health_stay_open(self, client, consultant):
        client.force_login(consultant)
        assert client.get("/health/").status_code == 200
        assert client.get("/konto/logout/").status_code == 200
        client.post("/konto/logout/")
        assert not is_signed_in(client)

    def test_it_holds_from_the_moment_someone_becomes_a_consultant(self, client):
        user = UserFactory()
        client.force_login(user)
        assert client.get("/konto/").status_code == 200
        ConsultantFactory(user=user)
        assert client.get("/konto/").status_code == 302

    def test_removing_it_leads_back_to_setting_it_up(self, client, consultant):
        with_app(consultant)
        client.force_login(consultant)
        confirm_password(client)
        client.post("/konto/2fa/totp/deactivate/")
        assert client.get("/konto/").url == "/konto/2fa/"

    def test_members_of_organisations_are_only_offered_one(self, client, person):
        client.force_login(person)
        page = client.get("/konto/")
        assert page.status_code == 200
        assert "Zweiten Faktor einrichten" in texts(page)

    def test_asking_costs_no_query_of_its_own(self, client, person, django_assert_num_queries):
        client.force_login(person)
        with django_assert_num_queries(2):  # the session and the person
            client.get("/konto/logout/")


def test_it_is_required_unless_the_host_says_otherwise(client, consultant, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(consultant)
    assert client.get("/konto/").status_code == 200


def test_someone_who_is_no_longer_active_is_signed_out(client, person):
    client.force_login(person)
    person.is_active = False
    person.save()
    assert not is_signed_in(client)


class TestTheDoorOfTheAdministration:
    def test_is_the_sign_in_of_everyone_else(self, client):
        response = client.get(reverse("admin:login") + "?next=/verwaltung/")
        assert response.url == "/konto/login/?next=%2Fverwaltung%2F"

    def test_takes_no_password_of_its_own(self, client, host):
        data = {"username": host.email, "password": "ein-langes-testkennwort"}
        client.post(reverse("admin:login"), data)
        assert not is_signed_in(client)

    def test_opens_for_hosts_alone(self, client, host, person):
        client.force_login(host)
        assert client.get("/verwaltung/").status_code == 200
        client.force_login(person)
        assert client.get("/verwaltung/login/").status_code == 403

    def test_shows_nobodys_secrets(self, client, host):
        client.force_login(host)
        page = client.get("/verwaltung/").content.decode()
        for name in ("mfa/", "socialaccount/", "usersessions/"):
            assert f"/verwaltung/{name}" not in page
