"""Sign-in through an OpenID provider, so that no account can be taken over by an address."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.domain import provider_rules
from organisations.models import User


def refuse(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer with the sign-in page, which says the reason."""
    messages.error(request, reason)
    return redirect("account_login")


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Keeps the domain rules, and trusts an address only as far as the host does."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("Mit dieser Adresse gibt es schon ein Konto."),
        "no_password": _(
            "Legen Sie zuerst ein Passwort fest. Sonst könnten Sie sich nicht mehr anmelden."
        ),
        "no_verified_email": _("Bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "disconnect_last": _("Das ist Ihre einzige Anmeldung. Sie lässt sich nicht trennen."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the providers of a name; an address may name anything, the database may not."""
        if provider and "\x00" in provider:
            return []
        return list(super().list_apps(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return whether new people may come through the provider."""
        return settings.OIDC_SIGNUP or bool(super().is_open_for_signup(request, sociallogin))

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take over the name, and an address as confirmed only where that was said outright."""
        for address in sociallogin.email_addresses:
            # Some providers send "false" as a text.
            address.verified = address.verified is True
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(str(part) for part in parts if part)
        longest = User._meta.get_field("name").max_length
        user.name = (str(name) or user.email.partition("@")[0])[:longest]
        return user

    def is_email_verified(self, provider: object, email: str) -> bool:
        """Return whether the host trusts the provider with addresses of this domain."""
        return settings.OIDC_TRUST_EMAIL and provider_rules.is_vouched_for(email)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Return whether a confirmed address is enough to enter the account that has it.

        It is for domains that the host has named, and once: who comes later with the same
        address but as somebody else at the provider does not inherit the account.
        """
        known = SocialAccount.objects.filter(provider=login.account.provider)
        return provider_rules.is_vouched_for(email) and not (
            known.filter(user__email__iexact=email).exists()
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stop people whose domain may not come through the provider."""
        addresses = [address.email for address in sociallogin.email_addresses]
        if settings.OIDC_DOMAINS and not addresses:
            reason = gettext("„%(provider)s“ hat keine E-Mail-Adresse mitgeschickt.")
        elif not all(provider_rules.may_use_provider(email) for email in addresses):
            reason = gettext("Mit dieser Adresse geht die Anmeldung über „%(provider)s“ nicht.")
        else:
            return
        raise ImmediateHttpResponse(refuse(request, reason % {"provider": settings.OIDC_NAME}))
