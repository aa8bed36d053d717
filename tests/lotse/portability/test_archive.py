"""Taking an organisation along and bringing it back."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from checks.models import Answer
from lotse.portability.domain import layout
from lotse.portability.domain.restoring import restore
from lotse.portability.forms.archive import read_archive
from measures.models import Measure, MeasureFile
from organisations import tenancy
from organisations.models import Membership, User
from organisations.tenancy.fields import TenantForeignKey
from tests import factories
from tests.factories import (
    AccompanimentFactory,
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    ReportFileFactory,
    StepFactory,
)
from tests.factories.checks import explained_document
from tests.lotse.portability.archives import delete, exported, files_of, full_organisation, rows_of
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return full_organisation()


@pytest.mark.parametrize("model", layout.travelling_models(), ids=lambda model: model._meta.label)
def test_every_kind_of_row_that_is_exported_refers_only_to_such_rows(model):
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

    def test_keeps_what_was_removed_lately_removed_and_ready_to_be_taken_back(self, organisation):
        with tenancy.activate(organisation):
            file = MeasureFile.objects.first()
            step = StepFactory(organisation=organisation, measure=file.measure)
            step.set_removed(timezone.now())
            file.step = step
            file.set_removed(timezone.now())
            file.save()
        twin = restore(read_archive(exported(organisation)))
        with tenancy.activate(twin):
            again = MeasureFile.with_removed.get(name=file.name, step__text=step.text)
            assert (again.removed_at, again.step.removed_at) == (file.removed_at, step.removed_at)
            assert bytes(again.content) == bytes(file.content)
            assert not MeasureFile.objects.filter(pk=again.pk).exists()

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
    def test_keeps_what_an_answer_does_not_hold_for(self):
        check = CheckFactory(catalogue=CatalogueFactory(document=explained_document()))
        organisation = check.organisation
        AnswerFactory(organisation=organisation, check_run=check, exceptions=["site", "group"])
        content = exported(organisation)
        table = io.BytesIO(files_of(content)["tabellen/antworten.xlsx"])
        head, answer = ([cell.value for cell in line] for line in load_workbook(table).active)
        assert (head[5], answer[5]) == ("Gilt nicht für", "einen Standort, eine Gruppe")
        (restored,) = rows_of(restore(read_archive(content)), Answer)
        assert restored.exceptions == ["site", "group"]

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
            assert schema_faults(files[f"tabellen/{name}.xlsx"], "xlsx") == []
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
            None,
            "Nur die Leitung",
        ]
        assert lines("anforderungen")[1][1:] == [
            "Führung",
            "=SUM(Muss mobil gehen)",
            "Soll",
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
            "=SUM(Muss mobil gehen)",
            "Soll",
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
        # Reports are orders of this instance; what is exported with bytes is decided by its model.
        assert layout.binary_name(ReportFileFactory._meta.model, content_field(), 3) == (
            "dateien/reportfile-content-3"
        )


def content_field():
    return ReportFileFactory._meta.model._meta.get_field("content")


def test_tenant_references_of_travelling_models_lead_to_travelling_models():
    for model in layout.travelling_models():
        for field in layout.fields_of(model):
            if isinstance(field, TenantForeignKey):
                assert layout.target_of(field) in layout.travelling_models()
