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
COMPLETE = (
    "*/domain/*.py",
    "*/forms/*.py",
    "*/forms.py",
    "organisations/tenancy/*.py",
    "lotse/charts/*.py",
)


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; without any, measure and judge coverage too."""
    # One more than there are processors: some tests wait for processes of their own.
    workers = (os.cpu_count() or 1) + 1
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers)]
    command += ["--dist", "loadgroup", "--no-loadscope-reorder"]
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
    """Name what should be covered wholly and is not; tests/conftest.py says which tests count."""
    incomplete = {
        name: file
        for name, file in sorted(report["files"].items())
        if any(fnmatch(name, pattern) for pattern in COMPLETE)
        and file["summary"]["percent_covered"] < 100
    }
    if not incomplete:
        print("\nAbgedeckt mit allen Zeilen und Zweigen:", *COMPLETE)
        return 0
    print("\nDiese Dateien sollen zu 100 % abgedeckt sein:")
    for name, file in incomplete.items():
        print(f"  {file['summary']['percent_covered']:5.1f} %  {name}  {_places(file)}")
    return 1


def _places(file: dict) -> str:
    lines = [str(line) for line in file["missing_lines"]]
    branches = [f"{start}→{end}" for start, end in file["missing_branches"]]
    return ", ".join([*lines[:12], *branches[:6]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
