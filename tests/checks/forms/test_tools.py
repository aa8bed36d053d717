"""Forms for comparisons of tools."""

import pytest

from checks.domain.tool_table import RequirementSheet
from checks.domain.tools import JudgementInput
from checks.forms.tools import JudgementForm, ToolComparisonForm, ToolForm
from checks.models import Tool, ToolComparison
from tests.factories import (
    JudgementFactory,
    OwnRequirementFactory,
    ToolComparisonFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def must(organisation):
    return OwnRequirementFactory(organisation=organisation, text="Geht", priority="must")


class TestComparison:
    def form(self, organisation, data=None, **more):
        fresh = ToolComparison(organisation=organisation)
        return ToolComparisonForm(organisation, data, **{"instance": fresh} | more)

    def test_offers_the_list_in_the_order_of_a_specification(self, organisation, must):
        could = OwnRequirementFactory(organisation=organisation, text="Schön", priority="could")
        OwnRequirementFactory(organisation=organisation, removed_at="2026-01-01T10:00Z")
        form = self.form(organisation, ticked=[str(must.pk)])
        choices = form.fields["requirements"].widget.choices
        assert list(choices) == [(must.pk, "Muss: Geht"), (could.pk, "Kann: Schön")]
        assert form.initial["requirements"] == [str(must.pk)]

    def test_shows_what_is_chosen(self, organisation, must):
        comparison = ToolComparisonFactory(organisation=organisation, requirements=[must])
        form = self.form(organisation, instance=comparison)
        assert (form.initial["requirements"], form.initial["version"]) == ([must.pk], 1)
        assert form.has_requirements

    def test_asks_for_a_name_and_a_requirement(self, organisation):
        form = self.form(organisation, {"name": " ", "requirements": []})
        assert form.errors["name"] == ["Bitte geben Sie dem Vergleich einen Namen."]
        assert form.errors["requirements"] == ["Bitte kreuzen Sie mindestens eine Anforderung an."]
        other = self.form(organisation, {"name": "A", "requirements": ["99999"]})
        assert other.errors["requirements"][0].startswith("Das gibt es hier nicht")
        assert not other.has_requirements


class TestTool:
    @pytest.mark.parametrize(
        ("address", "stored"),
        [("anbieter.example", "https://anbieter.example"), ("javascript:alert(1)", None)],
    )
    def test_takes_addresses_of_the_web_only(self, address, stored):
        form = ToolForm({"name": "Nord", "address": address}, instance=Tool())
        assert form.is_valid() == bool(stored)
        if stored:
            assert form.cleaned_data["address"] == stored
        else:
            assert "die mit https:// beginnt" in form.errors["address"][0]

    def test_carries_the_version_that_was_seen(self, organisation):
        tool = ToolFactory(organisation=organisation, version=4)
        assert ToolForm(instance=tool)["version"].value() == 4


class TestJudgement:
    @pytest.fixture
    def comparison(self, organisation, must):
        return ToolComparisonFactory(organisation=organisation, requirements=[must])

    @pytest.fixture
    def tool(self, organisation, comparison):
        return ToolFactory(organisation=organisation, comparison=comparison)

    def form(self, organisation, tool, data=None):
        return JudgementForm(tool, RequirementSheet(organisation, tool.comparison), data)

    def test_begins_open(self, organisation, tool, must):
        (row,) = self.form(organisation, tool).rows
        assert (row.requirement, row.number, row.verdict.value()) == (must, 1, "open")
        assert not row.differs

    def test_reads_what_was_said(self, organisation, tool, must):
        data = {f"verdict_{must.pk}": "partly", f"remark_{must.pk}": "Fast"}
        form = self.form(organisation, tool, data)
        assert form.is_valid()
        assert form.said == {must: JudgementInput("partly", "Fast")}
        assert form.rows[0].differs
        assert form.rows[0].stored_in_words == "noch offen"

    def test_leaves_a_verdict_as_it_was_when_none_was_sent(self, organisation, tool, must):
        JudgementFactory(organisation=organisation, tool=tool, requirement=must, verdict="met")
        form = self.form(organisation, tool, {"version": "1"})
        assert form.is_valid()
        assert form.said == {must: JudgementInput("met", "")}

    def test_refuses_what_it_does_not_offer(self, organisation, tool, must):
        data = {f"verdict_{must.pk}": "super", f"remark_{must.pk}": "x" * 501}
        form = self.form(organisation, tool, data)
        assert not form.is_valid()
        assert set(form.errors) == {f"verdict_{must.pk}", f"remark_{must.pk}"}
