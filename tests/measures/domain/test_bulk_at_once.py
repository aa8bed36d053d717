"""Several people change and undo at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from measures.domain.bulk import UndoneAlready, change_many, undo
from measures.domain.listing import move
from measures.models import BulkChange, Measure
from organisations import tenancy
from organisations.domain.saving import StaleRow
from tests.factories import MeasureFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(organisation, *actions):
    """Do all of it at the same moment, each in a connection and a transaction of its own."""
    ready = Barrier(len(actions))

    def run(action):
        try:
            with tenancy.activate(organisation):
                ready.wait(timeout=30)
                return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_two_changes_of_the_same_measures_never_lose_one():
    organisation, person = OrganisationFactory(), UserFactory()
    ids = [MeasureFactory(organisation=organisation).pk for _ in range(6)]
    for _ in range(12):
        with tenancy.activate(organisation):
            versions = dict(Measure.objects.values_list("pk", "version"))
            status = Measure.objects.get(pk=ids[0]).status
        forward = {pk: versions[pk] for pk in ids}
        backward = {pk: versions[pk] for pk in reversed(ids)}
        others = [one for one in ("idea", "planned", "in_progress") if one != status][:2]
        done = at_once(
            organisation,
            partial(change_many, organisation, forward, {"status": others[0]}, person),
            partial(change_many, organisation, backward, {"status": others[1]}, person),
        )
        # Whoever comes second has seen nothing of the first, so theirs is refused as a whole.
        assert sorted(one.number for one in done) == [0, 6]
        assert sorted(len(one.stale) for one in done) == [0, 6]
        with tenancy.activate(organisation):
            assert Measure.objects.values("status").distinct().count() == 1


def test_a_change_is_undone_once_however_many_press_the_button():
    organisation, person = OrganisationFactory(), UserFactory()
    measure = MeasureFactory(organisation=organisation)
    with tenancy.activate(organisation):
        made = change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).change

    def press():
        locked = BulkChange.objects.select_for_update().get(pk=made.pk)
        try:
            return undo(locked, person)[0]
        except UndoneAlready:
            return 0

    assert sorted(at_once(organisation, *[press] * 4)) == [0, 0, 0, 1]
    with tenancy.activate(organisation):
        assert (Measure.objects.get().status, Measure.objects.get().version) == ("idea", 3)


def test_a_card_and_a_change_of_many_never_overwrite_one_another():
    organisation, person = OrganisationFactory(), UserFactory()
    measure = MeasureFactory(organisation=organisation)

    def move_card():
        locked = Measure.objects.select_for_update().get(pk=measure.pk)
        try:
            move(locked, "done", seen_version=1, by=person)
        except StaleRow:
            return 0
        return 1

    def change():
        return change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).number

    assert sum(at_once(organisation, move_card, change)) == 1
    with tenancy.activate(organisation):
        assert Measure.objects.get().version == 2
