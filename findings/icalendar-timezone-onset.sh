#!/usr/bin/env bash
# icalendar 7.3.2: Timezone.from_tzid("Europe/Berlin") writes the beginning of summer time as 03:00 with
# TZOFFSETFROM +0100. RFC 5545, 3.6.5, counts the onset in the time that held before it, which is 02:00 (its own
# example for New York says 020000 and -0500). A reader that keeps to it, such as dateutil 2.9.0.post0, lets summer
# time begin an hour late. icalendar reads its own output back as it was meant, so a round trip shows nothing.
# Seen with Python 3.11. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -q icalendar==7.3.2 python-dateutil==2.9.0.post0
"$folder/env/bin/python" - <<'PYTHON'
import io
from datetime import datetime, timezone

from dateutil.tz import tzical
from icalendar import Timezone

text = Timezone.from_tzid("Europe/Berlin").to_ical().decode()
summer = text[text.index("BEGIN:DAYLIGHT") : text.index("END:DAYLIGHT")]
print(next(line for line in summer.splitlines() if line.startswith("DTSTART")))
zone = tzical(io.StringIO(text)).get("Europe/Berlin")
moment = datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc)  # half an hour after the change
read = moment.astimezone(zone)
print("01:30 UTC is", read.isoformat(), "- right: 2026-03-29T03:30:00+02:00")
assert "DTSTART:19800406T030000" in summer and "TZOFFSETFROM:+0100" in summer
assert read.isoformat() == "2026-03-29T02:30:00+01:00"
PYTHON
echo "As described."
