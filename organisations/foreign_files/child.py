"""The process that reads one foreign file and ends. Knows no Django, no database, no secrets.

Started by `apart.read_apart` as a program: the file is its standard input, an `Order` as JSON its
only argument, the answer its standard output.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

PROJECT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))

from organisations.foreign_files.reading import (  # noqa: E402
    BROKEN,
    TOO_LARGE,
    FileRefused,
    check_container,
)

MOST_OPEN_FILES = 64


def main(order: dict[str, Any], file: BinaryIO) -> dict[str, Any]:
    """Return `{"result": …}` or `{"refused": reason, "details": {…}}`."""
    try:
        check_container(file, order["unpacked"], order["members"])
        return {"result": _reader(order["reader"])(file, *order["arguments"])}
    except FileRefused as refused:
        return refusal(refused.reason, **refused.details)
    except MemoryError:
        return refusal(TOO_LARGE)
    except RecursionError:
        return refusal(BROKEN)


def _reader(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    reader: Callable[..., Any] = getattr(import_module(module), function)
    return reader


def limit(seconds: int, memory: int, answer: int) -> None:
    """Let the system end this process when it takes more than it may have."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        # What the process fills, not what it maps: libraries are large and shared.
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))


def as_json(answer: dict[str, Any], most: int) -> bytes:
    """Return an answer as JSON, or one that refuses it when it is longer than `most` bytes.

    Bytes in it stand as `{"base64": …}`.
    """
    said = json.dumps(answer, default=_bytes).encode()
    return said if len(said) <= most else json.dumps(refusal(TOO_LARGE)).encode()


def refusal(reason: str, **details: Any) -> dict[str, Any]:
    """Return the answer that refuses a file."""
    return {"refused": reason, "details": details}


def _bytes(value: Any) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    limit(given["seconds"], given["memory"], given["answer"])
    sys.stdout.buffer.write(as_json(main(given, sys.stdin.buffer), given["answer"]))
