"""What tests of background work share."""

import pytest

from lotse.celery import app as celery_app


@pytest.fixture
def broker_away():
    """Let messages go to a port of this machine where nobody listens."""
    usual = celery_app.conf.broker_write_url
    celery_app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    celery_app.amqp._producer_pool = None
    yield
    celery_app.conf.broker_write_url = usual
    celery_app.amqp._producer_pool = None
