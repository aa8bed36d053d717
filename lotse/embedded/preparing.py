"""What must hold before Lotse can run on this machine, said in plain words."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from lotse.embedded import postgres

CATALOGUES = Path(__file__).parents[2] / "checks" / "catalogues"
SHIPPED = [str(CATALOGUES / name / "catalogue.yaml") for name in ("default", "short")]

TEXT_LAYOUT_HELP = """Für die Berichte fehlt eine Bibliothek zum Setzen von Text (Pango).
  Debian, Ubuntu:  apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  Fedora:          dnf install pango
  macOS:           brew install pango
Danach „make run“ noch einmal aufrufen.
Was genau fehlt: {reason}"""


class CannotRun(Exception):
    """Lotse cannot run here; the text says why and what helps, in German."""


def check_folder(data_dir: Path) -> None:
    """Create the data folder. Raises CannotRun when nothing can be written there."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise CannotRun(
            f"In den Ordner {data_dir} lässt sich nichts schreiben.\n"
            "Bitte geben Sie sich dort Schreibrechte, oder nennen Sie mit LOTSE_DATA_DIR "
            "einen anderen Ordner."
        ) from error


def take_lock(data_dir: Path) -> IO[str]:
    """Return the held lock of the data folder. Raises CannotRun when another Lotse holds it."""
    lock = (data_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise CannotRun(
            f"Lotse läuft schon mit den Daten in {data_dir}.\n"
            "Bitte beenden Sie es dort zuerst mit Strg+C."
        ) from error
    return lock


def check_port(port: int) -> None:
    """Raise CannotRun when something else listens on `port` (1 to 65535) of this machine."""
    if not 1 <= port <= 65535:
        raise CannotRun(f"LOTSE_PORT muss zwischen 1 und 65535 liegen, nicht {port}.")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CannotRun(
                f"Port {port} dürfen nur Programme mit besonderen Rechten benutzen.\n"
                "Nehmen Sie einen ab 1024, zum Beispiel:  LOTSE_PORT=8000 make run"
            ) from error
        except OSError as error:
            raise CannotRun(
                f"Port {port} lässt sich nicht benutzen.\n"
                "Wahrscheinlich läuft dort schon ein anderes Programm. Nehmen Sie einen anderen "
                f"Port, zum Beispiel:  LOTSE_PORT={min(port + 1, 65535)} make run"
            ) from error


def check_text_layout() -> None:
    """Raise CannotRun when WeasyPrint does not find the libraries it sets text with."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise CannotRun(TEXT_LAYOUT_HELP.format(reason=str(error).partition("\n")[0])) from error


def start_database(data_dir: Path) -> None:
    """Start the embedded PostgreSQL. Raises CannotRun with the place of its log."""
    try:
        postgres.start(data_dir)
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        raise CannotRun(
            "Die mitgelieferte PostgreSQL-Datenbank startet nicht.\n"
            f"Ihr Protokoll: {data_dir / postgres.FOLDER / 'log'}\nGrund: {error}"
        ) from error


def prepare_data() -> None:
    """Migrate, publish the catalogues that ship, and fill an empty database with the demo.

    Raises CannotRun when the database does not answer, its roles are not as they must be, or a
    catalogue cannot be published.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotse.settings.local")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command
    from django.db import OperationalError

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise CannotRun(
            f"Die Datenbank antwortet nicht: {error}\nBitte prüfen Sie LOTSE_DATABASE_URL."
        ) from error
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from error
    try:
        with Path(os.devnull).open("w") as nowhere:
            call_command("import_catalogue", *SHIPPED, stdout=nowhere)
            call_command("demo", "--if-empty", stdout=nowhere)
    except CommandError as error:
        raise CannotRun(str(error)) from error
