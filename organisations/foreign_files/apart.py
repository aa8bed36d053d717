"""The one place that opens what people upload: in a process of its own, with limits.

What a file does to the library that reads it (endless work, memory without end, a crash) ends in
that process, and here in a sentence. Called by workers and commands, not by web processes: it may
take as long as it may take.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from organisations.foreign_files import child
from organisations.foreign_files.reading import (
    BROKEN,
    MEGABYTE,
    MOST_MEMBERS,
    MOST_UNPACKED,
    TOO_LARGE,
    TOO_SLOW,
    FileRefused,
)

logger = logging.getLogger(__name__)

SECONDS = 10
MEMORY = 300 * MEGABYTE
LARGEST_ANSWER = 64 * MEGABYTE
# Seconds are counted while the process works. On a machine that is busy with other things it may
# stand still meanwhile, which is not the file's fault, but not for ever.
PATIENCE = 3
# How the runtimes of C++ and Rust, and Python itself, say that there was no memory left.
NO_MEMORY = (b"bad_alloc", b"memory allocation of", b"MemoryError")


def read_apart(
    reader: Callable[..., Any],
    content: bytes | BinaryIO,
    *arguments: Any,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    unpacked: int = MOST_UNPACKED,
    members: int = MOST_MEMBERS,
) -> Any:
    """Return what `reader(file, *arguments)` returns, called in a process of its own.

    `reader` is a function as described in `reading`; `content` is the file, or its bytes. Limits
    are in seconds of computing and in bytes; `unpacked` and `members` are about ZIP containers,
    which are looked through before the reader sees them. The process gets nothing of this one:
    no connection, no setting, no secret.

    Raises `FileRefused` with the reader's reason, or with `TOO_SLOW`, `TOO_LARGE` or `BROKEN`.
    """
    name = f"{reader.__module__}:{reader.__qualname__}"
    order = {
        "reader": name,
        "arguments": arguments,
        "seconds": seconds,
        "memory": memory,
        "answer": LARGEST_ANSWER,
        "unpacked": unpacked,
        "members": members,
    }
    with TemporaryFile() as given, TemporaryFile() as answered, TemporaryFile() as complained:
        if isinstance(content, bytes):
            given.write(content)
            given.seek(0)
            file: BinaryIO = given
        else:
            content.seek(0)
            file = content
        code = _run(json.dumps(order), file, answered, complained, PATIENCE * seconds)
        answered.seek(0)
        complained.seek(0, os.SEEK_END)
        complained.seek(max(0, complained.tell() - 4096))
        if code != 0:
            raise FileRefused(_why(code, complained.read(), name))
        answer = json.loads(answered.read(), object_hook=_with_bytes)
    if "refused" in answer:
        raise FileRefused(answer["refused"], **answer["details"])
    return answer["result"]


def _run(
    order: str, file: BinaryIO, answered: BinaryIO, complained: BinaryIO, longest: float
) -> int:
    """Return the exit code; negative is a signal. Files, not pipes: nobody waits for anybody."""
    process = subprocess.Popen(  # noqa: S603 - our own program, and JSON that we wrote
        # -I: nothing of the surroundings decides what Python imports.
        [sys.executable, "-I", "-X", "utf8", child.__file__, order],
        stdin=file,
        stdout=answered,
        stderr=complained,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        return process.wait(longest)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _why(code: int, complaint: bytes, reader: str) -> str:
    """Return the guard's reason for a process that gave no answer."""
    if code == -signal.SIGXCPU:
        return TOO_SLOW
    # Killed by none of us: the machine itself ran out of memory.
    if code in (-signal.SIGKILL, -signal.SIGXFSZ) or any(one in complaint for one in NO_MEMORY):
        return TOO_LARGE
    # The last line names the exception; more of it could hold words of the file.
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
    logger.warning("%s ended with %s: %s", reader, code, last[:100])
    return BROKEN


def _with_bytes(found: dict[str, Any]) -> Any:
    return base64.b64decode(found["base64"]) if found.keys() == {"base64"} else found
