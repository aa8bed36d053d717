"""The commands around catalogues: check, import, export."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.domain.publishing import document_of
from checks.forms.catalogue_file import (
    DEFAULT_CATALOGUE,
    SHORT_CATALOGUE,
    read_catalogue,
    write_catalogue,
)
from checks.forms.yaml_file import YamlProblem
from checks.management.commands.diff_catalogue import Command as Compare
from checks.models import Catalogue
from tests.factories import CatalogueFactory, CheckFactory, small_document
from tests.factories.checks import explained_document

KEY = "digitalisierungscheck"


def written(folder: Path, **changes: object) -> Path:
    """Write the small catalogue and return its path."""
    path = folder / "k.yaml"
    path.write_text(write_catalogue(small_document(**changes)), encoding="utf-8")
    return path


def said(command: str, *arguments: object, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command says."""
    call_command(command, *map(str, arguments))
    return capsys.readouterr().out


class TestChecking:
    def test_counts_what_is_in_a_catalogue_and_stores_nothing(self, tmp_path, capsys):
        text = said("check_catalogue", written(tmp_path), capsys=capsys)
        assert "Kleiner Testkatalog, Version 1" in text
        assert "Fragen: 6" in text
        assert "Wiener Sachtextformel" in text

    def test_names_what_is_hard_to_read(self, tmp_path, capsys):
        hard = "Die Digitalisierungsverantwortlichkeit " + "und noch eine Zuständigkeit " * 12
        areas = [
            area.model_dump(mode="json", by_alias=True, exclude_none=True)
            for area in small_document().areas
        ]
        areas[0]["questions"][0]["help"] = hard.strip() + "."
        text = said("check_catalogue", written(tmp_path, areas=areas), capsys=capsys)
        assert "  pilot: " in text

    def test_says_what_is_wrong(self, tmp_path):
        path = tmp_path / "k.yaml"
        path.write_bytes(b"\xff\xfe")
        with pytest.raises(CommandError, match=r"k\.yaml, Zeile 1: Das ist keine Textdatei"):
            call_command("check_catalogue", str(path))

    def test_strictly_says_where_people_stumble_and_ends_with_an_error(self, tmp_path, capsys):
        path = written(tmp_path, accepted={"many-questions": "Nicht mehr wahr."})
        assert "Hinweis" not in said("check_catalogue", path, capsys=capsys)

        with pytest.raises(CommandError, match=r"Hinweise: \d+\."):
            call_command("check_catalogue", str(path), "--strict")

        *warnings, summary, reading = capsys.readouterr().out.splitlines()
        lines = path.read_text(encoding="utf-8").splitlines()
        places = [
            re.match(r"Hinweis: k\.yaml, Zeile (\d+): .*\. \[[a-z-]+\]$", one) for one in warnings
        ]
        numbers = [int(place[1]) for place in places]
        assert numbers == sorted(numbers)
        assert "many-questions" in lines[numbers[-1] - 1]
        assert summary.startswith("In Ordnung:")
        assert reading.startswith("Lesbarkeit")

    def test_strictly_names_file_and_line_in_a_folder(self, tmp_path):
        document = small_document(version=2)
        content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
        content["areas"][1]["questions"][0]["levels"][3] = "Alle haben passwords."
        area = yaml.safe_dump(content["areas"][1], allow_unicode=True, sort_keys=False)
        (tmp_path / "security.yaml").write_text(area, encoding="utf-8")
        content["areas"][1] = {"file": "security.yaml"}
        (tmp_path / "catalogue.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        line = area.splitlines().index("  - Alle haben passwords.") + 1

        warnings: list[YamlProblem] = []
        assert read_catalogue(tmp_path, warnings, is_strict=True).version == 2

        assert [(one.file, one.line) for one in warnings if "[absolute]" in one.reason] == [
            ("security.yaml", line)
        ]


@pytest.mark.django_db
class TestImporting:
    def test_publishes_once_and_again_changes_nothing(self, tmp_path, capsys):
        path = written(tmp_path)
        assert said("import_catalogue", path, capsys=capsys).startswith("Veröffentlicht:")
        again = said("import_catalogue", path, capsys=capsys)
        assert again.startswith("Schon veröffentlicht, unverändert:")
        assert Catalogue.objects.count() == 1

    def test_knows_what_was_published_before_the_format_grew(self, tmp_path, capsys):
        path = written(tmp_path)
        stored = read_catalogue(path).model_dump(mode="json", by_alias=True, exclude_defaults=True)
        Catalogue.objects.create(
            key=stored["key"], version=stored["version"], title=stored["title"], document=stored
        )

        again = said("import_catalogue", path, capsys=capsys)

        assert again.startswith("Schon veröffentlicht, unverändert:")

    def test_takes_the_default_catalogue(self, capsys):
        document = read_catalogue(DEFAULT_CATALOGUE)
        text = said("import_catalogue", DEFAULT_CATALOGUE.parent, capsys=capsys)
        assert f"Fragen: {len(document.questions)}" in text
        assert document_of(Catalogue.objects.get().pk) == document

    def test_takes_several_files_up_to_one_that_cannot_be_published(self, tmp_path):
        good, wrong = written(tmp_path), tmp_path / "fehlt.yaml"
        with pytest.raises(CommandError, match=r"fehlt\.yaml"):
            call_command("import_catalogue", str(good), str(SHORT_CATALOGUE), str(wrong))
        assert sorted(Catalogue.objects.values_list("key", flat=True)) == [KEY, "kurzcheck"]

    def test_never_changes_a_published_version(self, tmp_path):
        call_command("import_catalogue", str(written(tmp_path)))
        with pytest.raises(CommandError, match=r"bleibt unverändert\. Erhöhen Sie „version“"):
            call_command("import_catalogue", str(written(tmp_path, title="Anderer Titel")))
        assert Catalogue.objects.get().title == "Kleiner Testkatalog"

    def test_reads_the_standard_input(self, tmp_path, capsys, monkeypatch):
        """A container's file system is closed; what is typed into it is not."""
        with written(tmp_path).open() as file:
            monkeypatch.setattr("sys.stdin", file)
            assert said("import_catalogue", "-", capsys=capsys).startswith("Veröffentlicht:")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"title: [")))
        with pytest.raises(CommandError, match="Eingabe, Zeile 1"):
            call_command("import_catalogue", "-")
        assert Catalogue.objects.count() == 1

    def test_says_what_is_wrong_and_publishes_nothing(self, tmp_path):
        with pytest.raises(CommandError, match=r"fehlt\.yaml, Zeile 1: Diese Datei lässt sich"):
            call_command("import_catalogue", str(tmp_path / "fehlt.yaml"))
        assert not Catalogue.objects.exists()


@pytest.mark.django_db
class TestPublishedVersions:
    @pytest.mark.parametrize(
        "sql", ["update checks_catalogue set title = 'x'", "delete from checks_catalogue"]
    )
    def test_stay_as_they_are_whoever_asks(self, sql):
        CatalogueFactory()
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    def test_a_check_keeps_the_one_it_was_started_on(self):
        check = CheckFactory()
        newer = CatalogueFactory(document=small_document(version=2, title="Neue Fassung"))
        assert newer.pk != check.catalogue_id
        assert document_of(check.catalogue_id).title == "Kleiner Testkatalog"


@pytest.mark.django_db
class TestExporting:
    def test_gives_back_what_was_imported(self, tmp_path, capsys):
        CatalogueFactory()
        path = tmp_path / "k.yaml"
        call_command("export_catalogue", KEY, "--output", str(path))
        assert read_catalogue(path) == small_document()

    def test_keeps_signs_examples_exceptions_and_terms(self, tmp_path):
        CatalogueFactory(document=explained_document())
        path = tmp_path / "k.yaml"
        call_command("export_catalogue", KEY, "--output", str(path))
        assert read_catalogue(path) == explained_document()

    def test_goes_to_the_screen_without_a_file(self, tmp_path, capsys):
        CatalogueFactory()
        path = tmp_path / "k.yaml"
        path.write_text(said("export_catalogue", KEY, capsys=capsys), encoding="utf-8")
        assert read_catalogue(path) == small_document()

    def test_takes_the_newest_version_or_the_one_asked_for(self, capsys):
        CatalogueFactory()
        CatalogueFactory(document=small_document(version=2))
        assert "\nversion: 2\n" in said("export_catalogue", KEY, capsys=capsys)
        older = said("export_catalogue", KEY, "--version-number=1", capsys=capsys)
        assert "\nversion: 1\n" in older

    @pytest.mark.parametrize("arguments", [["anderer"], [KEY, "--version-number=7"]])
    def test_of_what_is_not_there_says_so(self, arguments):
        CatalogueFactory()
        with pytest.raises(CommandError, match="gibt es in dieser Version nicht"):
            call_command("export_catalogue", *arguments)

    def test_into_a_place_that_cannot_be_written_says_so(self, tmp_path):
        CatalogueFactory()
        with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
            call_command("export_catalogue", KEY, "--output", str(tmp_path / "fehlt" / "k.yaml"))


@pytest.mark.django_db
class TestComparing:
    def test_two_files_says_what_changed(self, tmp_path, capsys):
        old = written(tmp_path)
        (tmp_path / "neu").mkdir()
        new = written(tmp_path / "neu", title="Anderer Titel", version=2)
        text = said("diff_catalogue", old, new, capsys=capsys)
        assert "  Titel: Kleiner Testkatalog → Anderer Titel" in text
        assert "Was das bedeutet" in text

    @pytest.mark.parametrize("named", [f"{KEY}:1", f"{KEY} 1", KEY])
    def test_takes_published_ones_by_key_and_version(self, tmp_path, capsys, named):
        CatalogueFactory()
        text = said("diff_catalogue", named, written(tmp_path), capsys=capsys)
        assert "Beide sind gleich." in text

    def test_without_a_number_takes_the_newest(self, capsys):
        CatalogueFactory()
        CatalogueFactory(document=small_document(version=2))
        text = said("diff_catalogue", f"{KEY}:1", KEY, capsys=capsys)
        assert "Version: 1 → 2" in text

    def test_takes_folders_and_a_file_that_is_called_like_a_key(
        self, tmp_path, capsys, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        written(tmp_path).rename(tmp_path / KEY)
        text = said("diff_catalogue", KEY, DEFAULT_CATALOGUE.parent, capsys=capsys)
        assert text.startswith("Kleiner Testkatalog")

    @pytest.mark.parametrize("named", ["anderer", f"{KEY}:7", "mein-katalog"])
    def test_of_what_is_not_there_says_so(self, tmp_path, named):
        CatalogueFactory()
        with pytest.raises(CommandError, match="weder eine Datei noch ein veröffentlichter"):
            call_command("diff_catalogue", named, str(written(tmp_path)))

    def test_of_what_cannot_be_read_says_why(self, tmp_path):
        broken = tmp_path / "kaputt.yaml"
        broken.write_text("key: [", encoding="utf-8")
        with pytest.raises(CommandError, match=r"kaputt\.yaml, Zeile 1: Hier stimmt der Aufbau"):
            call_command("diff_catalogue", str(written(tmp_path)), str(broken))

    @pytest.mark.parametrize(
        "named", ["", ":", "a:99999", "../x", "\u0000", "x" * 5000, "A:1", "ä", "-", KEY + ":x"]
    )
    def test_of_nonsense_ends_in_german_and_not_in_an_error(self, tmp_path, named):
        with pytest.raises(CommandError):
            Compare().handle(old=named, new=str(written(tmp_path)))


WRONG: list[Any] = [None, True, -1, 10**30, 1.5, "", "x", "ä" * 3000, [], [[]], {}, {"x": {}}]


# Each example starts a process for the file; what is published needs none.
@pytest.mark.django_db
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), wrong=st.sampled_from(WRONG), text=st.text(max_size=60))
def test_whatever_stands_in_a_file_comparing_answers_in_german(tmp_path_factory, seed, wrong, text):
    """Wrong values anywhere, among them under `formerly`, and bytes that are no YAML at all."""
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("vergleich")
    published, fuzzed = CatalogueFactory(), folder / "anders.yaml"
    content = yaml.safe_load(written(folder).read_text(encoding="utf-8"))
    question = chance.choice(chance.choice(content["areas"])["questions"])
    question["formerly"] = chance.choice([wrong, [wrong], ["alt", wrong], [text], ["alt", "alt"]])
    if chance.random() < 0.3:
        content["version"] = wrong
    lines = yaml.safe_dump(content, allow_unicode=True)
    if chance.random() < 0.2:
        lines = lines.replace(chance.choice(lines.split()), text)
    fuzzed.write_text(lines, encoding="utf-8", errors="surrogatepass")
    answer = io.StringIO()
    try:
        Compare(stdout=answer).handle(old=published.key, new=str(fuzzed))
    except CommandError as error:
        answer.write(str(error))
    assert "anders.yaml, Zeile" in answer.getvalue() or "Version 1 → " in answer.getvalue()
