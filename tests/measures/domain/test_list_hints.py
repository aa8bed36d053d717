"""Looking over the list of an organisation, and the sentences that come of it."""

import pytest
from django.urls import reverse

from checks.models import Priority
from measures.domain.list_hints import collect_warnings, hint
from measures.domain.list_warnings import Judged, ListWarning, Must, WarningKind
from measures.domain.prioritising import ranked_list
from measures.models import CriterionWeights, Status
from tests.factories import (
    MeasureFactory,
    MeasureRequirementFactory,
    MeasureSystemFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
)

DIFFERENT = ((5, 4, 3, 2, 1), (4, 3, 2, 1, 5), (3, 2, 1, 5, 4), (2, 1, 2, 4, 3))


def four_measures(organisation, **more):
    return [
        MeasureFactory(organisation=organisation, title=f"M{number}", rated=ratings, **more)
        for number, ratings in enumerate(DIFFERENT, start=1)
    ]


def must(organisation, text="Muss auf dem Handy gehen", **more):
    return RequirementFactory(
        organisation=organisation, text=text, priority=Priority.MUST, check_run=None, **more
    )


def meets(measure, requirement):
    MeasureRequirementFactory(
        organisation=measure.organisation, measure=measure, requirement=requirement
    )


def kinds(organisation):
    weights = CriterionWeights.of(organisation)
    return [one.kind for one in collect_warnings(organisation, ranked_list(organisation), weights)]


class TestLookingOver:
    def test_finds_nothing_on_an_empty_or_a_sound_list(self, organisation):
        assert kinds(organisation) == []
        four_measures(organisation)
        assert kinds(organisation) == []

    def test_finds_a_must_that_stands_in_the_way_of_a_top_measure(self, organisation):
        system = SystemFactory(organisation=organisation)
        first, *_rest = four_measures(organisation)
        wanted = must(organisation)
        MeasureSystemFactory(organisation=organisation, measure=first, system=system)
        RequirementSystemFactory(organisation=organisation, requirement=wanted, system=system)
        assert kinds(organisation) == [WarningKind.TOP_LACKS_MUST]
        meets(first, wanted)
        assert kinds(organisation) == []

    def test_counts_neither_rejected_measures_nor_what_only_should_be(self, organisation):
        *_rest, last = four_measures(organisation)
        rejected = MeasureFactory(organisation=organisation, status=Status.REJECTED)
        wanted = must(organisation)
        RequirementFactory(organisation=organisation, priority=Priority.SHOULD, check_run=None)
        meets(rejected, wanted)
        assert kinds(organisation) == [WarningKind.MUST_WITHOUT_MEASURE]
        meets(last, wanted)
        assert kinds(organisation) == [WarningKind.MUST_FAR_DOWN]

    def test_is_content_with_a_done_measure(self, organisation):
        four_measures(organisation)
        meets(MeasureFactory(organisation=organisation, status=Status.DONE), must(organisation))
        assert kinds(organisation) == []

    def test_leaves_out_what_was_removed_from_the_requirements(self, organisation):
        four_measures(organisation)
        must(organisation, removed_at="2026-01-02T10:00Z")
        assert kinds(organisation) == []

    def test_sees_who_is_missing_and_what_has_no_rating(self, organisation):
        four_measures(organisation, status=Status.PLANNED)
        MeasureFactory(organisation=organisation)
        expected = [WarningKind.WITHOUT_RANK, *[WarningKind.TOP_WITHOUT_PERSON] * 3]
        assert kinds(organisation) == expected

    def test_reads_the_weights(self, organisation):
        for number in range(1, 4):
            MeasureFactory(organisation=organisation, rated=(3, 3, 3, 3, number))
        assert kinds(organisation) == []
        weights = CriterionWeights.of(organisation)
        weights.reuse = 0
        rows = ranked_list(organisation, weights=weights)
        assert [one.kind for one in collect_warnings(organisation, rows, weights)] == [
            WarningKind.EQUAL_MEASURES
        ]


def a_measure(number, **more):
    values = {"rank": number, "is_top": number < 4, "rated": frozenset()} | more
    return Judged(number, f"M{number}", (3,) * 5, **values)


FIRST, SECOND, THIRD, FOURTH, FIFTH = (a_measure(number) for number in range(1, 6))
ONE, OTHER, MORE = Must(1, "Muss A"), Must(2, "Muss B"), Must(3, "Muss C")


@pytest.mark.parametrize(
    ("warning", "sentence", "page", "page_for_readers"),
    [
        (
            ListWarning(WarningKind.TOP_LACKS_MUST, (FIRST,), musts=(ONE,)),
            "„M1“ steht weit oben und berührt ein System, für das eine Muss-Anforderung gilt: "
            "„Muss A“. Dafür sorgt noch keine Maßnahme.",
            "requirements_of_measure",
            "detail",
        ),
        (
            ListWarning(WarningKind.TOP_LACKS_MUST, (FIRST,), musts=(ONE, OTHER)),
            "„M1“ steht weit oben und berührt ein System, für das eine Muss-Anforderung gilt: "
            "„Muss A“ (neben einer weiteren). Dafür sorgt noch keine Maßnahme.",
            "requirements_of_measure",
            "detail",
        ),
        (
            ListWarning(WarningKind.EQUAL_MEASURES, (FIRST, SECOND, THIRD)),
            "3 Maßnahmen sind in allem, was zählt, gleich bewertet: „M1“, „M2“ und „M3“. Welche "
            "davon zuerst kommt, ist Zufall. Worin unterscheiden sie sich?",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.EQUAL_MEASURES, (FIRST, SECOND, THIRD, FOURTH, FIFTH)),
            "5 Maßnahmen sind in allem, was zählt, gleich bewertet: „M1“, „M2“, „M3“ und 2 "
            "weitere. Welche davon zuerst kommt, ist Zufall. Worin unterscheiden sie sich?",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.SAME_RATING, (FIRST, SECOND, THIRD, FOURTH), "benefit"),
            "Bei „Klarer Mehrwert“ sind alle 4 Maßnahmen gleich bewertet. So ändert dieses "
            "Kriterium nichts an der Reihenfolge.",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.NOBODY_RATED, (FIRST, SECOND), "benefit"),
            "„Klarer Mehrwert“ hat noch niemand selbst bewertet. Bei allen Maßnahmen gilt dort "
            "der Vorschlag.",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.MUST_WITHOUT_MEASURE, musts=(ONE,)),
            "Für die Muss-Anforderung „Muss A“ sorgt noch keine Maßnahme.",
            "measures_of_requirement",
            "requirement",
        ),
        (
            ListWarning(WarningKind.MUST_WITHOUT_MEASURE, musts=(ONE, OTHER)),
            "Für 2 Muss-Anforderungen sorgt noch keine Maßnahme, zum Beispiel für „Muss A“.",
            "requirements",
            "requirements",
        ),
        (
            ListWarning(WarningKind.MUST_FAR_DOWN, (FIFTH, THIRD), musts=(ONE, OTHER, MORE)),
            "Die Muss-Anforderung „Muss A“ (neben 2 weiteren) erfüllt erst „M5“ auf Platz 5. "
            "Weiter oben steht „M3“ und erfüllt keine.",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.WITHOUT_RANK, (FIRST,)),
            "Eine Maßnahme hat noch keinen Platz, weil Bewertungen fehlen: „M1“.",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.WITHOUT_RANK, (FIRST, SECOND, THIRD, FOURTH)),
            "4 Maßnahmen haben noch keinen Platz, weil Bewertungen fehlen: „M1“, „M2“, „M3“ und "
            "eine weitere.",
            "rate",
            "detail",
        ),
        (
            ListWarning(WarningKind.TOP_WITHOUT_PERSON, (FIRST,)),
            "„M1“ steht weit oben und soll umgesetzt werden, aber niemand ist verantwortlich.",
            "edit",
            "detail",
        ),
    ],
)
def test_every_finding_is_a_sentence_that_leads_on(warning, sentence, page, page_for_readers):
    for_editors, for_readers = (hint(warning, may_edit=may) for may in (True, False))
    assert for_editors.sentence == for_readers.sentence == sentence
    assert (for_editors.page, for_readers.page) == (
        f"measures:{page}",
        f"measures:{page_for_readers}",
    )
    for said in (for_editors, for_readers):
        assert said.label
        assert reverse(said.page, kwargs={"slug": "a", **said.ids})


def test_long_titles_are_cut():
    long = Judged(1, "x" * 200, None, None, False, frozenset())
    said = hint(ListWarning(WarningKind.WITHOUT_RANK, (long,)), may_edit=True)
    assert len(said.sentence) < 170
