"""Writes the Kurzcheck: twelve questions of the default catalogue, with all that belongs to them.

Questions, level sentences and measures are taken over letter by letter, so that an answer means
the same in both. A test compares the file with what this module writes. After a change of the
default catalogue raise `VERSION` if the Kurzcheck was released, and run
`python -m scripts.short_catalogue`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from checks.forms.catalogue_file import DEFAULT_CATALOGUE, SHORT_CATALOGUE

VERSION = 3
QUESTIONS = (
    "leadership-pilot",
    "leadership-goals",
    "skills-help",
    "files-order",
    "tasks-visible",
    "case-documentation",
    "invoices-incoming",
    "systems-overview",
    "systems-double-entry",
    "security-passwords",
    "security-backup",
    "outreach-website",
)
HEAD = f"""\
# Der Kurzcheck: zwölf Fragen aus dem großen Katalog, gleich in Wortlaut, Stufen und Maßnahmen.
# Geschrieben von scripts/short_catalogue.py.
key: kurzcheck
version: {VERSION}
title: Kurzcheck
language: de
intro: >-
  In etwa zehn Minuten bekommen Sie einen ersten Eindruck. Zwölf Fragen führen durch acht
  Handlungsfelder. Ihre Antworten gelten später auch im ganzen Digitalisierungscheck.
"""


def short_catalogue() -> str:
    """Return the text of the Kurzcheck."""
    default = yaml.safe_load(DEFAULT_CATALOGUE.read_text(encoding="utf-8"))
    areas = (_area(DEFAULT_CATALOGUE.parent / entry["file"]) for entry in default["areas"])
    lines = "".join(f"{line}\n" for area in areas for line in area)
    return f"{HEAD}{_shared(default)}areas:\n{lines}"


def _shared(default: dict[str, Any]) -> str:
    """Return exceptions and terms; conditions go, because the Kurzcheck asks for no facts."""
    exceptions = [
        {"key": one["key"], "label": one["label"]} for one in default.get("exceptions", ())
    ]
    shared = {"exceptions": exceptions, "terms": default.get("terms")}
    kept = {name: value for name, value in shared.items() if value}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=96) if kept else ""


def _area(file: Path) -> Iterator[str]:
    """Yield the lines of one area, as an entry of the list of areas."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    fields = {key.value: (key, value) for key, value in yaml.compose(text).value}
    first = fields["questions"][0].start_mark.line
    for number, line in enumerate(lines[:first]):
        yield f"  {'- ' if number == 0 else '  '}{line}"
    yield "    questions:"
    for entry in fields["questions"][1].value:
        if _value(entry, "key").value in QUESTIONS:
            yield from _indented(_lines_of(entry, lines))
    templates = [
        entry
        for entry in fields["templates"][1].value
        if any(key.value in QUESTIONS for key, _ in _value(entry, "suggested_by").value)
    ]
    yield "    templates:"
    for entry in templates:
        yield from _indented(_lines_of(entry, lines, set(_about_others(entry))))


def _about_others(entry: yaml.MappingNode) -> Iterator[int]:
    """Yield the lines of a measure about questions that the Kurzcheck does not ask.

    Each question stands on a line of its own. A field that is about none of ours goes wholly.
    """
    for field, value in entry.value:
        if field.value not in ("suggested_by", "suggested_by_exceptions", "pressing"):
            continue
        named = _value(value, "at") if field.value == "pressing" else value
        gone = [key.start_mark.line for key, _ in named.value if key.value not in QUESTIONS]
        if len(gone) == len(named.value):
            yield from range(field.start_mark.line, value.end_mark.line)
        yield from gone


def _value(entry: yaml.MappingNode, name: str) -> yaml.Node:
    return next(value for key, value in entry.value if key.value == name)


def _lines_of(
    entry: yaml.MappingNode, lines: list[str], without: set[int] = frozenset()
) -> Iterator[str]:
    """Yield the lines of an entry of a list, from its dash to its last word."""
    numbers = range(entry.start_mark.line, entry.end_mark.line)
    kept = [lines[number] for number in numbers if number not in without]
    while not kept[-1].strip():
        kept.pop()
    yield from kept


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def main() -> int:
    """Write the file and return 0."""
    SHORT_CATALOGUE.write_text(short_catalogue(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
