"""The commands of docker-compose.yml against a real PostgreSQL and a real Redis."""

from __future__ import annotations

import http.client
import io
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from lotse.embedded import postgres
from tests.embedded import copy_of, free_port
from tests.lotse.hosting import HOST, Client, Hosting, eventually

pytestmark = [pytest.mark.redis, pytest.mark.xdist_group("hosted")]

PASSWORD = "lotse-demo-2026"
# A message that did not reach the broker is noticed at once instead of after a minute.
IMPATIENT = {"LOTSE_SWEEP_SECONDS": "5", "LOTSE_JOB_LOST_SECONDS": "5"}
WATCHED = {"LOTSE_MONITORING_TOKEN": "nur-fuer-diesen-versuch"}


@pytest.fixture(scope="module")
def hosting(demo_data: Path) -> Iterator[Hosting]:
    with copy_of(demo_data) as folder:
        yield from hosted(folder)


def hosted(folder: Path) -> Iterator[Hosting]:
    socket_dir = postgres.start(folder)
    hosting = Hosting(folder, free_port(), free_port(), socket_dir, IMPATIENT | WATCHED)
    try:
        hosting.start_broker()
        hosting.run("python", "manage.py", "collectstatic", "--no-input")
        subprocess.run(
            hosting.command("migrate"),
            cwd=Path(__file__).parents[2],
            env=hosting.environment("migrate"),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for service in ("web", "worker", "beat"):
            hosting.start(service)
        assert eventually(Client(hosting.web_port).answers), hosting.log("web")
        yield hosting
    finally:
        for service in list(hosting.running):
            hosting.stop(service)
        postgres.stop(folder)


def signed_in(hosting: Hosting, email: str) -> Client:
    client = Client(hosting.web_port)
    client.get("/konto/login/")
    assert client.post("/konto/login/", login=email, password=PASSWORD) == 200
    return client


def order_report(client: Client, home: str) -> None:
    client.get(f"{home}berichte/")
    assert client.post(f"{home}berichte/erstellen/", kind="check") == 200


def is_ready(client: Client, page: str) -> bool:
    client.get(page)
    assert "fehlgeschlagen" not in client.text
    return "PDF herunterladen" in client.text


def test_the_journey_from_the_check_to_the_report(hosting: Hosting) -> None:
    client = signed_in(hosting, "lotsin@lindenhof.example")
    home = client.path
    assert "Beratungsstelle Lindenhof (Demo)" in client.text
    client.get(f"{home}check/")
    if "/check/" in client.path and "Kurzcheck beginnen" in client.text:
        client.post(f"{home}check/")
    client.get(f"{home}check/angaben/")
    facts = {"field__answer": "counselling", "volunteers__answer": "no"}
    assert client.post(f"{home}check/angaben/", **facts) == 200
    stops = 0
    while "/abschluss/" not in client.path:
        assert client.post(client.path, action="next", answer="1") == 200
        stops += 1
    assert stops > 45
    assert "Alle Fragen sind beantwortet" in client.text
    client.post(client.path)
    assert "Im Ganzen stehen Sie bei 25 von 100" in client.text

    suggestions = re.search(rf'href="({home}ergebnis/\d+/vorschlaege/)"', client.text)
    assert suggestions
    client.get(suggestions[1])
    first = re.search(r'name="template" value="([\w-]+)"', client.text)
    assert first
    client.post(suggestions[1], decision="accept", template=first[1], shown=first[1])
    client.get(f"{home}massnahmen/")
    rate = re.search(rf'href="({home}massnahmen/\d+/bewerten/)"', client.text)
    assert rate
    client.get(rate[1])
    criteria = dict.fromkeys(re.findall(r'name="(\w+)_value"', client.text), "4")
    assert len(criteria) == 5
    client.post(rate[1], action="save", **{f"{name}_value": "4" for name in criteria})
    client.get(f"{home}massnahmen/")
    assert '<span class="score">75</span>' in client.text, (
        "four of five on everything is 75 of 100 points"
    )

    order_report(client, home)
    page = client.path
    assert eventually(lambda: is_ready(client, page)), hosting.log("worker")
    assert client.get(f"{page}datei/") == 200
    assert client.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(client.body)).pages)
    assert "Beratungsstelle Lindenhof (Demo)" in text
    assert "Wo wir stehen" in text


def test_answers_protect_the_people_who_read_them(hosting: Hosting) -> None:
    client = Client(hosting.web_port)
    assert client.get("/") == 200
    assert "max-age=31536000" in client.headers["strict-transport-security"]
    assert "unsafe-inline" not in client.headers["content-security-policy"]
    stylesheet = re.search(r'href="(/static/bundles/page\.\w+\.css)"', client.text)
    assert stylesheet, "static files carry their fingerprint in their names"
    assert client.get(stylesheet[1]) == 200
    assert "immutable" in client.headers["cache-control"]


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("megabytes", [1, 3, 7, 20, 45])
def test_too_large_a_body_gets_our_page_and_the_connection_ends(
    hosting: Hosting, megabytes: int
) -> None:
    """1 MB is no more than a form without its secret; over 36 MB nobody waits for the rest."""
    body = b"x=" + b"y" * (megabytes * 1024 * 1024)
    for _time in range(3):
        connection = http.client.HTTPConnection("127.0.0.1", hosting.web_port, timeout=60)
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": FORM}
        headers |= {"Cookie": f"csrftoken={'a' * 32}", "Referer": f"https://{HOST}/"}
        with closing(connection):
            connection.connect()
            try:
                connection.request("POST", "/konto/login/", body, headers)
            except (BrokenPipeError, ConnectionResetError):
                assert megabytes > 36
                continue
            answer = connection.getresponse()
            assert answer.status == (403 if megabytes == 1 else 413)
            assert answer.getheader("Connection") == "close"
            assert '<html lang="de">' in answer.read().decode()
            # `http.client` opens a new connection, because the server said that this one ends.
            connection.request("GET", "/", headers=headers)
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("Connection")) == (200, "keep-alive")


@pytest.mark.parametrize("size", [0, 10, 60_000])
def test_a_refused_request_leaves_the_connection_whole_or_ends_it(
    hosting: Hosting, size: int
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", hosting.web_port, timeout=60)
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    with closing(connection):
        for kind in ("multipart/form-data", FORM, "application/json"):
            sent = headers | {"Content-Type": kind}
            connection.request("POST", "/konto/login/", b"y" * size, sent)
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (400, 403)
            connection.request("GET", "/health/", headers=headers)
            answer = connection.getresponse()
            assert (answer.status, answer.read()[:9]) == (200, b'{"status"')


def test_while_the_database_is_away_every_page_says_when_to_come_back(hosting: Hosting) -> None:
    client = signed_in(hosting, "lotsin@sonnenwinkel.example")
    home = client.path
    client.given = {"Authorization": f"Bearer {WATCHED['LOTSE_MONITORING_TOKEN']}"}
    assert client.get("/metrics/") == 200
    postgres.stop(hosting.folder)
    try:
        for page in (home, "/metrics/", "/health/arbeit/", "/konto/login/"):
            assert client.get(page) == 503, page
            assert client.headers["retry-after"] == "30"
            assert "kurz nicht erreichbar" in client.text
        assert client.get("/health/") == 503
        client.get("/hilfe/")
        assert client.post("/konto/login/", login="x@y.example", password="x") in (403, 503)
    finally:
        postgres.start(hosting.folder)
    assert client.get(home) == 200


def test_without_a_broker_orders_are_taken_and_carried_out_later(hosting: Hosting) -> None:
    client = signed_in(hosting, "lotsin@sonnenwinkel.example")
    home = client.path
    hosting.stop("broker")
    order_report(client, home)
    page = client.path
    assert "Das PDF ist fertig" not in client.text

    hosting.start_broker()
    assert eventually(lambda: is_ready(client, page), 150), hosting.log("beat")
