"""A catalogue as a consultant writes it: one YAML file, or one with a file for every area.

What is wrong is said in plain German with file and line, all of it at once.
"""

from __future__ import annotations

from dataclasses import asdict
from difflib import get_close_matches
from os.path import isdir
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from pydantic import ValidationError

from checks.domain import catalogue_rules, readability
from checks.domain.catalogue import CatalogueDocument
from checks.domain.catalogue_lint import find_warnings
from checks.forms.yaml_file import QUOTE, CatalogueError, Place, YamlFile, YamlProblem, read_yaml

CATALOGUES = Path(__file__).parents[1] / "catalogues"
DEFAULT_CATALOGUE = CATALOGUES / "default" / "catalogue.yaml"
SHORT_CATALOGUE = CATALOGUES / "short" / "catalogue.yaml"
INCLUDE = "file"

# What stands where, as JSON Schema.
SCHEMA = CatalogueDocument.model_json_schema()
FIELDS = sorted(
    {name for model in SCHEMA["$defs"].values() for name in model.get("properties", ())}
    | SCHEMA["properties"].keys()
)

# The codes that `checks.domain.catalogue` raises.
RULES = {
    "condition_comparison": "Eine Bedingung mit „answer“ braucht genau eines von „is“, „in“, "
    "„at_least“ und „at_most“.",
    "condition_combination": "Eine Bedingung braucht „answer“ oder genau eines von „all“, „any“ "
    "und „not“.",
    "five_levels": "Eine Frage mit Stufen braucht genau fünf Sätze unter „levels“.",
    "levels_without_level_kind": "„levels“, „signs“, „examples“ und „exceptions“ gibt es nur bei "
    "Fragen mit Stufen.",
    "five_signs": "„signs“ braucht genau fünf Sätze, einen zu jeder Stufe.",
    "example_levels": "„examples“ gibt es nur zu den Stufen 0 bis 4.",
    "exceptions_missing": "Unter „suggested_by_exceptions“ fehlen zu einer Frage die Ausnahmen.",
    "two_options": "Eine Auswahl braucht mindestens zwei Antworten unter „options“.",
    "options_without_choice_kind": "„options“ gibt es nur bei einer Auswahl.",
    "help_and_reason": "Eine Frage mit Stufen braucht „help“ und „reason“.",
    "five_ratings": "Eine Maßnahme braucht unter „ratings“ alle fünf Kriterien.",
    "levels_missing": "Unter „suggested_by“ fehlen zu einer Frage die Stufen.",
    "pressing_levels_missing": "Unter „pressing“ fehlen bei „at“ zu einer Frage die Stufen.",
}
# What pydantic finds, in our words; `{…}` is filled from its context.
FOUND = {
    "string_type": "„{name}“ muss ein Text sein.",
    "string_too_short": "„{name}“ ist leer oder zu kurz.",
    "string_too_long": "„{name}“ ist zu lang: höchstens {max_length} Zeichen.",
    "string_pattern_mismatch": "„{given}“ ist kein Schlüssel. Erlaubt sind kleine Buchstaben "
    "ohne Umlaute, Ziffern und einzelne Bindestriche; vorn steht ein Buchstabe.",
    "int_type": "„{name}“ muss eine ganze Zahl sein.",
    "int_parsing": "„{name}“ muss eine ganze Zahl sein.",
    "int_from_float": "„{name}“ muss eine ganze Zahl sein.",
    "greater_than_equal": "„{name}“ muss mindestens {ge} sein.",
    "less_than_equal": "„{name}“ darf höchstens {le} sein.",
    "too_short": "„{name}“ hat zu wenige Einträge, nötig sind mindestens {min_length}.",
    "too_long": "„{name}“ darf höchstens {max_length} Einträge haben.",
    "tuple_type": "„{name}“ muss eine Liste sein.",
    "dict_type": "„{name}“ muss aus Feldern mit Werten bestehen.",
    "model_type": "„{name}“ muss aus Feldern mit Werten bestehen.",
    "enum": "„{given}“ ist hier nicht vorgesehen.",
    "literal_error": "„{given}“ ist hier nicht vorgesehen.",
}
# Said instead where the value is no text for YAML only.
NO_TEXT = f"„{{name}}“ muss ein Text sein, „{{given}}“ ist für YAML keiner. {QUOTE}"
ELSE = "Der Wert von „{name}“ passt hier nicht."
# Where a value may be of several types, pydantic names each type it tried.
TRIED = ("bool", "int", "str")
# How pydantic calls the place of a key that is wrong itself.
OF_A_KEY = "[key]"


def read_catalogue(
    path: Path, warnings: list[YamlProblem] | None = None, *, is_strict: bool = False
) -> CatalogueDocument:
    """Return the catalogue in a file, or in `catalogue.yaml` of a folder.

    Under `areas`, an entry `file: name.yaml` is replaced by the content of that file, which
    lies beside the catalogue. What may be meant otherwise is added to `warnings`, and strictly
    what may trouble those who answer. Raises `CatalogueError` with every problem found.
    """
    if isdir(path):
        path = path / "catalogue.yaml"
    file = read_yaml(path, path.name)
    areas = _areas(file, path.parent)
    for number, area in areas.items():
        file.content["areas"][number] = area.content
    document = _validated(file, areas)
    if warnings is not None:
        for one in (file, *areas.values()):
            warnings += one.warnings
        warnings += _strict_warnings(document, file, areas) if is_strict else ()
    return document


def _strict_warnings(
    document: CatalogueDocument, file: YamlFile, areas: dict[int, YamlFile]
) -> list[YamlProblem]:
    """Return what `catalogue_lint` finds, in the order of files and lines."""
    found = [
        _at(warned.place, f"{warned.reason} [{warned.rule}]", file, areas)
        for warned in find_warnings(document, readability.measure(document).too_hard)
    ]
    names = [one.name for one in (file, *areas.values())]
    return sorted(found, key=lambda one: (names.index(one.file), one.line))


def read_for_json(_file: BinaryIO, path: str, is_strict: bool = False) -> dict[str, Any]:
    """Read a catalogue for another process (a reader for `foreign_files`).

    A catalogue may be of several files, so it is given by its path. The answer has the
    `document` or `problems`, and `warnings`.
    """
    warnings: list[YamlProblem] = []
    try:
        document = read_catalogue(Path(path), warnings, is_strict=is_strict)
    except CatalogueError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}
    return {
        "problems": [],
        "document": document.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "warnings": [asdict(warning) for warning in warnings],
    }


def write_catalogue(document: CatalogueDocument) -> str:
    """Return a catalogue as one YAML text, which `read_catalogue` reads back the same."""
    content = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=96)


def _areas(file: YamlFile, folder: Path) -> dict[int, YamlFile]:
    """Return the files that the entries under `areas` name, by their position."""
    content = file.content if isinstance(file.content, dict) else {}
    listed = content.get("areas")
    found: dict[int, YamlFile] = {}
    problems: list[YamlProblem] = []
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(entry, dict) or set(entry) != {INCLUDE}:
            continue
        name = entry[INCLUDE]
        line = _line(file, ("areas", number, INCLUDE))
        if not _lies_beside(name, folder):
            reason = "Hier muss der Name einer Datei stehen, die neben dem Katalog liegt."
            problems.append(YamlProblem(file.name, line, reason))
            continue
        try:
            found[number] = read_yaml(folder / name, name)
        except CatalogueError as error:
            problems += error.problems
    if problems:
        raise CatalogueError(problems)
    return found


def _lies_beside(name: object, folder: Path) -> bool:
    """Whether `name` is a plain file name and the file, links followed, is in the folder."""
    if not isinstance(name, str) or name != Path(name).name or "\0" in name:
        return False
    return (folder / name).resolve().parent == folder.resolve()


def _validated(file: YamlFile, areas: dict[int, YamlFile]) -> CatalogueDocument:
    try:
        document = CatalogueDocument.model_validate(file.content)
    except ValidationError as error:
        problems = (_problem(found, file, areas) for found in _causes(error))
        raise CatalogueError(list(dict.fromkeys(problems))) from error
    broken = catalogue_rules.find_problems(document)
    if broken:
        raise CatalogueError([_at(rule.place, rule.reason, file, areas) for rule in broken])
    return document


def _causes(error: ValidationError) -> list[Any]:
    """Return what pydantic found, without lists that are too short only for a broken entry."""
    found = error.errors()
    broken = {one["loc"][:depth] for one in found for depth in range(1, len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or one["loc"] not in broken]


def _at(place: Place, reason: str, file: YamlFile, areas: dict[int, YamlFile]) -> YamlProblem:
    """Return a problem with the file and line of a place, or of what surrounds it."""
    source, place = _source(place, file, areas)
    return YamlProblem(source.name, _line(source, place), reason)


def _source(place: Place, file: YamlFile, areas: dict[int, YamlFile]) -> tuple[YamlFile, Place]:
    """Return the file in which a place lies, and the place in it."""
    if len(place) > 1 and place[0] == "areas" and place[1] in areas:
        return areas[int(place[1])], place[2:]
    return file, place


def _line(file: YamlFile, place: Place) -> int:
    while place and place not in file.lines:
        place = place[:-1]
    return file.lines.get(place, 1)


def _problem(found: Any, file: YamlFile, areas: dict[int, YamlFile]) -> YamlProblem:
    """Say in German what pydantic found."""
    place: Place = tuple(found["loc"])
    kind = found["type"]
    if place and place[-1] in TRIED:
        place, kind = place[:-1], ""
    named = (part for part in reversed(place) if isinstance(part, str) and part != OF_A_KEY)
    name = next(named, "Der Katalog")
    source, inner = _source(place, file, areas)
    if kind == "missing":
        reason = f"Hier fehlt „{name}“."
    elif kind == "extra_forbidden":
        reason = f"Das Feld „{name}“ gibt es hier nicht.{_nearest(place, file.content)}"
    elif kind == "value_error":
        reason = RULES[str(found["ctx"]["error"])]
    else:
        given = source.written.get(inner, str(found["input"]))[:60]
        text = FOUND.get(kind, ELSE)
        if kind == "string_type" and given and inner in source.written:
            text = NO_TEXT
        reason = text.format(name=name, given=given, **found.get("ctx", {}))
    return _at(place, reason, file, areas)


def _nearest(place: Place, content: Any) -> str:
    """Ask for a field that belongs where an unknown one stands: a like one, or the one missing."""
    schema, entry = SCHEMA, content
    for part in place[:-1]:
        schema, entry = _schema_of(part, schema), entry[part]
    absent = [name for name in schema.get("properties", {}) if name not in entry]
    missing = [name for name in absent if name in schema.get("required", ())]
    close = get_close_matches(str(place[-1]), absent, n=1) or missing
    return f" Meinten Sie „{close[0]}“?" if len(close) == 1 else ""


def _schema_of(part: str | int, schema: Any) -> Any:
    """Return the schema of a field, or of an entry of a list, with what it refers to."""
    named = schema.get("properties", {}).get(part)
    inner = named or (schema["items"] if isinstance(part, int) else schema["additionalProperties"])
    # An optional part is a choice of itself and nothing.
    inner = inner.get("anyOf", [inner])[0]
    return SCHEMA["$defs"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
