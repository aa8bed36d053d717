"""What must hold for the containers, as far as their files can tell."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LONG_RUNNING = sorted(SERVICES.keys() - {"migrate", "restore"})
OURS = ["migrate", "web", "worker", "beat", "backup", "restore"]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_a_service_that_dies_comes_back_and_its_health_is_watched(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_first_start_waits_for_the_database_but_not_for_ever():
    """While its roles are made for the first time, it listens on its socket only."""
    assert {"-h", "127.0.0.1"} <= set(SERVICES["database"]["healthcheck"]["test"])
    assert re.fullmatch(r"on-failure:\d", SERVICES["migrate"]["restart"])


def test_a_backup_is_restored_even_where_migrating_fails():
    assert SERVICES["restore"]["depends_on"].keys() == {"database"}


def test_the_health_of_the_scheduler_is_its_sign_of_life():
    assert "sign_of_life" in SERVICES["beat"]["healthcheck"]["test"]


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
    asked = set(re.findall(r"\$\{(\w+):\?", text))
    example = (ROOT / "deploy/example.env").read_text()
    offered = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert asked <= offered
    assert offered <= asked | SERVICES["web"]["environment"].keys()
    passwords = [f"LOTSE_DATABASE_{role}PASSWORD" for role in ("", "OWNER_", "BACKUP_", "ADMIN_")]
    for name in ("LOTSE_SECRET_KEY", *passwords):
        assert re.search(rf"^{name}=$", example, re.MULTILINE)


def documented_settings() -> set[str]:
    """Return the variables of docs/einstellungen.md."""
    document = (ROOT / "docs/einstellungen.md").read_text()
    return set(re.findall(r"^\| `(LOTSE_[A-Z_]+)`", document, re.MULTILINE))


class TestEachSetting:
    @pytest.fixture
    def documented(self):
        return documented_settings()

    def read_by(self, *folders):
        sources = [path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")]
        return {
            name for path in sources for name in re.findall(r'"(LOTSE_[A-Z_]+)"', path.read_text())
        }

    def test_that_is_read_is_documented_and_the_other_way_round(self, documented):
        assert self.read_by("lotse") <= documented
        assert documented <= self.read_by("lotse", "tests", "scripts")

    @pytest.mark.parametrize("name", OURS)
    def test_that_is_documented_reaches_our_processes_in_containers(self, documented, name):
        given = SERVICES[name]["environment"].keys() - {"DJANGO_SETTINGS_MODULE"}
        forms = {form for name in documented for form in (name, f"{name}_FILE")}
        # What belongs to one machine, or to the image.
        apart = {"LOTSE_PORT", "LOTSE_TEST_DATA_DIR", "LOTSE_CHROMIUM", "LOTSE_STATIC_ROOT"}
        if name not in ("migrate", "restore"):
            apart.add("LOTSE_DATABASE_OWNER_URL")
        if name != "backup":
            apart.add("LOTSE_DATABASE_BACKUP_URL")
        apart |= {f"{one}_FILE" for one in apart} | {"LOTSE_DATA_DIR_FILE"}
        assert given == forms - apart

    def test_that_has_a_value_of_its_own_in_containers_can_be_changed(self):
        fixed = {"DJANGO_SETTINGS_MODULE", "LOTSE_DATA_DIR"}
        for name, value in SERVICES["web"]["environment"].items():
            assert value is None or name in fixed or value.startswith(f"${{{name}:-")


def test_the_image_runs_without_root_and_copies_only_what_runs():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "\nUSER 10001:10001\n" in dockerfile
    copied = set(re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)) - {"requirements.txt"}
    assert all((ROOT / name).exists() for name in copied)
    assert "tests" not in copied
