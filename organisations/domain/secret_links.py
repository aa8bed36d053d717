"""Links that let in whoever holds them: making their secrets, finding the row again, revoking.

The database keeps a digest of the secret only (`token_digest`). A link that is sent or shown later
keeps a `seed` as well, from which the key of this instance makes the secret again. The policies of
tenancy show the row of a digest to whoever knows the secret (`tenancy.by_token`).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from organisations import tenancy

SALT = "lotse.secret-link"

Row = TypeVar("Row", bound=Model)


class LinkState(StrEnum):
    """What someone who follows a link finds."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    OVER = "over"
    OPEN = "open"


class SeededLink(Protocol):
    """A row of a link whose secret can be made again."""

    seed: Any
    token_digest: Any


def new_secret() -> str:
    """Return a secret that no seed can make again, 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def new_seed() -> str:
    """Return what a secret can be made from."""
    return secrets.token_hex(16)


def secret_from(seed: str, salt: str = SALT) -> str:
    """Return the secret that belongs to a seed; without the key of this instance nobody can."""
    digest = salted_hmac(salt, seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def give_secret(link: SeededLink, salt: str = SALT) -> str:
    """Give a link a secret of today's key, in place of any before, and return it; store nothing."""
    link.seed = new_seed()
    secret = secret_from(link.seed, salt)
    link.token_digest = digest_of(secret)
    return secret


def secret_of(link: SeededLink, salt: str = SALT) -> str | None:
    """Return the secret of a link; None when the instance's key has changed since it was made."""
    secret = secret_from(link.seed, salt)
    return secret if constant_time_compare(digest_of(secret), link.token_digest) else None


def find(links: QuerySet[Row], secret: str) -> Row | None:
    """Return the one of `links` with this secret and its organisation, or None.

    It may be revoked or over. Needs no opened tenancy.
    """
    digest = digest_of(secret)
    with tenancy.by_token(digest):
        return links.filter(token_digest=digest).select_related("organisation").first()


def revoke(links: QuerySet[Any]) -> bool:
    """Let links lead nowhere from now on; return whether one of them was not revoked before."""
    return bool(links.filter(revoked_at=None).update(revoked_at=timezone.now()))
