"""The page behind the link of an invitation, for whoever holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import complete_signup
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organisations.domain import joining
from organisations.domain.joining import InvitationSituation
from organisations.domain.team import MEANINGS, Refused
from organisations.forms.account import InvitedSignupForm
from organisations.models import Invitation
from organisations.views.access import SignedInRequest
from organisations.views.saving import GONE, NOT_FOUND, UNPROCESSABLE


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the holder of the link stands, and let them go on from there."""
    found = joining.find_invitation(token)
    situation = joining.situation_of(found, request.user)
    if found is None or situation.is_dead_end:
        status = NOT_FOUND if found is None else GONE
        return _page(request, situation, found, status)
    if request.method == "POST":
        answer = ANSWERS.get((situation, request.POST.get("action", "")))
        if answer:
            return answer(request, found)
    form = None
    if situation == InvitationSituation.NEW_ACCOUNT:
        form = InvitedSignupForm(email=found.email, name=found.name)
    return _page(request, situation, found, form=form)


def _page(
    request: HttpRequest,
    situation: InvitationSituation,
    found: Invitation | None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {"situation": situation.value, "invitation": found}
    if found is not None:
        context["meaning"] = MEANINGS[found.role]
        context["sign_in_url"] = redirect_to_login(request.path).url
    response = render(request, "organisations/invitation.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _sign_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Create the account of the invited person, whose address the link has proven, and join."""
    form = InvitedSignupForm(request.POST, email=found.email)
    if not form.is_valid():
        return _page(request, InvitationSituation.NEW_ACCOUNT, found, UNPROCESSABLE, form=form)
    try:
        with transaction.atomic():
            get_adapter(request).stash_verified_email(request, found.email)
            user = form.save(request)
            joining.join(found, user)
    except (IntegrityError, ValueError, Refused):  # someone was quicker: the page says in what
        return redirect(request.path)
    _welcome(request, found)
    try:
        answer: HttpResponse = complete_signup(
            request, user, account_settings.EMAIL_VERIFICATION, success_url=_home(found)
        )
    except ImmediateHttpResponse as immediate:
        answer = immediate.response
    return answer


def _join(request: SignedInRequest, found: Invitation) -> HttpResponse:
    """Join with the account that is signed in."""
    try:
        joining.join(found, request.user)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(request.path)
    _welcome(request, found)
    return redirect(_home(found))


def _switch(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Sign out, and come back to the invitation."""
    get_adapter(request).logout(request)
    return redirect(request.path)


def _ask_elsewhere(request: SignedInRequest, found: Invitation) -> HttpResponse:
    """Pass on the wish to have the invitation at the address of the account signed in."""
    joining.ask_to_send_elsewhere(found, request.user)
    return redirect(request.path)


def _welcome(request: HttpRequest, found: Invitation) -> None:
    messages.success(
        request, _("Willkommen! Sie gehören jetzt zu „%(name)s“.") % {"name": found.organisation}
    )


def _home(found: Invitation) -> str:
    return reverse("overview", args=[found.organisation.slug])


# Where someone stands and which button they press → what happens.
ANSWERS: dict[tuple[InvitationSituation, str], Callable[..., HttpResponse]] = {
    (InvitationSituation.NEW_ACCOUNT, "sign_up"): _sign_up,
    (InvitationSituation.JOIN, "join"): _join,
    (InvitationSituation.OTHER_ACCOUNT, "switch"): _switch,
    (InvitationSituation.OTHER_ACCOUNT, "ask"): _ask_elsewhere,
}
