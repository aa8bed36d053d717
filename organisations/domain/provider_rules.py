"""Which e-mail domains may, and which must, sign in through the OpenID provider of the host."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext


def is_offered() -> bool:
    """Return whether this instance has an OpenID provider."""
    return bool(settings.OIDC_SERVER_URL)


def name() -> str:
    """Return what people call the provider."""
    return str(settings.OIDC_NAME)


def may_use_provider(email: str) -> bool:
    """Return whether people with this address may sign in through the provider."""
    return not settings.OIDC_DOMAINS or _domain(email) in settings.OIDC_DOMAINS


def must_use_provider(email: str) -> bool:
    """Return whether people with this address sign in through the provider and in no other way."""
    return _domain(email) in settings.OIDC_REQUIRED_DOMAINS


def is_vouched_for(email: str) -> bool:
    """Return whether the host named the domain as one whose addresses the provider knows."""
    return _domain(email) in settings.OIDC_DOMAINS


def use_provider_instead() -> str:
    """Return the sentence for people who try another way than the one they must take."""
    return gettext("Mit dieser Adresse melden Sie sich bitte über „%(provider)s“ an.") % {
        "provider": name()
    }


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
