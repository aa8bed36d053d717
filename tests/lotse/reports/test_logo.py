"""The logo on reports: looked at, drawn anew, shown to members, removed."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from lotse.reports import tasks
from lotse.reports.domain.drawing import draw_logo
from lotse.reports.models import LogoUpload, OrganisationLogo
from organisations import tenancy
from organisations.foreign_files.reading import FileRefused
from tests.factories import LogoUploadFactory, OrganisationLogoFactory

pytestmark = pytest.mark.django_db


def at(pilot, name):
    return reverse(f"reports:{name}", kwargs={"slug": pilot.organisation.slug})


def picture(size=(300, 100), kind="PNG", mode="RGB", **more):
    stored = io.BytesIO()
    Image.new(mode, size, 0 if len(mode) < 3 else "#0f6a70").save(stored, kind, **more)
    return stored.getvalue()


def send(client, pilot, content, make=True):
    """Upload a picture, let the worker look at it, and return the page as it is then."""
    file = SimpleUploadedFile("logo.bin", content)
    response = client.post(at(pilot, "logo"), {"file": file})
    upload = waiting(pilot)
    if response.status_code == 302 and make:
        tasks.draw_logo(pilot.organisation.pk, upload.pk)
    return client.get(at(pilot, "logo")) if response.status_code == 302 else response


def stored(pilot):
    with tenancy.activate(pilot.organisation):
        return OrganisationLogo.objects.first()


def waiting(pilot):
    with tenancy.activate(pilot.organisation):
        return LogoUpload.objects.first()


class TestUploading:
    @pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
    def test_stores_a_picture_that_was_drawn_anew(self, client, pilot, kind, media_type):
        exif = Image.Exif()
        exif[0x010E] = "Geheime Beschreibung"
        page = send(client, pilot, picture((2400, 800), kind, exif=exif)).content.decode()
        assert "Das Logo ist gespeichert. Es steht ab jetzt auf neuen Berichten." in page
        assert "Logo ersetzen" in page
        logo = stored(pilot)
        assert (logo.media_type, logo.width, logo.height) == (media_type, 1200, 400)
        assert b"Geheime" not in bytes(logo.content)
        assert logo.uploaded_by_id == pilot.user.pk
        response = client.get(at(pilot, "logo_picture"))
        assert response["Content-Type"] == media_type
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_replaces_the_one_before(self, client, pilot):
        send(client, pilot, picture())
        send(client, pilot, picture((90, 90)))
        assert stored(pilot).width == 90

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"Nur Text", "kein Bild"),
            (b"%PDF-1.7 %%EOF", "kein Bild"),
            (picture(kind="WEBP"), "kein Bild"),
            (picture()[:60], "kein Bild"),
            (picture(kind="JPEG")[:-200], "kein Bild"),
            (b"PK\x03\x04kaputt", "kein Bild"),
            (picture((20, 20)), "zu klein"),
            (picture((6000, 6000), mode="L"), "größer als nötig"),
        ],
    )
    def test_refuses_what_is_no_logo(self, client, pilot, content, words):
        page = send(client, pilot, content).content.decode()
        assert words in page
        assert 'aria-invalid="true"' in page
        assert stored(pilot) is None
        assert bytes(waiting(pilot).content) == b""

    @pytest.mark.parametrize(
        ("content", "words"), [(b"", "ist leer"), (b"0" * (2 * 1024 * 1024 + 1), "zu groß")]
    )
    def test_refuses_at_once_what_need_not_be_opened(self, client, pilot, content, words):
        response = send(client, pilot, content)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert waiting(pilot) is None

    def test_takes_a_large_picture_within_the_limits_of_memory(self, client, pilot):
        page = send(client, pilot, picture((5000, 5000)))
        assert "ist gespeichert" in page.content.decode()
        assert (stored(pilot).width, stored(pilot).height) == (600, 600)

    @pytest.mark.parametrize(
        "broken", [(b"\x01\x0e", b"\x01\x54"), (b"\x01\x0e", b"\x01\x1a")], ids=["number", "size"]
    )
    def test_refuses_a_photo_with_damaged_notes_of_the_camera(self, client, pilot, broken):
        exif = Image.Exif()
        exif[0x010E], exif[0x0112] = "Geheim", 6
        sound = picture(kind="JPEG", exif=exif)
        damaged = sound.replace(*broken, 1)
        send(client, pilot, sound)
        assert (stored(pilot).width, stored(pilot).height) == (100, 300)
        assert "beschädigt" in send(client, pilot, damaged).content.decode()

    def test_asks_for_a_file(self, client, pilot):
        assert "Bitte wählen Sie eine Bilddatei" in client.post(at(pilot, "logo")).content.decode()


class TestWaiting:
    def test_the_page_says_so_and_asks_again(self, client, pilot):
        page = send(client, pilot, picture(), make=False).content.decode()
        assert "Ihr Bild wird geprüft." in page
        assert 'hx-trigger="every 1s"' in page
        assert 'http-equiv="refresh"' in page
        assert 'type="file"' not in page
        part = client.get(at(pilot, "logo"), headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<div id="logo-state"')
        assert stored(pilot) is None

    def test_a_later_picture_takes_the_place_of_one_that_waits(self, client, pilot):
        send(client, pilot, picture(), make=False)
        first = waiting(pilot)
        send(client, pilot, picture((90, 90)))
        tasks.draw_logo(pilot.organisation.pk, first.pk)
        assert stored(pilot).width == 90
        assert waiting(pilot).pk != first.pk

    def test_removing_the_logo_forgets_what_waits(self, client, pilot):
        send(client, pilot, picture(), make=False)
        client.post(at(pilot, "remove_logo"))
        assert waiting(pilot) is None

    def test_what_was_told_is_deleted_after_an_hour_and_what_waits_is_not(self, client, pilot):
        send(client, pilot, picture())
        tasks.forget_old_logo_uploads()
        assert waiting(pilot) is not None
        with tenancy.activate(pilot.organisation):
            LogoUpload.objects.update(touched_at=timezone.now() - timedelta(hours=2))
            LogoUploadFactory(
                organisation=pilot.organisation, touched_at=timezone.now() - timedelta(hours=2)
            )
        tasks.forget_old_logo_uploads()
        assert waiting(pilot).state == "queued"


class TestDrawing:
    """The reader itself, in this process."""

    @pytest.mark.parametrize("mode", ["L", "P", "RGB", "RGBA", "LA", "1"])
    def test_draws_pictures_of_every_mode(self, mode):
        drawn = draw_logo(io.BytesIO(picture(mode=mode)))
        assert (drawn["media_type"], drawn["width"], drawn["height"]) == ("image/png", 300, 100)

    def test_turns_a_photo_upright_and_makes_it_small(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        drawn = draw_logo(io.BytesIO(picture((3000, 1000), "JPEG", exif=exif)))
        assert (drawn["media_type"], drawn["width"], drawn["height"]) == ("image/jpeg", 200, 600)

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"Text", "not_a_logo"),
            (picture(kind="GIF"), "not_a_logo"),
            (picture((20, 20)), "too_small"),
            (picture((6000, 5000), mode="L"), "too_many_pixels"),
        ],
    )
    def test_refuses_with_a_reason(self, content, reason):
        with pytest.raises(FileRefused, match=reason):
            draw_logo(io.BytesIO(content))

    def test_a_picture_that_the_library_itself_refuses_has_too_many_pixels(self, monkeypatch):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 4)
        with pytest.raises(FileRefused, match="too_many_pixels"):
            draw_logo(io.BytesIO(picture()))


def test_a_logo_can_be_removed_and_taken_back(client, pilot):
    logo = OrganisationLogoFactory(organisation=pilot.organisation)
    page = client.post(at(pilot, "remove_logo"), follow=True).content.decode()
    assert "Das Logo ist entfernt." in page
    assert f'action="{at(pilot, "take_logo_back")}"' in page
    client.post(at(pilot, "remove_logo"))
    assert stored(pilot) is None
    assert client.get(at(pilot, "logo_picture")).status_code == 404
    page = client.post(at(pilot, "take_logo_back"), follow=True).content.decode()
    assert "Das Logo ist wieder da." in page
    client.post(at(pilot, "take_logo_back"))
    assert stored(pilot) == logo


def test_there_is_nothing_to_take_back_where_there_was_no_logo(client, pilot):
    assert client.post(at(pilot, "take_logo_back")).status_code == 302
    assert stored(pilot) is None


def test_a_new_logo_takes_the_place_of_a_removed_one(client, pilot):
    OrganisationLogoFactory(organisation=pilot.organisation)
    client.post(at(pilot, "remove_logo"))
    send(client, pilot, picture((90, 90)))
    assert stored(pilot).width == 90
    assert "Das Logo ist entfernt." not in client.get(at(pilot, "logo")).content.decode()
