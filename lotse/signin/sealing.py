"""Secrets of second factors are encrypted, so that no copy of the database opens an account."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

# The types whose data hold secrets; of a passkey only the public half is stored.
SEALED = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class CannotOpen(Exception):
    """A secret was encrypted with a key that is not in `LOTSE_SECOND_FACTOR_KEYS`."""


def seal(text: str) -> str:
    """Return a secret encrypted with the first key."""
    return _cipher().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what `seal` was given under any of the keys; raises `CannotOpen`."""
    try:
        return _cipher().decrypt(sealed).decode()
    except InvalidToken as error:
        raise CannotOpen(
            "LOTSE_SECOND_FACTOR_KEYS lacks the key of a second factor; see docs/anmeldung.md."
        ) from error


def with_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return the data of an authenticator with `change` made to each secret in it."""
    single = {name: change(data[name]) for name in ("secret", "seed") if name in data}
    several = {
        name: [change(code) for code in data[name]] for name in ("migrated_codes",) if name in data
    }
    return data | single | several


def seal_anew() -> tuple[int, list[Authenticator]]:
    """Encrypt every secret with the first key.

    Returns how many second factors that were, and those that no key opens.
    """
    done, lost = 0, []
    for pk in Authenticator.objects.filter(type__in=SEALED).values_list("pk", flat=True):
        # One at a time: somebody who signs in waits for one row at most.
        with transaction.atomic():
            one = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if one is None:
                continue
            try:
                one.data = with_secrets(one.data, lambda sealed: seal(unseal(sealed)))
            except CannotOpen:
                lost.append(one)
                continue
            one.save(update_fields=["data"])
            done += 1
    return done, lost


def that_nothing_opens() -> int:
    """Return how many second factors no key opens."""
    found = 0
    for data in Authenticator.objects.filter(type__in=SEALED).values_list("data", flat=True):
        try:
            with_secrets(data, unseal)
        except CannotOpen:
            found += 1
    return found


def _cipher() -> MultiFernet:
    # The key of the instance opens what was stored before there was one for second factors.
    return _cipher_of((*settings.SECOND_FACTOR_KEYS, settings.SECRET_KEY))


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lotse.second_factor")
    return base64.urlsafe_b64encode(derive.derive(key.encode()))
