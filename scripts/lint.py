"""`make lint`: every check that needs no running application, one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lotse.embedded import postgres

ROOT = Path(__file__).parents[1]
# Type checking reads the settings but needs no database.
NO_DATABASE = {"LOTSE_DATABASE_URL": "postgres://lotse@localhost/lotse"}

PYTHON = [sys.executable]
APPS = ["lotse", "measures", "checks", "organisations"]
SAFE_KEY = "".join(chr(33 + (7 * number) % 90) for number in range(64))
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lotse.settings.production",
    "LOTSE_SECRET_KEY": SAFE_KEY,
    "LOTSE_ALLOWED_HOSTS": "lotse.example",
    "LOTSE_BASE_URL": "https://lotse.example",
    "LOTSE_EMAIL_URL": "smtp://mail.example",
    "LOTSE_EMAIL_FROM": "Lotse <lotse@lotse.example>",
    "LOTSE_BROKER_URL": "redis://redis.example/0",
    **NO_DATABASE,
}
TEST = {"DJANGO_SETTINGS_MODULE": "lotse.settings.test"}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Stil", [*PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
    ("Form", [*PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
    ("Architektur", [str(Path(sys.executable).parent / "lint-imports")], {}),
    (
        "Typen",
        [*PYTHON, "-m", "mypy", "--no-error-summary", *APPS],
        NO_DATABASE,
    ),
    (
        "Migrationen",
        [*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        TEST,
    ),
    ("Betrieb", [*PYTHON, "manage.py", "check", "--deploy", "--fail-level", "INFO"], PRODUCTION),
    ("Vorlagen und Texte", [*PYTHON, "-m", "scripts.check_templates"], TEST),
]


def main() -> int:
    """Run all checks, show what failed, return 0 when none did."""
    failed = []
    try:
        for name, command, variables in CHECKS:
            answer = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | variables,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            print(f"{name}: {'in Ordnung' if answer.returncode == 0 else 'FEHLER'}", flush=True)
            if answer.returncode != 0:
                failed.append(name)
                print(answer.stdout, flush=True)
    finally:
        postgres.stop(ROOT / ".data" / "test")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
