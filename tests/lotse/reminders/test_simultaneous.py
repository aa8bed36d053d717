"""However many remind at the same time, everyone is reminded once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections, transaction

from lotse.jobs.models import State
from lotse.mails.models import Mail
from lotse.reminders.domain import sending
from lotse.reminders.models import Reminder
from organisations import tenancy
from tests.factories import MandateFactory
from tests.lotse.reminders.reminded import MONDAY, NOW, due, posted, stored


def simultaneously(number, work):
    """Let several connections do the same at once; return what came of it."""
    together = Barrier(number)

    def run():
        try:
            together.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return [one.result() for one in [pool.submit(run) for _one in range(number)]]


@pytest.mark.django_db(transaction=True)
class TestTwoBeatsAtOnce:
    def test_remind_everyone_exactly_once(self, organisation, pilot, director):
        for number in range(5):
            due(organisation, MONDAY + timedelta(days=number - 2), responsible=pilot)
        MandateFactory(
            organisation=organisation, is_confirmed=True, pilot=pilot, ends_on=date(2026, 7, 1)
        )
        results = simultaneously(4, lambda: sending.remind(organisation, NOW))
        assert sorted(results) == [0, 0, 0, 2]
        mails = posted(organisation)
        assert {one.to for one in mails} == {pilot.user.email, director.user.email}
        assert len(mails) == 2
        assert len(stored(organisation)) == 7
        assert all(one.mail for one in stored(organisation))

    def test_lose_nothing_when_one_dies_before_it_commits(self, organisation, pilot):
        due(organisation)

        with tenancy.activate(organisation):
            sending.remind(organisation, NOW)
            transaction.set_rollback(True)
        assert posted(organisation) == []
        assert stored(organisation) == []
        assert sending.remind(organisation, NOW) == 1
        assert [one.state for one in posted(organisation)] == [State.QUEUED]

    def test_send_each_mail_once_also_day_after_day(self, organisation, pilot, director):
        for number in range(4):
            due(organisation, MONDAY + timedelta(days=number), responsible=pilot)
        for day in range(20):
            now = NOW + timedelta(days=day)
            simultaneously(2, partial(sending.remind, organisation, now))
        with tenancy.activate(organisation):
            identities = list(
                Reminder.objects.values_list("membership", "subject_id", "due_on", "stage")
            )
            days = list(Mail.objects.values_list("about", "identity"))
        assert len(identities) == len(set(identities)) == 3 + 4 + 4 + 4
        assert len(days) == len(set(days))
