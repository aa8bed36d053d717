"""The units of systemd do what docker-compose.yml does, and the recipe for them holds."""

import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.lotse.test_compose import ROOT, SERVICES, documented_settings

FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(path.name for path in FOLDER.glob("lotse*.*") if path.is_file())
OURS = [name for name in UNITS if name.endswith(".service")]
BIN = "/srv/lotse/.venv/bin/"
RECIPE = (ROOT / "docs" / "ohne-docker.md").read_text().partition("## Kubernetes")[0]


def read(name: str) -> ConfigParser:
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(FOLDER / name)
    return unit


COMMON = read("lotse-.service.d/common.conf")["Service"]


def commands(name: str) -> list[list[str]]:
    """Return what a service runs, one after the other, without the folder of the program."""
    lines = re.findall(r"^ExecStart=(.+)$", (FOLDER / name).read_text(), re.MULTILINE)
    assert all(line.startswith(BIN) for line in lines)
    return [shlex.split(line.removeprefix(BIN)) for line in lines]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_service_runs_what_the_container_runs(name):
    assert commands(f"lotse-{name}.service") == [SERVICES[name]["command"]]


def test_web_takes_its_address_from_the_socket():
    in_container = [part for part in SERVICES["web"]["command"] if not part.startswith("--bind=")]
    assert commands("lotse-web.service") == [in_container]
    assert read("lotse-web.service")["Unit"]["Requires"] == "lotse-web.socket"
    address = read("lotse-web.socket")["Socket"]["ListenStream"]
    assert address in RECIPE
    assert address.startswith("127.0.0.1:")


def test_a_new_version_is_migrated_as_in_containers():
    together = " && ".join(map(shlex.join, commands("lotse-migrate.service")))
    assert ["sh", "-c", together] == SERVICES["migrate"]["command"]


def test_the_nightly_backup_is_that_of_the_containers():
    *begin, _daily, at, keep, kept = SERVICES["backup"]["command"]
    default = {"at": at.partition(":-")[2], "kept": kept.partition(":-")[2]}
    assert commands("lotse-backup.service") == [[*begin, keep, default["kept"].rstrip("}")]]
    assert read("lotse-backup.timer")["Timer"]["OnCalendar"] == default["at"].rstrip("}")


def test_the_target_starts_all_that_runs_for_long_and_stops_it():
    wanted = read("lotse.target")["Unit"]["Wants"].split()
    apart = {"lotse.target", "lotse-migrate.service", "lotse-backup.service"}
    assert set(wanted) == set(UNITS) - apart
    assert {read(name)["Unit"]["PartOf"] for name in wanted} == {"lotse.target"}
    for name in wanted:
        if name.endswith(".service"):
            assert read(name)["Service"]["Restart"] == "always"


class TestEachSetting:
    def test_can_be_made_in_one_file(self):
        """Of two places that set a variable, systemd takes the file."""
        assert COMMON["EnvironmentFile"] == "/etc/lotse/lotse.env"
        named = set(re.findall(r"\bLOTSE_[A-Z_]+(?==)", COMMON["Environment"]))
        assert named == {"LOTSE_DATA_DIR", "LOTSE_STATIC_ROOT"}
        assert not any("Environment" in read(name)["Service"] for name in OURS)

    def test_that_gives_more_rights_reaches_one_service_only(self):
        files = {name: read(name)["Service"].get("EnvironmentFile") for name in OURS}
        assert {name: file for name, file in files.items() if file} == {
            "lotse-migrate.service": "/etc/lotse/owner.env",
            "lotse-backup.service": "/etc/lotse/backup.env",
        }

    def test_in_the_recipe_is_documented_or_asked_for_by_the_script_of_the_roles(self):
        named = set(re.findall(r"^(LOTSE_[A-Z_]+)=", RECIPE, re.MULTILINE))
        assert named <= documented_settings()
        asked = set(re.findall(r"\b(LOTSE_\w+)", (ROOT / "deploy/database.sh").read_text()))
        assert asked == set(re.findall(r"^export (LOTSE_\w+)=", RECIPE, re.MULTILINE))


def test_the_recipe_installs_all_that_reports_need():
    readme = (ROOT / "README.md").read_text()
    needed = re.search(r"`apt install (lib[^`]+)`", readme)[1].split()
    assert set(needed) <= set(RECIPE.split())


@pytest.mark.systemd
class TestInTheEyesOfSystemd:
    @pytest.fixture
    def units(self, tmp_path):
        """The units for the place where Lotse lies here."""
        folder = Path(shutil.copytree(FOLDER, tmp_path / "units"))
        for path in folder.rglob("lotse*.service"):
            here = path.read_text().replace("/srv/lotse/.venv", sys.prefix)
            path.write_text(here.replace("/srv/lotse", str(ROOT)))
        return folder

    def analyze(self, *arguments):
        done = subprocess.run(
            ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    def test_the_units_are_without_fault(self, units):
        assert self.analyze("verify", *(units / name for name in UNITS)) == ""

    @pytest.mark.parametrize("name", OURS)
    def test_a_service_has_few_rights(self, units, name):
        """Of 10.0, systemd's measure of what a service could do to the machine; 9.6 is usual."""
        self.analyze("security", "--offline=true", "--threshold=20", units / name)
