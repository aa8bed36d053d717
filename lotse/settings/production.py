"""Settings for hosting. They refuse to start with what would be unsafe or could not work."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from lotse.settings.base import *
from lotse.settings.base import (
    ALLOWED_HOSTS,
    BASE_URL,
    CELERY_BROKER_URL,
    DATABASES,
    EMAIL_URL,
    SECOND_FACTOR_KEYS,
    SECRET_KEY,
)
from lotse.settings.environment import env

# A name, an address or, with a dot in front, all names below one.
HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\.[\w-]+(\.[\w-]+)+|\[[0-9a-fA-F:.]+\]")


def _is_weak(key: str) -> bool:
    return len(key) < 50 or len(set(key)) < 5 or "unsafe" in key


_address = urlsplit(BASE_URL)
# What must not be → what to do about it. Hosts read all of it at once.
_faults = {
    "LOTSE_SECRET_KEY fehlt oder ist unsicher. Es braucht mindestens 50 zufällige Zeichen, zum "
    "Beispiel die Zeile aus: openssl rand -hex 32": _is_weak(SECRET_KEY),
    "LOTSE_SECOND_FACTOR_KEYS ist unsicher. Jeder Schlüssel braucht mindestens 50 zufällige "
    "Zeichen, zum Beispiel die Zeile aus: openssl rand -hex 32": any(
        map(_is_weak, SECOND_FACTOR_KEYS)
    ),
    "LOTSE_DEBUG darf im Betrieb nicht eingeschaltet sein.": env.bool("LOTSE_DEBUG", default=False),
    "LOTSE_ALLOWED_HOSTS muss die Namen nennen, unter denen Lotse erreichbar ist, ohne https:// "
    "und ohne Port, zum Beispiel lotse.example.org": not ALLOWED_HOSTS
    or not all(map(HOST.fullmatch, ALLOWED_HOSTS)),
    "LOTSE_BASE_URL muss mit https:// beginnen und nach dem Namen enden, zum Beispiel "
    "https://lotse.example.org": _address.scheme != "https"
    or not _address.hostname
    or bool(_address.path or _address.query),
    "LOTSE_DATABASE_URL fehlt oder nennt kein PostgreSQL, zum Beispiel "
    "postgres://lotse:wort@db.example/lotse": not DATABASES
    or DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    "LOTSE_BROKER_URL fehlt oder nennt keinen Server, der Nachrichten zum Worker bringt, zum "
    "Beispiel redis://redis.example/0": "://" not in CELERY_BROKER_URL
    or CELERY_BROKER_URL.startswith(("filesystem:", "memory:")),
    "LOTSE_EMAIL_URL fehlt, also der Mailserver, zum Beispiel "
    "smtp+tls://name:wort@mail.example:587. Nur zum Ausprobieren geht es ohne: "
    "dummymail://": not EMAIL_URL,
}
if any(_faults.values()):
    raise ImproperlyConfigured(
        "\n".join(["So startet Lotse nicht:", *(said for said, holds in _faults.items() if holds)])
    )

IS_HOSTED = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose attempts to sign in are counted together: the address that the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LOTSE_TRUSTED_PROXIES", default=1)
SECURE_HSTS_SECONDS = env.int("LOTSE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
