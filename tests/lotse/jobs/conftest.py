"""A queue whose messages a test reads instead of a worker."""

import json

import pytest
from kombu import Queue

from lotse.celery import app


class Messages:
    """The ids in the messages that were sent since the last look, in their order."""

    def __init__(self, channel):
        self.channel = channel
        self.seen = []

    def _read(self):
        while message := self.channel.basic_get("celery", no_ack=True):
            (_organisation_id, job_id), *_ = json.loads(message.body)
            self.seen.append(job_id)
        return self.seen

    def __eq__(self, other):
        return self._read() == other

    def __len__(self):
        return len(self._read())

    __hash__ = None


@pytest.fixture
def told():
    """What workers would be told, beginning with an empty queue."""
    with app.connection_for_read() as connection:
        channel = connection.default_channel
        Queue("celery")(channel).declare()
        channel.queue_purge("celery")
        yield Messages(channel)
