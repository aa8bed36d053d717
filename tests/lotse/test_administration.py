"""Django's administration stands behind the one sign-in of this site, for hosts only."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from organisations import tenancy
from organisations.administration import HostAdmin
from organisations.models import Accompaniment, Consultancy, Consultant, InstanceSettings, User
from tests.factories import (
    AccompanimentFactory,
    CatalogueFactory,
    ConsultancyFactory,
    ConsultantFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ["user", "organisation", "consultancy"]


@pytest.fixture
def host(client):
    user = UserFactory(name="Hanna Host", is_staff=True)
    client.force_login(user)
    return user


def url(model, page="changelist", *args):
    return reverse(f"admin:organisations_{model}_{page}", args=args)


class TestTheDoor:
    def test_leads_a_guest_to_the_sign_in_of_this_site(self, client):
        response = client.get(reverse("admin:index"), follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
        assert "Passwort vergessen?" in response.content.decode()

    def test_is_shut_for_members(self, client):
        client.force_login(MembershipFactory().user)
        assert client.get(reverse("admin:index"), follow=True).status_code == 403

    def test_is_shut_for_consultants(self, client):
        client.force_login(ConsultantFactory().user)
        assert client.get(reverse("admin:index"), follow=True).status_code == 403

    def test_is_open_for_hosts_in_german(self, client, host):
        page = client.get(reverse("admin:index")).content.decode()
        assert "Lotse-Verwaltung" in page
        for name in ("Personen", "Organisationen", "Beratungen", "Einstellungen"):
            assert name in page

    def test_says_what_happened_as_a_colleague_would(self, client, host):
        typed = typed_consultancy(email=host.email) | {"_continue": "1"}
        page = client.post(url("consultancy", "add"), typed, follow=True).content.decode()
        assert "ist angelegt. Sie können gleich hier weiterarbeiten." in page
        history = client.get(url("consultancy", "history", Consultancy.objects.get().pk))
        assert "Verlauf: Beratung" in history.content.decode()

    def test_speaks_the_words_in_the_file_that_people_edit(self):
        folder = Path(settings.BASE_DIR) / "locale" / "de" / "LC_MESSAGES"
        with (folder / "django.mo").open("rb") as compiled:
            spoken = GNUTranslations(compiled)
        written = (folder / "django.po").read_text()
        pairs = re.findall(r'^msgid "([^"\\]+)"\nmsgstr "(.+)"$', written, re.MULTILINE)
        assert len(pairs) > 30
        for said, words in pairs:
            assert spoken.gettext(said) == words

    def test_leads_to_the_sites_own_page_for_ones_password(self, client, host):
        answer = client.get(reverse("admin:password_change"))
        assert answer.url == reverse("account_change_password")


class TestItsWords:
    @pytest.mark.parametrize("page", admin.site._registry.values(), ids=str)
    def test_call_lists_what_they_are(self, client, host, page):
        names = page.opts.app_label, page.opts.model_name
        text = client.get(reverse("admin:{}_{}_changelist".format(*names)), follow=True)
        assert "auswählen" not in text.content.decode()


class TestWhatIsThere:
    def test_is_made_for_hosts_and_brought_along_by_no_library(self):
        assert all(isinstance(page, HostAdmin) for page in admin.site._registry.values())
        assert {model.__name__ for model in admin.site._registry} == {
            "Catalogue",
            "Consultancy",
            "Heartbeat",
            "InstanceSettings",
            "MailSample",
            "Organisation",
            "User",
        }

    @pytest.mark.parametrize("number", [1, 50])
    @pytest.mark.parametrize("model", LISTS)
    def test_takes_as_many_queries_for_one_as_for_fifty(
        self, client, host, model, number, django_assert_max_num_queries
    ):
        for _ in range(number):
            AccompanimentFactory()
            ConsultantFactory()
        with django_assert_max_num_queries(8):
            client.get(url(model))

    @pytest.mark.parametrize("model", LISTS)
    def test_can_be_searched(self, client, host, model):
        assert client.get(url(model) + "?q=a").status_code == 200

    def test_shows_catalogues_to_look_at(self, client, host):
        catalogue = CatalogueFactory()
        address = reverse("admin:checks_catalogue_change", args=[catalogue.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"title": "Anders"}).status_code == 403


class TestPeople:
    def test_are_made_without_a_password_and_told_by_mail(
        self, client, host, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url("user", "add"), {"email": "Bea@neu.example", "name": "Bea"})
        user = User.objects.get(email="bea@neu.example")
        assert (user.name, user.is_staff, user.has_usable_password()) == ("Bea", False, False)
        assert [mail.to for mail in mailoutbox] == [["bea@neu.example"]]

    @pytest.mark.django_db(transaction=True)
    def test_are_told_of_and_the_host_hears_whether_that_worked(self, client, host, settings):
        typed = {"email": "bea@neu.example", "name": "Bea"}
        page = client.post(url("user", "add"), typed, follow=True).content.decode()
        assert "An bea@neu.example ist eine Mail unterwegs, um ein Passwort zu setzen." in page
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
        typed = {"email": "cem@neu.example", "name": "Cem"}
        page = client.post(url("user", "add"), typed, follow=True).content.decode()
        assert "Die Mail an cem@neu.example ließ sich nicht verschicken." in page

    def test_have_one_account_an_address(self, client, host):
        UserFactory(email="bea@neu.example")
        answer = client.post(url("user", "add"), {"email": "BEA@neu.example", "name": "Bea"})
        assert "Mit dieser Adresse gibt es schon ein Konto." in answer.content.decode()

    def test_can_be_locked_out_and_made_hosts_and_nothing_else(self, client, host):
        user = UserFactory(name="Alt")
        before = (user.email, user.password)
        client.post(
            url("user", "change", user.pk),
            {"name": "Neu", "is_staff": "on", "email": "x@y.example", "password": "x"},
        )
        user.refresh_from_db()
        assert (user.name, user.is_active, user.is_staff) == ("Neu", False, True)
        assert (user.email, user.password) == before
        assert client.get(url("user", "delete", user.pk)).status_code == 403

    @pytest.mark.parametrize("kept", ["is_active", "is_staff"])
    def test_cannot_lock_themselves_out(self, client, host, kept):
        typed = {"name": "Hanna Host", kept: "on"}
        answer = client.post(url("user", "change", host.pk), typed)
        assert "Damit sperren Sie sich selbst aus." in answer.content.decode()
        typed = {"name": "Hanna", "is_active": "on", "is_staff": "on"}
        assert client.post(url("user", "change", host.pk), typed).status_code == 302


class TestOrganisations:
    def test_are_a_directory_to_look_at(self, client, host):
        organisation = OrganisationFactory(name="Verein Nord")
        address = url("organisation", "change", organisation.pk)
        assert "Verein Nord" in client.get(address).content.decode()
        assert client.post(address, {"name": "Anders"}).status_code == 403
        assert client.get(url("organisation", "add")).status_code == 403
        assert client.get(url("organisation", "delete", organisation.pk)).status_code == 403


def typed_consultancy(called="Beratung Nord", already=(), **new):
    """What the form of a consultancy sends: its people, and perhaps a new one."""
    sent = {
        "name": called,
        "consultants-TOTAL_FORMS": len(already) + 1,
        "consultants-INITIAL_FORMS": len(already),
    }
    for number, consultant in enumerate(already):
        sent[f"consultants-{number}-id"] = consultant.pk
        sent[f"consultants-{number}-consultancy"] = consultant.consultancy_id
    number = len(already)
    return sent | {f"consultants-{number}-{field}": value for field, value in new.items()}


class TestConsultancies:
    def test_begin_with_people_who_have_an_account(self, client, host, mailoutbox):
        user = UserFactory(email="bea@beratung.example")
        typed = typed_consultancy(email="BEA@beratung.example")
        assert client.post(url("consultancy", "add"), typed).status_code == 302
        assert Consultancy.objects.get().consultants.get().user == user
        assert mailoutbox == []

    def test_make_an_account_for_people_who_have_none(
        self, client, host, mailoutbox, django_capture_on_commit_callbacks
    ):
        consultancy = ConsultantFactory().consultancy
        typed = typed_consultancy(
            already=consultancy.consultants.all(), email="neu@beratung.example", name="Neele Neu"
        )
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url("consultancy", "change", consultancy.pk), typed)
        assert consultancy.consultants.count() == 2
        assert User.objects.get(email="neu@beratung.example").name == "Neele Neu"
        assert [mail.to for mail in mailoutbox] == [["neu@beratung.example"]]

    @pytest.mark.parametrize(
        ("new", "error"),
        [
            ({"email": "neu@beratung.example"}, "Wie heißt die Person?"),
            ({"email": "kein Mail"}, "E-Mail-Adresse"),
            ({"email": "bea@beratung.example"}, "Diese Person arbeitet schon für „Beratung Süd“."),
        ],
    )
    def test_say_what_is_amiss(self, client, host, new, error):
        ConsultantFactory(user__email="bea@beratung.example", consultancy__name="Beratung Süd")
        answer = client.post(url("consultancy", "add"), typed_consultancy(**new))
        assert answer.status_code == 200
        assert error in answer.content.decode()
        assert Consultant.objects.count() == 1

    def test_let_people_go(self, client, host):
        consultant = ConsultantFactory()
        typed = typed_consultancy(already=[consultant]) | {"consultants-0-DELETE": "on"}
        client.post(url("consultancy", "change", consultant.consultancy.pk), typed)
        assert not Consultant.objects.exists()
        assert User.objects.filter(pk=consultant.user.pk).exists()

    def test_end_with_all_their_access(self, client, host):
        accompaniment = AccompanimentFactory(consultancy__name="Beratung Nord")
        address = url("consultancy", "delete", accompaniment.consultancy.pk)
        page = client.get(address).content.decode()
        assert "Beratung Nord samt allen Zugängen zu Organisationen" in page
        assert accompaniment.organisation.name not in page
        client.post(address, {"post": "yes"})
        assert not Consultancy.objects.exists()
        with tenancy.activate(accompaniment.organisation):
            assert not Accompaniment.objects.exists()

    def test_several_end_at_once(self, client, host):
        ids = [AccompanimentFactory().consultancy_id for _ in range(2)]
        kept = ConsultancyFactory()
        typed = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
        client.post(url("consultancy"), typed)
        assert list(Consultancy.objects.all()) == [kept]


class TestTheSettings:
    def test_lead_straight_to_the_one_row(self, client, host):
        answer = client.get(url("instancesettings"), follow=True)
        assert "Impressum" in answer.content.decode()
        assert InstanceSettings.objects.count() == 1
        client.get(url("instancesettings"))
        assert InstanceSettings.objects.count() == 1
        assert client.get(url("instancesettings", "add")).status_code == 403

    def test_are_stored_when_they_are_right(self, client, host):
        client.get(url("instancesettings"))
        address = url("instancesettings", "change", InstanceSettings.THE_ONE)
        answer = client.post(address, {"name": "Lotse Nord", "accent": "#ffff00"})
        assert "schlecht zu lesen" in answer.content.decode()
        client.post(address, {"name": "Lotse Nord", "accent": "#7a1f5c"})
        client.logout()
        assert "Lotse Nord" in client.get(reverse("start")).content.decode()
