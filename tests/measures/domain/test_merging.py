"""Merging requirements keeps everything, and taking it back gives everything back."""

import pytest

from checks.domain.requirements import AlreadyNoted
from checks.models import Judgement, Requirement
from measures.domain.merging import (
    NothingToMerge,
    Wording,
    joined,
    merge_requirements,
    part_requirement,
    proposed_wording,
)
from measures.domain.requirement_list import RequirementList
from organisations.models import AuditEntry
from tests.factories import (
    ComparedRequirementFactory,
    JudgementFactory,
    MeasureFactory,
    MeasureRequirementFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
    ToolComparisonFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db
WORDING = Wording("Muss überall gehen", "must", "Pflege, Verwaltung", "leadership")


@pytest.fixture
def noted(organisation):
    return RequirementFactory(
        organisation=organisation, text="Muss mobil gehen", needed_by="Pflege", priority="could"
    )


@pytest.fixture
def own(organisation):
    return OwnRequirementFactory(
        organisation=organisation, text="Soll mobil sein", needed_by="Verwaltung", priority="must"
    )


def current():
    return list(Requirement.objects.current())


def row(organisation, requirement):
    return RequirementList(organisation).row_of(requirement.pk)


def test_the_proposal_asks_for_the_most_that_any_asks(noted, own):
    proposed = proposed_wording([own, noted])
    assert proposed == Wording("Soll mobil sein", "must", "Verwaltung, Pflege", "leadership")
    assert proposed_wording([own]).area_key == ""


def test_joined_texts_are_not_repeated_and_cut_where_they_get_too_long():
    assert joined(["Pflege", "", "Leitung", "Pflege"], ", ", 99) == "Pflege, Leitung"
    assert joined(["Pflege", "Leitung"], ", ", 10) == "Pflege, L…"


def test_one_takes_the_place_of_several_with_systems_and_measures(organisation, person, noted, own):
    shared = SystemFactory(organisation=organisation, name="Plan")
    for requirement in (noted, own):
        RequirementSystemFactory(organisation=organisation, requirement=requirement, system=shared)
        MeasureRequirementFactory(organisation=organisation, requirement=requirement)
    merged = merge_requirements([noted, own], WORDING, person)
    assert current() == [merged]
    assert (merged.text, merged.priority, merged.needed_by) == (
        "Muss überall gehen",
        "must",
        "Pflege, Verwaltung",
    )
    assert (merged.check_run, merged.created_by) == (noted.check_run, person)
    found = row(organisation, merged)
    assert found.systems == (shared,)
    assert len(found.measures) == 2
    assert found.origins == (noted, own)
    assert found.source_names == "Check, eigene"
    entry = AuditEntry.objects.of(organisation)[0]
    assert (entry.action, entry.subject) == ("requirement.merged", "Muss überall gehen")
    assert set(entry.before.values()) == {"Muss mobil gehen", "Soll mobil sein"}


def test_a_kept_wording_keeps_its_check_and_question(organisation, person, noted, own):
    noted.question_key = "pilot"
    noted.save()
    kept = Wording(noted.text, "must", "", noted.area_key)
    assert merge_requirements([own, noted], kept, person).question_key == "pilot"


def test_fewer_than_two_of_the_list_are_nothing_to_merge(person, noted, own):
    own.removed_at = "2026-01-01T10:00Z"
    own.save()
    with pytest.raises(NothingToMerge):
        merge_requirements([noted, own], WORDING, person)


def test_a_wording_that_a_third_one_has_is_refused_and_nothing_happens(
    organisation, person, noted, own
):
    third = RequirementFactory(
        organisation=organisation, check_run=noted.check_run, text="Muss überall gehen"
    )
    with pytest.raises(AlreadyNoted):
        merge_requirements([noted, own], WORDING, person)
    assert set(current()) == {noted, own, third}


class TestJudgements:
    def merged(self, organisation, person, noted, own, verdicts, *, compared=True):
        comparison = ToolComparisonFactory(organisation=organisation)
        tool = ToolFactory(organisation=organisation, comparison=comparison)
        for requirement, verdict in zip((noted, own), verdicts, strict=True):
            if compared:
                ComparedRequirementFactory(
                    organisation=organisation, comparison=comparison, requirement=requirement
                )
            if verdict:
                JudgementFactory(
                    organisation=organisation,
                    tool=tool,
                    requirement=requirement,
                    verdict=verdict,
                    remark=f"{verdict}?",
                )
        merged = merge_requirements([noted, own], WORDING, person)
        said = Judgement.objects.filter(requirement=merged).first()
        return said and (said.verdict, said.remark)

    @pytest.mark.parametrize(
        ("verdicts", "expected"),
        [
            (("met", "not_met"), ("not_met", "met? / not_met?")),
            (("partly", "met"), ("partly", "partly? / met?")),
            (("met", None), ("open", "met?")),
            (("not_met", None), ("not_met", "not_met?")),
            ((None, None), None),
        ],
    )
    def test_say_the_least_favourable(self, organisation, person, noted, own, verdicts, expected):
        assert self.merged(organisation, person, noted, own, verdicts) == expected

    def test_of_a_requirement_that_is_not_compared_there_count_alone(
        self, organisation, person, noted, own
    ):
        found = self.merged(organisation, person, noted, own, ("met", None), compared=False)
        assert found == ("met", "met?")


class TestTakingItBack:
    def test_gives_everything_back_as_it_was(self, organisation, person, noted, own):
        link = MeasureRequirementFactory(organisation=organisation, requirement=own)
        judgement = JudgementFactory(organisation=organisation, requirement=own)
        merged = merge_requirements([noted, own], WORDING, person)
        assert part_requirement(merged, person) == [noted, own]
        assert current() == [noted, own]
        assert Requirement.objects.count() == 2
        assert row(organisation, own).measures == (link.measure,)
        assert row(organisation, noted).measures == ()
        assert Judgement.objects.get() == judgement
        entry = AuditEntry.objects.of(organisation)[0]
        assert (entry.action, entry.subject) == ("requirement.parted", "Muss überall gehen")

    def test_keeps_what_came_meanwhile_with_the_first(self, organisation, person, noted, own):
        merged = merge_requirements([noted, own], WORDING, person)
        measure = MeasureFactory(organisation=organisation)
        MeasureRequirementFactory(organisation=organisation, requirement=merged, measure=measure)
        comparison = ToolComparisonFactory(organisation=organisation, requirements=[merged])
        tool = ToolFactory(organisation=organisation, comparison=comparison)
        JudgementFactory(organisation=organisation, tool=tool, requirement=merged)
        part_requirement(merged, person)
        assert row(organisation, noted).measures == (measure,)
        assert comparison.chosen.get().requirement == noted
        assert Judgement.objects.get().requirement == noted

    def test_of_what_was_not_merged_does_nothing(self, person, noted):
        assert part_requirement(noted, person) == []

    def test_is_refused_when_one_was_noted_again(self, organisation, person, noted, own):
        merged = merge_requirements([noted, own], WORDING, person)
        RequirementFactory(organisation=organisation, check_run=noted.check_run, text=noted.text)
        with pytest.raises(AlreadyNoted):
            part_requirement(merged, person)
        assert merged in current()

    def test_goes_step_by_step_where_merged_ones_were_merged_again(
        self, organisation, person, noted, own
    ):
        third = OwnRequirementFactory(organisation=organisation, source="colleague")
        first = merge_requirements([noted, own], WORDING, person)
        second = merge_requirements([first, third], Wording("Muss", "must", "", ""), person)
        listed = RequirementList(organisation)
        assert listed.row_of(second.pk).source_names == "Check, Kolleg:in, eigene"
        assert listed.row_with(noted.pk).requirement == second
        assert listed.row_with(0) is None
        assert set(part_requirement(second, person)) == {first, third}
        assert set(current()) == {first, third}
