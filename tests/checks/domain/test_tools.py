"""Comparisons of tools: keeping them, and what the table says."""

import pytest

from checks.domain import tools
from checks.domain.tool_ranking import Demand, MustGroup, ToolVerdict, Weight, compare
from checks.domain.tool_table import RequirementSheet, headline, overview
from checks.domain.tools import JudgementInput
from checks.models import Judgement, Requirement, Tool, ToolComparison
from organisations.domain.editing import NameTaken
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import (
    CheckFactory,
    ComparedRequirementFactory,
    JudgementFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
    ToolComparisonFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def must(organisation):
    return OwnRequirementFactory(organisation=organisation, text="Muss", priority="must")


@pytest.fixture
def could(organisation):
    return OwnRequirementFactory(organisation=organisation, text="Kann", priority="could")


def entry(organisation):
    return AuditEntry.objects.of(organisation)[0]


def chosen(comparison):
    return [one.requirement for one in comparison.chosen.all()]


class TestAComparison:
    def test_begins_with_requirements(self, organisation, person, must):
        fresh = ToolComparison(organisation=organisation, name="Planer")
        comparison = tools.begin_comparison(fresh, [must], person)
        assert chosen(comparison) == [must]
        assert entry(organisation).action == "comparison.begun"

    def test_has_a_name_of_its_own(self, organisation, person):
        ToolComparisonFactory(organisation=organisation, name="Planer")
        other = ToolComparisonFactory(organisation=organisation)
        with pytest.raises(NameTaken):
            tools.begin_comparison(
                ToolComparison(organisation=organisation, name="PLANER"), [], person
            )
        other.name = "planer"
        with pytest.raises(NameTaken):
            tools.change_comparison(
                other,
                [],
                seen_version=1,
                stored=ToolComparison.objects.get(pk=other.pk),
                by=person,
            )

    def test_is_changed_with_its_requirements(self, organisation, person, must, could):
        comparison = ToolComparisonFactory(organisation=organisation, requirements=[must])
        stored = ToolComparison.objects.get(pk=comparison.pk)
        comparison.purpose = "Neu"
        tools.change_comparison(comparison, [must, could], seen_version=1, stored=stored, by=person)
        assert chosen(comparison) == [must, could]
        assert entry(organisation).after == {"Worum es geht": "Neu", "Zahl der Anforderungen": "2"}
        stored.refresh_from_db()
        tools.change_comparison(comparison, [must], seen_version=2, stored=stored, by=person)
        stored.refresh_from_db()
        tools.change_comparison(comparison, [could], seen_version=3, stored=stored, by=person)
        assert entry(organisation).after == {"Zahl der Anforderungen": "1, andere Auswahl"}
        with pytest.raises(StaleRow) as stale:
            tools.change_comparison(comparison, [], seen_version=1, stored=stored, by=person)
        assert stale.value.stored == stored

    def test_keeps_what_was_removed_from_the_list_for_when_it_comes_back(
        self, organisation, person, must, could
    ):
        gone = OwnRequirementFactory(organisation=organisation, removed_at="2026-01-01T10:00Z")
        comparison = ToolComparisonFactory(organisation=organisation, requirements=[gone, must])
        assert RequirementSheet(organisation, comparison=comparison).requirements == [must]
        tools.choose_requirements(comparison, [could])
        assert set(chosen(comparison)) == {gone, could}

    def test_is_discarded_with_its_tools_but_not_the_requirements(self, organisation, person, must):
        judgement = JudgementFactory(organisation=organisation, requirement=must)
        tools.COMPARISONS.remove(judgement.tool.comparison, person)
        assert not Tool.objects.exists()
        assert Requirement.objects.get() == must
        assert entry(organisation).action == "comparison.discarded"


class TestATool:
    def test_is_noted_changed_and_removed(self, organisation, person):
        comparison = ToolComparisonFactory(organisation=organisation, name="Planer")
        tool = tools.TOOLS.add(
            Tool(organisation=organisation, comparison=comparison, name="Nord"), person
        )
        with pytest.raises(NameTaken):
            tools.TOOLS.add(
                Tool(organisation=organisation, comparison=comparison, name="NORD"), person
            )
        stored = Tool.objects.get(pk=tool.pk)
        tool.vendor = "Anbieter"
        tools.TOOLS.change(tool, seen_version=1, stored=stored, by=person)
        assert entry(organisation).subject == "Nord (Planer)"
        assert entry(organisation).after == {"Anbieter": "Anbieter"}
        with pytest.raises(StaleRow):
            tools.TOOLS.change(tool, seen_version=0, stored=stored, by=person)
        other = ToolFactory(organisation=organisation, comparison=comparison)
        other.name = "nord"
        with pytest.raises(NameTaken):
            tools.TOOLS.change(
                other, seen_version=1, stored=Tool.objects.get(pk=other.pk), by=person
            )
        tools.TOOLS.remove(tool, person)
        assert list(comparison.tools.all()) == [Tool.objects.get(pk=other.pk)]

    def test_is_judged_and_the_trail_says_what_changed(self, organisation, person, must, could):
        tool = ToolFactory(organisation=organisation)
        said = {must: JudgementInput("not_met", "Nur am Rechner"), could: JudgementInput("open")}
        tools.judge_tool(tool, said, seen_version=1, by=person)
        assert Judgement.objects.get().remark == "Nur am Rechner"
        assert entry(organisation).before == {"Muss": "noch offen"}
        assert entry(organisation).after == {"Muss": "nicht erfüllt (Nur am Rechner)"}
        tools.judge_tool(tool, {must: JudgementInput("open")}, seen_version=2, by=person)
        assert not Judgement.objects.exists()
        number = AuditEntry.objects.of(organisation).count()
        tools.judge_tool(tool, {must: JudgementInput("open")}, seen_version=3, by=person)
        assert AuditEntry.objects.of(organisation).count() == number
        with pytest.raises(StaleRow):
            tools.judge_tool(tool, {must: JudgementInput("met")}, seen_version=1, by=person)


class TestTheTable:
    def test_orders_by_priority_then_area_and_numbers(self, organisation, must, could):
        check = CheckFactory(organisation=organisation)
        late = RequirementFactory(
            organisation=organisation, check_run=check, area_key="security", priority="must"
        )
        early = RequirementFactory(organisation=organisation, check_run=check, priority="must")
        RequirementSystemFactory(organisation=organisation, requirement=early, system__name="Plan")
        sheet = RequirementSheet(organisation)
        assert [line.requirement for line in sheet.lines] == [early, late, must, could]
        assert [line.number for line in sheet.lines] == [1, 2, 3, 4]
        assert (sheet.lines[0].area, sheet.lines[0].system_names) == ("Führung", "Plan")
        assert [str(priority.label) for priority, _lines in sheet.groups] == ["Muss", "Kann"]
        assert (sheet.tools, sheet.said, sheet.summaries) == ([], {}, [])
        assert not sheet.nobody_meets_all_musts

    def test_names_the_unmet_must_first_and_says_what_is_said(self, organisation, must, could):
        comparison = ToolComparisonFactory(organisation=organisation, requirements=[must, could])
        rich, poor = (
            ToolFactory(organisation=organisation, comparison=comparison) for _ in range(2)
        )
        JudgementFactory(organisation=organisation, tool=rich, requirement=must, verdict="not_met")
        JudgementFactory(organisation=organisation, tool=rich, requirement=could, remark="Gut")
        JudgementFactory(organisation=organisation, tool=rich, verdict="not_met")
        sheet = RequirementSheet(organisation, comparison=comparison)
        first, last = sheet.summaries
        assert (first.tool, last.tool) == (poor, rich)
        assert [line.requirement for line in last.unmet_musts] == [must]
        assert [line.requirement for line in first.open_musts] == [must]
        assert (last.is_ruled_out, last.is_settled, first.is_ruled_out) == (True, False, False)
        assert last.standing == "Muss-Anforderung nicht erfüllt"
        assert last.headline == "Von 1 Muss-Anforderung: 1 nicht erfüllt."
        assert last.by_priority == [
            ("Muss", "1 nicht erfüllt"),
            ("Soll", "–"),
            ("Kann", "1 erfüllt"),
        ]
        assert sheet.nobody_meets_all_musts
        cell, other = sheet.lines[0].cells
        assert (cell.label, cell.is_missing_must, other.label) == (
            "nicht erfüllt",
            True,
            "noch offen",
        )
        assert not sheet.lines[1].cells[0].is_missing_must

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_row_as_for_fifty(
        self, organisation, number, django_assert_num_queries
    ):
        comparison = ToolComparisonFactory(organisation=organisation)
        tool = ToolFactory(organisation=organisation, comparison=comparison)
        for _ in range(number):
            row = OwnRequirementFactory(organisation=organisation)
            RequirementSystemFactory(organisation=organisation, requirement=row)
            ComparedRequirementFactory(
                organisation=organisation, comparison=comparison, requirement=row
            )
            JudgementFactory(organisation=organisation, tool=tool, requirement=row)
        with django_assert_num_queries(6):
            sheet = RequirementSheet(organisation, comparison=comparison)
            assert len(sheet.lines) == number
            assert len(sheet.summaries) == 1


def outcome(*verdicts):
    demands = [Demand(key, Weight.MUST) for key in range(len(verdicts))]
    return compare(demands, {1: dict(enumerate(verdicts))})[0]


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ((), "Es gibt hier keine Muss-Anforderung."),
        ((ToolVerdict.MET,), "Erfüllt 1 von 1 Muss-Anforderung."),
        ((ToolVerdict.MET, ToolVerdict.MET), "Erfüllt 2 von 2 Muss-Anforderungen."),
        (
            (ToolVerdict.OPEN, ToolVerdict.NOT_MET, ToolVerdict.PARTLY, ToolVerdict.MET),
            "Von 4 Muss-Anforderungen: 1 nicht erfüllt, 1 nur teilweise erfüllt, 1 noch offen.",
        ),
    ],
)
def test_the_headline_names_what_must_be_and_is_not(verdicts, sentence):
    assert headline(outcome(*verdicts)) == sentence


def test_every_group_has_words():
    assert outcome(ToolVerdict.MET).group is MustGroup.ALL_MUSTS
    assert overview(outcome(ToolVerdict.MET, ToolVerdict.OPEN), Weight.MUST) == "1 erfüllt, 1 offen"
