"""Whatever process dies and however the mail server behaves, every mail is sent exactly once."""

from __future__ import annotations

import pytest

from tests.lotse.faults.conftest import Installation, runs
from tests.lotse.hosting import eventually

pytestmark = [
    pytest.mark.redis,
    pytest.mark.xdist_group("faults"),
    pytest.mark.parametrize("run", range(runs())),
]


def test_the_mail_server_is_away_and_comes_back(installation: Installation, run: int) -> None:
    installation.mail_server.stop()
    posted = installation.post(10)
    assert eventually(lambda: any(error for error in installation.mail_errors())), "nobody tried"
    installation.mail_server.start()
    installation.assert_every_mail_is_sent_once(posted)


def test_the_mail_server_flaps(installation: Installation, run: int) -> None:
    installation.mail_server.handler.answers = ["451 later", "421 too busy", "452 full"] * 3
    posted = installation.post(10)
    for _time in range(3):
        installation.mail_server.stop()
        installation.mail_server.start()
    installation.assert_every_mail_is_sent_once(posted)


def test_the_worker_is_killed_while_it_sends(installation: Installation, run: int) -> None:
    posted = installation.post(20)
    before = len(installation.mail_server.accepted)
    for more in (2, 5, 9):
        eventually(lambda more=more: len(installation.mail_server.accepted) >= before + more, 20)
        installation.kill("worker")
        installation.start("worker")
    # Three times, each of a worker's two processes may have been at its last line.
    installation.assert_every_mail_is_sent_once(posted, lost=3 * 2)


def test_broker_and_database_crash_while_mails_leave(installation: Installation, run: int) -> None:
    posted = installation.post(10)
    installation.kill("broker")
    installation.restart_database()
    installation.start_broker()
    posted |= installation.post(5)
    installation.restart_database()
    installation.assert_every_mail_is_sent_once(posted)
