"""How pages about one's account show codes, devices and connections."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount, SocialApp
from django import template
from django.utils.translation import gettext

from organisations.domain.accounts import device_of

register = template.Library()


@register.filter
def in_fours(code: str) -> str:
    """Return a code in groups of four, which people can read and type: "1234 5678"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def device(user_agent: str) -> str:
    """Return for example „Firefox auf Windows“."""
    return device_of(user_agent)


@register.filter
def connected_name(account: SocialAccount) -> str:
    """Return the name of the provider of a connection; it may no longer be offered."""
    try:
        return str(account.get_provider().name)
    except SocialApp.DoesNotExist:
        return gettext("Eine Anmeldung, die es hier nicht mehr gibt")


@register.filter
def connected_as(account: SocialAccount) -> str:
    """Return the address that a person has at the provider, as far as it said one."""
    said = account.extra_data.get("userinfo") or account.extra_data.get("id_token") or {}
    return str(said.get("email") or said.get("preferred_username") or "")
