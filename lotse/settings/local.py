"""Settings for `make run`: one machine, the embedded PostgreSQL, mails in a local outbox."""

from lotse.settings.base import *
from lotse.settings.base import DATA_DIR, DATABASES, EMAIL_URL, SECRET_KEY, STORAGES
from lotse.settings.environment import env

# Never used beyond this machine: the production settings refuse keys of this kind.
SECRET_KEY = SECRET_KEY or "unsafe-local-key-for-make-run-only"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("LOTSE_ALLOWED_HOSTS", default=[])]

# The demo accounts must open with what `make run` prints.
REQUIRE_SECOND_FACTOR = env.bool("LOTSE_REQUIRE_SECOND_FACTOR", default=False)

if not DATABASES:
    from lotse.embedded.postgres import connection_settings

    DATABASES = {"default": connection_settings(DATA_DIR)}

if not EMAIL_URL:
    EMAIL_BACKEND = "lotse.outbox.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "outbox"
LOCAL_OUTBOX = not EMAIL_URL

# A local run must not need a collectstatic first.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
