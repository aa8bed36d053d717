"""The mails of a local installation, for a newcomer to follow."""

import os
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

pytestmark = pytest.mark.django_db
BACKEND = "lotse.outbox.EmailBackend"


@pytest.fixture
def folder(tmp_path, settings):
    """A folder that serves as outbox."""
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def send(folder: Path, subject: str, text: str) -> str:
    """Send a mail as `make run` does; return the name of its file."""
    before = set(folder.iterdir())
    connection = get_connection(BACKEND, file_path=folder)
    mail = EmailMultiAlternatives(subject, text, to=["wer@probe.example"], connection=connection)
    mail.send()
    (path,) = set(folder.iterdir()) - before
    return path.name


def test_is_empty_at_first(client, folder):
    assert "Noch keine Mail." in client.get(reverse("outbox")).content.decode()


def test_lists_the_newest_first(client, folder):
    older, newer = send(folder, "Grüße", "x"), send(folder, "Bitte bestätigen", "y")
    os.utime(folder / older, (1, 1))
    page = client.get(reverse("outbox")).content.decode()
    assert page.index("Bitte bestätigen") < page.index("Grüße")
    assert newer in page
    assert "wer@probe.example" in page


def test_keeps_mails_of_the_same_moment_apart(client, folder):
    connection = get_connection(BACKEND, file_path=folder)
    names = ("Anna", "Berta", "Carla")
    mails = [EmailMultiAlternatives(f"Für {name}", "x", to=["wer@probe.example"]) for name in names]
    assert connection.send_messages(mails) == 3
    page = client.get(reverse("outbox")).content.decode()
    assert all(f"Für {name}" in page for name in names)


def test_shows_a_mail_with_links_to_follow(client, folder):
    name = send(folder, "Bestätigen", "Hier:\n\nhttp://localhost:8000/konto/x/\n\nÜber <b>uns</b>")
    page = client.get(reverse("outbox-mail", kwargs={"name": name})).content.decode()
    assert '<a href="http://localhost:8000/konto/x/"' in page
    assert "Über &lt;b&gt;uns&lt;/b&gt;" in page
    assert "-----" not in page


def test_survives_a_file_that_is_no_mail(client, folder):
    (folder / "leer.log").write_bytes(b"\xff\x00")
    assert client.get(reverse("outbox")).status_code == 200
    assert client.get("/postausgang/leer.log/").status_code == 200


@pytest.mark.parametrize(
    "name", ["fehlt.log", "..%2Fgeheim.log", "%00.log", "geheim.txt", "a.log%0A"]
)
def test_shows_nothing_else(client, folder, name):
    (folder / "geheim.txt").write_text("GEHEIM")
    (folder.parent / "geheim.log").write_text("GEHEIM")
    assert client.get(f"/postausgang/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["/postausgang/", "/postausgang/x.log/"])
def test_is_only_there_where_no_mails_are_sent(client, folder, settings, path):
    settings.LOCAL_OUTBOX = False
    send(folder, "Geheim", "x")
    assert client.get(path).status_code == 404
    assert "/postausgang/" not in client.get("/").content.decode()
