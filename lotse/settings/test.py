"""Settings for the test suite: as local, with data of its own, and nothing leaves the process."""

import os
from pathlib import Path

# Before anything reads it: tests never touch the data of `make run`.
os.environ["LOTSE_DATA_DIR"] = os.environ.get(
    "LOTSE_TEST_DATA_DIR", str(Path(__file__).resolve().parents[2] / ".data" / "test")
)

from lotse.settings.local import *

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
# Tests decide themselves when the host's settings are read.
HOST_SETTINGS_SECONDS = 24 * 3600
# Each new test client would list all static files; so they are looked up when one is asked for.
WHITENOISE_AUTOREFRESH = True
