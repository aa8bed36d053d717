"""Starts Lotse as `make run` does, on this machine and with data of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_lotse(folder: Path, **settings: str) -> Iterator[str]:
    """Start Lotse with the data in `folder`, give its address, and stop it as Ctrl-C does."""
    port = free_port()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LOTSE", "DJANGO"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "lotse.embedded"],
        cwd=ROOT,
        env=environment | {"LOTSE_PORT": str(port), "LOTSE_DATA_DIR": str(folder)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        _wait_until_it_runs(process.stdout)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
    assert process.returncode == 0


def _wait_until_it_runs(output: Iterable[str]) -> None:
    # The program gives up by itself when it cannot start, so this ends.
    said = ""
    for line in output:
        said += line
        if "Beenden mit" in line:
            return
    raise AssertionError(f"Lotse does not start. It said: {said}")


@contextmanager
def copy_of(data: Path) -> Iterator[Path]:
    """Copy the data folder of a Lotse that is stopped, owners too, and remove it at the end."""
    # Not in pytest's folders: PostgreSQL runs as a user of its own there and must get in.
    with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
        subprocess.run(["cp", "-a", f"{data}/.", folder], check=True)
        yield Path(folder)
