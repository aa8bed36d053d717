"""Reports of mail servers about mails that they could not deliver, in the forms that occur."""

FIELDS = """\
Reporting-MTA: dns; mail.test.example
Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0100

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: {diagnosis}
"""


def report(
    message_id,
    *,
    action="failed",
    status="5.1.1",
    diagnosis="smtp; 550 5.1.1 User unknown",
    recipient="ada@test.example",
    about="text/rfc822-headers",
    kind="message/delivery-status",
    root="multipart/report; report-type=delivery-status",
    before="",
):
    """Return such a report as bytes; `about` says how it holds the mail that it is about."""
    fields = FIELDS.format(recipient=recipient, action=action, status=status, diagnosis=diagnosis)
    text = f"""\
From: MAILER-DAEMON@mail.test.example
To: lotse@test.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <anderes@mail.test.example>
MIME-Version: 1.0
Content-Type: {root}; boundary="grenze"

{before}--grenze
Content-Type: text/plain; charset=utf-8

Die Nachricht konnte nicht zugestellt werden.
--grenze
Content-Type: {kind}

{fields}
--grenze
Content-Type: {about}

From: Lotse <lotse@test.example>
To: ada@test.example
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Message-ID: {message_id}

Guten Tag
--grenze--
"""
    return text.replace("\n", "\r\n").encode()
