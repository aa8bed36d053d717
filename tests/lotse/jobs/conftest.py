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


@pytest.fixture
def embedded_broker(tmp_path):
    """Let messages go through files, as `make run` does; returns the ids a worker would get."""
    folders = {name: tmp_path / name for name in ("messages", "control")}
    for folder in folders.values():
        folder.mkdir()
    options = {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "control_folder": str(folders["control"]),
    }
    usual = app.conf.broker_write_url, app.conf.broker_transport_options
    app.conf.broker_write_url, app.conf.broker_transport_options = "filesystem://", options
    app.amqp._producer_pool = None

    def received():
        with app.connection_for_write() as connection:
            return Messages(connection.default_channel)._read()

    yield received
    app.conf.broker_write_url, app.conf.broker_transport_options = usual
    app.amqp._producer_pool = None
