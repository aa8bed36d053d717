"""Forms around the list of requirements."""

import pytest
from django.http import QueryDict

from checks.domain.requirements import Areas
from measures.domain.merging import Wording
from measures.domain.requirement_filtering import RequirementFilter
from measures.domain.requirement_list import RequirementList
from measures.forms.requirements import (
    ChoiceOfRequirements,
    LinkForm,
    MergeForm,
    RequirementFilterForm,
)
from tests.factories import (
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
)

pytestmark = pytest.mark.django_db


class TestFilter:
    def test_offers_what_there_is_and_reads_it(self, organisation):
        noted = RequirementFactory(organisation=organisation)
        link = RequirementSystemFactory(
            organisation=organisation, requirement=noted, system__name="Plan"
        )
        OwnRequirementFactory(organisation=organisation)
        sent = {
            "q": "mobil",
            "priority": "must",
            "area": "leadership",
            "system": str(link.system_id),
            "source": "own",
            "open": "1",
            "sort": "text",
        }
        form = RequirementFilterForm(RequirementList(organisation), sent)
        assert form.filter == RequirementFilter(
            "mobil", "must", "leadership", link.system_id, "own", True, "text"
        )
        assert dict(form.fields["area"].choices) == {
            "": "alle",
            "leadership": "Führung",
            "-": "keins",
        }
        assert dict(form.fields["system"].choices) == {"": "alle", link.system_id: "Plan"}

    def test_ignores_what_makes_no_sense(self, organisation):
        sent = {
            "q": "x" * 500,
            "priority": "?",
            "area": "?",
            "system": "?",
            "source": "?",
            "open": "?",
            "sort": "?",
        }
        form = RequirementFilterForm(RequirementList(organisation), sent)
        assert form.filter == RequirementFilter()
        assert not form.filter.is_narrowing


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("wahl=1&wahl=2&wahl=1", [1, 2]),
        ("", []),
        ("wahl=1&wahl=3", []),
        ("wahl=x&wahl=1", []),
    ],
)
def test_the_choice_is_read_from_the_address(sent, expected):
    assert ChoiceOfRequirements([1, 2], QueryDict(sent)).chosen == expected


class TestMerge:
    def form(self, organisation, requirements, data=None):
        return MergeForm(requirements, Areas(organisation), data)

    def test_proposes_and_reads_a_wording(self, organisation):
        one = RequirementFactory(organisation=organisation, text="Eins", needed_by="Pflege")
        two = OwnRequirementFactory(organisation=organisation, text="Zwei", priority="must")
        form = self.form(organisation, [two, one])
        assert form.initial == {
            "wording": str(two.pk),
            "priority": "must",
            "needed_by": "Pflege",
            "area_key": "leadership",
        }
        data = {"wording": str(one.pk), "priority": "could", "area_key": ""}
        bound = self.form(organisation, [two, one], data)
        assert bound.is_valid(), bound.errors
        assert bound.chosen == Wording("Eins", "could", "", "")
        own = data | {"wording": "other", "other": "Drei"}
        bound = self.form(organisation, [two, one], own)
        assert bound.is_valid(), bound.errors
        assert bound.chosen.text == "Drei"

    @pytest.mark.parametrize(
        ("sent", "field", "error"),
        [
            ({"wording": ""}, "wording", "Bitte wählen Sie einen Wortlaut."),
            ({"wording": "99"}, "wording", "Das gibt es hier nicht"),
            ({"wording": "other"}, "other", "Bitte schreiben Sie den neuen Wortlaut."),
            ({"wording": "other", "other": "x" * 501}, "other", "Höchstens 500 Zeichen"),
            ({"priority": "?"}, "priority", "Das gibt es hier nicht"),
        ],
    )
    def test_says_what_is_missing(self, organisation, sent, field, error):
        one, two = (OwnRequirementFactory(organisation=organisation) for _ in range(2))
        data = {"wording": str(one.pk), "priority": "must"} | sent
        form = self.form(organisation, [one, two], data)
        assert not form.is_valid()
        assert [text for text in form.errors[field] if text.startswith(error)]
        assert len(form.errors[field]) == 1


class TestLinks:
    def test_are_read_with_what_was_seen(self, organisation):
        rows = [OwnRequirementFactory(organisation=organisation) for _ in range(3)]
        offered = [(row, row.text) for row in rows]
        form = LinkForm("Was?", offered, [rows[1].pk, rows[0].pk])
        assert form.initial["seen"] == f"{rows[0].pk}-{rows[1].pk}"
        data = {"seen": f"{rows[0].pk}-x-²-{'9' * 30}", "chosen": [str(rows[2].pk)]}
        bound = LinkForm("Was?", offered, [], data)
        assert bound.is_valid()
        assert bound.cleaned_data["seen"] == [rows[0].pk]
        assert bound.rows == [rows[2]]

    @pytest.mark.parametrize("chosen", ["x", "99999"])
    def test_to_what_is_not_offered_are_refused(self, chosen):
        form = LinkForm("Was?", [], [], {"chosen": [chosen]})
        assert form.errors["chosen"][0].startswith("Das gibt es hier nicht")
