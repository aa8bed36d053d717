"""`python -m lotse.embedded`: all of Lotse on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from lotse.embedded import postgres, preparing
from lotse.embedded.preparing import CannotRun
from lotse.embedded.processes import Supervisor

ROOT = Path(__file__).parents[2]
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run until Ctrl-C, SIGTERM or a closed terminal. Return 0, or 1 when Lotse cannot run here."""
    # Also where a shell started it in the background and ignores Ctrl-C.
    for number in STOPPING:
        signal.signal(number, signal.default_int_handler)
    try:
        _run()
    except CannotRun as reason:
        print(f"\nLotse kann nicht starten.\n\n{reason}\n", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nLotse kann nicht weiterlaufen.\n\n{_access(error)}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # A terminal that was closed cannot be written to.
        with suppress(OSError):
            print("\nLotse ist beendet.", flush=True)
    return 0


def _access(error: OSError) -> str:
    return (
        f"Der Zugriff auf {error.filename or 'den Datenordner'} gelingt nicht: {error.strerror}.\n"
        "Bitte prüfen Sie, wem die Dateien dort gehören und ob auf der Platte noch Platz ist."
    )


def _run() -> None:
    data_dir = Path(os.environ.get("LOTSE_DATA_DIR") or ROOT / ".data").resolve()
    port = _port()
    preparing.check_folder(data_dir)
    lock = preparing.take_lock(data_dir)
    embedded = not os.environ.get("LOTSE_DATABASE_URL")
    try:
        preparing.check_port(port)
        preparing.check_text_layout()
        os.environ["LOTSE_DATA_DIR"] = str(data_dir)
        os.environ["DJANGO_SETTINGS_MODULE"] = "lotse.settings.local"
        os.environ.setdefault("LOTSE_BASE_URL", f"http://localhost:{port}")
        for folder in ("broker/messages", "broker/control", "outbox"):
            (data_dir / folder).mkdir(parents=True, exist_ok=True)
        print("Lotse startet …", flush=True)
        if embedded:
            preparing.start_database(data_dir)
        preparing.prepare_data()
        _serve(data_dir, port)
    finally:
        if embedded:
            postgres.stop(data_dir)
        lock.close()


def _port() -> int:
    text = os.environ.get("LOTSE_PORT") or "8000"
    if not text.isdecimal():
        raise CannotRun(f"LOTSE_PORT muss eine Zahl sein, nicht „{text}“.")
    return int(text)


def _serve(data_dir: Path, port: int) -> None:
    supervisor = Supervisor(data_dir, port)
    try:
        supervisor.start()
        _greet(port, data_dir)
        supervisor.watch()
    finally:
        # A second Ctrl-C must not leave processes behind.
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()


def _greet(port: int, data_dir: Path) -> None:
    from lotse.demo.content import PASSWORD, SIGN_INS

    address = f"http://localhost:{port}"
    print(f"\nLotse läuft: {address}\n\nZum Ausprobieren (Demo):")
    for email, description in SIGN_INS:
        print(f"  {email:<28} {PASSWORD:<16} {description}")
    if not os.environ.get("LOTSE_EMAIL_URL"):
        print(f"\nMails dieser Installation: {address}/postausgang/")
    print(f"Protokolle: {data_dir / 'logs'}\nBeenden mit Strg+C.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
