"""A whole installation of real processes, to be killed one by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lotse.embedded import postgres
from tests.embedded import copy_of, free_port
from tests.lotse.hosting import ROOT, Hosting, eventually
from tests.lotse.mails.conftest import MailServer

INSIDE = (sys.executable, "-m", "tests.lotse.faults.inside")
# Patience measured in seconds instead of minutes, so that a fault is over soon.
IMPATIENT = {
    "LOTSE_SWEEP_SECONDS": "1",
    "LOTSE_JOB_LOST_SECONDS": "3",
    "LOTSE_JOB_DEAD_SECONDS": "6",
    "LOTSE_JOB_PAUSES": "0.02",
}
ALL_ORGANISATIONS = """
    select set_config('lotse.organisation', array_agg(id)::text, true)
    from organisations_organisation
"""
FULL_DISK = """
    create function no_space_left() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device'
            using errcode = 'disk_full'; end
    $$;
    create trigger no_space_left before insert on reports_reportfile
        execute function no_space_left();
"""
OUTCOME = """
    select id::text, state, (
        select count(*) from reports_reportfile f where f.report_id = r.id and format = 'pdf'
    )
    from reports_report r
"""


def runs() -> int:
    """How often each fault is tried; `make faults RUNS=20` tries more often."""
    return int(os.environ.get("LOTSE_FAULT_RUNS", "1"))


class Installation(Hosting):
    """Database, broker, worker and scheduler, with what was ordered from them."""

    def __init__(self, folder: Path) -> None:
        self.ordered: set[str] = set()
        self.socket_dir = postgres.start(folder)
        self.mail_server = MailServer()
        settings = IMPATIENT | {"LOTSE_EMAIL_URL": f"smtp://127.0.0.1:{self.mail_server.port}"}
        super().__init__(folder, free_port(), free_port(), self.socket_dir, settings)

    def order(self, number: int) -> None:
        """Order so many reports; they are confirmed when this returns."""
        self.ordered |= set(self.tell(*INSIDE, "reports", str(number)).split())

    def post(self, number: int) -> set[str]:
        """Post so many mails; returns their identities once they are confirmed."""
        return set(self.tell(*INSIDE, "mails", str(number)).split())

    def order_meanwhile(self, number: int) -> subprocess.Popen[bytes]:
        """Order so many reports beside what the test does; `confirm` waits for the end."""
        with (self.folder / "orders").open("wb") as orders:
            return subprocess.Popen(
                [*INSIDE, "reports", str(number)],
                cwd=ROOT,
                env=self.environment("worker"),
                stdout=orders,
                stderr=subprocess.DEVNULL,
            )

    def confirmed(self) -> set[str]:
        """Return what somebody who orders meanwhile was told so far."""
        return set((self.folder / "orders").read_text().split())

    def confirm(self, ordering: subprocess.Popen[bytes]) -> int:
        """Wait until somebody has ordered, or could not; return how many orders were confirmed."""
        ordering.wait(timeout=120)
        self.ordered |= self.confirmed()
        return len(self.confirmed())

    def outcome(self) -> dict[str, tuple[str, int]]:
        """Return state and number of files of every order, by its id."""
        with psycopg.connect(host=str(self.socket_dir), user="lotse", dbname="lotse") as database:
            database.execute(ALL_ORGANISATIONS)
            return {key: (state, files) for key, state, files in database.execute(OUTCOME)}

    def mails(self) -> dict[str, tuple[str, bool]]:
        """Return state and whether the server's answer is missing of every mail, by identity."""
        with psycopg.connect(host=str(self.socket_dir), user="lotse", dbname="lotse") as database:
            database.execute(ALL_ORGANISATIONS)
            found = database.execute("select identity, state, is_unconfirmed from mails_mail")
            return {identity: (state, unsure) for identity, state, unsure in found}

    def mail_errors(self) -> list[str]:
        """Return what went wrong with mails that wait for their next attempt."""
        with psycopg.connect(host=str(self.socket_dir), user="lotse", dbname="lotse") as database:
            database.execute(ALL_ORGANISATIONS)
            found = database.execute("select error from mails_mail where state = 'queued'")
            return [error for (error,) in found if error]

    def assert_every_mail_is_sent_once(self, posted: set[str], lost: int = 0) -> None:
        """Wait for the mails to leave, then count what the mail server accepted.

        A worker that is killed between „handed over“ and the content loses that mail: it is not
        sent again, and hosts see it as unconfirmed. At most `lost` may be so.
        """

        def have_ended() -> bool:
            self.revive()
            return all(self.mails()[one][0] not in ("queued", "running") for one in posted)

        assert eventually(have_ended, 120), (self.mails(), self.log("worker")[-3000:])
        assert {self.mails()[one][0] for one in posted} == {"done"}, self.mails()
        received = Counter(str(mail["To"]) for mail in self.mail_server.accepted)
        times = {one: received[f"{one}@lotse.example"] for one in posted}
        unconfirmed = {one for one in posted if self.mails()[one][1]}
        assert max(times.values()) == 1
        assert {one for one in posted if not times[one]} <= unconfirmed
        assert len(unconfirmed) <= lost

    def count(self, state: str) -> int:
        """Return how many orders are in a state."""
        return sum(found == state for found, _files in self.outcome().values())

    def revive(self) -> None:
        """Start again what has died, as the host's supervisor does."""
        for service, process in list(self.running.items()):
            if process.poll() is not None:
                self.start_broker() if service == "broker" else self.start(service)

    def has_ended(self) -> bool:
        """Whether nothing is left to do."""
        self.revive()
        return not self.count("queued") and not self.count("running")

    def assert_everything_is_done_once(self) -> None:
        """Wait for the work to end, then look at every confirmed order."""
        assert eventually(self.has_ended, 120), (self.outcome(), self.log("worker")[-3000:])
        found = self.outcome()
        assert self.ordered <= set(found), "a confirmed order is gone"
        assert set(found.values()) == {("done", 1)}, (found, self.log("worker")[-3000:])

    def fill_disk(self) -> None:
        """Let the database answer as it does when its disk is full, where files are stored."""
        self._execute(FULL_DISK)

    def clear_disk(self) -> None:
        """Make room again."""
        self._execute("drop function no_space_left() cascade")

    def _execute(self, statements: str) -> None:
        with psycopg.connect(
            host=str(self.socket_dir), user=postgres.OWNER, dbname="lotse"
        ) as database:
            database.execute(statements)

    def is_waiting_for_better_days(self) -> bool:
        """Whether every order that is not done was tried, and will be tried again."""
        with psycopg.connect(host=str(self.socket_dir), user="lotse", dbname="lotse") as database:
            database.execute(ALL_ORGANISATIONS)
            tried = database.execute(
                "select attempts > 0 and next_try_at is not null from reports_report"
                " where state <> 'done'"
            ).fetchall()
        return bool(tried) and all(is_tried for (is_tried,) in tried)

    def crash_database(self) -> None:
        """End the database without letting it finish anything; starting it means recovering."""
        pid = int((self.folder / postgres.FOLDER / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        assert eventually(lambda: not Path(f"/proc/{pid}").exists())

    def restart_database(self) -> None:
        """Let the database crash, and start it again."""
        self.crash_database()
        postgres.start(self.folder)


@pytest.fixture(scope="module")
def installation(demo_data: Path) -> Iterator[Installation]:
    """Database, broker, worker and scheduler, running, and nobody there yet."""
    with copy_of(demo_data) as folder:
        installation = Installation(folder)
        try:
            installation.mail_server.start()
            installation.start_broker()
            installation.run("python", "manage.py", "flush", "--no-input", service="migrate")
            installation.run("sh", "-c", installation.command("migrate")[-1], service="migrate")
            for service in ("worker", "beat"):
                installation.start(service)
            yield installation
        finally:
            for service in list(installation.running):
                installation.kill(service)
            installation.mail_server.stop()
            postgres.stop(folder)
