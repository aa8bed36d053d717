"""Settings that hold everywhere. Every value that a host may change is read from LOTSE_…"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lotse.mails.imap import Mailbox
from lotse.settings.environment import env
from lotse.settings.signin import *
from lotse.settings.signin import OIDC_FORM_ACTIONS

BASE_DIR = Path(__file__).resolve().parents[2]

DATA_DIR = Path(env.str("LOTSE_DATA_DIR", default=str(BASE_DIR / ".data")))

DEBUG = False
# Whether strangers may reach this installation: production says so.
IS_HOSTED = False
SECRET_KEY = env.str("LOTSE_SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("LOTSE_ALLOWED_HOSTS", default=[])
# Paths are put behind it, and they begin with a slash.
BASE_URL = env.str("LOTSE_BASE_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "lotse.administration.HostsAdminConfig",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "organisations",
    "checks",
    "measures",
    "lotse.jobs",
    "lotse.mails",
    "lotse.reminders",
    "lotse.reports",
    "lotse.portability",
    "lotse.monitoring",
    "lotse.imports",
    "lotse",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lotse.views.errors.RefuseLargeRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lotse.signin.middleware.NoteUse",
    "lotse.signin.middleware.RequireSecondFactor",
    "lotse.signin.middleware.ExplainProviderTrouble",
    "lotse.signin.middleware.ExplainMailTrouble",
    "lotse.signin.middleware.ExplainLostKey",
]

ROOT_URLCONF = "lotse.urls"
WSGI_APPLICATION = "lotse.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lotse.context.host",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------
DATABASE_URL = env.str("LOTSE_DATABASE_URL", default="")
DATABASES = {"default": env.db_url_config(DATABASE_URL)} if DATABASE_URL else {}
# Migrations work as the owner of the tables, backups read as a role that sees all rows; nothing
# else does, and nothing else needs to know them.
DATABASE_OWNER_URL = env.str("LOTSE_DATABASE_OWNER_URL", default="")
DATABASE_BACKUP_URL = env.str("LOTSE_DATABASE_BACKUP_URL", default="")
for _database in DATABASES.values():
    for _role, _url in (("OWNER", DATABASE_OWNER_URL), ("BACKUP", DATABASE_BACKUP_URL)):
        _other = env.db_url_config(_url) if _url else {}
        if _other and (
            _other["NAME"] != _database["NAME"] or _database["USER"] in ("", _other["USER"])
        ):
            raise ImproperlyConfigured(
                f"LOTSE_DATABASE_URL und LOTSE_DATABASE_{_role}_URL müssen dieselbe Datenbank "
                "nennen und zwei verschiedene Rollen: postgres://rolle:passwort@server/lotse"
            )
        _database[_role] = {
            name: _other[name] for name in ("USER", "PASSWORD", "HOST", "PORT") if _other
        }
    # The server binds parameters, so that a query cannot grow into several.
    _database["OPTIONS"] = {"server_side_binding": True} | _database.get("OPTIONS", {})
    _database["CONN_MAX_AGE"] = env.int("LOTSE_DATABASE_CONN_MAX_AGE", default=600)
    _database["CONN_HEALTH_CHECKS"] = True
# The folder of pg_dump, pg_restore and psql; empty: wherever they are found.
PG_BIN = env.str("LOTSE_PG_BIN", default="")
BACKUP_DIR = Path(env.str("LOTSE_BACKUP_DIR", default=str(DATA_DIR / "backups")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts attempts to sign in and keeps the handbook, for all processes together. Losing it loses
# nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lotse_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["lotse.signin.backends.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organisations:mine"
LOGOUT_REDIRECT_URL = "start"

# What hosts set in the administration; a process reads it again after so many seconds.
HOST_SETTINGS_SECONDS = 5
ADMIN_PATH = env.str("LOTSE_ADMIN_PATH", default="verwaltung").strip("/")

REGISTRATION_OPEN = env.bool("LOTSE_REGISTRATION_OPEN", default=True)
ACCOUNT_ADAPTER = "lotse.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "organisations.forms.account.SignupForm",
    "login": "organisations.forms.account.LoginForm",
    "reauthenticate": "organisations.forms.account.ReauthenticateForm",
    "add_email": "organisations.forms.account.AddEmailForm",
    "set_password": "organisations.forms.account.SetPasswordForm",
    "change_password": "organisations.forms.account.ChangePasswordForm",
    "reset_password": "organisations.forms.account.ResetPasswordForm",
    "reset_password_from_key": "organisations.forms.account.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
ACCOUNT_SESSION_REMEMBER = None

# E-mail addresses are unique regardless of case, by a constraint this check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- Check ----------------------------------------------------------------------------------
# New checks begin on the newest version of this catalogue.
CHECK_CATALOGUE = env.str("LOTSE_CATALOGUE", default="digitalisierungscheck")

# --- Mail -----------------------------------------------------------------------------------
EMAIL_URL = env.str("LOTSE_EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("LOTSE_EMAIL_FROM", default="Lotse <lotse@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15
# Where mails of organisations come back to when they cannot be delivered; empty: to the sender.
EMAIL_RETURN_ADDRESS = env.str("LOTSE_EMAIL_RETURN_ADDRESS", default="")
# The mailbox in which they arrive, such as imaps://name:word@mail.example/INBOX; empty: none.
_returns = env.str("LOTSE_EMAIL_RETURNS_URL", default="")
try:
    EMAIL_RETURNS = Mailbox.from_url(_returns) if _returns else None
except ValueError as error:
    raise ImproperlyConfigured(f"LOTSE_EMAIL_RETURNS_URL muss so aussehen: {error}") from None

# --- Monitoring -----------------------------------------------------------------------------
# Whoever asks for figures of the instance has to show it; empty closes these addresses.
MONITORING_TOKEN = env.str("LOTSE_MONITORING_TOKEN", default="")

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("LOTSE_STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lotse.bundles.BundleFinder",
]
# Where style sheets and scripts are put together.
BUNDLES_DIR = DATA_DIR / "bundles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# No page takes more at once, its files included; more is refused before anything of it is read.
LARGEST_REQUEST = 6 * 1024 * 1024
# The connection ends after a body of so many bytes.
LARGE_BODY = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Security -------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lotse.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_FORM_ACTIONS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

# --- Background work ------------------------------------------------------------------------
# After so many seconds without a sign of life the message about a job that waits counts as lost,
# and whoever works on one as dead. The sweep looks for such jobs that often. A job whose worker was
# killed is begun again after the sum of the last two at the latest.
JOB_LOST_SECONDS = env.float("LOTSE_JOB_LOST_SECONDS", default=45)
JOB_DEAD_SECONDS = env.float("LOTSE_JOB_DEAD_SECONDS", default=20)
SWEEP_SECONDS = env.float("LOTSE_SWEEP_SECONDS", default=30)
# The pauses between the attempts at a job, as a multiple of the usual ones.
JOB_PAUSES = env.float("LOTSE_JOB_PAUSES", default=1)
WORKER_MEMORY_MB = env.int("LOTSE_WORKER_MEMORY_MB", default=400)
# With 0 the scheduler would never rest, and no job nor process would last.
for _name, _value in {
    "LOTSE_JOB_LOST_SECONDS": JOB_LOST_SECONDS,
    "LOTSE_JOB_DEAD_SECONDS": JOB_DEAD_SECONDS,
    "LOTSE_SWEEP_SECONDS": SWEEP_SECONDS,
    "LOTSE_WORKER_MEMORY_MB": WORKER_MEMORY_MB,
}.items():
    if _value == 0:
        raise ImproperlyConfigured(f"{_name} muss größer als 0 sein.")
CELERY_BROKER_URL = env.str("LOTSE_BROKER_URL", default="filesystem://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must not keep people waiting: the row is stored, a sweep adopts it.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _broker = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker's process is replaced after so much work, or once it has grown; nothing is lost.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1024 * WORKER_MEMORY_MB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "adopt stuck jobs": {"task": "lotse.jobs.tasks.adopt_stuck_jobs", "schedule": SWEEP_SECONDS},
    "give sign of life": {
        "task": "lotse.monitoring.tasks.give_sign_of_life",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "prepare the handbook": {"task": "lotse.tasks.prepare_handbook", "schedule": 300.0},
    "remove expired exports": {
        "task": "lotse.portability.tasks.remove_expired_exports",
        "schedule": 3600.0,
    },
    "remove what is over": {
        "task": "lotse.portability.tasks.remove_what_is_over",
        "schedule": 6 * 3600.0,
    },
    "forget old lists": {
        "task": "lotse.imports.tasks.forget_old_lists",
        "schedule": 6 * 3600.0,
    },
    "forget old logo uploads": {
        "task": "lotse.reports.tasks.forget_old_logo_uploads",
        "schedule": 3600.0,
    },
    "delete due organisations": {
        "task": "lotse.portability.tasks.delete_due_organisations",
        "schedule": 3600.0,
    },
    "read returned mails": {
        "task": "lotse.mails.tasks.read_returned_mails",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    "forget old mails": {"task": "lotse.mails.tasks.forget_old_mails", "schedule": 6 * 3600.0},
    "forget old invitations": {
        "task": "organisations.tasks.forget_old_invitations",
        "schedule": 6 * 3600.0,
    },
    "remind colleagues": {"task": "checks.tasks.remind_before_closing", "schedule": 3600.0},
    "forget old links of colleagues": {
        "task": "checks.tasks.forget_old_contribution_links",
        "schedule": 6 * 3600.0,
    },
    # Hourly: the shortest day of an organisation is longer, and nothing goes out twice.
    "remind people": {
        "task": "lotse.reminders.tasks.remind_everyone",
        "schedule": crontab(minute="5"),
    },
    "forget old reminders": {
        "task": "lotse.reminders.tasks.forget_old_reminders",
        "schedule": 24 * 3600.0,
    },
    "clear expired": {"task": "lotse.tasks.clear_expired", "schedule": 3600.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("LOTSE_LOG_LEVEL", default="WARNING"),
    },
}
