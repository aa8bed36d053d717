"""`make run`: what it says when it cannot run, and that it starts, stops and keeps data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lotse.embedded import postgres
from tests.lotse.hosting import eventually

ROOT = Path(__file__).parents[3]
STARTED = "Beenden mit"


def environment(data_dir: Path, port: int | str, **more: str) -> dict[str, str]:
    """Return an environment for a Lotse of its own."""
    system = {
        key: value for key, value in os.environ.items() if not key.startswith(("LOTSE", "DJANGO"))
    }
    return system | {"LOTSE_DATA_DIR": str(data_dir), "LOTSE_PORT": str(port)} | more


def refusal(data_dir: Path, port: int | str, **more: str) -> str:
    """Start Lotse where it cannot run; return what it says."""
    answer = subprocess.run(
        [sys.executable, "-m", "lotse.embedded"],
        cwd=ROOT,
        env=environment(data_dir, port, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    return answer.stderr


@pytest.fixture
def port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder of its own. In pytest's folders others may not look, and PostgreSQL is another."""
    with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
        path = Path(folder) / "Ordner, der 'Lotse' heißt (ü)"
        path.mkdir()
        yield path


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine on which another program listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


class TestCannotRun:
    def test_on_a_port_in_use(self, tmp_path, taken_port):
        said = refusal(tmp_path, taken_port)
        assert f"Port {taken_port} lässt sich nicht benutzen." in said
        assert f"LOTSE_PORT={taken_port + 1} make run" in said

    @pytest.mark.parametrize(
        ("port", "said"),
        [("achttausend", "muss eine Zahl sein"), ("70000", "zwischen 1 und 65535"), ("0", "65535")],
    )
    def test_on_a_port_that_is_none(self, tmp_path, port, said):
        assert said in refusal(tmp_path, port)

    def test_in_a_folder_that_cannot_be_written(self, port):
        # /proc takes no folders, not even from root.
        said = refusal(Path("/proc/lotse"), port)
        assert "In den Ordner /proc/lotse lässt sich nichts schreiben." in said
        assert "LOTSE_DATA_DIR" in said

    def test_in_a_folder_that_is_a_file(self, tmp_path, port):
        (tmp_path / "datei").write_text("")
        assert "lässt sich nichts schreiben" in refusal(tmp_path / "datei", port)

    def test_where_something_in_the_folder_is_not_as_it_should_be(self, tmp_path, port):
        (tmp_path / "broker").write_text("")
        said = refusal(tmp_path, port)
        assert f"Der Zugriff auf {tmp_path / 'broker'}" in said

    def test_without_the_libraries_for_text_layout(self, tmp_path, port):
        package = tmp_path / "packages" / "weasyprint"
        package.mkdir(parents=True)
        # This is how WeasyPrint ends when the system has no Pango.
        (package / "__init__.py").write_text(
            "raise OSError(\"cannot load library 'libpango-1.0-0'\\nmore\")"
        )
        said = refusal(tmp_path / "data", port, PYTHONPATH=str(package.parent))
        assert "apt install libpango-1.0-0" in said
        assert "Was genau fehlt: cannot load library 'libpango-1.0-0'" in said

    def test_without_its_database(self, tmp_path, port):
        said = refusal(
            tmp_path,
            port,
            LOTSE_DATABASE_URL="postgres://lotse@127.0.0.1:1/lotse?connect_timeout=1",
            LOTSE_DATABASE_OWNER_URL="postgres://owner@127.0.0.1:1/lotse",
        )
        assert "Die Datenbank antwortet nicht" in said
        assert "LOTSE_DATABASE_URL" in said

    def test_without_the_owner_of_its_database(self, tmp_path, port):
        said = refusal(tmp_path, port, LOTSE_DATABASE_URL="postgres://lotse@127.0.0.1:1/lotse")
        assert "LOTSE_DATABASE_OWNER_URL fehlt" in said

    @pytest.mark.parametrize("version", ["17", "unleserlich"])
    def test_with_a_database_that_does_not_start(self, tmp_path, port, version):
        (tmp_path / "postgres").mkdir()
        (tmp_path / "postgres" / "PG_VERSION").write_text(f"{version}\n")
        said = refusal(tmp_path, port)
        assert "PostgreSQL-Datenbank startet nicht" in said
        assert str(tmp_path / "postgres" / "log") in said


class Running:
    """A Lotse that was started as `make run` does, with a session of its own."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lotse.embedded"],
            cwd=ROOT,
            env=environment(data_dir, port, TMPDIR=str(self._temporary_folder())),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if STARTED in line:
                return
        raise AssertionError(f"Lotse does not start. It said: {self.said}")

    def _temporary_folder(self) -> Path:
        """Return a folder as the machine's own, in which the lock of another user lies."""
        folder = self.data_dir.parent / "tmp"
        (folder / ".lockfile").mkdir(parents=True, exist_ok=True)
        return folder

    def stop(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def serves(self) -> bool:
        """Whether the first page is served."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
                return "Lotse" in answer.read().decode()
        except OSError:
            return False

    def database(self) -> psycopg.Connection:
        """Return a connection to its database."""
        settings = postgres.connection_settings(self.data_dir)
        return psycopg.connect(
            host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
        )


def let_the_application_own_everything(data_dir: Path) -> None:
    """Make of a stopped Lotse one from the time when it had a single role."""
    socket_dir = postgres.start(data_dir)
    with psycopg.connect(
        host=str(socket_dir), user="postgres", dbname="lotse", autocommit=True
    ) as database:
        database.execute("reassign owned by lotse_owner to lotse")
        database.execute("revoke all on schema public from lotse")
        database.execute("drop role lotse_owner, lotse_backup")
    postgres.stop(data_dir)


def still_there(data_dir: Path) -> list[str]:
    """Return the command lines of processes that work in a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"LOTSE_DATA_DIR={data_dir}".encode() in place.read_bytes():
                found.append(place.with_name("cmdline").read_text())
        except OSError:
            continue
    return found


def test_it_stops_everything_and_the_next_start_keeps_the_data(demo_data, data_dir, port):
    # Starting in an empty folder is what makes `demo_data`.
    subprocess.run(["cp", "-a", f"{demo_data}/.", data_dir], check=True)
    first = Running(data_dir, port)
    assert f"Lotse läuft: http://localhost:{port}" in first.said
    assert "lotsin@sonnenwinkel.example" in first.said
    assert f"http://localhost:{port}/postausgang/" in first.said
    with first.database() as database:
        database.execute("update organisations_organisation set name = 'Umbenannt'")
    assert "Lotse läuft schon mit den Daten" in refusal(data_dir, port)
    # As when someone closes the window in which it runs.
    assert first.stop(signal.SIGHUP) == 0
    assert still_there(data_dir) == []
    assert not (data_dir / "postgres" / "postmaster.pid").exists()

    let_the_application_own_everything(data_dir)
    second = Running(data_dir, port)
    with second.database() as database:
        names = database.execute("select name from organisations_organisation").fetchall()
        owned = "select count(*) from pg_class where relowner = 'lotse'::regrole"
        assert database.execute(owned).fetchone() == (0,)
    assert second.stop(signal.SIGTERM) == 0
    assert names == [("Umbenannt",)] * 3


def test_a_process_that_dies_is_started_again(demo_data, data_dir, port):
    subprocess.run(["cp", "-a", f"{demo_data}/.", data_dir], check=True)
    lotse = Running(data_dir, port)
    try:
        web = min(int(line) for line in _children(lotse.process.pid) if _is(line, "gunicorn"))
        os.kill(web, signal.SIGKILL)
        assert lotse.process.stdout is not None
        said = next(line for line in lotse.process.stdout if line.strip() and STARTED not in line)
        assert "„web“ ist ausgefallen und startet neu" in said
        assert eventually(lotse.serves)
    finally:
        lotse.stop(signal.SIGINT)
    assert eventually(lambda: not still_there(data_dir))


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _is(pid: str, name: str) -> bool:
    return name in Path(f"/proc/{pid}/cmdline").read_text()
