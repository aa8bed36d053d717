"""The form of one requirement."""

import pytest

from checks.domain.requirements import Areas
from checks.forms.requirements import RequirementEntryForm
from checks.models import Requirement
from tests.factories import (
    CheckFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
FILLED = {"text": "Muss gehen", "priority": "must", "source": "own", "needed_by": "Pflege"}


def form_for(organisation, data=None, instance=None):
    fresh = Requirement(organisation=organisation)
    return RequirementEntryForm(Areas(organisation), data, instance=instance or fresh)


def test_needs_nothing_but_the_text_and_what_is_chosen_beforehand(organisation):
    form = form_for(organisation)
    assert (form["priority"].value(), form["source"].value()) == ("should", "own")
    assert "systems" not in form.fields
    bound = form_for(organisation, FILLED)
    assert bound.is_valid()
    assert bound.chosen_systems == []


def test_offers_areas_systems_in_use_and_what_was_written_before(organisation):
    CheckFactory(organisation=organisation)
    system = SystemFactory(organisation=organisation, name="Plan")
    SystemFactory(organisation=organisation, state="retired")
    OwnRequirementFactory(organisation=organisation, needed_by="Nachtdienst")
    form = form_for(organisation, FILLED | {"systems": [system.pk], "area_key": "security"})
    assert form.is_valid(), form.errors
    assert form.chosen_systems == [system]
    assert "Nachtdienst" in form.suggestions
    assert [key for key, _title in form.fields["area_key"].choices] == [
        "",
        "leadership",
        "security",
    ]
    assert list(form.fields["systems"].queryset) == [system]


def test_keeps_what_is_stored_though_it_is_offered_no_more(organisation):
    requirement = RequirementFactory(organisation=organisation, area_key="früher")
    link = RequirementSystemFactory(
        organisation=organisation, requirement=requirement, system__state="retired"
    )
    form = form_for(organisation, instance=requirement)
    assert ("früher", "früher") in form.fields["area_key"].choices
    assert form["systems"].value() == [link.system_id]
    assert link.system in form.fields["systems"].queryset
    assert form["version"].value() == 1
    assert "question" in dict(form.fields["source"].choices)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("text", " ", "Bitte schreiben Sie"),
        ("text", "x" * 501, "Höchstens 500 Zeichen, Ihr Text hat 501"),
        ("priority", "sofort", "Das gibt es hier nicht"),
        ("source", "question", "Das gibt es hier nicht"),
        ("needed_by", "x" * 301, "Höchstens 300 Zeichen"),
        ("area_key", "nirgends", "Das gibt es hier nicht"),
        ("systems", ["x"], "Das gibt es hier nicht"),
        ("systems", ["99999"], "Das gibt es hier nicht"),
    ],
)
def test_says_what_is_wrong_beside_the_field(organisation, field, value, error):
    SystemFactory(organisation=organisation)
    form = form_for(organisation, FILLED | {field: value})
    assert not form.is_valid()
    assert error in form.errors[field][0]
