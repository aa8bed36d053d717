"""„Mein Konto“: what belongs to a person, on one page, and the name."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.domain import accounts, provider_rules
from organisations.domain.accounts import UNCONFIRMED
from organisations.forms.account import NameForm
from organisations.models import User
from organisations.views.access import SignedInRequest


@login_required
@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Show everything that belongs to one's own account."""
    factors = list(Authenticator.objects.filter(user=request.user))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    shown = {
        "has_app": any(one.type == Authenticator.Type.TOTP for one in factors),
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "connections": SocialAccount.objects.filter(user=request.user).count(),
        "provider": provider_rules.name() if provider_rules.is_offered() else "",
        "must_use_provider": provider_rules.must_use_provider(request.user.email),
    }
    return render(request, "organisations/account.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def change_name(request: SignedInRequest) -> HttpResponse:
    """Change one's own name."""
    person = User.objects.get(pk=request.user.pk)
    form = NameForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=["name"])
        messages.success(request, _("Ihr Name ist geändert."))
        return redirect("organisations:account")
    return render(request, "organisations/account_name.html", {"form": form})


@require_POST
def confirm_again(request: HttpRequest) -> HttpResponse:
    """Send the mail after signing up once more, to the address it went to."""
    address = request.session.get(UNCONFIRMED)
    if address and accounts.confirm_again(request, address):
        messages.success(request, _("Die Mail ist noch einmal unterwegs."))
    elif address:
        messages.info(
            request,
            _("Die letzte Mail ist gerade erst unterwegs. Bitte warten Sie eine Minute."),
        )
    return redirect("account_email_verification_sent")


@login_required
@require_POST
def end_session(request: SignedInRequest, session: int) -> HttpResponse:
    """Sign out one other device."""
    device = get_object_or_404(UserSession, pk=session, user=request.user)
    if device.is_current():
        return redirect("account_logout")
    device.end()
    messages.success(request, _("Das Gerät ist abgemeldet."))
    return redirect("usersessions_list")
