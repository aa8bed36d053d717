"""Reads YAML so that every value is known with its file and line.

YAML can do more than a catalogue needs. References, tags and doubled keys are refused, so that
what one reads in the file is what one gets, and no file can grow beyond its size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import category

import yaml

Place = tuple[str | int, ...]

LARGEST_FILE = 500_000
DEEPEST = 30
QUOTE = "Setzen Sie den Wert in Anführungszeichen."
# What YAML 1.1 reads as whole numbers and people read otherwise: 010 (eight), 1_000, 0x1F, 12:30
# (750, minutes of an hour). See https://yaml.org/type/int.html.
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
TIME = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
COMMENT = re.compile(r"[ \t]+(#[^\n\r\x85\u2028\u2029]*)")
UNSEEN = "Hier steht ein Zeichen, das man nicht sieht und das nicht in Text gehört."


@dataclass(frozen=True)
class YamlProblem:
    """Something wrong in a file; `line` counts from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Return it as one reads it: file, line, reason."""
        return f"{self.file}, Zeile {self.line}: {self.reason}"


class CatalogueError(Exception):
    """A catalogue file cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[YamlProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class YamlFile:
    """The content of a YAML file, and the lines where its values stand.

    `written` is how values stand there that YAML makes something else of than text. `warnings`
    are about what may be meant otherwise.
    """

    name: str
    text: str = ""
    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    written: dict[Place, str] = field(default_factory=dict)
    problems: list[YamlProblem] = field(default_factory=list)
    warnings: list[YamlProblem] = field(default_factory=list)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read a file, calling it `name` in messages.

    Raises `CatalogueError` when there is no such file, or when it is not YAML as a catalogue
    uses it.
    """
    file = YamlFile(name, _text(path, name))
    file.content = _value(_compose(file.text, name), (), file)
    if file.problems:
        raise CatalogueError(file.problems)
    return file


def _fail(name: str, line: int, reason: str) -> CatalogueError:
    return CatalogueError([YamlProblem(name, line, reason)])


def _text(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        raise _fail(name, 1, "Diese Datei lässt sich nicht lesen.") from None
    if len(content) > LARGEST_FILE:
        raise _fail(name, 1, "Die Datei ist größer als 500 kB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _fail(name, line, "Das ist keine Textdatei in UTF-8.") from None


class _Loader(yaml.SafeLoader):
    """Composes what a catalogue may hold, and gives up early on what could grow."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose one node. Raises `_Refused` on references and on very deep nesting."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Refused(line, "Verweise mit & und * sind in Katalogen nicht vorgesehen.")
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Refused(line, "Die Angaben sind zu tief verschachtelt.")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Refused(Exception):
    """Something that YAML knows and catalogues do not."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _compose(text: str, name: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except _Refused as refused:
        raise _fail(name, refused.line, refused.reason) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _fail(
            name,
            line,
            "Hier stimmt der Aufbau nicht (YAML). Prüfen Sie Einrückung, Doppelpunkte und "
            "Anführungszeichen.",
        ) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _fail(name, line, UNSEEN) from None
    if root is None:
        raise _fail(name, 1, "Die Datei ist leer.")
    return root


def _value(node: yaml.Node, place: Place, file: YamlFile) -> Any:
    """Return the plain value of a node and note where it and its parts stand."""
    line = node.start_mark.line + 1
    file.lines.setdefault(place, line)
    if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
        return _mapping(node, place, file)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_value(child, (*place, number), file) for number, child in enumerate(node.value)]
    try:
        return _scalar(node, place, file, line)
    except _Refused as refused:
        file.problems.append(YamlProblem(file.name, refused.line, refused.reason))
        return None


def _scalar(node: yaml.Node, place: Place, file: YamlFile, line: int) -> Any:
    """Return the value of a scalar. Raises `_Refused`."""
    known = yaml.constructor.SafeConstructor.yaml_constructors
    if not isinstance(node, yaml.ScalarNode) or node.tag not in known:
        raise _Refused(line, f"Angaben mit „{node.tag[:40]}“ sind in Katalogen nicht vorgesehen.")
    shown = node.value[:40]
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, OverflowError, yaml.YAMLError):
        raise _Refused(line, f"Der Wert „{shown}“ ist nicht zu verstehen. {QUOTE}") from None
    if not isinstance(value, str):
        file.written[place] = node.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            _refuse_ambiguous(node, line)
        return value
    if _has_unseen(value):
        raise _Refused(line, UNSEEN)
    cut = COMMENT.match(file.text, node.end_mark.index) if node.style is None else None
    if cut:
        reason = (
            f"Der Text endet vor „{cut[1][:40]}“: Was hinter „#“ steht, gilt als Bemerkung. Gehört "
            "es zum Text, setzen Sie den Text in Anführungszeichen."
        )
        file.warnings.append(YamlProblem(file.name, node.end_mark.line + 1, reason))
    return value


def _refuse_ambiguous(node: yaml.ScalarNode, line: int) -> None:
    """Refuse what YAML takes for another number than people do."""
    shown = node.value[:40]
    if TIME.fullmatch(node.value):
        raise _Refused(line, f"„{shown}“ ist für YAML eine Zahl und keine Uhrzeit. {QUOTE}")
    if node.tag == "tag:yaml.org,2002:int" and not WHOLE.fullmatch(node.value):
        raise _Refused(
            line,
            f"„{shown}“ kann für YAML eine andere Zahl sein als für Sie. Schreiben Sie Zahlen nur "
            "mit Ziffern und ohne führende Null. Ist ein Text gemeint, setzen Sie ihn in "
            "Anführungszeichen.",
        )


def _has_unseen(text: str) -> bool:
    """Whether control characters or halves of characters are in a text; line breaks may be."""
    return any(category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text)


def _mapping(node: yaml.MappingNode, place: Place, file: YamlFile) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        line = key_node.start_mark.line + 1
        if not key:
            file.problems.append(YamlProblem(file.name, line, "Hier fehlt der Name eines Feldes."))
        elif _has_unseen(key):
            file.problems.append(YamlProblem(file.name, line, UNSEEN))
            continue
        elif key in content:
            file.problems.append(YamlProblem(file.name, line, f"„{key}“ steht hier doppelt."))
        # A field stands where its name stands, even if its value begins on the next line.
        file.lines.setdefault((*place, key), line)
        content[key] = _value(child, (*place, key), file)
    return content
