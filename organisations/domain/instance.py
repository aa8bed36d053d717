"""What the host has set for the instance, at hand without asking the database for every page."""

from __future__ import annotations

from time import monotonic

from django.conf import settings

from organisations.models import InstanceSettings, Registration

# When the settings were read, and what they were.
_kept: tuple[float, InstanceSettings] | None = None


def current() -> InstanceSettings:
    """Return the host's settings; until there are any, the ones that a new instance has.

    A process reads them again after `HOST_SETTINGS_SECONDS`, so every other process follows a
    change that soon.
    """
    if _kept is not None and monotonic() - _kept[0] < settings.HOST_SETTINGS_SECONDS:
        return _kept[1]
    return keep(InstanceSettings.objects.first() or InstanceSettings())


def keep(found: InstanceSettings) -> InstanceSettings:
    """Take settings for the current ones until they are due to be read again; return them."""
    global _kept
    _kept = (monotonic(), found)
    return found


def forget(**signal: object) -> None:
    """Let this process read the settings anew; receives Django's signals about their row."""
    global _kept
    _kept = None


def is_registration_open() -> bool:
    """Return whether anyone may make an account without an invitation."""
    chosen = current().registration
    if chosen == Registration.AS_CONFIGURED:
        return bool(settings.REGISTRATION_OPEN)
    return chosen == Registration.OPEN


def catalogue_key() -> str:
    """Return the key of the catalogue on which new checks begin."""
    return current().default_catalogue or str(settings.CHECK_CATALOGUE)


def mail_subject(text: str) -> str:
    """Return the subject of a mail, with the name of the instance before it."""
    return f"[{current().name}] {' '.join(text.split())}"
