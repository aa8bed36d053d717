"""The forms for measures, ratings, weights and decisions."""

import pytest
from django.http import QueryDict

from measures.forms.measures import (
    DeclineForm,
    MeasureForm,
    RatingForm,
    WeightsForm,
)
from measures.models import CriterionWeights, Measure
from tests.factories import MeasureFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def measure_form(organisation, **data):
    sent = QueryDict(mutable=True)
    sent.update({"title": "Etwas tun", "status": "idea"} | data)
    return MeasureForm(organisation, sent, instance=Measure(organisation=organisation))


class TestMeasure:
    def test_needs_a_title(self, organisation):
        assert "Titel" in measure_form(organisation, title="").errors["title"][0]

    def test_is_cared_for_by_members_only(self, organisation):
        member = MembershipFactory(organisation=organisation)
        foreign = MembershipFactory()
        assert measure_form(organisation, responsible=member.pk).is_valid()
        assert measure_form(organisation, responsible=foreign.pk).errors["responsible"]

    def test_shows_people_by_name(self, organisation):
        member = MembershipFactory(organisation=organisation, user__name="Demo-Person")
        assert (member.pk, "Demo-Person") in [
            (getattr(value, "value", value), label)
            for value, label in measure_form(organisation).fields["responsible"].choices
        ]

    def test_takes_one_step_a_line(self, organisation):
        form = measure_form(organisation, steps="Eins\n\n  Zwei \n")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["steps"] == ["Eins", "Zwei"]

    @pytest.mark.parametrize("steps", ["x\n" * 21, "x" * 301])
    def test_refuses_more_steps_than_a_beginning_needs(self, organisation, steps):
        assert measure_form(organisation, steps=steps).errors["steps"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("status", "fertig"),
            ("due_date", "übermorgen"),
            ("effort_hours", "0"),
            ("effort_hours", "viel"),
            ("effort_days", "1001"),
            ("what", "x" * 4001),
            ("title", "x" * 201),
        ],
    )
    def test_refuses_what_makes_no_sense(self, organisation, field, value):
        form = measure_form(organisation, **{field: value})
        assert form.errors[field]
        assert form[field].value() == value

    def test_has_no_field_for_steps_once_it_exists(self, organisation):
        stored = MeasureFactory(organisation=organisation, version=4)
        form = MeasureForm(organisation, instance=stored)
        assert "steps" not in form.fields
        assert form["version"].value() == 4

    def test_shows_another_version_and_keeps_what_was_typed(self, organisation):
        form = measure_form(organisation, version="1")
        form.is_valid()
        form.let_next_save_replace(7)
        assert (form["version"].value(), form["title"].value()) == ("7", "Etwas tun")


def rating_form(measure, **data):
    sent = QueryDict(mutable=True)
    sent.update(data)
    return RatingForm(measure, sent)


class TestRating:
    def test_gives_the_ratings_that_were_chosen(self, organisation):
        form = rating_form(
            MeasureFactory(organisation=organisation),
            benefit_value="5",
            benefit_note="Spürbar",
            version="1",
        )
        assert form.is_valid(), form.errors
        assert form.ratings == {"benefit": (5, "Spürbar")}

    @pytest.mark.parametrize("value", ["0", "6", "viel", "-1"])
    def test_refuses_a_tampered_value(self, organisation, value):
        form = rating_form(MeasureFactory(organisation=organisation), benefit_value=value)
        assert "Das gibt es hier nicht" in form.errors["benefit_value"][0]

    def test_asks_for_a_number_beside_a_note(self, organisation):
        form = rating_form(MeasureFactory(organisation=organisation), reuse_note="Weil")
        assert "auch eine Zahl" in form.errors["reuse_value"][0]

    def test_shows_what_was_rated_before(self, organisation):
        measure = MeasureFactory(organisation=organisation, rated=(1, 2, 3, 4, 5))
        chosen = {
            criterion.key: [value for value, _, is_chosen in criterion.options if is_chosen]
            for criterion in RatingForm(measure).criteria
        }
        assert chosen["feasibility"] == ["1"]
        assert chosen["reuse"] == ["5"]

    def test_shows_another_version_and_keeps_what_was_typed(self, organisation):
        form = rating_form(MeasureFactory(organisation=organisation), benefit_value="4")
        form.is_valid()
        form.let_next_save_replace(9)
        assert (form["version"].value(), form["benefit_value"].value()) == ("9", "4")

    def test_without_a_version_never_saw_the_measure(self, organisation):
        form = rating_form(MeasureFactory(organisation=organisation))
        assert form.is_valid()
        assert form.cleaned_data["version"] == 0


def weights_form(organisation, **weights):
    data = dict.fromkeys(("feasibility", "benefit", "capability", "integration", "reuse"), 5)
    return WeightsForm(data | weights, instance=CriterionWeights(organisation=organisation))


class TestWeights:
    def test_go_from_0_to_10(self, organisation):
        assert weights_form(organisation, benefit=10, reuse=0).is_valid()
        assert weights_form(organisation, benefit=11).errors["benefit"]
        assert weights_form(organisation, benefit=-1).errors["benefit"]

    def test_are_not_all_zero(self, organisation):
        zero = dict.fromkeys(("feasibility", "benefit", "capability", "integration", "reuse"), 0)
        assert weights_form(organisation, **zero).non_field_errors() == [
            "Mindestens ein Kriterium muss mehr als 0 zählen."
        ]


class TestDeclining:
    def test_needs_a_reason(self):
        assert "in einem Satz" in DeclineForm({"reason": " "}).errors["reason"][0]

    def test_names_the_length_of_a_reason_that_is_too_long(self):
        assert "hat 501" in DeclineForm({"reason": "x" * 501}).errors["reason"][0]
