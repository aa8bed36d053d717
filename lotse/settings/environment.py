"""Reads settings from environment variables, and says in words which one is wrong.

`LOTSE_X_FILE` names a file that holds the value of `LOTSE_X`. What is empty counts as not given,
so a compose file may pass everything on.
"""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Environment(environ.FileAwareEnv):  # type: ignore[misc]
    """django-environ, which would guess at numbers and take any other word for „no“."""

    # Files are read when settings are, which is once.
    ENVIRON = FileAwareMapping(cache=False)

    def get_value(
        self, var: str, cast: Any = None, default: Any = None, parse_default: bool = False
    ) -> Any:
        """Return the value of a variable as `cast` (str, int, float, bool or list), or `default`.

        Raises `ImproperlyConfigured`, which names the variable.
        """
        try:
            text = str(self.ENVIRON.get(var, "")).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{var}_FILE nennt eine Datei, die sich nicht lesen lässt: {error}"
            ) from error
        return _read(var, text, cast) if text else default

    @classmethod
    def email_url_config(cls, url: str, backend: str | None = None) -> dict[str, Any]:
        """Return Django's settings for a mail server; raises `ImproperlyConfigured`."""
        try:
            found: dict[str, Any] = super().email_url_config(url, backend)
        except (ValueError, ImproperlyConfigured):
            # What Python says repeats a piece of the address, in which a password stands.
            raise ImproperlyConfigured(
                "LOTSE_EMAIL_URL muss so aussehen: smtp+tls://name:wort@mail.example:587. "
                "Sonderzeichen in Name und Passwort schreiben Sie wie in Adressen, @ als %40."
            ) from None
        return found

    @classmethod
    def db_url_config(cls, url: str, engine: str | None = None) -> dict[str, Any]:
        """Return Django's settings for a database; raises `ImproperlyConfigured`."""
        try:
            found: dict[str, Any] = super().db_url_config(url, engine)
        except ValueError:
            raise ImproperlyConfigured(
                "LOTSE_DATABASE_URL muss so aussehen, ebenso LOTSE_DATABASE_OWNER_URL und "
                "LOTSE_DATABASE_BACKUP_URL: postgres://rolle:wort@db.example:5432/lotse. "
                "Sonderzeichen in Rolle und Passwort schreiben Sie wie in Adressen, / als %2F."
            ) from None
        return found


def _read(var: str, text: str, cast: Any) -> Any:
    if cast is list:
        return [part.strip() for part in text.split(",") if part.strip()]
    if cast is bool:
        if text.lower() not in TRUE + FALSE:
            raise ImproperlyConfigured(f"{var} muss true oder false sein, nicht „{text}“.")
        return text.lower() in TRUE
    if cast in (int, float):
        try:
            number = cast(text)
        except ValueError:
            number = -1
        if not 0 <= number < 2**31:
            kind = "eine ganze Zahl" if cast is int else "eine Zahl wie 30 oder 0.5"
            raise ImproperlyConfigured(f"{var} muss {kind} sein, nicht „{text}“.")
        return number
    return text


env = Environment()
