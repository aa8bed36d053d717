"""The pages on which tools are compared."""

import pytest
from django.urls import reverse

from checks.models import Judgement, Tool, ToolComparison
from organisations import tenancy
from tests.factories import (
    JudgementFactory,
    OwnRequirementFactory,
    ToolComparisonFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def must(pilot):
    return OwnRequirementFactory(
        organisation=pilot.organisation, text="Muss mobil gehen", priority="must"
    )


@pytest.fixture
def comparison(pilot, must):
    return ToolComparisonFactory(
        organisation=pilot.organisation, name="Planer", requirements=[must]
    )


@pytest.fixture
def tool(pilot, comparison):
    return ToolFactory(organisation=pilot.organisation, comparison=comparison, name="Nord")


def at(pilot, name, **kwargs):
    kwargs = {f"{key}_id": row.pk for key, row in kwargs.items()}
    return reverse(f"checks:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def page(client, url, *args):
    return client.get(url, *args).content.decode()


def only(pilot, model):
    with tenancy.activate(pilot.organisation):
        return model.objects.get()


class TestComparisons:
    def test_explain_themselves_while_there_is_none(self, client, pilot):
        assert "Noch kein Vergleich" in page(client, at(pilot, "tool_comparisons"))
        assert "Für einen Vergleich braucht es zuerst Anforderungen." in page(
            client, at(pilot, "new_tool_comparison")
        )

    def test_begin_with_what_was_filtered(self, client, pilot, must):
        url = at(pilot, "new_tool_comparison")
        found = page(client, url, {"wahl": [must.pk]})
        assert f'value="{must.pk}" id="id_requirements_0" checked' in found.replace("\n", " ")
        response = client.post(url, {"name": "Planer", "requirements": [must.pk]})
        comparison = only(pilot, ToolComparison)
        assert response.url == at(pilot, "tool_comparison", tool_comparison=comparison)
        assert "Noch ist kein Werkzeug aufgenommen." in page(client, response.url)
        assert "Planer" in page(client, at(pilot, "tool_comparisons"))

    def test_say_what_is_wrong_and_keep_what_was_typed(self, client, pilot, comparison, must):
        url = at(pilot, "new_tool_comparison")
        response = client.post(url, {"name": "Neu", "purpose": "Weil"})
        assert response.status_code == 422
        assert "Weil" in response.content.decode()
        response = client.post(url, {"name": "planer", "requirements": [must.pk]})
        assert "So heißt schon ein anderer Vergleich." in response.content.decode()

    def test_are_changed_and_show_both_versions_to_who_comes_late(
        self, client, pilot, comparison, must
    ):
        url = at(pilot, "edit_tool_comparison", tool_comparison=comparison)
        assert "Planer" in page(client, url)
        data = {"name": "Planer", "purpose": "Eins", "requirements": [must.pk], "version": 1}
        assert client.post(url, data).status_code == 302
        response = client.post(url, data | {"purpose": "Zwei"})
        assert response.status_code == 409
        assert "Zwei Fassungen" in response.content.decode()
        assert client.post(url, data | {"name": ""}).status_code == 422
        ToolComparisonFactory(organisation=pilot.organisation, name="Andere")
        response = client.post(url, data | {"name": "Andere", "version": 2})
        assert "So heißt schon ein anderer Vergleich." in response.content.decode()

    def test_go_with_their_tools_after_a_question(self, client, pilot, tool):
        url = at(pilot, "discard_tool_comparison", tool_comparison=tool.comparison)
        assert "Nord" in page(client, url)
        assert client.post(url).url == at(pilot, "tool_comparisons")
        with tenancy.activate(pilot.organisation):
            assert not Tool.objects.exists()

    def test_of_others_are_not_found(self, client, pilot):
        foreign = ToolFactory()
        for name in ("tool_comparison", "edit_tool_comparison", "discard_tool_comparison"):
            url = at(pilot, name, tool_comparison=foreign.comparison)
            assert client.get(url).status_code == 404
        for name in ("judge", "edit_tool", "remove_tool"):
            assert client.get(at(pilot, name, tool=foreign)).status_code == 404

    @pytest.mark.parametrize("number", [1, 50])
    def test_take_as_many_queries_for_one_row_as_for_fifty(
        self, client, pilot, number, django_assert_num_queries
    ):
        organisation = pilot.organisation
        comparison = ToolComparisonFactory(organisation=organisation)
        for _ in range(number):
            row = OwnRequirementFactory(organisation=organisation)
            with tenancy.activate(organisation):
                comparison.chosen.create(organisation=organisation, requirement=row)
        for _ in range(min(number, 10)):
            tool = ToolFactory(organisation=organisation, comparison=comparison)
            JudgementFactory(organisation=organisation, tool=tool, requirement=row)
        ToolComparisonFactory.create_batch(number, organisation=organisation)
        url = at(pilot, "tool_comparison", tool_comparison=comparison)
        page(client, url)
        with django_assert_num_queries(13):
            page(client, url)
        with django_assert_num_queries(7):
            page(client, at(pilot, "tool_comparisons"))


class TestTools:
    def test_are_taken_in_and_judged_next(self, client, pilot, comparison):
        url = at(pilot, "new_tool", tool_comparison=comparison)
        assert "Werkzeug aufnehmen" in page(client, url)
        response = client.post(url, {"name": "Nord", "address": "nord.example"})
        tool = only(pilot, Tool)
        assert response.url == at(pilot, "judge", tool=tool)
        assert tool.address == "https://nord.example"
        response = client.post(url, {"name": "NORD"})
        assert response.status_code == 422
        assert "So heißt schon ein anderes Werkzeug" in response.content.decode()
        assert client.post(url, {"name": ""}).status_code == 422

    def test_are_changed(self, client, pilot, tool):
        url = at(pilot, "edit_tool", tool=tool)
        assert "Nord" in page(client, url)
        data = {"name": "Nord", "vendor": "Haus Nord", "version": 1}
        assert client.post(url, data).status_code == 302
        response = client.post(url, data | {"vendor": "Anders"})
        assert response.status_code == 409
        assert "Haus Nord" in response.content.decode()
        assert client.post(url, data | {"name": ""}).status_code == 422
        ToolFactory(organisation=pilot.organisation, comparison=tool.comparison, name="Süd")
        response = client.post(url, data | {"name": "süd", "version": 2})
        assert "So heißt schon ein anderes Werkzeug" in response.content.decode()

    def test_are_removed_after_a_question(self, client, pilot, tool):
        url = at(pilot, "remove_tool", tool=tool)
        assert "„Nord“ streichen?" in page(client, url)
        assert client.post(url).url == at(pilot, "tool_comparison", tool_comparison=tool.comparison)

    def test_are_judged_and_an_unmet_must_is_named_first(self, client, pilot, tool, must):
        url = at(pilot, "judge", tool=tool)
        assert "Muss mobil gehen" in page(client, url)
        data = {"version": 1, f"verdict_{must.pk}": "not_met", f"remark_{must.pk}": "Nur Rechner"}
        response = client.post(url, data)
        found = page(client, response.url)
        assert "Nicht erfüllt, obwohl es sein muss:" in found
        assert "Bisher erfüllt kein Werkzeug nachweislich alles, was sein muss." in found
        assert "Nur Rechner" in found
        assert only(pilot, Judgement).verdict == "not_met"

    def test_show_what_others_said_to_who_comes_late(self, client, pilot, tool, must):
        url = at(pilot, "judge", tool=tool)
        data = {"version": 1, f"verdict_{must.pk}": "not_met"}
        client.post(url, data)
        response = client.post(url, data | {f"verdict_{must.pk}": "met"})
        assert response.status_code == 409
        assert "Gespeichert ist: nicht erfüllt" in response.content.decode()
        again = client.post(url, {"version": 2, f"verdict_{must.pk}": "met"})
        assert again.status_code == 302
        assert only(pilot, Judgement).verdict == "met"

    def test_keep_what_was_typed_when_something_is_wrong(self, client, pilot, tool, must):
        data = {f"verdict_{must.pk}": "super", f"remark_{must.pk}": "Getippt"}
        response = client.post(at(pilot, "judge", tool=tool), data)
        assert response.status_code == 422
        assert "Getippt" in response.content.decode()

    def test_without_any_requirement_left_say_so(self, client, pilot, tool, must):
        with tenancy.activate(pilot.organisation):
            must.delete()
        words = "Von den gewählten Anforderungen steht keine mehr in der Liste."
        assert words in page(client, at(pilot, "judge", tool=tool))
        assert words in page(client, at(pilot, "tool_comparison", tool_comparison=tool.comparison))
