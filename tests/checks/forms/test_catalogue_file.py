"""Catalogues as files: what is read, and what is said about what is wrong."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.forms import foreign_catalogue
from checks.forms.catalogue_file import (
    DEFAULT_CATALOGUE,
    SHORT_CATALOGUE,
    read_catalogue,
    read_for_json,
    write_catalogue,
)
from checks.forms.foreign_catalogue import open_catalogue
from checks.forms.yaml_file import CatalogueError
from tests.factories import small_document
from tests.factories.checks import explained_document
from tests.organisations.foreign_files import readers

QUOTE = "Setzen Sie den Wert in Anführungszeichen."
NO_TEXT = f"„title“ muss ein Text sein, „{{}}“ ist für YAML keiner. {QUOTE}"
NO_TEXT_OF_HELP = NO_TEXT.replace("title", "help").format("yes")
SMALL = write_catalogue(small_document())


def problems(path: Path) -> list[str]:
    """Return what is said about a catalogue file."""
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The small catalogue as a file."""
    path = tmp_path / "k.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def change(path: Path, before: str, after: str) -> int:
    """Replace the first occurrence in a file; return the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def in_pieces(folder: Path) -> Path:
    """Write the small catalogue with a file for every area."""
    content = yaml.safe_load(SMALL)
    for area in content["areas"]:
        (folder / f"{area['key']}.yaml").write_text(yaml.safe_dump(area), encoding="utf-8")
    content["areas"] = [{"file": f"{area['key']}.yaml"} for area in content["areas"]]
    path = folder / "catalogue.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


class TestReading:
    def test_gives_what_was_written(self, path):
        assert read_catalogue(path) == small_document()

    def test_signs_examples_exceptions_and_terms_survive_being_written(self, path):
        path.write_text(write_catalogue(explained_document()), encoding="utf-8")
        assert read_catalogue(path) == explained_document()
        assert open_catalogue(path) == (explained_document(), [])

    def test_a_level_that_is_none_is_named_where_it_stands(self, path):
        path.write_text(write_catalogue(explained_document()), encoding="utf-8")
        line = change(path, "'3': Jeden Freitag", "viel: Jeden Freitag")
        assert problems(path) == [f"k.yaml, Zeile {line}: „viel“ muss eine ganze Zahl sein."]

    def test_the_default_catalogue_survives_being_written_as_one_file(self, path):
        document = read_catalogue(DEFAULT_CATALOGUE)
        path.write_text(write_catalogue(document), encoding="utf-8")
        assert read_catalogue(path) == document

    @pytest.mark.parametrize("path", [DEFAULT_CATALOGUE, SHORT_CATALOGUE])
    def test_nothing_in_the_catalogues_that_come_along_is_cut_off(self, path):
        warnings = []
        read_catalogue(path, warnings)
        assert warnings == []

    def test_puts_a_catalogue_in_pieces_together(self, tmp_path):
        assert read_catalogue(in_pieces(tmp_path)) == small_document()

    def test_takes_a_folder_for_the_catalogue_in_it(self, tmp_path):
        in_pieces(tmp_path)
        assert read_catalogue(tmp_path) == small_document()


class TestPieces:
    def test_are_named_with_what_is_wrong_in_them(self, tmp_path):
        path = in_pieces(tmp_path)
        line = change(tmp_path / "security.yaml", "title: Sicherheit", "titel: Sicherheit")
        assert problems(path) == [
            "security.yaml, Zeile 1: Hier fehlt „title“.",
            f"security.yaml, Zeile {line}: Das Feld „titel“ gibt es hier nicht. "
            "Meinten Sie „title“?",
        ]

    def test_that_break_a_rule_are_named_too(self, tmp_path):
        path = in_pieces(tmp_path)
        line = change(tmp_path / "security.yaml", "key: passwords", "key: pilot")
        said = problems(path)
        assert any(one.startswith("security.yaml, Zeile ") for one in said)
        assert any("Den Schlüssel „pilot“ gibt es schon" in one for one in said)
        assert line > 1

    def test_that_are_broken_are_all_named(self, tmp_path):
        path = in_pieces(tmp_path)
        (tmp_path / "leadership.yaml").write_bytes(b"\xff")
        (tmp_path / "security.yaml").unlink()
        assert problems(path) == [
            "leadership.yaml, Zeile 1: Das ist keine Textdatei in UTF-8.",
            "security.yaml, Zeile 1: Diese Datei lässt sich nicht lesen.",
        ]

    @pytest.mark.parametrize(
        "name", ["../geheim.yaml", "/etc/hostname", "ordner/x.yaml", "fremd.yaml", '"a\\tb/c"', "5"]
    )
    def test_lie_beside_the_catalogue_and_nowhere_else(self, tmp_path, name):
        (tmp_path / "geheim.yaml").write_text("key: geheim")
        folder = tmp_path / "katalog"
        folder.mkdir()
        (folder / "fremd.yaml").symlink_to(tmp_path / "geheim.yaml")
        path = in_pieces(folder)
        line = change(path, "file: security.yaml", f"file: {name}")
        assert problems(path) == [
            f"catalogue.yaml, Zeile {line}: Hier muss der Name einer Datei stehen, die neben dem "
            "Katalog liegt."
        ]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("version: 1", "version: eins", "„version“ muss eine ganze Zahl sein."),
        ("version: 1", "version: '1'", "„version“ muss eine ganze Zahl sein."),
        ("version: 1", "version: 0", "„version“ muss mindestens 1 sein."),
        ("version: 1", "version: 10000", "„version“ darf höchstens 9999 sein."),
        ("title: Kleiner Testkatalog", "title: 2026-01-01", NO_TEXT.format("2026-01-01")),
        ("title: Kleiner Testkatalog", "title: no", NO_TEXT.format("no")),
        ("title: Kleiner Testkatalog", "title: 2027", NO_TEXT.format("2027")),
        ("title: Kleiner Testkatalog", "title:", "„title“ muss ein Text sein."),
        ("title: Kleiner Testkatalog", "title: [a]", "„title“ muss ein Text sein."),
        ("title: Kleiner Testkatalog", "title: x", "„title“ ist leer oder zu kurz."),
        (
            "title: Kleiner Testkatalog",
            f"title: {'x' * 201}",
            "„title“ ist zu lang: höchstens 200 Zeichen.",
        ),
        (
            "key: pilot",
            "key: Lotsin für alle",
            "„Lotsin für alle“ ist kein Schlüssel. Erlaubt sind kleine Buchstaben ohne Umlaute, "
            "Ziffern und einzelne Bindestriche; vorn steht ein Buchstabe.",
        ),
        ("kind: choice", "kind: wahl", "„wahl“ ist hier nicht vorgesehen."),
        ("prefill: field_of_work", "prefill: name", "„name“ ist hier nicht vorgesehen."),
        (
            "key: goals",
            "formerly: [Frühere]\n    key: goals",
            "„Frühere“ ist kein Schlüssel. Erlaubt sind kleine Buchstaben ohne Umlaute, "
            "Ziffern und einzelne Bindestriche; vorn steht ein Buchstabe.",
        ),
        ("is: true", "is: 1.5", "Der Wert von „is“ passt hier nicht."),
        ("is: true", "in: ja", "„in“ muss eine Liste sein."),
        ("hours: 4", "hours: viele", "„hours“ muss eine ganze Zahl sein."),
        ("hours: 4", "hours: 08", "„hours“ muss eine ganze Zahl sein."),
        ("help: Gemeint ist pilot.", "help: yes", NO_TEXT_OF_HELP),
        ("kind: choice", "kind: off", "„off“ ist hier nicht vorgesehen."),
    ],
)
def test_a_wrong_value_is_named_in_its_line(path, before, after, reason):
    line = change(path, before, after)
    assert problems(path) == [f"k.yaml, Zeile {line}: {reason}"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("answer: donations", "at_least: 1", "braucht „answer“ oder genau eines von"),
        ("is: true", "in: [true]\n      at_most: 1", "genau eines von „is“, „in“"),
        ("kind: choices", "kind: number", "„options“ gibt es nur bei einer Auswahl."),
        ("    levels:\n", "    levels:\n    - Einer mehr.\n", "genau fünf Sätze"),
        ("help: Gemeint ist pilot.", "minimum: 1", "braucht „help“ und „reason“."),
        ("answer: donations", "answer: spenden", "aber diese Frage gibt es nicht."),
        ("answer: donations", "answer: donation-goals", "hängen im Kreis"),
    ],
)
def test_what_does_not_fit_together_is_said_in_plain_words(path, before, after, reason):
    change(path, before, after)
    assert any(reason in said for said in problems(path))


@pytest.mark.parametrize("field", ["minimum", "maximum"])
@pytest.mark.parametrize("written", ["08", "'10'", "true", "1.0"])
def test_a_number_is_a_number_wherever_one_is_wanted(path, field, written):
    text = path.read_text(encoding="utf-8")
    (before,) = re.findall(rf"{field}: \d+", text)
    line = change(path, before, f"{field}: {written}")
    assert problems(path) == [f"k.yaml, Zeile {line}: „{field}“ muss eine ganze Zahl sein."]


class TestUnknownFields:
    """„Meinten Sie …?“ names a field that belongs where the unknown one stands."""

    @pytest.mark.parametrize(
        ("before", "after", "meant"),
        [
            # Known elsewhere, but not to an option: what is missing there is meant.
            ("label: ", "text: ", " Meinten Sie „label“?"),
            ("    levels:\n", "    level:\n", " Meinten Sie „levels“?"),
            ("hours: 4", "hour: 4", " Meinten Sie „hours“?"),
            ("answer: donations", "answers: donations", " Meinten Sie „answer“?"),
            # Nothing is missing, and nothing is like it.
            ("key: goals", "aaa: goals\n    key: goals", ""),
        ],
    )
    def test_suggest_what_this_place_knows(self, path, before, after, meant):
        change(path, before, after)
        unknown = after.partition(":")[0].strip()
        (said,) = [one for one in problems(path) if f"Das Feld „{unknown}“" in one]
        assert said.endswith(f"Das Feld „{unknown}“ gibt es hier nicht.{meant}")

    def test_in_a_file_of_an_area_too(self, tmp_path):
        path = in_pieces(tmp_path)
        change(tmp_path / "security.yaml", "text: ", "txt: ")
        assert any(
            "Das Feld „txt“ gibt es hier nicht. Meinten Sie „text“?" in one
            for one in problems(path)
        )


class TestForeignCatalogues:
    def test_are_read_apart_with_the_same_result_and_with_warnings(self, path):
        line = change(path, "title: Kleiner Testkatalog", "title: Kleiner Testkatalog #2")
        document, warnings = open_catalogue(path)
        assert document == small_document()
        assert [(one.line, "#2" in one.reason) for one in warnings] == [(line, True)]

    def test_say_what_is_wrong(self, path):
        change(path, "version: 1", "version: 010")
        with pytest.raises(CatalogueError) as caught:
            open_catalogue(path)
        assert [str(one) for one in caught.value.problems] == problems(path)

    def test_that_take_too_long_end_with_a_sentence(self, path, monkeypatch):
        monkeypatch.setattr(foreign_catalogue, "read_for_json", readers.wait_for_ever)
        monkeypatch.setattr("organisations.foreign_files.apart.PATIENCE", 0.1)
        with pytest.raises(CatalogueError, match="dauert zu lange"):
            open_catalogue(path)

    def test_the_reader_answers_what_json_can_hold(self, path):
        answer = read_for_json(io.BytesIO(), str(path))
        assert json.loads(json.dumps(answer)) == answer
        change(path, "version: 1", "version: 0")
        assert read_for_json(io.BytesIO(), str(path))["problems"][0]["file"] == "k.yaml"


def test_conditions_that_wait_for_each_other_are_named_with_their_way(path):
    content = yaml.safe_load(SMALL)
    questions = content["areas"][0]["questions"]
    questions[0]["condition"] = {"answer": "goals", "is": 1}
    questions[1]["condition"] = {"answer": "pilot", "is": 1}
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    (said,) = problems(path)
    assert "Bedingungen hängen im Kreis: " in said
    assert "pilot → goals" in said or "goals → pilot" in said


@pytest.mark.parametrize("areas", ["5", "true", "text", "null", "{a: b}"])
def test_areas_are_a_list(tmp_path, areas):
    path = tmp_path / "k.yaml"
    path.write_text(SMALL[: SMALL.index("areas:")] + f"areas: {areas}\n", encoding="utf-8")
    assert problems(path)[0].endswith("„areas“ muss eine Liste sein.")


@pytest.mark.parametrize("content", ["- a\n- b\n", "hallo\n", "5\n", "<html></html>\n", "a;b;c\n"])
def test_yaml_that_is_no_catalogue_is_called_so(tmp_path, content):
    path = tmp_path / "k.yaml"
    path.write_text(content)
    assert problems(path) == [
        "k.yaml, Zeile 1: „Der Katalog“ muss aus Feldern mit Werten bestehen."
    ]


WRONG: list[Any] = [None, True, -1, 10**30, 1.5, "", "x", "ä" * 3000, [], [[]], {}, {"x": {}}]


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), wrong=st.sampled_from(WRONG))
def test_whatever_stands_in_whatever_place_the_answer_is_german(tmp_path_factory, seed, wrong):
    chance = random.Random(seed)
    content = yaml.safe_load(SMALL)
    part: Any = content
    while True:
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
        inner = part[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.2:
            part[key] = wrong
            break
        part = inner
    path = tmp_path_factory.mktemp("katalog") / "k.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    found = None
    try:
        read_catalogue(path)
    except CatalogueError as error:
        found = error.problems
    assert found is None or (found and all(one.line >= 1 and one.reason for one in found))
