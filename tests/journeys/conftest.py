"""A running Lotse, a browser, and people who use both."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import chromium
from tests.journeys.visitor import Visitor

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """Return the folder with the data of the running Lotse."""
    # Not in pytest's folders: PostgreSQL runs as a user of its own there and must get in.
    with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def address(data_dir: Path) -> Iterator[str]:
    """Start Lotse as `make run` does, with data of its own, and stop it as Ctrl-C does."""
    yield from _running(data_dir, {})


@contextmanager
def running_lotse(**settings: str) -> Iterator[str]:
    """Start Lotse with data of its own and these settings, and stop it at the end."""
    # Not in pytest's folders: PostgreSQL runs as a user of its own there and must get in.
    with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
        yield from _running(Path(folder), settings)


@pytest.fixture
def manage(address: str, data_dir: Path) -> Callable[..., str]:
    """Return a function that runs a command beside the running Lotse and returns its words."""

    def run(*command: object) -> str:
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("LOTSE", "DJANGO"))
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            cwd=ROOT,
            env=environment | {"LOTSE_DATA_DIR": str(data_dir)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def _running(data_dir: Path, settings: dict[str, str]) -> Iterator[str]:
    port = free_port()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LOTSE", "DJANGO"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "lotse.embedded"],
        cwd=ROOT,
        env=environment | {"LOTSE_PORT": str(port), "LOTSE_DATA_DIR": str(data_dir)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        _wait_until_it_runs(process.stdout)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
    assert process.returncode == 0


def _wait_until_it_runs(output: Iterable[str]) -> None:
    # The program gives up by itself when it cannot start, so this ends.
    said = ""
    for line in output:
        said += line
        if "Beenden mit" in line:
            return
    raise AssertionError(f"Lotse does not start. It said: {said}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; its event loop is gone before tests without a browser follow."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that lets someone open the site; at the end nothing may be amiss."""
    visitors: list[Visitor] = []

    def open_site(**options: object) -> Visitor:
        visitor = Visitor(browser, address, **options)  # type: ignore[arg-type]
        visitors.append(visitor)
        return visitor

    yield open_site
    amiss = [text for visitor in visitors for text in visitor.amiss]
    for visitor in visitors:
        visitor.leave()
    assert amiss == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one running Lotse, so one process runs them."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("journeys"))
