"""Systems that a measure touches: stored, and what is suggested because of them."""

from __future__ import annotations

import pytest

from checks.domain.catalogue import Criterion
from checks.domain.surveying import SystemLandscape
from checks.models import System
from measures.domain.measure_systems import set_systems
from measures.domain.prioritising import ranked_list, suggested_ratings
from measures.domain.system_ratings import ratings_from_systems, touches_in_words
from measures.models import Measure, MeasureSystem
from organisations.domain.editing import NameTaken
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import (
    CheckFactory,
    ConnectionFactory,
    MeasureFactory,
    MeasureSystemFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(organisation):
    return MeasureFactory(organisation=organisation, title="Zeiten übertragen")


@pytest.fixture
def roster(organisation):
    """An island: hours are typed from here into the payroll."""
    roster = SystemFactory(organisation=organisation, name="Dienstplan")
    payroll = SystemFactory(organisation=organisation, name="Lohn")
    ConnectionFactory(organisation=organisation, source=roster, target=payroll)
    return roster


def called(name):
    return System.objects.get(name=name)


def touch(measure, **kinds):
    for name, kind in kinds.items():
        MeasureSystemFactory(
            organisation=measure.organisation, measure=measure, system=called(name), kind=kind
        )


def said(measure):
    """Return value and reason of what is suggested because of the systems."""
    found = ratings_from_systems(SystemLandscape(measure.organisation_id), measure)
    return [
        (found[one].value, found[one].reason) for one in (Criterion.INTEGRATION, Criterion.REUSE)
    ]


class TestReasons:
    def test_of_a_measure_that_touches_nothing_do_not_exist(self, measure, roster):
        assert ratings_from_systems(SystemLandscape(measure.organisation_id), measure) == {}

    def test_name_what_is_connected_and_the_island_that_vanishes(self, measure, roster):
        touch(measure, Dienstplan="connects", Lohn="connects")
        assert said(measure) == [
            (5, "Verbindet Dienstplan und Lohn, eine Insel weniger."),
            (5, "Nutzt nur, was schon da ist: Dienstplan und Lohn."),
        ]

    def test_name_the_new_system_and_the_island_it_is(self, measure, roster):
        SystemFactory(organisation=measure.organisation, name="App", state="planned")
        touch(measure, App="introduces")
        assert said(measure) == [
            (1, "Führt App ein, ohne Verbindung zu einem anderen System, eine Insel mehr."),
            (1, "Führt ein neues System ein: App."),
        ]

    def test_name_what_is_replaced_by_what(self, measure, roster):
        SystemFactory(organisation=measure.organisation, name="App", state="planned")
        touch(measure, App="introduces", Dienstplan="replaces", Lohn="connects")
        assert said(measure) == [
            (5, "Löst Dienstplan ab und verbindet Lohn und App, eine Insel weniger."),
            (2, "Führt App ein und löst Dienstplan ab."),
        ]

    def test_say_when_something_goes_without_being_replaced(self, measure, roster):
        touch(measure, Dienstplan="replaces")
        assert said(measure) == [
            (5, "Löst Dienstplan ab, eine Insel weniger."),
            (5, "Löst Dienstplan ab und braucht nichts Neues."),
        ]

    def test_say_when_nothing_changes(self, measure, roster):
        touch(measure, Dienstplan="uses")
        assert said(measure)[0] == (3, "Nutzt Dienstplan, an den Inseln ändert sich nichts.")

    def test_say_when_some_data_flows(self, measure, roster):
        organisation = measure.organisation
        books = SystemFactory(organisation=organisation, name="Buchhaltung")
        files = SystemFactory(organisation=organisation, name="Ablage")
        ConnectionFactory(
            organisation=organisation, source=books, target=files, transfer_method="file"
        )
        ConnectionFactory(organisation=organisation, source=books, target=roster)
        touch(measure, Buchhaltung="connects", Dienstplan="connects")
        assert said(measure)[0] == (
            4,
            "Verbindet Buchhaltung und Dienstplan, eine Verbindung von Hand weniger.",
        )
        other = MeasureFactory(organisation=organisation)
        SystemFactory(organisation=organisation, name="Kalender")
        touch(other, Ablage="connects", Kalender="connects")
        assert said(other)[0] == (
            4,
            "Verbindet Ablage und Kalender, Daten fließen danach von selbst.",
        )

    def test_say_when_a_new_system_takes_over_as_it_was(self, measure, roster):
        SystemFactory(organisation=measure.organisation, name="App", state="planned")
        ConnectionFactory(organisation=measure.organisation, source=called("App"), target=roster)
        touch(measure, App="introduces", Dienstplan="uses")
        assert said(measure)[0][0] == 1
        touch(measure, Lohn="replaces")
        assert said(measure)[0] == (3, "Löst Lohn ab, an den Inseln ändert sich nichts.")


class TestSuggestions:
    def test_from_systems_count_before_those_of_the_template(self, organisation, roster):
        check = CheckFactory(organisation=organisation)
        measure = MeasureFactory(
            organisation=organisation, catalogue=check.catalogue, template_key="name-pilot"
        )
        assert suggested_ratings(measure)[Criterion.INTEGRATION].value == 3
        touch(measure, Dienstplan="connects", Lohn="connects")
        found = suggested_ratings(measure)
        assert found[Criterion.INTEGRATION].value == 5
        assert found[Criterion.BENEFIT].value == 3
        (row,) = ranked_list(organisation)
        assert row.values == (3, 3, 3, 5, 5)
        assert row.is_provisional

    @pytest.mark.parametrize("number", [1, 20])
    def test_take_as_many_queries_for_one_measure_as_for_many(
        self, organisation, roster, number, django_assert_num_queries
    ):
        for _ in range(number):
            touch(MeasureFactory(organisation=organisation), Dienstplan="uses", Lohn="connects")
        measures = Measure.objects.of(organisation).with_everything()
        landscape = SystemLandscape(organisation.pk)
        with django_assert_num_queries(8):
            for measure in measures:
                assert suggested_ratings(measure, landscape)


class TestStoring:
    def test_replaces_what_was_stored_and_says_so_in_the_trail(self, measure, roster, person):
        touch(measure, Dienstplan="uses", Lohn="uses")
        set_systems(
            measure,
            {called("Dienstplan"): "connects"},
            new_name="",
            seen_version=1,
            by=person,
        )
        assert [str(one) for one in MeasureSystem.objects.all()] == [
            "Dienstplan: verbindet es mit anderen"
        ]
        assert measure.version == 2
        (entry,) = AuditEntry.objects.of(measure.organisation)
        assert (entry.action, entry.subject) == ("measure.touched", "Zeiten übertragen")
        assert entry.before == {"Dienstplan": "nutzt es", "Lohn": "nutzt es"}
        assert entry.after == {"Dienstplan": "verbindet es mit anderen"}

    def test_leaves_no_trace_when_nothing_changed(self, measure, roster, person):
        set_systems(measure, {}, new_name="", seen_version=1, by=person)
        assert not AuditEntry.objects.of(measure.organisation)

    def test_takes_a_new_system_into_the_list_as_planned(self, measure, person):
        set_systems(measure, {}, new_name="Zeiterfassung", seen_version=1, by=person)
        assert called("Zeiterfassung").state == "planned"
        landscape = SystemLandscape(measure.organisation_id)
        assert touches_in_words(landscape, measure) == [("führt ein", "Zeiterfassung")]

    def test_does_not_take_a_name_twice(self, measure, roster, person):
        with pytest.raises(NameTaken):
            set_systems(measure, {}, new_name="dienstplan", seen_version=1, by=person)

    def test_of_a_measure_changed_meanwhile_changes_nothing(self, measure, roster, person):
        with pytest.raises(StaleRow):
            set_systems(measure, {called("Lohn"): "uses"}, new_name="", seen_version=0, by=person)
        assert not MeasureSystem.objects.exists()
