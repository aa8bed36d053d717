"""`python -m bench`: measure everything side by side, print one table, end by itself."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench.databases import Databases
from bench.figures import Figure, table
from bench.machine import describe
from bench.size import Size
from lotse.embedded import preparing

if TYPE_CHECKING:
    from bench.stage import Stage

ROOT = Path(__file__).parents[1]
FEW = Size(organisations=10)


def main(arguments: list[str]) -> int:
    """Return 0 when every target is held, 1 when one is missed, 2 when nothing was measured."""
    options = _parser().parse_args(arguments)
    many = Size(organisations=150 if options.quick else 10_000)
    rounds, minutes = (60, 8) if options.quick else (250, 30)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.alarm(60 * minutes)
    try:
        return _run(FEW, many, rounds, reports=3 if options.quick else 5)
    except (preparing.CannotRun, RuntimeError, TimeoutError) as reason:
        print(f"\nDie Messung bricht ab.\n\n{reason}\n", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nDie Messung ist abgebrochen.", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Misst, wie schnell Lotse ist."
    )
    parser.add_argument(
        "--quick", action="store_true", help="kleine Datenmenge und wenige Wiederholungen"
    )
    return parser


def _time_is_up(*_args: object) -> None:
    raise TimeoutError("Die Messung dauert zu lange.")


def _run(few: Size, many: Size, rounds: int, reports: int) -> int:
    data_dir = Path(os.environ.get("LOTSE_BENCH_DATA_DIR") or ROOT / ".data" / "bench").resolve()
    preparing.check_folder(data_dir)
    preparing.check_text_layout()
    lock = preparing.take_lock(data_dir)
    databases = Databases(data_dir)
    try:
        _set_up_django(data_dir, databases)
        groups = _measure(data_dir, databases, few, many, rounds, reports)
        about = describe(databases.version())
    finally:
        databases.stop()
        lock.close()
    print(f"\n{table(groups)}\n\n{about}")
    missed = sum(figure.is_missed for _title, figures in groups for figure in figures)
    print(
        f"{missed} Ziele verfehlt."
        if missed > 1
        else "Ein Ziel verfehlt."
        if missed
        else "Alle Ziele erreicht."
    )
    return 1 if missed else 0


def _set_up_django(data_dir: Path, databases: Databases) -> None:
    """Take the production settings, with a key of its own and whatever is measured here."""
    for name in [name for name in os.environ if name.startswith("LOTSE_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOTSE_SECRET_KEY": secrets.token_urlsafe(60),
        "LOTSE_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "LOTSE_BASE_URL": "https://localhost",
        "LOTSE_DATA_DIR": str(data_dir),
        "BENCH_SOCKET": str(databases.socket),
        "BENCH_DATABASE": "lotse",
        "BENCH_STATIC_ROOT": str(data_dir / "static"),
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def _measure(
    data_dir: Path, databases: Databases, few: Size, many: Size, rounds: int, reports: int
) -> list[tuple[str, list[Figure]]]:
    from bench.stage import Stage, place

    groups = []
    with ExitStack() as stack:
        _say(f"Daten: {few.organisations} und {many.organisations} Organisationen …")
        stage = Stage(
            stack.enter_context(place(databases, "few", few, data_dir)),
            stack.enter_context(place(databases, f"many_{many.organisations}", many, data_dir)),
            rounds,
            reports,
        )
        for title, measure in _measurements():
            begin = time.monotonic()
            groups.append((title, measure(stage)))
            _say(f"{title}: {time.monotonic() - begin:.0f} s")
    return groups


def _measurements() -> list[tuple[str, Callable[[Stage], list[Figure]]]]:
    """Return what is measured. A new measurement is a function and a line here."""
    from bench.measurements import (
        history,
        importing,
        landscape,
        measures,
        portfolio,
        ranking,
        report,
        step,
        transfer,
    )

    return [
        ("Eine Antwort speichern und die nächste Frage zeigen", step.measure),
        ("Übertragene Daten", transfer.measure),
        ("Ergebnis über fünf Checks", history.measure),
        ("Karte der Systeme", landscape.measure),
        ("Rangliste", ranking.measure),
        ("Ansichten der Maßnahmen", measures.measure),
        ("Liste einlesen", importing.measure),
        ("Portfolio", portfolio.measure),
        ("Bericht", report.measure),
    ]


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
