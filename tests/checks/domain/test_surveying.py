"""The landscape in the database, and what it says in German."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from checks.domain import surveying
from checks.domain.islands import Flow, FlowMethod, SystemStanding, survey
from checks.domain.surveying import SystemLandscape
from checks.models import Connection, SystemKind
from tests.factories import ConnectionFactory, SystemFactory


def counted(*flows: Flow) -> str:
    return surveying.figures(survey((1, 2, 3, 4), flows))


def typed(source: int, target: int, times: object = None, minutes: int | None = None) -> Flow:
    return Flow(
        source, target, FlowMethod.TYPED, None if times is None else Fraction(str(times)), minutes
    )


class TestFigures:
    def test_say_islands_entries_and_time(self):
        flows = [typed(1, 4, 5, 10), typed(2, 4, 5, 10), typed(3, 4, 4, 5)]
        assert counted(*flows) == "3 Inseln, 14 doppelte Eingaben in der Woche, etwa 2 Stunden"

    def test_are_in_the_singular_for_one(self):
        assert counted(typed(1, 2, 1, 60)) == (
            "1 Insel, 1 doppelte Eingabe in der Woche, etwa eine Stunde"
        )

    def test_say_that_there_is_nothing_to_complain_about(self):
        assert counted(Flow(1, 2, FlowMethod.FILE)) == "Keine Insel, keine doppelten Eingaben"

    def test_claim_nothing_before_a_connection_is_known(self):
        assert counted() == "Noch keine Verbindung aufgenommen"
        assert surveying.what_is_missing(survey((1, 2), [])) == ""
        assert surveying.what_is_missing(survey((1, 2, 3), [Flow(1, 2, FlowMethod.FILE)])) == (
            "Zu 1 System ist noch keine Verbindung aufgenommen."
        )

    def test_do_not_claim_what_nobody_measured(self):
        assert counted(typed(1, 2)) == "1 Insel"
        assert counted(typed(1, 2, 0.25)) == "1 Insel, 0,2 doppelte Eingaben in der Woche"
        found = survey((1, 2, 3), [typed(1, 2), typed(2, 3, 4)])
        assert surveying.what_is_missing(found) == (
            "Bei 2 Verbindungen von Hand fehlt noch, wie oft oder wie lange."
        )
        assert surveying.what_is_missing(survey((1, 2), [typed(1, 2, 3, 4)])) == ""

    def test_add_up_to_a_year(self):
        assert surveying.figures_a_year(survey((1, 2), [typed(1, 2, 4, 30)])) == (
            "Im Jahr sind das etwa 104 Stunden."
        )
        # 285 minutes are 4.75 hours, said as 5: then a year has 52 times 5, and not 247.
        found = survey((1, 2), [typed(1, 2, 19, 15)])
        assert surveying.figures(found).endswith("etwa 5 Stunden")
        assert surveying.figures_a_year(found) == "Im Jahr sind das etwa 260 Stunden."
        assert surveying.figures_a_year(survey((1, 2), [typed(1, 2)])) == ""

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (Fraction(1, 3), "etwa 1 Minute"),
            (45, "etwa 45 Minuten"),
            (60, "etwa eine Stunde"),
            (100, "etwa 1,5 Stunden"),
            (119, "etwa 2 Stunden"),
            (650, "etwa 11 Stunden"),
            (599, "etwa 10 Stunden"),
            (Fraction(1199, 20), "etwa eine Stunde"),
        ],
    )
    def test_name_durations_as_people_do(self, minutes, words):
        assert surveying.duration(Fraction(minutes)) == words


class TestConnectionsInWords:
    @pytest.mark.parametrize(
        ("times", "words"),
        [
            (None, ""),
            ("0", "nie"),
            ("1", "1-mal in der Woche"),
            ("2.5", "2,5-mal in der Woche"),
            ("40", "40-mal in der Woche"),
            ("0.25", "etwa alle 4 Wochen"),
            ("0.9", "jede Woche"),
        ],
    )
    def test_say_how_often(self, times, words):
        connection = Connection(times_a_week=None if times is None else Decimal(times))
        assert surveying.how_often(connection) == words

    @pytest.mark.parametrize(
        ("minutes", "words"), [(None, ""), (1, "je 1 Minute"), (20, "je 20 Minuten")]
    )
    def test_say_how_long(self, minutes, words):
        assert surveying.how_long(Connection(minutes=minutes)) == words


def system(organisation, name, **more):
    return SystemFactory(organisation=organisation, name=name, **more)


def connected(source, target, method="typed", **more):
    return ConnectionFactory(
        organisation=source.organisation,
        source=source,
        target=target,
        transfer_method=method,
        **more,
    )


@pytest.mark.django_db
class TestLandscape:
    def test_comes_in_the_order_of_names_and_is_fetched_in_two_queries(
        self, organisation, django_assert_num_queries
    ):
        names = ["Zeiterfassung", "Übergabebuch", "ablage", "Telefon"]
        made = [system(organisation, name) for name in names]
        connected(made[0], made[1])
        connected(made[2], made[1])
        with django_assert_num_queries(2):
            landscape = SystemLandscape(organisation.pk)
            assert [one.name for one in landscape.systems] == [
                "ablage",
                "Telefon",
                "Übergabebuch",
                "Zeiterfassung",
            ]
            assert [str(one) for one in landscape.connections] == [
                "ablage → Übergabebuch: Adressen",
                "Zeiterfassung → Übergabebuch: Adressen",
            ]
            assert landscape.figures == "2 Inseln"
            assert landscape.figures_a_year == ""
            assert landscape.what_is_missing

    def test_counts_only_what_is_in_use(self, organisation):
        roster, payroll = system(organisation, "Dienstplan"), system(organisation, "Lohn")
        old = system(organisation, "Altes Programm", state="retired")
        new = system(organisation, "Neues Programm", state="planned")
        connected(roster, payroll, "file")
        connected(old, payroll, times_a_week=5)
        connected(payroll, new)
        landscape = SystemLandscape(organisation.pk)
        assert landscape.in_use == [roster, payroll]
        assert [one.source for one in landscape.connections_in_use] == [roster]
        assert landscape.survey.double_entries_a_week == 0
        assert [(row.system, row.standing) for row in landscape.rows] == [
            (roster, SystemStanding.OPEN),
            (payroll, SystemStanding.END),
            (new, None),
            (old, None),
        ]
        assert landscape.rows[-1].standing_in_words == ""

    def test_knows_islands_and_lone_systems(self, organisation):
        roster, payroll = system(organisation, "Dienstplan"), system(organisation, "Lohn")
        phone = system(organisation, "Telefon, Fax", kind=SystemKind.PHONE)
        connected(roster, payroll, times_a_week=Decimal("2"), minutes=30)
        landscape = SystemLandscape(organisation.pk)
        assert landscape.islands == [roster]
        assert landscape.alone == [phone]
        first, second, third = landscape.rows
        assert (first.is_island, first.standing_in_words) == (True, "Insel")
        assert (len(first.leaving), len(second.arriving)) == (1, 1)
        assert (first.is_unnamed, third.is_unnamed) == (False, True)
        assert landscape.unnamed == 1
        assert landscape.description == (
            "3 Systeme und 1 Verbindung. Inseln: Dienstplan. Wege der Daten: doppelt getippt 1."
        )
        assert surveying.said(landscape.connections[0]) == (
            "Dienstplan → Lohn: Adressen, doppelt getippt, 2-mal in der Woche, je 30 Minuten"
        )

    def test_is_empty_at_first(self, organisation):
        landscape = SystemLandscape(organisation.pk)
        assert landscape.rows == []
        assert landscape.description == "0 Systeme und 0 Verbindungen."
