"""The settings of hosting, with a page and a counter that only the measurements know."""

from __future__ import annotations

import os
from pathlib import Path

# The production settings ask for servers; below they are replaced by what is measured.
os.environ["LOTSE_DATABASE_URL"] = "postgres://lotse@localhost/lotse"
os.environ["LOTSE_BROKER_URL"] = "redis://localhost/0"
os.environ["LOTSE_EMAIL_URL"] = "dummymail://"

from lotse.embedded.postgres import OWNER
from lotse.settings.production import *
from lotse.settings.production import DATABASES, MIDDLEWARE

DATABASES["default"] |= {
    "HOST": os.environ["BENCH_SOCKET"],
    "NAME": os.environ["BENCH_DATABASE"],
    "OWNER": {"USER": OWNER},
}
# No worker reads along.
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
STATIC_ROOT = Path(os.environ["BENCH_STATIC_ROOT"])
ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.counting.count_queries", *MIDDLEWARE]
