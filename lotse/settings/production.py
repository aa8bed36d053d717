"""Settings for hosting. They refuse to start with what would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from lotse.settings.base import *
from lotse.settings.base import ALLOWED_HOSTS, BASE_URL, DATABASES, SECRET_KEY, env

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or "unsafe" in SECRET_KEY:
    raise ImproperlyConfigured(
        "LOTSE_SECRET_KEY fehlt oder ist unsicher. Bitte einen zufälligen Schlüssel mit "
        "mindestens 50 Zeichen setzen, zum Beispiel aus: openssl rand -base64 60"
    )
if env.bool("LOTSE_DEBUG", default=False):
    raise ImproperlyConfigured("LOTSE_DEBUG darf im Betrieb nicht eingeschaltet sein.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "LOTSE_ALLOWED_HOSTS muss die Namen nennen, unter denen Lotse erreichbar ist."
    )
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("LOTSE_BASE_URL muss mit https:// beginnen.")
if not DATABASES:
    raise ImproperlyConfigured("LOTSE_DATABASE_URL fehlt.")

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
