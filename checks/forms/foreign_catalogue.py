"""Catalogues that people bring: read in a process of their own, like every foreign file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.domain.catalogue import CatalogueDocument
from checks.forms.catalogue_file import read_for_json
from checks.forms.yaml_file import CatalogueError, YamlProblem
from organisations.foreign_files.apart import SECONDS, read_apart
from organisations.foreign_files.reading import FileRefused
from organisations.foreign_files.wording import refusal_in_words

# Judging every sentence takes longer than reading.
STRICT_SECONDS = 60
STANDARD_INPUT = Path("-")


def open_given(
    path: Path, *, is_strict: bool = False
) -> tuple[CatalogueDocument, list[YamlProblem]]:
    """Return the same as `open_catalogue`; `-` is a catalogue in one file on the standard input."""
    if path != STANDARD_INPUT:
        return open_catalogue(path, is_strict=is_strict)
    with TemporaryDirectory() as folder:
        file = Path(folder, "Eingabe")
        with file.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        return open_catalogue(file, is_strict=is_strict)


def open_catalogue(
    path: Path, *, is_strict: bool = False
) -> tuple[CatalogueDocument, list[YamlProblem]]:
    """Return the catalogue in a file or folder, as `read_catalogue` does, and warnings.

    Warnings are about what may be meant otherwise and, strictly, about what may trouble those
    who answer. Raises `CatalogueError`, also for files that take too much time or memory.
    """
    seconds = STRICT_SECONDS if is_strict else SECONDS
    try:
        answer = read_apart(read_for_json, b"", str(path.absolute()), is_strict, seconds=seconds)
    except FileRefused as refused:
        problem = YamlProblem(path.name, 1, refusal_in_words(refused, {}))
        raise CatalogueError([problem]) from refused
    if answer["problems"]:
        raise CatalogueError([YamlProblem(**problem) for problem in answer["problems"]])
    document = CatalogueDocument.model_validate(answer["document"])
    return document, [YamlProblem(**warning) for warning in answer["warnings"]]
