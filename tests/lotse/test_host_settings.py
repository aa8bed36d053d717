"""What hosts set for the whole instance, and what follows from it on its pages."""

import pytest
from django.urls import reverse

from lotse.hosting.forms import InstanceSettingsForm
from lotse.markdown import rendered
from organisations.models import InstanceSettings
from tests.factories import (
    CatalogueFactory,
    CheckFactory,
    InstanceSettingsFactory,
    MembershipFactory,
    small_document,
)

pytestmark = pytest.mark.django_db


class TestTheForm:
    def errors(self, **typed):
        form = InstanceSettingsForm({"name": "Lotse"} | typed, instance=InstanceSettings())
        form.is_valid()
        return form.errors

    def test_takes_what_can_be(self):
        CatalogueFactory()
        form = InstanceSettingsForm(
            {
                "name": "  Lotse   Nord ",
                "registration": "closed",
                "accent": "#7A1F5C",
                "accent_dark": "#fbd",
                "default_catalogue": "digitalisierungscheck",
                "keep_trail_months": "12",
            },
            instance=InstanceSettings(),
        )
        assert form.is_valid(), form.errors
        stored = form.save()
        assert (stored.name, stored.registration) == ("Lotse Nord", "closed")
        assert (stored.accent, stored.accent_dark) == ("#7a1f5c", "#ffbbdd")
        assert (stored.default_catalogue, stored.keep_trail_months) == (
            "digitalisierungscheck",
            12,
        )

    def test_offers_every_catalogue_once(self):
        for version in (1, 2):
            CatalogueFactory(document=small_document(version=version))
        CatalogueFactory(document=small_document(key="anderer", title="Anderer Katalog"))
        choices = InstanceSettingsForm().fields["default_catalogue"].choices
        assert choices == [
            ("", "wie in LOTSE_CATALOGUE eingestellt (digitalisierungscheck)"),
            ("anderer", "Anderer Katalog"),
            ("digitalisierungscheck", "Kleiner Testkatalog"),
        ]

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            (
                {"accent": "gelb"},
                "Bitte als # mit sechs Ziffern von 0 bis f schreiben, zum Beispiel #0f6a70.",
            ),
            (
                {"accent": "#e0a000"},
                "Auf hellem Grund ist diese Farbe schlecht zu lesen: Ihr Kontrast ist 1,9 zu 1, "
                "nötig sind 4,5 zu 1. Ein dunklerer Ton geht, zum Beispiel #866000.",
            ),
            (
                {"accent_dark": "#7a1f5c"},
                "Auf dunklem Grund ist diese Farbe schlecht zu lesen: Ihr Kontrast ist 1,4 zu 1, "
                "nötig sind 4,5 zu 1. Ein hellerer Ton geht, zum Beispiel #ba8baa.",
            ),
            ({"keep_trail_months": "11"}, "Das Protokoll bleibt mindestens 12 Monate erhalten."),
        ],
    )
    def test_says_what_is_amiss_and_what_would_do(self, typed, error):
        (name,) = typed
        assert self.errors(**typed)[name] == [error]

    @pytest.mark.parametrize(
        "typed",
        [
            {"name": ""},
            {"registration": "vielleicht"},
            {"default_catalogue": "fehlt"},
            {"keep_checks_months": "0"},
            {"keep_reports_months": "-1"},
            {"keep_reports_months": "99999"},
        ],
    )
    def test_refuses_what_cannot_be(self, typed):
        (name,) = typed
        assert name in self.errors(**typed)


class TestTheHostsTexts:
    def test_keep_their_headings_lists_and_links(self):
        html = rendered("# Anbieter\n\n- Verein\n\n[Mail](mailto:info@verein.example)")
        assert html == (
            "<h2>Anbieter</h2>\n<ul>\n<li>Verein</li>\n</ul>\n"
            '<p><a href="mailto:info@verein.example">Mail</a></p>\n'
        )
        assert rendered("###### Klein").startswith("<h6>")

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[Klick](javascript:alert(1))",
            "![Bild](https://anderswo.example/zaehler.png)",
            '[x](https://a.example ""><script>")',
        ],
    )
    def test_bring_in_nothing_else(self, text):
        html = rendered(text)
        for danger in ("<script", "<img", 'href="javascript'):
            assert danger not in html

    @pytest.mark.parametrize("name", ["imprint", "privacy"])
    def test_say_what_is_missing_until_the_host_wrote_them(self, client, name):
        page = client.get(reverse(f"hosting:{name}")).content.decode()
        assert "noch nicht eingetragen" in page
        InstanceSettingsFactory(**{name: "Träger: Verein Nord"})
        page = client.get(reverse(f"hosting:{name}")).content.decode()
        assert "Träger: Verein Nord" in page
        assert "noch nicht eingetragen" not in page

    def test_are_linked_from_every_page(self, client):
        page = client.get(reverse("start")).content.decode()
        assert f'href="{reverse("hosting:imprint")}"' in page
        assert f'href="{reverse("hosting:privacy")}"' in page


class TestTheHostsColours:
    def test_come_with_every_page_once_there_are_some(self, client):
        assert "farben.css" not in client.get(reverse("start")).content.decode()
        InstanceSettingsFactory(accent="#7a1f5c")
        page = client.get(reverse("start")).content.decode()
        assert 'href="/farben.css?7a1f5c-"' in page
        sheet = client.get("/farben.css?7a1f5c-")
        assert "--accent: #7a1f5c;" in sheet.content.decode()
        assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"

    def test_are_kept_by_browsers_until_they_change(self, client):
        row = InstanceSettingsFactory(accent="#7a1f5c")
        first = client.get(reverse("hosting:colours"))
        assert first.headers["Cache-Control"] == "public, max-age=86400"
        seen = {"If-None-Match": first.headers["ETag"]}
        assert client.get(reverse("hosting:colours"), headers=seen).status_code == 304
        row.accent = "#1f3c7a"
        row.save()
        assert client.get(reverse("hosting:colours"), headers=seen).status_code == 200


def test_the_name_of_the_instance_stands_on_every_page(client):
    InstanceSettingsFactory(name="Lotse Nord")
    page = client.get(reverse("start")).content.decode()
    assert "<span>Lotse Nord</span>" in page
    assert "· Lotse Nord</title>" in page


def test_closed_registration_lets_nobody_make_an_account(client):
    assert client.get(reverse("account_signup")).status_code == 200
    InstanceSettingsFactory(registration="closed")
    page = client.get(reverse("account_signup")).content.decode()
    assert "password1" not in page
    assert reverse("account_signup") not in client.get(reverse("start")).content.decode()


def test_new_checks_begin_on_the_catalogue_of_the_host(client):
    CheckFactory()
    chosen = CatalogueFactory(document=small_document(key="eigener", title="Eigener Katalog"))
    InstanceSettingsFactory(default_catalogue=chosen.key)
    membership = MembershipFactory()
    client.force_login(membership.user)
    page = client.get(reverse("checks:start", kwargs={"slug": membership.organisation.slug}))
    assert page.context["document"].key == "eigener"


def test_the_settings_cost_a_page_nothing(client, django_assert_num_queries):
    InstanceSettingsFactory(accent="#7a1f5c")
    client.get(reverse("start"))
    with django_assert_num_queries(0):
        client.get(reverse("start"))
