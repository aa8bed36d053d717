"""What readers of foreign files need; runs in the process that `apart.read_apart` starts.

A reader is a function at the top of a module without Django. It takes a binary file that can be
sought in, and arguments that JSON can hold; it returns what JSON can hold, where `bytes` may
stand anywhere; or it raises `FileRefused`.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Any, BinaryIO

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
MOST_UNPACKED = 60 * MEGABYTE
MOST_MEMBERS = 2_000
# Tables shrink to a twentieth, sheets of one repeated word to a hundredth. Small ones may more.
MOST_GROWTH = 100
GROWS_FREELY = 10 * MEGABYTE
ZIP = b"PK\x03\x04"
# What reading a damaged container can raise.
BROKEN_CONTAINER = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError),
)

# Reasons that the guard itself gives; readers have reasons of their own beside them.
TOO_SLOW = "too_slow"
TOO_LARGE = "too_large"
BROKEN = "broken"


class FileRefused(Exception):
    """A file is not taken: `reason` is a key, `details` are for the sentence made of it.

    Both are plain values (texts, numbers): they travel from process to process.
    """

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.details = details


def check_container(
    file: BinaryIO, unpacked: int = MOST_UNPACKED, members: int = MOST_MEMBERS
) -> None:
    """Unpack a ZIP container once, piece by piece, keeping nothing, and count what comes out.

    Raises `FileRefused` when there are more than `members` files in it, when they are more than
    `unpacked` bytes together, when they have grown beyond reason, or when one is damaged. What
    the container says of its sizes counts for nothing. Other files pass.
    """
    file.seek(0)
    is_container = file.read(len(ZIP)) == ZIP
    size = file.seek(0, 2)
    file.seek(0)
    if not is_container:
        return
    most = min(unpacked, max(GROWS_FREELY, MOST_GROWTH * size))
    try:
        with zipfile.ZipFile(file) as container:
            entries = container.infolist()
            if len(entries) > members:
                raise FileRefused(TOO_LARGE)
            for entry in entries:
                with container.open(entry) as opened:
                    while piece := opened.read(PIECE):
                        most -= len(piece)
                        if most < 0:
                            raise FileRefused(TOO_LARGE)
    except BROKEN_CONTAINER as error:
        raise FileRefused(BROKEN) from error
    file.seek(0)


def look_over(_file: BinaryIO) -> None:
    """Read nothing more: for containers that are only to be looked through."""
