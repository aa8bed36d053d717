"""The logo on reports: looked at, drawn anew, shown to members, removed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lotse.reports.domain import logos
from lotse.reports.domain.typesetting import typeset
from lotse.reports.models import OrganisationLogo
from organisations import tenancy
from tests.factories import MembershipFactory, OrganisationLogoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def at(pilot, name):
    return reverse(f"reports:{name}", kwargs={"slug": pilot.organisation.slug})


def picture(size=(300, 100), kind="PNG", mode="RGB", **more):
    stored = io.BytesIO()
    Image.new(mode, size, 0 if mode == "L" else "#0f6a70").save(stored, kind, **more)
    return stored.getvalue()


def send(client, pilot, content):
    file = SimpleUploadedFile("logo.bin", content)
    return client.post(at(pilot, "logo"), {"file": file})


def stored(pilot):
    with tenancy.activate(pilot.organisation):
        return OrganisationLogo.objects.first()


class TestUploading:
    @pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
    def test_stores_a_picture_that_was_drawn_anew(self, client, pilot, kind, media_type):
        exif = Image.Exif()
        exif[0x010E] = "Geheime Beschreibung"
        assert send(client, pilot, picture((2400, 800), kind, exif=exif)).status_code == 302
        logo = stored(pilot)
        assert (logo.media_type, logo.width, logo.height) == (media_type, 1200, 400)
        assert b"Geheime" not in bytes(logo.content)
        response = client.get(at(pilot, "logo_picture"))
        assert response["Content-Type"] == media_type
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Logo ersetzen" in client.get(at(pilot, "logo")).content.decode()

    def test_replaces_the_one_before(self, client, pilot):
        send(client, pilot, picture())
        send(client, pilot, picture((90, 90)))
        assert stored(pilot).width == 90

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "ist leer"),
            (b"Nur Text", "kein Bild"),
            (b"%PDF-1.7 %%EOF", "kein Bild"),
            (picture(kind="WEBP"), "kein Bild"),
            (picture()[:60], "kein Bild"),
            (b"PK\x03\x04kaputt", "kein Bild"),
            (picture((20, 20)), "zu klein"),
            (picture((6000, 6000), mode="L"), "größer als nötig"),
            (b"0" * (logos.LARGEST + 1), "zu groß"),
        ],
    )
    def test_refuses_what_is_no_logo(self, client, pilot, content, words):
        response = send(client, pilot, content)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert stored(pilot) is None

    def test_refuses_a_picture_that_breaks_off_also_where_pdfs_are_made(self, client, pilot):
        typeset("<p>Bericht</p>")
        response = send(client, pilot, picture(kind="JPEG")[:-200])
        assert response.status_code == 422
        assert "kein Bild" in response.content.decode()
        assert stored(pilot) is None

    @pytest.mark.parametrize(
        "broken", [(b"\x01\x0e", b"\x01\x54"), (b"\x01\x0e", b"\x01\x1a")], ids=["number", "size"]
    )
    def test_refuses_a_photo_with_damaged_notes_of_the_camera(self, client, pilot, broken):
        exif = Image.Exif()
        exif[0x010E], exif[0x0112] = "Geheim", 6
        sound = picture(kind="JPEG", exif=exif)
        damaged = sound.replace(*broken, 1)
        assert send(client, pilot, sound).status_code == 302
        assert (stored(pilot).width, stored(pilot).height) == (100, 300)
        response = send(client, pilot, damaged)
        assert response.status_code == 422
        assert "beschädigt" in response.content.decode()

    def test_asks_for_a_file(self, client, pilot):
        assert "Bitte wählen Sie eine Bilddatei" in client.post(at(pilot, "logo")).content.decode()


def test_a_logo_can_be_removed(client, pilot):
    OrganisationLogoFactory(organisation=pilot.organisation)
    assert "ist entfernt" in client.post(at(pilot, "remove_logo"), follow=True).content.decode()
    client.post(at(pilot, "remove_logo"))
    assert stored(pilot) is None
    assert client.get(at(pilot, "logo_picture")).status_code == 404
