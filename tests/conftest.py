"""What the whole suite shares: which programs this machine has, and how hypothesis runs."""

from __future__ import annotations

import fcntl
import gc
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.embedded import running_lotse
from tests.libreoffice import libreoffice

settings.register_profile("lotse", deadline=None)
settings.load_profile("lotse")

FONTS = ("DejaVu Sans", "FreeSans", "WenQuanYi Micro Hei", "Noto Color Emoji")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(autouse=True)
def host_has_set_nothing() -> None:
    """Begin with the settings of a new instance, already read, and no catalogue known."""
    from checks.domain import publishing
    from organisations.domain import instance
    from organisations.models import InstanceSettings

    instance.keep(InstanceSettings())
    publishing.forget_versions()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Let test databases be clones of one that is migrated already."""
    from django.db import connection

    from lotse.embedded.postgres import OWNER, ROLE
    from organisations.tenancy.roles import GRANTEE
    from tests.database import migrated_template

    with django_db_blocker.unblock(), unmeasured():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()
    # Until `django_db_setup` is done.
    connection.settings_dict |= {"USER": OWNER, GRANTEE: ROLE}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the owner make the test database and remove it; in between, tests are the application."""
    from django.db import connection

    from lotse.embedded.postgres import OWNER, ROLE
    from organisations.tenancy.roles import GRANTEE

    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["USER"] = ROLE
    del connection.settings_dict[GRANTEE]
    yield
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict |= {"USER": OWNER, GRANTEE: ROLE}


@pytest.fixture
def owner(db: None) -> Iterator[None]:
    """Do the whole test as the owner of the tables, and take it back."""
    from django.db import transaction

    from organisations.tenancy.roles import as_owner

    with as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let fixtures of a module make rows once for all its tests; each test takes its own back.

    Not beside tests with transactions of their own: they empty the tables.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def organisation(db: None) -> Iterator[Any]:
    """An organisation whose tables are open."""
    from organisations import tenancy
    from tests.factories import OrganisationFactory

    organisation = OrganisationFactory()
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def pilot(client: Client) -> Any:
    """The membership of a pilot who is signed in."""
    from tests.factories import MembershipFactory

    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def person(db: None) -> Any:
    """Somebody with an account."""
    from tests.factories import UserFactory

    return UserFactory()


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the data folder of a Lotse with the demo, stopped and to be copied.

    It is made once in a run, by the first worker that asks, from an empty folder as `make run`
    does; its name is one that a shell would not take as it is.
    """
    here = tmp_path_factory.getbasetemp()
    folder = (here if worker_id == "master" else here.parent) / "Ordner, der 'Demo' heißt (ü)"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            with running_lotse(unfinished):
                pass
            unfinished.rename(folder)
    return folder


def chromium() -> str | None:
    """Return the path of Chromium, or None where there is none."""
    named = os.environ.get("LOTSE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def systemd() -> str | None:
    """Return the path of the program that judges units, or None where there is none."""
    return shutil.which("systemd-analyze")


def redis_server() -> str | None:
    """Return the path of the Redis server program, or None where there is none."""
    return shutil.which("redis-server")


@cache
def fonts() -> str | None:
    """Return the names of the fonts on this machine, or None where one that we need is missing."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    found = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=True)
    return found.stdout if all(name in found.stdout for name in FONTS) else None


NEEDED = {
    "browser": (
        chromium,
        "Die Tests im Browser: Es fehlt Chromium (Debian: apt install chromium).",
    ),
    "redis": (
        redis_server,
        "Die Prozesse wie beim Hosting: Es fehlt Redis (Debian: apt install redis-server).",
    ),
    "systemd": (
        systemd,
        "Die Units, geprüft von systemd: Es fehlt systemd-analyze (Debian: apt install systemd).",
    ),
    "libreoffice": (
        libreoffice,
        "Excel-Dateien nachrechnen: Es fehlt LibreOffice (Debian: apt install libreoffice-calc).",
    ),
    "fonts": (
        fonts,
        "Seltene Zeichen im PDF: Es fehlen Schriften (Debian: apt install fontconfig "
        "fonts-freefont-ttf fonts-wqy-microhei fonts-noto-color-emoji).",
    ),
}


@pytest.fixture
def broker_away() -> Iterator[None]:
    """Let messages go to a port of this machine where nobody listens."""
    from lotse.celery import app

    usual = app.conf.broker_write_url, app.conf.broker_transport_options
    app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    # As for hosts: nobody waits for a broker.
    app.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0}
    app.amqp._producer_pool = None
    yield
    app.conf.broker_write_url, app.conf.broker_transport_options = usual
    app.amqp._producer_pool = None


def _missing() -> dict[str, str]:
    return {marker: help_text for marker, (find, help_text) in NEEDED.items() if find() is None}


def pytest_configure(config: pytest.Config) -> None:
    """In CI nothing may be left out."""
    if os.environ.get("CI") and _missing():
        raise pytest.UsageError("\n".join(_missing().values()))


def pytest_collection_finish() -> None:
    """All code is loaded and stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# Coverage makes Python half as slow again. Walks over all pages and whatever starts processes of
# its own run without it: what must be covered wholly is covered by the tests of its own app.
UNMEASURED = re.compile(
    r"tests/(journeys|bench|lotse/(embedded|faults|signin/test_fuzzed"
    r"|test_(rights|every_url|bad_input|reading_along|demo|fire_drill|hosted_processes)\.py))"
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; the end of the run says so. Bring into order.

    Long groups begin, so that no worker waits for another in the end. Measured tests run before
    unmeasured ones, which leave things in memory that would else be computed while measuring.
    """
    missing = _missing()
    left_out = [item for item in items if _needs(item, missing)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if item not in left_out]
    items[:] = sorted(kept, key=lambda item: (not _is_in_group(item), not is_measured(item)))


def _is_in_group(item: pytest.Item) -> bool:
    return item.get_closest_marker("xdist_group") is not None


def is_measured(item: pytest.Item) -> bool:
    """Whether what a test runs through counts as covered."""
    return UNMEASURED.match(item.nodeid) is None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Stop coverage while an unmeasured test is set up, runs and is torn down."""
    with nullcontext() if is_measured(item) else unmeasured():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Of a test by hypothesis measure the examples, but not how they are drawn."""
    example = getattr(getattr(item, "obj", None), "hypothesis", None)
    if example is None or not is_measured(item):
        return (yield)
    inner = example.inner_test
    example.inner_test = measured()(inner)
    try:
        with unmeasured():
            return (yield)
    finally:
        example.inner_test = inner


_paused: Coverage | None = None


@contextmanager
def unmeasured() -> Iterator[None]:
    """Stop coverage for a while, where it runs."""
    global _paused
    coverage = Coverage.current()
    if coverage is None:
        yield
        return
    coverage.stop()
    _paused = coverage
    try:
        yield
    finally:
        _paused = None
        coverage.start()


@contextmanager
def measured() -> Iterator[None]:
    """Let coverage go on for a while, where it is stopped."""
    global _paused
    coverage = _paused
    if coverage is None:
        yield
        return
    _paused = None
    coverage.start()
    try:
        yield
    finally:
        coverage.stop()
        _paused = coverage


def _needs(item: pytest.Item, markers: Iterable[str]) -> bool:
    return any(item.get_closest_marker(marker) for marker in markers)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and how to get it."""
    missing = _missing()
    terminalreporter.section("Auf dieser Maschine ausgelassen")
    for help_text in missing.values() or ["Nichts: alle Tests sind gelaufen."]:
        terminalreporter.line(f"- {help_text}")
