"""What `manage.py check --deploy` tells hosts: it works, but hardly as they mean it.

What cannot work or is unsafe stops the start instead (`lotse.settings.production`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Worry
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http.request import validate_host

from checks.models import Catalogue
from lotse.signin import sealing
from organisations.domain import instance

# The first that knows unique constraints in which empty values count as the same.
OLDEST_POSTGRESQL = 15
ENCRYPTED = ("lotse", "0002_second_factors_are_encrypted")
MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"


@register(Tags.security, deploy=True)
def settings_of_hosting(**_: Any) -> list[CheckMessage]:
    """Return a warning for each setting that is most probably a mistake."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    found = {
        "lotse.W001": (
            not settings.REQUIRE_SECOND_FACTOR,
            "Berater:innen und Hosts melden sich ohne zweiten Faktor an.",
            "LOTSE_REQUIRE_SECOND_FACTOR=true",
        ),
        "lotse.W002": (
            settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0,
            "Alle Anmeldeversuche zählen zusammen, denn sie kommen vom Reverse Proxy, ohne den "
            "Lotse im Betrieb nicht erreichbar ist.",
            "LOTSE_TRUSTED_PROXIES=1, oder wie viele Proxys davor stehen",
        ),
        "lotse.W003": (
            settings.EMAIL_BACKEND != MAIL_SERVER,
            "Mails erreichen niemanden.",
            "LOTSE_EMAIL_URL=smtp+tls://name:wort@mail.example:587",
        ),
        "lotse.W004": (
            not validate_host(host, settings.ALLOWED_HOSTS),
            f"Links in Mails führen zu {host}, und dort antwortet Lotse nicht.",
            f"{host} auch in LOTSE_ALLOWED_HOSTS nennen",
        ),
        "lotse.W005": (
            "localhost" in settings.DEFAULT_FROM_EMAIL,
            f"Mails kommen von „{settings.DEFAULT_FROM_EMAIL}“ und werden als Spam gelten.",
            "LOTSE_EMAIL_FROM=Lotse <lotse@lotse.example.org>",
        ),
    }
    return [Worry(said, hint=way, id=key) for key, (holds, said, way) in found.items() if holds]


@register(Tags.database)
def postgresql_is_new_enough(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Return an error for a server on which Django leaves out constraints without a word."""
    if not databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version_num')::int / 10000")
            (major,) = cursor.fetchone()
    except DatabaseError:
        return []
    if major >= OLDEST_POSTGRESQL:
        return []
    return [
        Error(
            f"PostgreSQL {major} ist zu alt: Was hier nicht doppelt sein darf, hält es nicht auf.",
            hint=f"PostgreSQL {OLDEST_POSTGRESQL} oder neuer",
            id="lotse.E001",
        )
    ]


@register(Tags.database)
def second_factors_open(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Return a warning when a key is gone without which people cannot sign in."""
    if not databases:
        return []
    try:
        # Until then they are not encrypted.
        is_migrated = ENCRYPTED in MigrationRecorder(connection).applied_migrations()
        number = sealing.that_nothing_opens() if is_migrated else 0
    except DatabaseError:
        return []
    if not number:
        return []
    return [
        Worry(
            f"{number} zweite Faktoren lassen sich mit keinem Schlüssel öffnen; wer sie hat, kommt "
            "nicht hinein.",
            hint="LOTSE_SECOND_FACTOR_KEYS nennt auch den früheren Schlüssel",
            id="lotse.W007",
        )
    ]


@register(Tags.database)
def catalogue_is_there(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Return a warning when new checks shall begin on a catalogue that nobody has published.

    Without any catalogue, as before the first import, there is nothing to say.
    """
    if not databases:
        return []
    try:
        keys = set(Catalogue.objects.values_list("key", flat=True))
        wanted = instance.catalogue_key()
    except DatabaseError:
        # Before the first migration.
        return []
    if not keys or wanted in keys:
        return []
    return [
        Worry(
            f"Den Fragenkatalog „{wanted}“ gibt es nicht; neue Checks beginnen ohne Vorauswahl.",
            hint=f"LOTSE_CATALOGUE nennt einen dieser Schlüssel: {', '.join(sorted(keys))}",
            id="lotse.W006",
        )
    ]
