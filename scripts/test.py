"""`make test`: the whole suite with coverage, and the bounds that coverage must keep."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from lotse.embedded import postgres

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "coverage.json"
COMPLETE = ("*/domain/*.py", "*/forms/*.py", "organisations/tenancy/*.py", "lotse/charts/*.py")


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; without any, measure and judge coverage too."""
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", "-q"]
    whole = not arguments
    if whole:
        command += ["--cov", "--cov-report=", f"--cov-report=json:{REPORT}"]
    try:
        code = subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode
    finally:
        _stop_database()
    if whole and code == 0:
        code = _judge(json.loads(REPORT.read_text()))
    return code


def _stop_database() -> None:
    data_dir = os.environ.get("LOTSE_TEST_DATA_DIR", str(ROOT / ".data" / "test"))
    postgres.stop(Path(data_dir))


def _judge(report: dict) -> int:
    incomplete = {
        name: file
        for name, file in report["files"].items()
        if any(fnmatch(name, pattern) for pattern in COMPLETE)
        and file["summary"]["percent_covered"] < 100
    }
    total = report["totals"]["percent_covered"]
    print(f"\nAbdeckung (Zeilen und Zweige): {total:.1f} %")
    for name, file in sorted(report["files"].items()):
        percent = file["summary"]["percent_covered"]
        if percent < 100 and name not in incomplete:
            print(f"  {percent:5.1f} %  {name}  {_places(file)}")
    if incomplete:
        print("\nDiese Dateien sollen zu 100 % abgedeckt sein:")
        for name, file in sorted(incomplete.items()):
            print(f"  {file['summary']['percent_covered']:5.1f} %  {name}  {_places(file)}")
    return int(bool(incomplete))


def _places(file: dict) -> str:
    lines = [str(line) for line in file["missing_lines"]]
    branches = [f"{start}→{end}" for start, end in file["missing_branches"]]
    return ", ".join([*lines[:12], *branches[:6]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
