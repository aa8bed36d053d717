"""Starts, watches and stops the processes of Lotse on one machine."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lotse.embedded.preparing import CannotRun

RESTARTS = 3
RESTART_WINDOW = 60.0
START_TIMEOUT = 60.0
STOP_TIMEOUT = 20.0


def commands(port: int) -> dict[str, list[str]]:
    """Return the command lines of web server, worker and scheduler by their names."""
    celery = [sys.executable, "-m", "celery", "-A", "lotse"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "lotse.wsgi", "--preload"),
            "--config=python:lotse.server",
            *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
            *("--graceful-timeout", "5", "--no-control-socket"),
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "beat": [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"],
    }


@dataclass
class Child:
    """One process that is started again when it dies, but not for ever."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start the process; it writes to its log file."""
        self.starts.append(time.monotonic())
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches the supervisor only, which stops in order.
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_dead(self) -> bool:
        """Whether the process ended by itself."""
        return self.process is not None and self.process.poll() is not None

    @property
    def may_restart(self) -> bool:
        """Whether it has been started fewer than four times within the last minute."""
        now = time.monotonic()
        while self.starts and now - self.starts[0] > RESTART_WINDOW:
            self.starts.popleft()
        return len(self.starts) <= RESTARTS

    def last_words(self) -> str:
        """Return the end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


class Supervisor:
    """Runs web server, worker and scheduler until `stop` is asked for."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.port = port
        self.is_stopping = False
        logs = data_dir / "logs"
        logs.mkdir(exist_ok=True)
        self.children = [
            Child(name, command, logs / f"{name}.log") for name, command in commands(port).items()
        ]

    def start(self) -> None:
        """Start all and wait until pages are served. Raises CannotRun when they are not."""
        for child in self.children:
            child.start()
        deadline = time.monotonic() + START_TIMEOUT
        while not self.is_stopping and not self._answers():
            self._revive()
            if time.monotonic() > deadline:
                raise CannotRun(
                    "Der Webserver antwortet nicht. Sein Protokoll endet so:\n"
                    + self.children[0].last_words()
                )
            time.sleep(0.1)

    def watch(self) -> None:
        """Return when `is_stopping`. Raises CannotRun when a process keeps dying."""
        while not self.is_stopping:
            self._revive()
            time.sleep(0.3)

    def stop(self) -> None:
        """Ask all to end, wait, and end the stubborn."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _revive(self) -> None:
        for child in self.children:
            if child.is_dead and not self.is_stopping:
                if not child.may_restart:
                    raise CannotRun(
                        f"Der Prozess „{child.name}“ endet immer wieder. Sein Protokoll:\n"
                        + child.last_words()
                    )
                print(f"Der Prozess „{child.name}“ ist ausgefallen und startet neu.", flush=True)
                child.start()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/health/", timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
