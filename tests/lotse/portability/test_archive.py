"""Taking an organisation along and bringing it back."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from checks.models import Answer, Catalogue
from lotse.portability.domain import layout
from lotse.portability.domain.restoring import CannotRestore, restore
from lotse.portability.domain.tables import workbook
from lotse.portability.domain.writing import write_archive
from lotse.portability.forms import archive as archive_form
from lotse.portability.forms.archive import BrokenArchive, read_archive
from measures.models import Measure
from organisations import tenancy
from organisations.models import Membership, Organisation, User
from organisations.tenancy.fields import TenantForeignKey
from tests import factories
from tests.factories import (
    AccompanimentFactory,
    AnswerFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    RatingFactory,
    ReportFileFactory,
)
from tests.lotse.portability.rows import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    """An organisation with a row of every kind that travels, and of some kinds two."""
    organisation = OrganisationFactory(name="Verein Übersee", slug="verein-uebersee")
    fill(organisation, layout.travelling_models())
    MembershipFactory(organisation=organisation)
    MeasureFactory(organisation=organisation, rated=(1, 2, 3, 4, 5))
    return organisation


def rows_of(organisation, model):
    with tenancy.activate(organisation):
        rows = model.objects.filter(organisation=organisation).order_by("pk")
        return list(rows.select_related())


def exported(organisation):
    with tenancy.activate(organisation):
        return write_archive(organisation)


def delete(organisation):
    organisation.deletes_at = timezone.now()
    organisation.save()
    with tenancy.activate(organisation):
        organisation.delete()


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files, manifest=None):
    """Pack files again, with checksums that fit."""
    content = json.loads(files[layout.MANIFEST]) | (manifest or {})
    content["files"] = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != layout.MANIFEST
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files | {layout.MANIFEST: json.dumps(content).encode()}).items():
            archive.writestr(name, data)
    return target.getvalue()


def changed(content, name, change):
    """Return the archive with one of its JSON files changed by a function."""
    files = files_of(content)
    data = json.loads(files[name])
    files[name] = json.dumps(change(data) or data).encode()
    return zipped(files)


JUNK = st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({})
MEASURES = layout.file_name(Measure)
ANSWERS = layout.file_name(Answer)


@pytest.mark.parametrize("model", layout.travelling_models(), ids=lambda model: model._meta.label)
def test_every_kind_of_row_that_travels_refers_only_to_what_travels(model):
    assert [layout.kind_of(field) for field in layout.fields_of(model)]


def test_a_reference_to_what_stays_behind_is_noticed():
    with pytest.raises(TypeError, match="does not travel"):
        layout.kind_of(factories.AccompanimentFactory._meta.model._meta.get_field("consultancy"))


class TestThereAndBack:
    def test_gives_the_same_bytes(self, organisation):
        before = exported(organisation)
        delete(organisation)
        again = restore(read_archive(before))
        assert again.pk != organisation.pk
        assert exported(again) == before

    def test_gives_the_same_bytes_beside_the_original_but_for_the_address(self, organisation):
        before = files_of(exported(organisation))
        twin = restore(read_archive(exported(organisation)))
        after = files_of(exported(twin))
        assert twin.slug == "verein-uebersee-2"
        assert {name for name in before if before[name] != after[name]} == {layout.MANIFEST}
        with tenancy.activate(twin):
            assert Measure.objects.count() == len(rows_of(organisation, Measure))

    def test_keeps_every_row_with_its_times_and_references(self, organisation):
        measures = rows_of(organisation, Measure)
        twin = restore(read_archive(exported(organisation)))
        for old, new in zip(measures, rows_of(twin, Measure), strict=True):
            assert (old.title, old.updated_at, old.created_by) == (
                new.title,
                new.updated_at,
                new.created_by,
            )
        answers = rows_of(twin, Answer)
        assert {answer.check_run.organisation_id for answer in answers} == {twin.pk}

    def test_finds_people_by_address_and_makes_accounts_for_the_others(self, organisation):
        members = rows_of(organisation, Membership)
        known, unknown = members[0].user, members[1].user
        content = exported(organisation)
        delete(organisation)
        address, name = unknown.email, unknown.name
        with tenancy.own_memberships(unknown):
            User.objects.filter(pk=unknown.pk).update(email="anders@test.example")
        people = {
            member.user.email: member.user
            for member in rows_of(restore(read_archive(content)), Membership)
        }
        assert people[known.email] == known
        assert people[address].name == name
        assert not people[address].has_usable_password()

    def test_leaves_behind_what_only_means_something_here(self, organisation):
        AccompanimentFactory(organisation=organisation)
        content = exported(organisation)
        assert not [name for name in files_of(content) if "accompaniment" in name]

    def test_works_by_command(self, organisation, tmp_path, capsys):
        file = tmp_path / "verein.zip"
        call_command("export_organisation", "verein-uebersee", str(file))
        call_command("import_organisation", str(file))
        assert "/o/verein-uebersee-2/" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("command", "arguments", "reason"),
        [
            ("export_organisation", ["gibt-es-nicht", "x.zip"], "gibt es nicht"),
            ("export_organisation", ["verein-uebersee", "/gibt/es/nicht.zip"], "nicht schreiben"),
            ("import_organisation", ["/gibt/es/nicht.zip"], "nicht lesen"),
            ("import_organisation", [__file__], "kein lesbares ZIP"),
        ],
    )
    def test_says_why_a_command_cannot_do_it(self, command, arguments, reason, organisation):
        with pytest.raises(CommandError, match=reason):
            call_command(command, *arguments)


class TestTheArchive:
    def test_explains_itself_and_holds_tables_that_people_can_read(self):
        organisation = OrganisationFactory()
        check = CheckFactory(organisation=organisation)
        AnswerFactory(organisation=organisation, check_run=check, note="Nur die Leitung")
        AnswerFactory(
            organisation=organisation,
            check_run=check,
            question_key="donations",
            level=None,
            value=True,
        )
        wish = factories.RequirementFactory(
            organisation=organisation, check_run=check, text="=SUM(Muss mobil gehen)"
        )
        factories.OwnRequirementFactory(
            organisation=organisation, merged_into=wish, text="Soll mobil gehen"
        )
        factories.RequirementSystemFactory(
            organisation=organisation, requirement=wish, system__name="Adressbuch"
        )
        comparison = factories.ToolComparisonFactory(
            organisation=organisation, name="Planer", requirements=[wish]
        )
        factories.JudgementFactory(
            organisation=organisation,
            requirement=wish,
            tool=factories.ToolFactory(
                organisation=organisation, comparison=comparison, name="Nord"
            ),
            remark="Als App",
        )
        MeasureFactory(
            organisation=organisation,
            title="Kalender einrichten",
            rated=(5, 4, 3, 2, 1),
            responsible=MembershipFactory(organisation=organisation),
        )
        MeasureFactory(organisation=organisation, title="Noch nicht bewertet")
        factories.ConnectionFactory(
            organisation=organisation,
            source=factories.SystemFactory(
                organisation=organisation, name="Dienstplan", kind="roster", yearly_cost=120
            ),
            target=factories.SystemFactory(organisation=organisation, name="Lohn"),
            data="Arbeitszeiten",
            times_a_week="0.25",
            minutes=30,
        )
        files = files_of(exported(organisation))
        assert "Fragenkataloge" in files[layout.README].decode()

        def lines(name):
            sheet = load_workbook(io.BytesIO(files[f"tabellen/{name}.xlsx"])).active
            return [[cell.value for cell in line] for line in sheet]

        head, fact, answer = lines("antworten")
        assert head[1:4] == ["Handlungsfeld", "Frage", "Stufe"]
        assert fact[1:5] == ["Angaben", "Nehmen Sie Spenden ein?", None, "Ja"]
        assert answer[1:] == [
            "Führung",
            "Wie steht es um pilot?",
            1,
            "pilot auf Stufe 1.",
            "Nur die Leitung",
        ]
        assert lines("anforderungen")[1][1:] == [
            "Führung",
            "'=SUM(Muss mobil gehen)",
            "soll",
            None,
            "eigene",
            "Adressbuch",
            None,
            "ohne Maßnahme",
            "Soll mobil gehen",
        ]
        assert lines("werkzeuge")[1] == [
            "Planer",
            "Nord",
            None,
            "'=SUM(Muss mobil gehen)",
            "soll",
            "erfüllt",
            "Als App",
        ]
        _, first, second = lines("massnahmen")
        assert first[:4] == [1, 50, "Kalender einrichten", "Idee"]
        assert second[:3] == [None, None, "Noch nicht bewertet"]
        head, _addresses, roster, payroll = lines("systeme")
        assert head[:4] == ["System", "Lage", "Art", "Stand"]
        assert roster[:4] == ["Dienstplan", "Insel", "Dienstplan", "in Betrieb"]
        assert roster[head.index("Kosten im Jahr in Euro")] == 120
        assert payroll[:2] == ["Lohn", "Endpunkt"]
        assert lines("verbindungen")[1] == [
            "Dienstplan",
            "Lohn",
            "Arbeitszeiten",
            "doppelt getippt",
            0.25,
            30,
        ]

    def test_of_an_empty_organisation_can_be_restored(self):
        organisation = OrganisationFactory()
        content = exported(organisation)
        delete(organisation)
        assert exported(restore(read_archive(content))) == content

    def test_holds_files_as_files(self, organisation):
        # Reports are orders of this instance; what travels with bytes is decided by its model.
        assert layout.binary_name(ReportFileFactory._meta.model, content_field(), 3) == (
            "dateien/reportfile-content-3"
        )


def content_field():
    return ReportFileFactory._meta.model._meta.get_field("content")


def test_the_same_lines_give_the_same_workbook():
    lines = [("Kopf", "Zahl"), ("Text", 3)]
    assert workbook(lines) == workbook(lines)


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
            ("title", "Null\0"),
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


def repacked(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_tenant_references_of_travelling_models_lead_to_travelling_models():
    for model in layout.travelling_models():
        for field in layout.fields_of(model):
            if isinstance(field, TenantForeignKey):
                assert layout.target_of(field) in layout.travelling_models()
