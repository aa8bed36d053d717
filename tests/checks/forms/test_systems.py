"""What people type about systems and connections: kept, understood or refused in German."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.forms.systems import ConnectionForm, StarterForm, SystemForm
from checks.models import Connection, System, SystemKind
from tests.factories import ConnectionFactory, SystemFactory

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Dienstplan", "kind": "roster", "state": "in_use", "export": "unknown"}


class TestSystem:
    def form(self, organisation, **more):
        return SystemForm(GIVEN | more, instance=System(organisation=organisation))

    def test_needs_only_a_name(self, organisation):
        assert self.form(organisation).is_valid()
        form = self.form(organisation, name=" ")
        assert form.errors["name"] == ["Bitte geben Sie dem System einen Namen."]
        assert not form.has_errors_further_down

    @pytest.mark.parametrize(
        ("name", "value", "error"),
        [
            ("yearly_cost", "viel", "Bitte eine ganze Zahl eingeben."),
            ("yearly_cost", "-1", "Bitte eine Zahl ab 0 eingeben."),
            ("yearly_cost", "99999999", "Bitte eine Zahl bis 9999999 eingeben."),
            ("support_ends", "bald", "Bitte ein Datum eingeben, zum Beispiel 31.12.2026."),
            ("login", "fingerabdruck", "Das gibt es hier nicht."),
            ("state", "kaputt", "Das gibt es hier nicht."),
            ("contract", "x" * 201, "Höchstens 200 Zeichen, Ihr Text hat 201."),
        ],
    )
    def test_says_what_is_amiss_further_down(self, organisation, name, value, error):
        form = self.form(organisation, **{name: value})
        assert error in form.errors[name][0]
        assert form.has_errors_further_down

    def test_shows_every_field_once(self, organisation):
        form = self.form(organisation)
        shown = [field.name for field in (*form.main_fields, *form.more_fields)]
        assert sorted(shown) == sorted(form._meta.fields)

    def test_knows_the_version_one_saw(self, organisation):
        assert (
            SystemForm(instance=SystemFactory(organisation=organisation, version=4))[
                "version"
            ].value()
            == 4
        )


class TestStarters:
    def test_offers_kinds_that_are_not_there_yet(self, organisation):
        SystemFactory(organisation=organisation, kind=SystemKind.MAIL)
        offered = [
            value for value, _label in StarterForm(organisation)["kinds"].field.widget.choices
        ]
        assert SystemKind.MAIL not in offered
        assert SystemKind.OTHER not in offered
        assert SystemKind.CALENDAR in offered

    def test_takes_what_was_offered_a_moment_ago(self, organisation):
        SystemFactory(organisation=organisation, kind=SystemKind.MAIL)
        form = StarterForm(organisation, {"kinds": ["mail", "roster"]})
        assert form.is_valid()
        assert form.cleaned_data["kinds"] == [SystemKind.MAIL, SystemKind.ROSTER]

    @pytest.mark.parametrize(
        ("kinds", "error"),
        [([], "Bitte kreuzen Sie mindestens ein System an."), (["x"], "Das gibt es hier nicht.")],
    )
    def test_refuses_nothing_and_nonsense(self, organisation, kinds, error):
        assert error in StarterForm(organisation, {"kinds": kinds}).errors["kinds"][0]

    def test_knows_when_everything_is_there(self, organisation):
        assert StarterForm(organisation).offers_something
        for kind in SystemKind:
            SystemFactory(organisation=organisation, kind=kind)
        assert not StarterForm(organisation).offers_something


class TestConnection:
    @pytest.fixture
    def ends(self, organisation):
        return [SystemFactory(organisation=organisation) for _ in range(2)]

    def form(self, ends, **more):
        source, target = ends
        given = {
            "source": source.pk,
            "target": target.pk,
            "data": "Adressen",
            "transfer_method": "typed",
        }
        return ConnectionForm(
            source.organisation,
            given | more,
            instance=Connection(organisation=source.organisation),
        )

    @pytest.mark.parametrize(
        ("typed", "understood"),
        [("", None), ("2", "2"), ("0,25", "0.25"), ("0.25", "0.25"), (" 5 ", "5")],
    )
    def test_understands_how_often(self, ends, typed, understood):
        form = self.form(ends, times_a_week=typed)
        assert form.is_valid()
        expected = None if understood is None else Decimal(understood)
        assert form.cleaned_data["times_a_week"] == expected

    @pytest.mark.parametrize(
        ("stored", "shown"), [(None, None), ("40.00", "40"), ("0.50", "0,5"), ("2.25", "2,25")]
    )
    def test_shows_how_often_as_people_write_it(self, ends, stored, shown):
        there = ConnectionFactory(
            organisation=ends[0].organisation,
            source=ends[0],
            target=ends[1],
            times_a_week=stored and Decimal(stored),
        )
        field = ConnectionForm(ends[0].organisation, instance=there)["times_a_week"]
        html = str(field)
        assert (f'value="{shown}"' in html) if shown else ("value=" not in html)

    @pytest.mark.parametrize(
        ("name", "value", "error"),
        [
            ("times_a_week", "oft", "Bitte eine Zahl eingeben, zum Beispiel 2 oder 0,25."),
            ("times_a_week", "-1", "Bitte eine Zahl ab 0 eingeben."),
            ("times_a_week", "9999", "Bitte eine Zahl bis 5000 eingeben."),
            ("times_a_week", "99999999", "Bitte eine"),
            ("times_a_week", "0,125", "Bitte höchstens zwei Stellen nach dem Komma."),
            ("times_a_week", "NaN", "Bitte eine Zahl eingeben, zum Beispiel 2 oder 0,25."),
            ("minutes", "601", "Bitte eine Zahl bis 600 eingeben."),
            ("minutes", "1,5", "Bitte eine ganze Zahl eingeben."),
            ("data", " ", "Bitte sagen Sie, welche Daten das sind."),
            ("transfer_method", "", "Bitte wählen Sie, wie die Daten hinüberkommen."),
            ("transfer_method", "brieftaube", "Das gibt es hier nicht."),
            ("source", "", "Bitte wählen Sie ein System."),
            ("target", "999999", "Das gibt es hier nicht."),
        ],
    )
    def test_says_what_is_amiss(self, ends, name, value, error):
        assert error in self.form(ends, **{name: value}).errors[name][0]

    def test_joins_two_different_systems(self, ends):
        form = self.form(ends, target=ends[0].pk)
        assert form.errors["target"] == ["Bitte wählen Sie zwei verschiedene Systeme."]

    def test_offers_no_system_of_others_and_none_that_is_gone(self, organisation, ends):
        SystemFactory()
        old = SystemFactory(organisation=organisation, state="retired")
        stored = ConnectionFactory(organisation=organisation, source=old, target=ends[0], version=3)
        form = ConnectionForm(organisation)
        assert set(form.fields["source"].queryset) == set(ends)
        form = ConnectionForm(organisation, instance=stored)
        assert set(form.fields["source"].queryset) == {*ends, old}
        assert form["version"].value() == 3
