"""What a result says about change, and which measures it names beside an improvement."""

import pytest

from checks.domain.check_state import CheckState
from measures.domain.progress import Progress
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MeasureFactory,
    small_document,
)

pytestmark = pytest.mark.django_db


def taken(organisation, day, catalogue=None, **levels):
    """A check closed on a day (running without one) with these levels."""
    more = {"catalogue": catalogue} if catalogue else {}
    check = CheckFactory(organisation=organisation, finished_at=day and f"{day}T10:00Z", **more)
    for key, level in levels.items():
        AnswerFactory(organisation=organisation, check_run=check, question_key=key, level=level)
    check.refresh_from_db()
    return check


def progress(check):
    return Progress(CheckState(check))


def done(organisation, template_key, day, **more):
    """A measure from a template, carried out on a day."""
    fields = {"catalogue": CatalogueFactory(), "template_key": template_key, "status": "done"}
    return MeasureFactory(organisation=organisation, done_at=f"{day}T10:00Z", **fields | more)


def behind(check):
    return {
        row.area.key: [measure.template_key for measure in row.behind]
        for row in progress(check).areas
    }


class TestAFirstCheck:
    def test_has_nothing_to_compare_with(self, organisation):
        found = progress(taken(organisation, "2025-01-01", pilot=1))
        assert found.last is None
        assert (found.overall, found.since("gestern"), found.coverage) == ("", "", "")
        assert found.areas == found.changed_questions == found.lines == []
        assert found.checks == found.left_out == []
        assert (found.whole, found.lines_rest_on) == (None, "")
        assert not found.names_measures


class TestTheChangeSinceLastTime:
    def test_is_told_by_area_and_question(self, organisation):
        first = taken(organisation, "2024-01-01", pilot=1, goals=2, passwords=3)
        found = progress(taken(organisation, "2025-01-01", pilot=3, goals=2, passwords=1))
        assert found.last == first
        assert [(row.before, row.after, row.arrow, row.words) for row in found.areas] == [
            (38, 63, "↑", "25 Punkte mehr"),
            (75, 25, "↓", "50 Punkte weniger"),
        ]
        assert found.overall == "Im Ganzen von 56 auf 44: 12 Punkte weniger."
        assert found.since("1. Mai") == "12 Punkte weniger als am 1. Mai."
        assert found.coverage.startswith("Verglichen werden 3 von 5 Fragen;")
        assert [(one.question.key, one.sentence) for one in found.changed_questions] == [
            ("pilot", "pilot auf Stufe 3."),
            ("passwords", "passwords auf Stufe 1."),
        ]

    def test_of_a_running_check_is_that_since_the_latest_closed_one(self, organisation):
        taken(organisation, "2023-01-01", pilot=0)
        latest = taken(organisation, "2024-01-01", pilot=1)
        found = progress(taken(organisation, None, pilot=2))
        assert found.last == latest
        assert found.areas[0].words == "25 Punkte mehr"
        assert found.lines == []

    def test_looks_back_from_the_check_in_question(self, organisation):
        first = taken(organisation, "2023-01-01", pilot=0)
        second = taken(organisation, "2024-01-01", pilot=1)
        taken(organisation, "2025-01-01", pilot=4)
        assert progress(second).last == first
        assert progress(first).last is None

    def test_says_so_when_nothing_is_comparable(self, organisation):
        taken(organisation, "2024-01-01", pilot=1)
        found = progress(taken(organisation, "2025-01-01", passwords=1))
        assert found.areas == []
        assert "Keine Frage ist in beiden Checks" in found.coverage
        assert found.overall == found.since("gestern") == ""


class TestMeasuresBehindAnImprovement:
    def test_were_carried_out_between_both_checks_and_belong_to_the_question(self, organisation):
        done(organisation, "name-pilot", "2024-06-01")
        done(organisation, "write-goals", "2024-06-01")
        taken(organisation, "2024-01-01", pilot=1, goals=2)
        check = taken(organisation, "2025-01-01", pilot=3, goals=2)
        assert behind(check)["leadership"] == ["name-pilot"]
        assert progress(check).names_measures

    @pytest.mark.parametrize("day", ["2023-12-31", "2025-01-02"])
    def test_were_not_carried_out_before_or_after(self, organisation, day):
        done(organisation, "name-pilot", day)
        taken(organisation, "2024-01-01", pilot=1)
        assert behind(taken(organisation, "2025-01-01", pilot=3))["leadership"] == []

    def test_are_not_named_where_nothing_improved(self, organisation):
        done(organisation, "name-pilot", "2024-06-01")
        taken(organisation, "2024-01-01", pilot=3)
        assert behind(taken(organisation, "2025-01-01", pilot=1))["leadership"] == []

    def test_are_not_measures_of_ones_own(self, organisation):
        done(organisation, "", "2024-06-01", catalogue=None)
        taken(organisation, "2024-01-01", pilot=1)
        assert behind(taken(organisation, "2025-01-01", pilot=3))["leadership"] == []

    def test_may_come_from_templates_without_a_catalogue_or_unknown_to_it(self, organisation):
        done(organisation, "name-pilot", "2024-06-01", catalogue=None)
        done(organisation, "gone", "2024-06-01")
        taken(organisation, "2024-01-01", pilot=1)
        assert behind(taken(organisation, "2025-01-01", pilot=3))["leadership"] == []

    def test_are_found_across_versions_of_the_catalogue(self, organisation):
        done(organisation, "name-pilot", "2024-06-01")
        taken(organisation, "2024-01-01", pilot=1)
        newer = CatalogueFactory(document=small_document(version=2))
        check = taken(organisation, "2025-01-01", catalogue=newer, pilot=3)
        assert behind(check)["leadership"] == ["name-pilot"]


class TestLines:
    def test_have_a_value_for_every_closed_check(self, organisation):
        for year, level in enumerate([0, 1, 3]):
            last = taken(organisation, f"202{year}-01-01", pilot=level, passwords=2)
        found = progress(last)
        assert [(line.area.key, line.percents) for line in found.lines] == [
            ("leadership", [0, 25, 75]),
            ("security", [50, 50, 50]),
        ]
        assert found.lines[0].fractions == [0, 0.25, 0.75]
        assert found.whole.percents == [25, 38, 63]
        assert len(found.checks) == 3
        assert "2 von 5 Fragen" in found.lines_rest_on

    def test_leave_out_areas_and_checks_that_share_too_little(self, organisation):
        few = taken(organisation, "2020-01-01", pilot=1)
        taken(organisation, "2021-01-01", pilot=1, goals=1)
        found = progress(taken(organisation, "2022-01-01", pilot=2, goals=2, passwords=2))
        assert [line.area.key for line in found.lines] == ["leadership"]
        assert found.left_out == [few]

    def test_show_the_latest_eight_checks(self, organisation):
        for year in range(10):
            last = taken(organisation, f"201{year}-01-01", pilot=1)
        assert len(progress(last).checks) == 8


class TestSinceWhenAMeasureIsCarriedOut:
    def test_is_kept_when_its_status_says_so_and_forgotten_when_not(self, organisation):
        measure = MeasureFactory(organisation=organisation, status="done")
        since = measure.done_at
        assert since is not None
        measure.title = "Anderer Titel"
        measure.save()
        assert measure.done_at == since
        measure.status = "in_progress"
        measure.save()
        assert measure.done_at is None
