"""„Mein Konto“ and the devices on which one is signed in."""

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client

from lotse.tasks import clear_expired, forget_ended_sessions
from tests.factories import MembershipFactory
from tests.lotse.signin.people import (
    PHONE,
    confirm_password,
    is_signed_in,
    sign_in,
    subjects,
    texts,
    with_app,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return MembershipFactory(user__name="Ada Beispiel").user


class TestTheAccountPage:
    def test_shows_what_belongs_to_the_account(self, client, person):
        client.force_login(person)
        page = texts(client.get("/konto/"))
        for text in ("Ada Beispiel", person.email, "Passwort ändern", "Zweiten Faktor einrichten"):
            assert text in page
        for text in ("Ersatzcodes", "Verbindung"):
            assert text not in page

    def test_shows_the_second_factor_and_its_codes(self, client, person):
        with_app(person)
        client.force_login(person)
        page = texts(client.get("/konto/"))
        assert "Authenticator-App" in page
        assert "Noch 10 unbenutzt" in page

    def test_offers_a_password_to_those_who_have_none(self, client, person):
        person.set_unusable_password()
        person.save()
        client.force_login(person)
        assert "Passwort festlegen" in texts(client.get("/konto/"))
        client.post(
            "/konto/password/set/",
            {"password1": "Zwieback kaut 7 Igel", "password2": "Zwieback kaut 7 Igel"},
        )
        person.refresh_from_db()
        assert person.check_password("Zwieback kaut 7 Igel")
        assert subjects() == ["Ihr Passwort ist festgelegt"]

    def test_names_the_provider_where_there_is_one(self, client, person, settings):
        settings.OIDC_SERVER_URL, settings.OIDC_NAME = "https://dienst.example", "Verbandskonto"
        client.force_login(person)
        assert "Nicht mit Ihrem Konto verbunden" in texts(client.get("/konto/"))
        SocialAccount.objects.create(user=person, provider="anmeldedienst", uid="7")
        page = texts(client.get("/konto/"))
        assert "Verbandskonto" in page
        assert "Mit Ihrem Konto verbunden" in page

    def test_keeps_passwords_away_from_who_must_use_the_provider(self, client, person, settings):
        settings.OIDC_REQUIRED_DOMAINS = ["test.example"]
        client.force_login(person)
        assert "Passwort ändern" not in texts(client.get("/konto/"))

    def test_is_for_people_with_an_account(self, client):
        assert client.get("/konto/").url == "/konto/login/?next=/konto/"


class TestTheName:
    def test_can_be_changed(self, client, person):
        client.force_login(person)
        response = client.post("/konto/name/", {"name": "Ada Neu"}, follow=True)
        assert "Ihr Name ist geändert" in texts(response)
        assert "Ada Neu" in texts(response)

    @pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\x00b"])
    def test_must_be_one(self, client, person, name):
        client.force_login(person)
        page = client.post("/konto/name/", {"name": name})
        assert page.status_code == 200
        assert "Bitte noch einmal ansehen" in texts(page)
        assert "Ada Beispiel" in texts(page)


class TestDevices:
    def test_are_listed_with_names_that_people_recognise(self, client, person):
        sign_in(Client(), person, **{"User-Agent": PHONE})
        sign_in(client, person)
        page = texts(client.get("/konto/sessions/"))
        assert "Firefox auf Windows dieses Gerät" in page
        assert "Chrome auf Android" in page
        assert "Zuletzt benutzt gegen" in page

    def test_can_be_signed_out_one_by_one(self, client, person):
        phone, tablet = Client(), Client()
        for browser in (phone, tablet, client):
            sign_in(browser, person)
        session = UserSession.objects.get(session_key=phone.session.session_key)
        response = client.post(f"/konto/sessions/{session.pk}/beenden/", follow=True)
        assert "Das Gerät ist abgemeldet" in texts(response)
        assert [is_signed_in(browser) for browser in (phone, tablet, client)] == [False, True, True]

    def test_can_be_signed_out_all_at_once(self, client, person):
        phone = Client()
        for browser in (phone, client):
            sign_in(browser, person)
        response = client.post("/konto/sessions/", follow=True)
        assert "Alle anderen Geräte sind abgemeldet" in texts(response)
        assert [is_signed_in(browser) for browser in (phone, client)] == [False, True]

    def test_the_one_at_hand_is_signed_out_in_the_usual_way(self, client, person):
        sign_in(client, person)
        session = UserSession.objects.get()
        assert client.post(f"/konto/sessions/{session.pk}/beenden/").url == "/konto/logout/"
        assert is_signed_in(client)

    def test_of_others_do_not_exist(self, client, person):
        other = Client()
        sign_in(other, MembershipFactory().user)
        client.force_login(person)
        number = UserSession.objects.get().pk
        for session in (number, 0, 10**40):
            assert client.post(f"/konto/sessions/{session}/beenden/").status_code == 404
        assert is_signed_in(other)

    def test_a_new_password_signs_out_all_others(self, client, person):
        phone = Client()
        for browser in (phone, client):
            sign_in(browser, person)
        new = "Zwieback kaut 7 Igel"
        data = {"oldpassword": "ein-langes-testkennwort", "password1": new, "password2": new}
        response = client.post("/konto/password/change/", data)
        assert response.url == "/konto/"
        assert [is_signed_in(browser) for browser in (phone, client)] == [False, True]
        assert subjects()[-1] == "Ihr Passwort ist geändert"

    def test_when_one_was_last_used_is_noted_every_quarter_of_an_hour(self, client, person):
        sign_in(client, person)
        before = UserSession.objects.get().last_seen_at
        client.get("/konto/")
        assert UserSession.objects.get().last_seen_at == before
        session = client.session
        session["session_noted_at"] -= 16 * 60
        session.save()
        client.get("/konto/")
        assert UserSession.objects.get().last_seen_at > before

    def test_whose_session_is_over_are_forgotten(self, client, person):
        sign_in(client, person)
        UserSession.objects.create(user=person, ip="127.0.0.1", session_key="over", user_agent="")
        assert forget_ended_sessions() == 1
        assert UserSession.objects.get().session_key == client.session.session_key


def test_what_has_served_its_time_is_cleared(client):
    from django.core.cache import cache
    from django.db import connection

    cache.set("long", 1, timeout=3600)
    cache.set("over", 1, timeout=-1)
    clear_expired()
    with connection.cursor() as cursor:
        cursor.execute("select cache_key from lotse_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:long"]


def test_changing_the_address_asks_who_it_is_and_tells_the_old_one(client, person, mailoutbox):
    client.force_login(person)
    response = client.post("/konto/email/", {"action_add": "", "email": "neu@verein.example"})
    assert response.url.startswith("/konto/reauthenticate/")
    confirm_password(client)
    client.post("/konto/email/", {"action_add": "", "email": "neu@verein.example"})
    link = mailoutbox[0].body.partition("/konto/confirm-email/")[2].split()[0]
    client.post(f"/konto/confirm-email/{link}")
    assert subjects()[-1] == "Ihre E-Mail-Adresse ist geändert"
    assert mailoutbox[-1].to == [person.email]
    assert "neu@verein.example" in mailoutbox[-1].body
