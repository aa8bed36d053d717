"""Which measures meet which requirements; two people at once both get what they ticked."""

import pytest

from measures.domain.measure_requirements import requirements_met_by, set_measures, set_requirements
from measures.models import MeasureRequirement
from organisations.models import AuditEntry
from tests.factories import (
    MeasureFactory,
    MeasureRequirementFactory,
    OwnRequirementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(organisation):
    return MeasureFactory(organisation=organisation, title="Plan einführen")


@pytest.fixture
def wishes(organisation):
    return [
        OwnRequirementFactory(organisation=organisation, text=f"Muss {word}", priority=priority)
        for word, priority in (("eins", "could"), ("zwei", "must"), ("drei", "should"))
    ]


def trail(organisation):
    return [
        (entry.subject, entry.before, entry.after) for entry in AuditEntry.objects.of(organisation)
    ]


def test_a_measure_gets_its_requirements_what_must_be_first(organisation, person, measure, wishes):
    set_requirements(measure, seen=[], chosen=wishes, by=person)
    one, two, three = wishes
    assert requirements_met_by(measure) == [two, three, one]
    set_requirements(measure, seen=[one.pk, two.pk], chosen=[two], by=person)
    assert requirements_met_by(measure) == [two, three]
    assert trail(organisation)[0] == ("Plan einführen", {"Muss eins": "erfüllt sie"}, {})


def test_a_requirement_gets_its_measures(organisation, person, measure, wishes):
    other = MeasureFactory(organisation=organisation)
    set_measures(wishes[0], seen=[], chosen=[measure, other], by=person)
    set_measures(wishes[0], seen=[other.pk], chosen=[], by=person)
    assert MeasureRequirement.objects.get().measure == measure


def test_what_others_ticked_meanwhile_stays(organisation, person, measure, wishes):
    one, two, _three = wishes
    MeasureRequirementFactory(organisation=organisation, measure=measure, requirement=two)
    set_requirements(measure, seen=[], chosen=[one], by=person)
    assert set(requirements_met_by(measure)) == {one, two}


def test_ticking_what_is_ticked_or_gone_changes_nothing(organisation, person, measure, wishes):
    set_requirements(measure, seen=[], chosen=wishes[:1], by=person)
    number = len(trail(organisation))
    set_requirements(measure, seen=[], chosen=wishes[:1], by=person)
    set_requirements(measure, seen=[wishes[1].pk], chosen=wishes[:1], by=person)
    assert len(trail(organisation)) == number
