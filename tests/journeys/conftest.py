"""A running Lotse, a browser, and people who use both."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import chromium
from tests.embedded import ROOT, copy_of, running_lotse
from tests.journeys.visitor import Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def data_dir(demo_data: Path) -> Iterator[Path]:
    """Return the folder with the data of the running Lotse."""
    with copy_of(demo_data) as folder:
        yield folder


@pytest.fixture(scope="session")
def address(data_dir: Path) -> Iterator[str]:
    """Start Lotse and return its address."""
    with running_lotse(data_dir) as address:
        yield address


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


@pytest.fixture(scope="package")
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
