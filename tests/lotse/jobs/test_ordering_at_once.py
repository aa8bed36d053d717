"""Ordering what is in the making, while it ends: two real connections, one after the other.

The dangerous moment lies between the refusal of the database and the look for what stood in the
way. Just then the other connection ends it.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from checks.domain.answering import reopen_check, start_check
from checks.models import Check
from lotse.jobs.models import State
from lotse.mails.domain import posting
from lotse.portability.domain.exporting import order_export
from lotse.portability.models import DataExport
from lotse.reports.domain import ordering
from lotse.reports.models import Report
from organisations import tenancy
from organisations.domain.letters import Letter
from organisations.domain.saving import ATTEMPTS, create_or_find
from tests.factories import (
    CatalogueFactory,
    CheckFactory,
    MailFactory,
    MembershipFactory,
    RoundSnapshotFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member():
    return MembershipFactory()


@contextmanager
def when_refused(happen):
    """Let another connection do something as soon as the database has refused a row."""
    refusals = []

    def look(execute, sql, params, many, context):
        if not refusals or refusals[0] is not None:
            try:
                return execute(sql, params, many, context)
            except IntegrityError:
                refusals.append(None)
                raise
        done = execute(sql, params, many, context)
        # The first statement after it is the way back to the savepoint.
        refusals[0] = sql
        elsewhere(happen)
        return done

    with connection.execute_wrapper(look):
        yield refusals
    assert refusals, "Nothing was refused."


def elsewhere(work):
    """Do something on a connection of its own, and wait for it."""

    def run():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def end(model, organisation):
    with tenancy.activate(organisation):
        unfinished = model.objects.filter(state__in=["queued", "running"])
        assert unfinished.update(state=State.DONE, finished_at=timezone.now()) == 1


def check_report(member):
    return partial(ordering.order_report, CheckFactory(organisation=member.organisation))


def specification(member):
    return partial(ordering.order_specification, member.organisation, None)


def minutes(member):
    return partial(ordering.order_minutes, RoundSnapshotFactory(organisation=member.organisation))


def export(member):
    return partial(order_export, member.organisation)


ORDERS = [
    (check_report, Report),
    (specification, Report),
    (minutes, Report),
    (export, DataExport),
]


@pytest.mark.parametrize(("prepare", "model"), ORDERS)
class TestOrderingAJob:
    def test_finds_what_is_in_the_making(self, member, prepare, model):
        order = prepare(member)
        with tenancy.activate(member.organisation):
            first = order(by=member.user)
        with tenancy.activate(member.organisation):
            assert order(by=member.user) == first

    def test_makes_another_one_when_that_ends_at_this_moment(self, member, prepare, model):
        order = prepare(member)
        with tenancy.activate(member.organisation):
            first = order(by=member.user)
        with (
            tenancy.activate(member.organisation),
            when_refused(lambda: end(model, member.organisation)),
        ):
            second = order(by=member.user)
        assert second != first
        with tenancy.activate(member.organisation):
            states = dict(model.objects.values_list("pk", "state"))
        assert states == {first.pk: State.DONE, second.pk: State.QUEUED}


class TestTheKindElsewhere:
    def test_starting_a_check_while_the_running_one_is_closed(self, member):
        catalogue = CatalogueFactory()
        running = []

        def someone_starts():
            with tenancy.activate(member.organisation):
                running.append(start_check(member.organisation, catalogue, member.user))

        def they_close_it():
            with tenancy.activate(member.organisation):
                Check.objects.update(finished_at=timezone.now(), percent=0)

        # Both saw that none is running; the other one was quicker.
        with (
            tenancy.activate(member.organisation),
            connection.execute_wrapper(once_before("INSERT", someone_starts)),
            when_refused(they_close_it),
        ):
            check = start_check(member.organisation, catalogue, member.user)
        assert check != running[0]
        assert not check.is_finished

    def test_opening_a_check_again_while_another_one_begins(self, member):
        closed = CheckFactory(organisation=member.organisation, finished_at="2026-01-02T10:00Z")
        catalogue = CatalogueFactory()

        def someone_starts():
            with tenancy.activate(member.organisation):
                start_check(member.organisation, catalogue, member.user)

        with (
            tenancy.activate(member.organisation),
            connection.execute_wrapper(once_before("UPDATE", someone_starts)),
        ):
            assert not reopen_check(closed, member.user)
        assert closed.is_finished

    def test_posting_a_letter_whose_withdrawn_copy_is_replaced_at_this_moment(self, member):
        organisation = member.organisation
        MailFactory(organisation=organisation, identity="einmal", state=State.CANCELLED)
        letter = Letter(
            organisation_id=organisation.pk,
            kind="probe",
            identity="einmal",
            to="ada@test.example",
            subject="Einmal",
            text="Nur einmal.",
        )
        others = []
        with when_refused(lambda: others.append(posting.store(letter))):
            mine = posting.store(letter)
        assert others == [(mine[0], True)]
        assert not mine[1]


def once_before(statement, happen):
    """Return a wrapper that lets another connection act before the first such statement."""
    waiting = [happen]

    def look(execute, sql, params, many, context):
        if waiting and sql.startswith(statement):
            elsewhere(waiting.pop())
        return execute(sql, params, many, context)

    return look


def test_what_can_neither_be_stored_nor_found_is_an_error():
    tried = []

    def create():
        tried.append(None)
        raise IntegrityError

    with pytest.raises(IntegrityError):
        create_or_find(create, lambda: None)
    assert len(tried) == ATTEMPTS
