"""Whatever process dies, every confirmed order of a report is carried out, and once."""

from __future__ import annotations

import pytest

from tests.lotse.faults.conftest import Installation, runs
from tests.lotse.hosting import eventually

pytestmark = [
    pytest.mark.redis,
    pytest.mark.xdist_group("faults"),
    pytest.mark.parametrize("run", range(runs())),
]


def test_the_worker_is_killed_in_the_middle_of_a_pdf(installation: Installation, run: int) -> None:
    installation.order(4)
    assert eventually(lambda: installation.count("running") > 0), installation.log("worker")
    installation.kill("worker")
    assert installation.count("done") < len(installation.ordered), "it was killed too late"
    installation.start("worker")
    installation.assert_everything_is_done_once()


def test_the_broker_is_killed_while_people_order(installation: Installation, run: int) -> None:
    ordering = installation.order_meanwhile(8)
    assert eventually(lambda: len(installation.confirmed()) > 1)
    installation.kill("broker")
    assert installation.confirm(ordering) == 8, "without a broker orders are taken all the same"
    installation.start_broker()
    installation.assert_everything_is_done_once()


def test_the_database_crashes_while_the_sweep_is_at_work(
    installation: Installation, run: int
) -> None:
    installation.order(4)
    installation.restart_database()
    installation.restart_database()
    installation.order(1)
    installation.assert_everything_is_done_once()


def test_the_scheduler_sleeps_while_a_worker_dies(installation: Installation, run: int) -> None:
    installation.kill("beat")
    installation.order(3)
    assert eventually(lambda: installation.count("running") > 0), installation.log("worker")
    installation.kill("worker")
    installation.start("worker")
    installation.start("beat")
    installation.assert_everything_is_done_once()


def test_two_schedulers_do_no_harm(installation: Installation, run: int) -> None:
    first = installation.running.pop("beat")
    installation.start("beat")
    try:
        installation.order(4)
        installation.assert_everything_is_done_once()
    finally:
        first.kill()
        first.wait()


def test_everything_is_killed_at_once(installation: Installation, run: int) -> None:
    installation.order(4)
    for service in ("beat", "worker", "broker"):
        installation.kill(service)
    installation.restart_database()
    installation.start_broker()
    for service in ("worker", "beat"):
        installation.start(service)
    installation.assert_everything_is_done_once()


def test_the_disk_is_full_and_somebody_makes_room(installation: Installation, run: int) -> None:
    installation.fill_disk()
    installation.order(3)
    assert eventually(installation.is_waiting_for_better_days), installation.log("worker")
    installation.clear_disk()
    installation.assert_everything_is_done_once()
