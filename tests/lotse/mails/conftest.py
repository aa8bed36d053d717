"""A real mail server on this machine, whose moods a test decides."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Handler:
    """Keeps accepted mails; `answers` are given instead, one for each mail, then none."""

    def __init__(self):
        self.accepted = []
        self.senders = []
        self.recipients = []
        self.senders_refused = None
        self.answers = []
        self.refused = {}
        self.on_data = []
        self.on_address = []
        self.before_content = []

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, server, session, envelope, address, mail_options
    ):
        if self.senders_refused:
            return self.senders_refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server, session, envelope, address, options
    ):
        if self.on_address:
            self.on_address.pop(0)()
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.on_data:
            self.on_data.pop(0)(server)
        if self.answers:
            return self.answers.pop(0)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Server(SMTP):
    """Answers the command DATA as well, before any content."""

    async def smtp_DATA(self, arg):  # noqa: N802 - named by aiosmtpd
        if self.event_handler.before_content:
            return await self.push(self.event_handler.before_content.pop(0))
        return await super().smtp_DATA(arg)


class Entrance(Controller):
    def factory(self):
        return Server(self.handler, **self.SMTP_kwargs)


class MailServer:
    """Starts, stops and starts again on the same port."""

    def __init__(self):
        self.handler = Handler()
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self.controller = None

    def start(self):
        self.controller = Entrance(self.handler, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    @property
    def accepted(self):
        return self.handler.accepted


@pytest.fixture
def mail_server(settings):
    """A server that accepts everything, and Lotse's settings leading to it."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    server.start()
    yield server
    server.stop()
