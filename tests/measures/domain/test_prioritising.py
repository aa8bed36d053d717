"""The ranked list of an organisation."""

import pytest

from checks.domain.check_state import CheckState
from measures.domain.prioritising import (
    effective_values,
    rank,
    ranked_list,
    rate,
    suggested_ratings,
    upcoming,
    write_measure,
)
from measures.domain.suggesting import accept_suggestion
from measures.models import CriterionWeights, Measure, Rating, Status
from organisations.domain.saving import StaleRow
from tests.factories import (
    CheckFactory,
    CriterionWeightsFactory,
    MeasureFactory,
)

pytestmark = pytest.mark.django_db


class TestTheList:
    def test_ranks_rated_measures_and_puts_the_others_behind(self, organisation):
        middling = MeasureFactory(organisation=organisation, rated=(3, 3, 3, 3, 3))
        done = MeasureFactory(organisation=organisation, rated=(5, 5, 5, 5, 5), status=Status.DONE)
        unrated = MeasureFactory(organisation=organisation)
        best = MeasureFactory(organisation=organisation, rated=(5, 5, 5, 5, 4))
        rows = ranked_list(organisation)
        assert [row.measure for row in rows] == [best, middling, unrated, done]
        assert [row.ranked.rank if row.ranked else None for row in rows] == [1, 2, None, None]

    def test_follows_the_weights_of_the_organisation(self, organisation):
        easy = MeasureFactory(organisation=organisation, rated=(5, 1, 3, 3, 3))
        useful = MeasureFactory(organisation=organisation, rated=(1, 4, 3, 3, 3))
        assert ranked_list(organisation)[0].measure == easy
        CriterionWeightsFactory(organisation=organisation, benefit=10, feasibility=1)
        assert ranked_list(organisation)[0].measure == useful

    def test_explains_every_row(self, organisation):
        MeasureFactory(organisation=organisation, rated=(5, 4, 3, 3, 1))
        MeasureFactory(organisation=organisation)
        MeasureFactory(organisation=organisation, status=Status.REJECTED)
        ranked, unrated, closed = ranked_list(organisation)
        assert ranked.why.startswith("Dafür: ")
        assert ranked.how_sure == "Steht sicher auf Platz 1"
        assert ranked.in_figures.endswith("bleibt sie auf Platz 1.")
        assert "bewerten" in unrated.why
        assert "nicht mehr offen" in closed.why
        assert (unrated.how_sure, unrated.in_figures) == ("", "")

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_measure_as_for_fifty(
        self, organisation, number, django_assert_num_queries
    ):
        for _ in range(number):
            MeasureFactory(organisation=organisation, rated=(3, 4, 3, 2, 3))
        with django_assert_num_queries(7):
            [row.why for row in ranked_list(organisation)]


def test_what_comes_next_is_what_was_decided_on_and_then_the_rest(organisation):
    for status, ratings in (
        ("idea", (5, 5, 5, 5, 5)),
        ("planned", (2, 2, 2, 2, 2)),
        ("in_progress", (4, 4, 4, 4, 4)),
        ("done", (5, 5, 5, 5, 5)),
        ("planned", None),
    ):
        MeasureFactory(organisation=organisation, status=status, rated=ratings)
    found = [row.measure.status for row in upcoming(ranked_list(organisation))]
    assert found == ["in_progress", "planned", "idea"]


class TestSuggestedRatings:
    def test_count_until_a_person_rates(self, organisation, person):
        check_state = CheckState(CheckFactory(organisation=organisation))
        accept_suggestion(check_state, "name-pilot", person)
        (row,) = ranked_list(organisation)
        assert row.values == (3, 3, 3, 3, 3)
        assert row.is_provisional
        rate(row.measure, {"benefit": (5, "Spürbar")}, seen_version=1, by=person)
        (row,) = ranked_list(organisation)
        assert row.values == (3, 5, 3, 3, 3)
        assert row.is_provisional

    def test_are_not_provisional_once_all_five_are_rated(self, organisation):
        measure = MeasureFactory(organisation=organisation, rated=(1, 2, 3, 4, 5))
        assert effective_values(measure) == ((1, 2, 3, 4, 5), False)

    def test_are_missing_for_measures_of_ones_own(self, organisation):
        measure = MeasureFactory(organisation=organisation)
        assert suggested_ratings(measure) == {}
        assert effective_values(measure) == (None, False)

    def test_are_missing_for_a_template_that_is_gone(self, organisation):
        check = CheckFactory(organisation=organisation)
        measure = MeasureFactory(
            organisation=organisation, catalogue=check.catalogue, template_key="gone"
        )
        assert suggested_ratings(measure) == {}


class TestRating:
    def test_replaces_an_earlier_rating_and_counts_the_version_up(self, organisation, person):
        measure = MeasureFactory(organisation=organisation, rated=(1, 1, 1, 1, 1))
        rate(measure, {"feasibility": (4, "Doch leicht")}, seen_version=1, by=person)
        stored = Rating.objects.get(measure=measure, criterion="feasibility")
        assert (stored.value, stored.note, stored.rated_by) == (4, "Doch leicht", person)
        assert Measure.objects.get().version == 2

    def test_that_says_what_is_stored_already_writes_nothing(self, organisation, person):
        measure = MeasureFactory(organisation=organisation, rated=(4, 1, 1, 1, 1))
        rate(measure, {"feasibility": (4, "")}, seen_version=0, by=person)
        assert Measure.objects.get().version == 1
        assert Rating.objects.get(measure=measure, criterion="feasibility").rated_by != person

    def test_of_a_measure_changed_meanwhile_is_refused(self, organisation, person):
        measure = MeasureFactory(organisation=organisation, version=3)
        with pytest.raises(StaleRow):
            rate(measure, {"feasibility": (4, "")}, seen_version=2, by=person)
        assert not Rating.objects.exists()


class TestWriting:
    def test_stores_a_measure_with_its_steps(self, organisation, person):
        measure = write_measure(
            Measure(organisation=organisation, title="Selbst gedacht"), ["Eins", "Zwei"], person
        )
        assert [(step.position, step.text) for step in measure.steps.all()] == [
            (1, "Eins"),
            (2, "Zwei"),
        ]
        assert measure.created_by == person


def test_ranking_needs_no_stored_weights(organisation):
    measure = MeasureFactory(organisation=organisation, rated=(2, 2, 2, 2, 2))
    (row,) = rank([measure], CriterionWeights(organisation=organisation))
    assert row.ranked.shown_score == 25
