"""The settings of hosting, with a page and a counter that only the measurements know."""

from __future__ import annotations

import os
from pathlib import Path

# The production settings ask for an address of the database; the socket replaces it below.
os.environ["LOTSE_DATABASE_URL"] = "postgres://lotse@localhost/lotse"

from lotse.settings.production import *
from lotse.settings.production import DATABASES, MIDDLEWARE

DATABASES["default"] |= {
    "HOST": os.environ["BENCH_SOCKET"],
    "NAME": os.environ["BENCH_DATABASE"],
}
STATIC_ROOT = Path(os.environ["BENCH_STATIC_ROOT"])
ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.counting.count_queries", *MIDDLEWARE]
