"""„Meine Daten“: what is stored about oneself, to take along or to delete with the account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.portability.domain import own_data
from lotse.portability.forms.confirming import CloseAccountForm
from organisations.views.access import SignedInRequest


@login_required
@never_cache
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Explain what is stored, and lead to both rights."""
    return render(request, "portability/own_data.html")


@login_required
@never_cache
@require_POST
def download(request: SignedInRequest) -> HttpResponse:
    """Everything stored about the signed-in person, as JSON."""
    content = own_data.own_data(request.user)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lotse-meine-daten.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
def close(request: SignedInRequest) -> HttpResponse:
    """Close the account, or say what has to be done first."""
    reasons = own_data.why_account_must_stay(request.user)
    form = CloseAccountForm(request.user, request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and not reasons and form.is_valid():
        try:
            own_data.close_account(request.user)
        except own_data.MustStay as error:  # someone else left at the same moment
            reasons = error.reasons
        else:
            logout(request)
            messages.success(request, _("Ihr Konto ist gelöscht. Alles Gute!"))
            return redirect("start")
    context = {"form": form, "reasons": reasons}
    return render(request, "portability/close_account.html", context, status=status)
