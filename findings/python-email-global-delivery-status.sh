#!/usr/bin/env bash
# Python 3.11's email package: a delivery report with addresses beyond ASCII (message/global-delivery-status, RFC 6533)
# is not read as one with plain addresses (message/delivery-status, RFC 3464). Of the second, get_payload() is a list
# with a Message for each group of fields. Of the first it is a list with one Message: the fields about the mail are its
# header, and those about the recipient, „Action: failed“ among them, are lost in its text. Fails when that changes.
set -euo pipefail
python3 - <<'PYTHON'
import platform
from email import message_from_string

FIELDS = """Reporting-MTA: dns; mail.test.example

Final-Recipient: {kind}; {address}
Action: failed
Status: 5.1.1
"""
seen = {}
for name, kind, address in (
    ("message/delivery-status", "rfc822", "ada@test.example"),
    ("message/global-delivery-status", "utf-8", "jürgen@test.example"),
):
    part = message_from_string(f"Content-Type: {name}\n\n" + FIELDS.format(kind=kind, address=address))
    groups = part.get_payload()
    seen[name] = len(groups), [one["Action"] for one in groups]
    print(platform.python_version(), name, *seen[name])
assert seen["message/delivery-status"] == (2, [None, "failed"])
assert seen["message/global-delivery-status"] == (1, [None])
PYTHON
echo "As described."
