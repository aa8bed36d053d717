"""Files that are YAML as a catalogue uses it, and files that are something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.forms.yaml_file import LARGEST_FILE, CatalogueError, read_yaml

SYNTAX = (
    "Hier stimmt der Aufbau nicht (YAML). Prüfen Sie Einrückung, Doppelpunkte und "
    "Anführungszeichen."
)
DEEP = "Die Angaben sind zu tief verschachtelt."
REFERENCES = "Verweise mit & und * sind in Katalogen nicht vorgesehen."
UNSEEN = "Hier steht ein Zeichen, das man nicht sieht und das nicht in Text gehört."
NO_TEXT = "Das ist keine Textdatei in UTF-8."
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
        ("a: 2026-13-45\n", 1, "Der Wert „2026-13-45“ ist nicht zu verstehen."),
        (f"a: {'9' * 5000}\n", 1, f"Der Wert „{'9' * 40}“ ist nicht zu verstehen."),
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
