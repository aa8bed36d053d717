"""The secrets of the links for colleagues: made from a seed and the key of this instance."""

from __future__ import annotations

import secrets

from checks.models import ContributionLink
from organisations.domain.letters import digest_of, secret_from


def give_secret(link: ContributionLink) -> str:
    """Give a link, which is not stored by this, a secret of today's key and return it."""
    link.seed = secrets.token_hex(16)
    token = secret_from(link.seed)
    link.token_digest = digest_of(token)
    return token


def token_of(link: ContributionLink) -> str | None:
    """Return the secret of a link; None when the instance's key has changed since it was made."""
    token = secret_from(link.seed)
    return token if digest_of(token) == link.token_digest else None


def renew_secret(link: ContributionLink) -> str:
    """Give a link a secret of today's key, store it and return it; the old one leads nowhere."""
    token = give_secret(link)
    link.save(update_fields=["seed", "token_digest"])
    return token
