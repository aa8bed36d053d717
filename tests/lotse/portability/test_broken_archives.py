"""Archives that are damaged, foreign or made up restore nothing and break nothing."""

import io
import json
import re
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.models import Answer, Catalogue
from lotse.portability.domain import layout
from lotse.portability.domain.restoring import CannotRestore, restore
from lotse.portability.forms import archive as archive_form
from lotse.portability.forms.archive import BrokenArchive, open_archive, read_archive
from measures.models import JournalEntry, Measure
from organisations.models import Organisation
from tests.factories import (
    RatingFactory,
    ReportFileFactory,
)
from tests.lotse.portability.archives import (
    changed,
    exported,
    files_of,
    full_organisation,
    repacked,
    repacked_with_checksums,
    rows_of,
    zipped,
)

pytestmark = pytest.mark.django_db

JUNK = st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({})

MEASURES = layout.file_name(Measure)

ANSWERS = layout.file_name(Answer)

EARLIER = {new: old for old, new in layout.EARLIER_NAMES["measures.journalentry"].items()}


@pytest.fixture
def organisation():
    return full_organisation()


class TestBrokenArchives:
    @pytest.fixture
    def content(self, organisation):
        return exported(organisation)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04kaputt", b"%PDF-1.7"])
    def test_that_are_no_archives_are_refused(self, content):
        with pytest.raises(BrokenArchive, match="kein lesbares ZIP"):
            read_archive(content)

    def test_from_elsewhere_are_refused(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("brief.txt", "Hallo")
        with pytest.raises(BrokenArchive, match="stammt nicht aus Lotse"):
            read_archive(target.getvalue())

    @pytest.mark.parametrize(
        ("limit", "reason"),
        [("MOST_FILES", "Dateien"), ("MOST_BYTES", "größer"), ("MOST_ROWS", "Einträge")],
    )
    def test_that_are_too_large_are_refused(self, limit, reason, content, monkeypatch):
        monkeypatch.setattr(archive_form, limit, 1)
        with pytest.raises(BrokenArchive, match=reason):
            read_archive(content)

    def test_of_another_format_are_refused(self, content):
        with pytest.raises(BrokenArchive, match="Format 99"):
            read_archive(zipped(files_of(content), {"format": 99}))

    def test_with_an_unknown_legal_form_are_refused(self, content):
        head = json.loads(files_of(content)[layout.MANIFEST])["organisation"]
        broken = zipped(files_of(content), {"organisation": head | {"legal_form": "bande"}})
        with pytest.raises(BrokenArchive, match="Rechtsform"):
            read_archive(broken)

    def test_that_were_changed_are_refused(self, content):
        files = files_of(content)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data + b" " if name == MEASURES else data)
        with pytest.raises(BrokenArchive, match=f"{MEASURES} wurde nach dem Export"):
            read_archive(target.getvalue())

    def test_with_missing_or_strange_files_are_refused(self, content):
        files = files_of(content)
        without = {name: data for name, data in files.items() if name != layout.PEOPLE}
        with pytest.raises(BrokenArchive, match=f"fehlt {layout.PEOPLE}"):
            read_archive(zipped(without))
        manifest = json.loads(files[layout.MANIFEST])
        del manifest["files"][MEASURES]
        with pytest.raises(BrokenArchive, match="nicht dazugehören"):
            read_archive(repacked(files | {layout.MANIFEST: json.dumps(manifest).encode()}))
        manifest["files"]["daten/weg.json"] = "0"
        with pytest.raises(BrokenArchive, match=r"fehlt daten/weg\.json"):
            read_archive(repacked(files | {layout.MANIFEST: json.dumps(manifest).encode()}))

    def test_with_files_that_are_no_json_are_refused(self, content):
        files = files_of(content) | {MEASURES: b"{kaputt"}
        with pytest.raises(BrokenArchive, match="keine gültige JSON-Datei"):
            read_archive(zipped(files))

    @pytest.mark.parametrize("name", [MEASURES, ANSWERS, layout.PEOPLE, layout.MANIFEST])
    @pytest.mark.parametrize(
        ("escape", "reason"),
        [
            ("\\ud800", "keine gültige JSON-Datei"),
            ("\\udfff", "keine gültige JSON-Datei"),
            ("\\u0000", "das in Texten nicht vorkommt"),
            ("\\\\\\u0000", "das in Texten nicht vorkommt"),
        ],
    )
    def test_with_a_text_that_cannot_be_one_are_refused_by_file(
        self, content, name, escape, reason
    ):
        files = files_of(content)
        tampered = re.sub(rb'": "', f'": "{escape}'.encode().replace(b"\\", b"\\\\"), files[name])
        with pytest.raises(BrokenArchive, match=f"{name}.*{reason}"):
            read_archive(repacked_with_checksums(files | {name: tampered}))

    def test_may_speak_of_an_escape_and_hold_signs_of_two_halves(self, content):
        text = "\\u0000 und 💥"
        twin = restore(
            read_archive(changed(content, MEASURES, lambda rows: rows[0].update(title=text)))
        )
        assert text in {measure.title for measure in rows_of(twin, Measure)}

    @settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_damaged_on_the_way_are_refused_or_whole(self, content, data):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 40))
        other = data.draw(st.binary(max_size=40))
        with suppress(BrokenArchive):
            read_archive(content[:place] + other + content[place + length :])

    def test_with_files_of_another_shape_are_refused(self, content):
        with pytest.raises(BrokenArchive, match="nicht richtig aufgebaut"):
            read_archive(changed(content, MEASURES, lambda rows: {"rows": rows}))

    def test_with_a_contradictory_catalogue_are_refused(self, content):
        name, *_ = sorted(one for one in files_of(content) if one.startswith(layout.CATALOGUES))

        def twice(document):
            document["areas"][1]["questions"][0]["key"] = "pilot"

        with pytest.raises(BrokenArchive, match="widerspricht sich"):
            read_archive(changed(content, name, twice))

    def test_with_another_catalogue_under_the_same_version_are_refused(self, content):
        name, *_ = sorted(one for one in files_of(content) if one.startswith(layout.CATALOGUES))

        def other_title(document):
            document["title"] = "Ein ganz anderer"

        with pytest.raises(CannotRestore, match="mit anderem Inhalt"):
            restore(read_archive(changed(content, name, other_title)))
        assert Catalogue.objects.count() == 2

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", None),
            ("title", "x" * 500),
            ("status", "geschafft"),
            ("due_date", "morgen"),
            ("effort_hours", -4),
            ("effort_hours", "viele"),
            ("created_at", "2026-01-01T10:00:00"),
            ("created_by", 99999),
            ("created_by", True),
            ("responsible", "1"),
            ("catalogue", "kataloge/unbekannt-1.json"),
        ],
    )
    def test_with_an_impossible_value_are_refused_by_name(self, field, value, content):
        def tamper(rows):
            rows[0][field] = value

        with pytest.raises(BrokenArchive, match=f"Eintrag 1: „{field}“ hat keinen gültigen Wert"):
            read_archive(changed(content, MEASURES, tamper))

    def test_whose_files_are_not_there_are_refused_by_name(self, content):
        def elsewhere(rows):
            rows[0]["content"] = "dateien/anderswo"

        files = layout.file_name(ReportFileFactory._meta.model)
        with pytest.raises(BrokenArchive, match="„content“ hat keinen gültigen Wert"):
            read_archive(changed(content, files, elsewhere))

    def test_with_unknown_or_missing_fields_are_refused_by_name(self, content):
        with pytest.raises(BrokenArchive, match="„geheim“ ist unbekannt"):
            read_archive(changed(content, MEASURES, lambda rows: [rows[0] | {"geheim": 1}]))

        def without_title(rows):
            del rows[0]["title"]

        with pytest.raises(BrokenArchive, match="„title“ fehlt"):
            read_archive(changed(content, MEASURES, without_title))

    def test_of_an_older_version_get_the_defaults_of_what_is_new(self, content):
        def older(rows):
            for row in rows:
                del row["status"], row["due_date"]

        measures = rows_of(restore(read_archive(changed(content, MEASURES, older))), Measure)
        assert {(measure.status, measure.due_date) for measure in measures} == {("idea", None)}
        files = files_of(content)
        del files[layout.file_name(RatingFactory._meta.model)]
        twin = restore(read_archive(zipped(files)))
        assert not rows_of(twin, RatingFactory._meta.model)

    def test_of_a_version_with_other_names_of_fields_and_fewer_times_come_back(self, content):
        def older(rows):
            for row in rows:
                del row["updated_at"]
            return [{EARLIER.get(name, name): row[name] for name in row} for row in rows]

        journal = layout.file_name(JournalEntry)
        (entry,) = rows_of(restore(read_archive(changed(content, journal, older))), JournalEntry)
        (original,) = rows_of(Organisation.objects.get(slug="verein-uebersee"), JournalEntry)
        assert (entry.created_by, entry.created_at) == (original.created_by, original.created_at)
        assert timezone.now() - entry.updated_at < timedelta(minutes=5)

    def test_whose_rows_contradict_each_other_leave_nothing_behind(self, content):
        before = Organisation.objects.count()

        def double(rows):
            return [*rows, rows[0]]

        with pytest.raises(CannotRestore, match="widersprechen sich"):
            restore(read_archive(changed(content, ANSWERS, double)))
        assert Organisation.objects.count() == before

    @settings(
        max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(
        name=st.sampled_from([MEASURES, ANSWERS, layout.PEOPLE, layout.MANIFEST]),
        number=st.integers(0, 30),
        junk=JUNK,
    )
    def test_end_in_a_clear_refusal_or_in_an_organisation_never_in_a_crash(
        self, content, name, number, junk
    ):
        data = json.loads(files_of(content)[name])
        row = data["organisation"] if name == layout.MANIFEST else data[0]
        row[sorted(row)[number % len(row)]] = junk
        if name == layout.MANIFEST:
            broken = zipped(files_of(content), data)
        else:
            broken = changed(content, name, lambda _rows: data)
        try:
            restored = restore(read_archive(broken))
        except (BrokenArchive, CannotRestore):
            return
        assert exported(restored)


class TestOpening:
    """Files are unpacked for trial in a process of their own before they are read."""

    def test_refuses_what_grows_beyond_reason(self, tmp_path):
        path = tmp_path / "gross.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.json", bytes(11 * 1024 * 1024))
        with pytest.raises(BrokenArchive, match="das Hundertfache seiner selbst"):
            open_archive(path)

    def test_refuses_a_damaged_one_and_what_is_none(self, tmp_path):
        path = tmp_path / "kaputt.zip"
        for content in (b"PK\x03\x04kaputt", b"Text"):
            path.write_bytes(content)
            with pytest.raises(BrokenArchive, match="kein lesbares ZIP-Archiv"):
                open_archive(path)
