"""Files that are YAML as a catalogue uses it, and files that are something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.forms.yaml_file import LARGEST_FILE, CatalogueError, YamlFile, read_yaml

SYNTAX = (
    "Hier stimmt der Aufbau nicht (YAML). Prüfen Sie Einrückung, Doppelpunkte und "
    "Anführungszeichen."
)
DEEP = "Die Angaben sind zu tief verschachtelt."
REFERENCES = "Verweise mit & und * sind in Katalogen nicht vorgesehen."
UNSEEN = "Hier steht ein Zeichen, das man nicht sieht und das nicht in Text gehört."
NO_TEXT = "Das ist keine Textdatei in UTF-8."
QUOTE = "Setzen Sie den Wert in Anführungszeichen."
UNREADABLE = "Diese Datei lässt sich nicht lesen."


def problems(folder: Path, content: bytes | str) -> list[str]:
    """Return what is said about a file with this content."""
    path = folder / "k.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CatalogueError) as caught:
        read_yaml(path, "k.yaml")
    return str(caught.value).splitlines()


def test_values_are_read_with_the_lines_where_they_stand(tmp_path):
    path = tmp_path / "k.yaml"
    path.write_text("key: a\nsteps:\n  - eins\n  - zwei\nsize:\n  hours: 4\n  free: true\n")
    file = read_yaml(path, "k.yaml")
    assert file.content == {
        "key": "a",
        "steps": ["eins", "zwei"],
        "size": {"hours": 4, "free": True},
    }
    assert file.lines[("steps",)] == 2
    assert file.lines[("steps", 1)] == 4
    assert file.lines[("size", "hours")] == 6


def read(folder: Path, content: str) -> YamlFile:
    """Return what a file with this content holds."""
    path = folder / "k.yaml"
    path.write_text(content, encoding="utf-8")
    return read_yaml(path, "k.yaml")


class TestNumbers:
    @pytest.mark.parametrize("written", ["010", "-07", "1_000", "0x1F", "0b11", "00"])
    def test_that_yaml_reads_otherwise_than_people_are_refused(self, tmp_path, written):
        assert problems(tmp_path, f"a: 1\nb: {written}\n") == [
            f"k.yaml, Zeile 2: „{written}“ kann für YAML eine andere Zahl sein als für Sie. "
            "Schreiben Sie Zahlen nur mit Ziffern und ohne führende Null. Ist ein Text gemeint, "
            "setzen Sie ihn in Anführungszeichen."
        ]

    @pytest.mark.parametrize("written", ["12:30", "9:05:30", "12:30.5"])
    def test_that_are_times_say_that_they_need_quotation_marks(self, tmp_path, written):
        assert problems(tmp_path, f"a: {written}\n") == [
            f"k.yaml, Zeile 1: „{written}“ ist für YAML eine Zahl und keine Uhrzeit. {QUOTE}"
        ]

    def test_as_people_write_them_are_numbers(self, tmp_path):
        assert read(tmp_path, "[0, 7, -3, +5, 1.5, 1000]").content == [0, 7, -3, 5, 1.5, 1000]

    def test_in_quotation_marks_are_texts(self, tmp_path):
        found = read(tmp_path, "['010', \"12:30\", '1_000']")
        assert found.content == ["010", "12:30", "1_000"]


class TestRemarks:
    def test_that_cut_a_text_off_are_told(self, tmp_path):
        file = read(tmp_path, "a: x\nb: Anlage #3 prüfen\nc:\n  - Über\n    Zeilen  # hinweg\n")
        assert file.content == {"a": "x", "b": "Anlage", "c": ["Über Zeilen"]}
        assert [str(warning) for warning in file.warnings] == [
            f"k.yaml, Zeile {line}: Der Text endet vor „{cut}“: Was hinter „#“ steht, gilt als "
            "Bemerkung. Gehört es zum Text, setzen Sie den Text in Anführungszeichen."
            for line, cut in ((2, "#3 prüfen"), (5, "# hinweg"))
        ]

    def test_that_cut_nothing_off_are_not(self, tmp_path):
        content = "# vorn\na: 5 # Zahl\nb: 'Anlage #3' # Text\nc: >- # so\n  Anlage #3\nd: C#\n"
        file = read(tmp_path, content)
        assert file.content == {"a": 5, "b": "Anlage #3", "c": "Anlage #3", "d": "C#"}
        assert file.warnings == []


def test_a_mark_at_the_beginning_as_some_editors_write_it_does_no_harm(tmp_path):
    path = tmp_path / "k.yaml"
    path.write_bytes(b"\xef\xbb\xbfkey: a\n")
    assert read_yaml(path, "k.yaml").content == {"key": "a"}


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (bytes(range(128, 256)), 1, NO_TEXT),
        (b"\x89PNG\r\n\x1a\n\xff\xd8", 1, NO_TEXT),
        (b"PK\x03\x04\x14\x00\xe7\xe8", 1, NO_TEXT),
        ("title: Käse\n".encode("utf-16"), 1, NO_TEXT),
        (b"key: a\n" + "title: Käse\n".encode("latin-1"), 2, NO_TEXT),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", 1, SYNTAX),
        ("", 1, "Die Datei ist leer."),
        ("# nur eine Bemerkung\n", 1, "Die Datei ist leer."),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, SYNTAX),
        ("a: 1\n---\na: 2\n", 2, SYNTAX),
        ("a: 1\n\tb: 2\n", 2, SYNTAX),
        ("a: 1\nb: x\0y\n", 2, UNSEEN),
        ('a: 1\nb: "x\\0y"\n', 2, UNSEEN),
        ('a: 1\nb: "\\ud800"\n', 2, UNSEEN),
        ('a: 1\n"\\0": x\n', 2, UNSEEN),
        ("a: 1\n? [x, y]\n: 2\n", 2, "Hier fehlt der Name eines Feldes."),
        ("a: 1\nb: 2\na: 3\n", 3, "„a“ steht hier doppelt."),
        ("a: 2026-13-45\n", 1, f"Der Wert „2026-13-45“ ist nicht zu verstehen. {QUOTE}"),
        (f"a: {'9' * 5000}\n", 1, f"Der Wert „{'9' * 40}“ ist nicht zu verstehen. {QUOTE}"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            1,
            "Angaben mit „tag:yaml.org,2002:python/object/apply:os“ sind in Katalogen nicht "
            "vorgesehen.",
        ),
        (
            "a: !!set {x}\n",
            1,
            "Angaben mit „tag:yaml.org,2002:set“ sind in Katalogen nicht vorgesehen.",
        ),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_catalogue_is_refused_with_its_line(tmp_path, content, line, reason):
    assert problems(tmp_path, content) == [f"k.yaml, Zeile {line}: {reason}"]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", 1, REFERENCES),
        ("a: x\nb: *a\n", 2, REFERENCES),
        ("a: 1\nb: " + "[" * 100_000, 2, DEEP),
        ("\n".join(" " * depth + "a:" for depth in range(900)), 30, DEEP),
    ],
    ids=["doubling", "reference", "brackets", "indents"],
)
def test_what_would_grow_is_given_up_early(tmp_path, content, line, reason):
    assert problems(tmp_path, content) == [f"k.yaml, Zeile {line}: {reason}"]


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    assert problems(tmp_path, b"# x\n" * (LARGEST_FILE // 4 + 1)) == [
        "k.yaml, Zeile 1: Die Datei ist größer als 500 kB."
    ]


@pytest.mark.parametrize("name", ["fehlt.yaml", "", "a\0b", "x" * 5000], ids=lambda name: name[:9])
def test_what_is_no_file_is_said_to_be_unreadable(tmp_path, name):
    with pytest.raises(CatalogueError) as caught:
        read_yaml(tmp_path / name, "k.yaml")
    assert str(caught.value) == f"k.yaml, Zeile 1: {UNREADABLE}"


def test_all_problems_are_said_at_once(tmp_path):
    assert len(problems(tmp_path, "a: 1\na: 2\nb: 2026-13-45\nc: !x y\n")) == 3
