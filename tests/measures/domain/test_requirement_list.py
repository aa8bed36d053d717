"""The list of requirements: what stands in it, how far each is, and how it is narrowed."""

import pytest
from django.utils import timezone

from measures.domain.requirement_filtering import (
    NO_AREA,
    RequirementFilter,
    RequirementSorting,
    matching_requirements,
)
from measures.domain.requirement_list import RequirementList
from tests.factories import (
    CheckFactory,
    MeasureFactory,
    MeasureRequirementFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [
        ((), "ohne Maßnahme"),
        (("rejected",), "ohne Maßnahme"),
        (("planned",), "in Arbeit"),
        (("planned", "done"), "umgesetzt"),
    ],
)
def test_a_requirement_says_how_far_it_is(organisation, statuses, standing):
    requirement = OwnRequirementFactory(organisation=organisation)
    for status in statuses:
        measure = MeasureFactory(organisation=organisation, status=status)
        MeasureRequirementFactory(
            organisation=organisation, requirement=requirement, measure=measure
        )
    (row,) = RequirementList(organisation).rows
    assert row.standing == standing
    assert row.is_without_measure == (standing == "ohne Maßnahme")


@pytest.mark.parametrize(
    ("key", "question"),
    [("pilot", "Wie steht es um pilot?"), ("", ""), ("gibt-es-nicht-mehr", "")],
)
def test_a_requirement_knows_the_question_at_which_it_came_up(organisation, key, question):
    RequirementFactory(organisation=organisation, question_key=key)
    (row,) = RequirementList(organisation).rows
    assert row.question == question


def test_one_of_ones_own_came_up_at_no_question(organisation):
    OwnRequirementFactory(organisation=organisation, question_key="pilot")
    (row,) = RequirementList(organisation).rows
    assert row.question == ""


def test_removed_ones_stand_apart_the_latest_first(organisation):
    now = timezone.now()
    early = OwnRequirementFactory(organisation=organisation, removed_at="2026-01-01T10:00Z")
    late = OwnRequirementFactory(organisation=organisation, removed_at=now)
    OwnRequirementFactory(organisation=organisation, removed_at=now, merged_into=late)
    listed = RequirementList(organisation)
    assert listed.rows == []
    assert listed.removed == [late, early]
    assert listed.row_with(late.pk) is None


class TestFilters:
    @pytest.fixture
    def listed(self, organisation):
        check = CheckFactory(organisation=organisation)
        safe = RequirementFactory(
            organisation=organisation,
            check_run=check,
            area_key="security",
            text="Muss Geräte sperren",
            priority="must",
        )
        RequirementSystemFactory(
            organisation=organisation, requirement=safe, system__name="Diensthandy"
        )
        MeasureRequirementFactory(organisation=organisation, requirement=safe)
        early = RequirementFactory(
            organisation=organisation, check_run=check, text="Äußerst leicht", priority="could"
        )
        own = OwnRequirementFactory(
            organisation=organisation, text="Soll überall gehen", needed_by="Nachtdienst"
        )
        OwnRequirementFactory(
            organisation=organisation, text="Auch unterwegs", merged_into=own, source="colleague"
        )
        self.names = {safe.pk: "safe", early.pk: "early", own.pk: "own"}
        return RequirementList(organisation)

    def shown(self, listed, **wanted):
        found = matching_requirements(listed.rows, RequirementFilter(**wanted), listed.areas)
        return [self.names[row.requirement.pk] for row in found]

    def test_narrow_the_list(self, listed):
        system = listed.rows[0].systems[0]
        for wanted, expected in (
            ({}, ["safe", "own", "early"]),
            ({"words": "gerate"}, ["safe"]),
            ({"words": "nachtdienst"}, ["own"]),
            ({"words": "unterwegs"}, ["own"]),
            ({"priority": "could"}, ["early"]),
            ({"area_key": "security"}, ["safe"]),
            ({"area_key": NO_AREA}, ["own"]),
            ({"system_id": system.pk}, ["safe"]),
            ({"source": "question"}, ["safe", "early"]),
            ({"source": "colleague"}, ["own"]),
            ({"without_measure": True}, ["own", "early"]),
        ):
            assert self.shown(listed, **wanted) == expected, wanted
            assert RequirementFilter(**wanted).is_narrowing == bool(wanted)

    def test_order_it(self, listed):
        for sorting, expected in (
            (RequirementSorting.PRIORITY, ["safe", "own", "early"]),
            (RequirementSorting.AREA, ["early", "safe", "own"]),
            (RequirementSorting.TEXT, ["early", "safe", "own"]),
            (RequirementSorting.NEWEST, ["own", "early", "safe"]),
        ):
            assert self.shown(listed, sorting=sorting) == expected, sorting
