"""Production refuses what would be unsafe, and sends what protects people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "lotse.settings.production",
    "LOTSE_SECRET_KEY": "".join(chr(33 + (7 * number) % 90) for number in range(64)),
    "LOTSE_ALLOWED_HOSTS": "lotse.example",
    "LOTSE_BASE_URL": "https://lotse.example",
    "LOTSE_DATABASE_URL": "postgres://lotse@localhost/lotse",
    "LOTSE_EMAIL_URL": "smtp://mail.example",
}


def manage(*arguments, **changes):
    """Run a management command with production settings; a change to None removes a value."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LOTSE")}
    environment |= {key: value for key, value in (SAFE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"LOTSE_SECRET_KEY": None}, "LOTSE_SECRET_KEY"),
        ({"LOTSE_SECRET_KEY": "kurz"}, "LOTSE_SECRET_KEY"),
        ({"LOTSE_SECRET_KEY": "a" * 80}, "LOTSE_SECRET_KEY"),
        ({"LOTSE_SECRET_KEY": "unsafe-local-key-for-make-run-only" * 3}, "LOTSE_SECRET_KEY"),
        ({"LOTSE_DEBUG": "true"}, "LOTSE_DEBUG"),
        ({"LOTSE_ALLOWED_HOSTS": None}, "LOTSE_ALLOWED_HOSTS"),
        ({"LOTSE_ALLOWED_HOSTS": "*"}, "LOTSE_ALLOWED_HOSTS"),
        ({"LOTSE_BASE_URL": "http://lotse.example"}, "LOTSE_BASE_URL"),
        ({"LOTSE_DATABASE_URL": None}, "LOTSE_DATABASE_URL"),
    ],
    ids=str,
)
def test_unsafe_settings_stop_the_start_and_say_why(changes, said):
    answer = manage("check", **changes)
    assert answer.returncode != 0
    assert said in answer.stderr


def test_the_deployment_check_finds_nothing():
    answer = manage("check", "--deploy", "--fail-level", "INFO")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.django_db
def test_every_page_carries_a_policy_without_inline_code(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
