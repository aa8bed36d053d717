"""What people see when something is amiss: our look, German, a way on, no secrets."""

import io

import pytest
from django.core.exceptions import BadRequest
from django.db import Error, connection
from django.db.utils import ConnectionHandler
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from lotse.urls import handler400, handler403, handler404, handler500  # noqa: F401 - for our URLs
from tests.factories import CheckFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def broken(request):
    """Fail as only programs do."""
    raise RuntimeError("GEHEIM")


def without_database(request):
    """Ask a database that is not there."""
    away = connection.settings_dict | {"HOST": "127.0.0.1", "PORT": "1", "TEST": {}}
    ConnectionHandler({"default": away})["default"].cursor()


def refused(request):
    """Refuse a request."""
    raise BadRequest("GEHEIM")


def echo(request):
    """Read what was sent."""
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("kaputt/", broken),
    path("abgelehnt/", refused),
    path("ohne-datenbank/", without_database),
    path("echo/", echo),
    path("", include("lotse.urls")),
]


@pytest.fixture
def visitor():
    """Someone who sees what a browser would show."""
    return Client(raise_request_exception=False)


def seen(response, status):
    """Return a page after the checks that hold for every error page."""
    page = response.content.decode()
    assert response.status_code == status
    assert '<html lang="de">' in page
    assert "GEHEIM" not in page
    assert "Traceback" not in page
    assert 'href="/"' in page
    return page


@pytest.mark.urls(__name__)
def test_an_error_of_ours_is_not_blamed_on_people(visitor):
    assert "Es liegt nicht an Ihnen" in seen(visitor.get("/kaputt/"), 500)


@pytest.mark.urls(__name__)
def test_a_database_that_is_away_comes_back_soon(visitor):
    answer = visitor.get("/ohne-datenbank/")
    page = seen(answer, 503)
    assert "in einer Minute noch einmal" in page
    assert '<a class="button" href="">Noch einmal versuchen</a>' in page
    assert answer["Retry-After"] == "30"


@pytest.mark.urls(__name__)
def test_a_request_that_makes_no_sense(visitor):
    assert "nicht zu verstehen" in seen(visitor.get("/abgelehnt/"), 400)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"&".join(b"x=1" for _ in range(600)), "application/x-www-form-urlencoded"),
        (b"--x\r\nkaputt", "multipart/form-data; boundary=" + "ä" * 3),
        (b"kaputt", "multipart/form-data"),
    ],
    ids=["too many fields", "strange boundary", "no boundary"],
)
def test_what_cannot_be_read_is_refused_kindly(visitor, content, kind):
    assert "nicht zu verstehen" in seen(
        visitor.post("/echo/", data=content, content_type=kind), 400
    )


MEGABYTE = 1024 * 1024
TOO_LARGE = [
    pytest.param(b"x=" + b"y" * (3 * MEGABYTE), "application/x-www-form-urlencoded", id="text"),
    pytest.param(
        b'--x\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
        + b"y" * (3 * MEGABYTE)
        + b"\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
        id="text beside files",
    ),
    pytest.param(b"y" * (7 * MEGABYTE), "multipart/form-data; boundary=x", id="all together"),
    pytest.param(b"y" * (7 * MEGABYTE), "application/octet-stream", id="no form at all"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("content", "kind"), TOO_LARGE)
def test_what_is_too_large_is_refused_with_the_size_that_is_not(visitor, content, kind):
    page = seen(visitor.post("/echo/", data=content, content_type=kind), 413)
    assert "höchstens 2 MB Text oder 6 MB mit Dateien" in page


@pytest.mark.urls(__name__)
def test_a_client_that_leaves_while_it_sends_too_much_is_answered_all_the_same(visitor):
    class Broken(io.BytesIO):
        def read(self, *size):
            raise OSError("gone")

    answer = visitor.generic(
        "POST", "/echo/", **{"wsgi.input": Broken(), "CONTENT_LENGTH": str(9 * MEGABYTE)}
    )
    assert answer.status_code == 413


def test_a_host_that_is_not_ours(visitor):
    assert "nicht zu verstehen" in seen(visitor.get("/", headers={"host": "fremd.example"}), 400)


def test_a_page_that_is_not_there(visitor):
    assert "gibt es nicht" in seen(visitor.get("/das-gibt-es-nicht/"), 404)


def test_an_error_leads_to_the_help_and_inside_an_organisation_to_its_overview(visitor):
    page = seen(visitor.get("/o/ein-haus/das-gibt-es-nicht/"), 404)
    assert '<a class="button" href="/o/ein-haus/">Zur Übersicht</a>' in page
    assert 'href="/hilfe/"' in page
    visitor.force_login(UserFactory())
    assert "Zur Übersicht" not in seen(visitor.get("/o/ein-haus/"), 404)


def test_a_page_that_is_not_for_this_role(visitor):
    membership = MembershipFactory(role="member")
    visitor.force_login(membership.user)
    address = reverse("checks:start", kwargs={"slug": membership.organisation.slug})
    assert "für Ihre Rolle nicht vorgesehen" in seen(visitor.get(address), 403)


def test_a_form_that_was_open_for_too_long():
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    membership = MembershipFactory()
    CheckFactory(organisation=membership.organisation)
    visitor.force_login(membership.user)
    address = reverse("checks:finish", kwargs={"slug": membership.organisation.slug})
    page = seen(visitor.post(address, {"csrfmiddlewaretoken": "x" * 64}), 403)
    assert "Die Seite war zu lange offen" in page


def test_health_says_whether_the_database_answers(client):
    assert client.get(reverse("health")).json() == {"status": "ok"}

    def gone(*arguments):
        raise Error

    with connection.execute_wrapper(gone):
        response = client.get(reverse("health"))
    assert (response.status_code, response.json()) == (503, {"status": "database unavailable"})
