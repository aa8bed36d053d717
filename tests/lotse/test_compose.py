"""What must hold for the containers, as far as their files can tell."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LONG_RUNNING = sorted(SERVICES.keys() - {"migrate"})
OURS = ["migrate", "web", "worker", "beat"]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_a_service_that_dies_comes_back_and_its_health_is_watched(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_rights_they_do_not_need(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_database_is_postgresql_17_or_newer():
    version = re.match(r"postgres:(\d+)", SERVICES["database"]["image"])
    assert int(version[1]) >= 17


def test_secrets_come_from_the_environment_and_are_named_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    offered = set(re.findall(r"^(\w+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert asked == offered
    for name in ("LOTSE_SECRET_KEY", "LOTSE_DATABASE_PASSWORD", "LOTSE_DATABASE_ADMIN_PASSWORD"):
        assert f"${{{name}:?}}" in text
        assert re.search(rf"^{name}=$", (ROOT / "deploy/example.env").read_text(), re.MULTILINE)


def test_every_setting_is_documented():
    sources = [*ROOT.glob("lotse/settings/*.py"), *ROOT.glob("lotse/embedded/*.py")]
    used = {name for path in sources for name in re.findall(r'"(LOTSE_[A-Z_]+)"', path.read_text())}
    documented = set(re.findall(r"`(LOTSE_[A-Z_]+)`", (ROOT / "docs/einstellungen.md").read_text()))
    assert used <= documented
    assert set(SERVICES["web"]["environment"]) - {"DJANGO_SETTINGS_MODULE"} <= documented


def test_the_image_runs_without_root_and_copies_only_what_runs():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "\nUSER 10001:10001\n" in dockerfile
    copied = set(re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)) - {"requirements.txt"}
    assert all((ROOT / name).exists() for name in copied)
    assert "tests" not in copied


def test_the_prepared_database_role_is_bound_by_row_level_security():
    script = (ROOT / "deploy/database.sh").read_text()
    assert "nosuperuser" in script
    assert "nobypassrls" in script
