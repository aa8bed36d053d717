"""Keeping systems and connections, and what stands in the trail afterwards."""

from __future__ import annotations

from copy import copy
from decimal import Decimal

import pytest

from checks.domain import systems
from checks.domain.systems import AlreadyConnected
from checks.models import Connection, System, SystemKind
from organisations.domain.auditing import TOPICS, Action
from organisations.domain.editing import NameTaken
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import ConnectionFactory, SystemFactory

pytestmark = pytest.mark.django_db


def trail(organisation):
    return [
        (entry.action, entry.subject, entry.before, entry.after)
        for entry in reversed(AuditEntry.objects.of(organisation))
    ]


def test_every_action_has_a_topic_one_can_filter_by():
    assert {action.topic for action in Action.known.values()} <= set(TOPICS)


class TestStarters:
    def test_become_systems_with_the_names_of_their_kinds(self, organisation, person):
        made = systems.note_starters(organisation, [SystemKind.MAIL, SystemKind.ROSTER], person)
        assert [(one.name, one.kind, one.created_by) for one in made] == [
            ("E-Mail", "mail", person),
            ("Dienstplan", "roster", person),
        ]
        assert [entry[0] for entry in trail(organisation)] == ["system.noted"] * 2

    def test_are_taken_in_once(self, organisation, person):
        SystemFactory(organisation=organisation, name="e-mail")
        assert systems.note_starters(organisation, [SystemKind.MAIL], person) == []
        assert System.objects.count() == 1


class TestSystems:
    def test_have_names_of_their_own(self, organisation, person):
        SystemFactory(organisation=organisation, name="Dienstplan")
        with pytest.raises(NameTaken):
            systems.SYSTEMS.add(System(organisation=organisation, name="dienstplan"), person)
        SystemFactory(name="Lohn")
        systems.SYSTEMS.add(System(organisation=organisation, name="Lohn"), person)

    def test_change_with_before_and_after(self, organisation, person):
        stored = SystemFactory(organisation=organisation, name="Plan", yearly_cost=120)
        changed = copy(stored)
        changed.name, changed.yearly_cost = "Dienstplan", None
        systems.SYSTEMS.change(changed, seen_version=1, stored=stored, by=person)
        assert System.objects.get().version == 2
        assert trail(organisation) == [
            (
                "system.changed",
                "Dienstplan",
                {"Name": "Plan", "Kosten im Jahr in Euro": "120"},
                {"Name": "Dienstplan", "Kosten im Jahr in Euro": ""},
            )
        ]

    def test_do_not_take_the_name_of_another(self, organisation, person):
        SystemFactory(organisation=organisation, name="Lohn")
        stored = SystemFactory(organisation=organisation, name="Plan")
        changed = copy(stored)
        changed.name = "LOHN"
        with pytest.raises(NameTaken):
            systems.SYSTEMS.change(changed, seen_version=1, stored=stored, by=person)

    def test_changed_meanwhile_stay_as_they_are(self, organisation, person):
        stored = SystemFactory(organisation=organisation, version=3)
        changed = copy(stored)
        changed.notes = "Neu"
        with pytest.raises(StaleRow) as caught:
            systems.SYSTEMS.change(changed, seen_version=2, stored=stored, by=person)
        assert caught.value.stored is stored

    def test_vanish_with_their_connections(self, organisation, person):
        connection = ConnectionFactory(organisation=organisation)
        systems.SYSTEMS.remove(connection.source, person)
        assert list(System.objects.all()) == [connection.target]
        assert not Connection.objects.exists()
        assert trail(organisation)[0][0] == "system.removed"


class TestConnections:
    def test_are_taken_in_once_for_each_direction_and_data(self, organisation, person):
        there = ConnectionFactory(organisation=organisation)
        same = {"organisation": organisation, "transfer_method": "file", "data": "Adressen"}
        systems.CONNECTIONS.add(
            Connection(source=there.target, target=there.source, **same), person
        )
        with pytest.raises(AlreadyConnected):
            systems.CONNECTIONS.add(
                Connection(source=there.source, target=there.target, **same), person
            )
        same["data"] = "Stunden"
        systems.CONNECTIONS.add(
            Connection(
                source=there.source, target=there.target, times_a_week=Decimal("0.25"), **same
            ),
            person,
        )
        assert Connection.objects.count() == 3
        assert trail(organisation)[-1] == (
            "system.connected",
            f"{there.source} → {there.target}: Stunden",
            {},
            {"Wie?": "als Datei", "Wie oft in der Woche?": "0,25"},
        )

    def test_change_with_before_and_after(self, organisation, person):
        stored = ConnectionFactory(organisation=organisation, minutes=5)
        changed = copy(stored)
        changed.transfer_method = "automatic"
        systems.CONNECTIONS.change(changed, seen_version=1, stored=stored, by=person)
        assert trail(organisation)[0][2:] == ({"Wie?": "doppelt getippt"}, {"Wie?": "von selbst"})
        assert Connection.objects.get().version == 2

    def test_do_not_become_a_second_one_of_the_same(self, organisation, person):
        there = ConnectionFactory(organisation=organisation)
        stored = ConnectionFactory(
            organisation=organisation, source=there.source, target=there.target, data="Stunden"
        )
        changed = copy(stored)
        changed.data = "Adressen"
        with pytest.raises(AlreadyConnected):
            systems.CONNECTIONS.change(changed, seen_version=1, stored=stored, by=person)

    def test_changed_meanwhile_stay_as_they_are(self, organisation, person):
        stored = ConnectionFactory(organisation=organisation, version=2)
        changed = copy(stored)
        changed.data = "Stunden"
        with pytest.raises(StaleRow):
            systems.CONNECTIONS.change(changed, seen_version=1, stored=stored, by=person)

    def test_vanish_and_leave_the_systems(self, organisation, person):
        connection = ConnectionFactory(organisation=organisation)
        systems.CONNECTIONS.remove(connection, person)
        assert System.objects.count() == 2
        assert trail(organisation)[0][0] == "system.disconnected"
