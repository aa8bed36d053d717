#!/usr/bin/env bash
# celery 5.7.0 under Python 3.13: the schedule file of beat (`--schedule`) no longer changes while beat works, so a
# health check by its age calls a healthy scheduler dead. celery stores it with shelve; since Python 3.13 shelve takes
# dbm.sqlite3 first, which opens SQLite in WAL mode, and what `sync` writes goes to FILE-wal until a checkpoint at 4 MB,
# about a day later. A copy of FILE alone holds nothing of it either. Under 3.11 (dbm.dumb) the files are written
# each time. Needs a Python from 3.13 on. Seen with Python 3.13.0. Fails when that changes.
set -euo pipefail
python=
for candidate in python3 python3.13 python3.14 "$HOME"/.pyenv/versions/3.1[3-9]*/bin/python; do
    if "$candidate" -c 'import sys, dbm.sqlite3; sys.exit(sys.version_info < (3, 13))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { echo "Needs Python 3.13 or newer." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/pip" install -q celery==5.7.0
cd "$folder"
"$folder/env/bin/python" - <<'PYTHON'
import dbm, os, shutil, shelve, sys
from celery import Celery
from celery.beat import PersistentScheduler

app = Celery("clock", broker="memory://")
app.conf.beat_schedule = {"tick": {"task": "tick", "schedule": 60.0}}
beat = PersistentScheduler(app=app, schedule_filename="schedule", lazy=True)
beat.setup_schedule()
beat.sync()
before = os.stat("schedule").st_mtime_ns
log_before = os.stat("schedule-wal").st_size
for _ in range(20):  # an hour of a beat that stores every three minutes
    beat.schedule["tick"] = beat.schedule["tick"].__next__()
    beat.sync()
shutil.copy("schedule", "copy")
with shelve.open("copy") as copied:
    runs_in_copy = copied["entries"]["tick"].total_run_count if "entries" in copied else None
print("Python", sys.version.split()[0], "stores in", dbm.whichdb("schedule"))
print("runs:", beat.schedule["tick"].total_run_count, "- in a copy of the file:", runs_in_copy)
print("the file changed:", os.stat("schedule").st_mtime_ns != before)
print("the log beside it grew:", os.stat("schedule-wal").st_size > log_before)
assert beat.schedule["tick"].total_run_count == 20 and runs_in_copy != 20
assert os.stat("schedule").st_mtime_ns == before
assert os.stat("schedule-wal").st_size > log_before
beat.close()
PYTHON
echo "As described."
