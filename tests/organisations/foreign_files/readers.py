"""Readers that do what a library may do with a file that is too much for it."""

import os
import resource
import signal
import sys
from pathlib import Path

from organisations.foreign_files.reading import FileRefused


def count(file, word):
    """Return what was given, in forms that must survive the way."""
    return {"word": word, "size": len(file.read()), "bytes": b"\x00\xff", "list": [1, None, "ä"]}


def surroundings(file):
    return {
        "environment": sorted(os.environ),
        "django": "django" in sys.modules,
        "open": sorted(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else [],
        "processor": resource.getrlimit(resource.RLIMIT_CPU)[0],
    }


def refuse(file, most):
    raise FileRefused("too_many", most=most)


def loop(file):
    while True:
        pass


def wait(file):
    signal.pause()


def wait_for_ever(file, *arguments):
    signal.pause()


def fill_memory(file, megabytes):
    return len([bytes(1024 * 1024) for _ in range(megabytes)])


def run_out_of_memory_as_rust_does(file):
    os.write(2, b"memory allocation of 4194304 bytes failed\n")
    os.abort()


def answer_much(file, megabytes):
    return "x" * (megabytes * 1024 * 1024)


def write_much(file, folder):
    with open(Path(folder) / "written", "wb") as target:
        for _ in range(100):
            target.write(bytes(1024 * 1024))


def call_itself(file):
    return call_itself(file)


def fail(file):
    raise ValueError("Geheim aus der Datei")


def crash(file):
    os.abort()


def be_killed(file):
    os.kill(os.getpid(), signal.SIGKILL)
