"""gunicorn as hosting starts it, one for each database, on free ports of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.client import Visitor
from lotse.embedded.processes import commands

START_TIMEOUT = 60.0
STOP_TIMEOUT = 15.0


@contextmanager
def web_server(database: str, log: Path) -> Iterator[int]:
    """Run gunicorn on a database for the length of the block; give its port.

    Raises RuntimeError with the end of its log when it does not answer.
    """
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            commands(port)["web"],
            env=os.environ | {"BENCH_DATABASE": database},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    visitor = Visitor(port)
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if visitor.get("/health/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            visitor.close()
    words = log.read_text(errors="replace").splitlines()[-15:]
    raise RuntimeError("Der Webserver antwortet nicht:\n" + "\n".join(words))
