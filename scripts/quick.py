"""`make quick`: the tests next to what was changed, without coverage, for while one works."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import test

ROOT = Path(__file__).parents[1]
APPS = ("measures", "checks", "organisations")
# Where nothing was changed, or something on which everything rests.
FAST = [*(f"tests/{app}/forms" for app in APPS), "tests/measures/domain", "tests/lotse/charts"]
# They start whole installations: only when they were changed themselves.
SLOW = ("tests/journeys/", "tests/lotse/faults/", "tests/lotse/embedded/")


def main() -> int:
    """Run the tests next to what git says was changed since the last commit, or in it."""
    changed = _lines("git", "diff", "--name-only", "HEAD")
    changed += _lines("git", "ls-files", "--others", "--exclude-standard")
    changed = changed or _lines("git", "diff", "--name-only", "HEAD~1")
    chosen = tests_near(changed) or FAST
    print("\n".join(["Tests:", *(f"  {name}" for name in chosen)]), flush=True)
    return test.main(["--no-cov", *chosen])


def tests_near(changed: Iterable[str]) -> list[str]:
    """Return the test files that were changed, import a changed module, or stand beside it."""
    changed = set(changed)
    modules = {_module(name) for name in changed if name.endswith(".py")}
    beside = tuple(filter(None, map(_tests_beside, changed)))
    found = []
    for path in sorted(ROOT.glob("tests/**/test_*.py")):
        name = str(path.relative_to(ROOT))
        is_near = name.startswith(beside) or modules & _imported(path.read_text())
        if name in changed or (is_near and not name.startswith(SLOW)):
            found.append(name)
    return found


def _tests_beside(name: str) -> str:
    """Return how tests begin that are about a page, a template or a part of `lotse`, or ""."""
    room, *rest = Path(name).parts
    if room == "templates":
        room, rest = rest[0], ["views", *rest[1:]]
    if room in APPS and rest[0] in ("views", "urls.py"):
        return f"tests/{room}/views/"
    if room in APPS and rest[0] == "models":
        return f"tests/{room}/domain/test_{Path(name).stem}"
    part = rest[0] if room == "lotse" else room
    return f"tests/lotse/{part}/" if (ROOT / "tests" / "lotse" / part).is_dir() else ""


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(source: str) -> set[str]:
    found = set()
    for module, names in re.findall(r"^\s*from ([\w.]+) import (\([^)]*\)|.+)", source, re.M):
        found |= {module, *(f"{module}.{name}" for name in re.findall(r"\w+", names))}
    return found


def _lines(*command: str) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
