"""Measures that wait for others."""

import pytest
from django.db import IntegrityError, transaction

from measures.domain.waiting import CyclicDependency, set_needed, waiting_for, waiting_in_words
from measures.models import Measure, MeasureDependency
from organisations.models import AuditEntry
from tests.factories import (
    MeasureDependencyFactory,
    MeasureFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(organisation):
    return [MeasureFactory(organisation=organisation, title=title) for title in "ABC"]


def needed(measure):
    links = MeasureDependency.objects.filter(measure=measure).select_related("needed")
    return {link.needed.title for link in links}


def test_what_comes_first_is_stored_and_recorded(three, person):
    first, second, third = three
    set_needed(first, seen=[], chosen=[second, third], by=person)
    assert needed(first) == {"B", "C"}
    set_needed(first, seen=[second.pk, third.pk], chosen=[third], by=person)
    assert needed(first) == {"C"}
    assert [(entry.subject, entry.before, entry.after) for entry in AuditEntry.objects.all()] == [
        ("A", {"B": "darauf wartet sie"}, {}),
        ("A", {}, {"B": "darauf wartet sie", "C": "darauf wartet sie"}),
    ]


def test_what_others_ticked_meanwhile_stays(organisation, three, person):
    first, second, third = three
    MeasureDependencyFactory(organisation=organisation, measure=first, needed=second)
    set_needed(first, seen=[], chosen=[third], by=person)
    assert needed(first) == {"B", "C"}


def test_ticking_what_is_ticked_or_gone_changes_nothing(organisation, three, person):
    first, second, third = three
    MeasureDependencyFactory(organisation=organisation, measure=first, needed=second)
    set_needed(first, seen=[], chosen=[second], by=person)
    set_needed(first, seen=[third.pk], chosen=[], by=person)
    assert needed(first) == {"B"}
    assert not AuditEntry.objects.exists()


def test_circles_are_refused_and_named(three, person):
    first, second, third = three
    set_needed(first, seen=[], chosen=[second], by=person)
    set_needed(second, seen=[], chosen=[third], by=person)
    with pytest.raises(CyclicDependency) as refused:
        set_needed(third, seen=[], chosen=[first], by=person)
    assert refused.value.in_words == (
        "Das ginge im Kreis, und keine dieser Maßnahmen könnte je beginnen: „C“ wartet auf „A“, "
        "„A“ wartet auf „B“, „B“ wartet auf „C“. Bitte lassen Sie eine davon weg."
    )
    assert needed(third) == set()


def test_a_measure_never_waits_for_itself_not_even_past_the_application(organisation, three):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureDependencyFactory(organisation=organisation, measure=three[0], needed=three[0])


class TestWaiting:
    def seen(self, measure):
        return Measure.objects.with_everything().get(pk=measure.pk)

    @pytest.mark.parametrize(
        ("titles", "words"),
        [
            ([], ""),
            (["B"], "wartet auf „B“"),
            (["B", "C"], "wartet auf „B“ und „C“"),
            (["B", "C", "D"], "wartet auf „B“, „C“ und „D“"),
        ],
    )
    def test_is_said_in_words(self, organisation, three, titles, words):
        for title in titles:
            MeasureDependencyFactory(
                organisation=organisation, measure=three[0], needed__title=title
            )
        assert waiting_in_words(self.seen(three[0])) == words

    @pytest.mark.parametrize("status", ["done", "rejected"])
    def test_ends_once_the_other_is_closed(self, organisation, three, status):
        MeasureDependencyFactory(organisation=organisation, measure=three[0], needed__status=status)
        assert waiting_for(self.seen(three[0])) == []

    def test_is_nothing_for_a_closed_measure(self, organisation, three):
        link = MeasureDependencyFactory(organisation=organisation, measure__status="done")
        assert waiting_for(self.seen(link.measure)) == []
