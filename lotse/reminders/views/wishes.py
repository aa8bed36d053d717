"""About what the signed-in person wants to be reminded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotse.reminders.domain.unsubscribing import set_wanted, wanted_by
from lotse.reminders.forms.wishes import WishesForm
from organisations.views.access import NO_LEVEL, MemberRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(consultants=NO_LEVEL)
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: MemberRequest) -> HttpResponse:
    """Show and change about what one gets mails."""
    initial = {"topics": wanted_by(request.membership)}
    form = WishesForm(request.membership, request.POST or None, initial=initial)
    if request.method == "POST":
        # Without a tick nothing is sent but the token, and that is a wish as well.
        form = WishesForm(request.membership, request.POST)
        if form.is_valid():
            set_wanted(request.membership, form.wanted())
            messages.success(request, _("Gespeichert."))
            return redirect("reminders:review", slug=request.organisation.slug)
    status = UNPROCESSABLE if form.errors else 200
    context = {"section": "review", "form": form}
    return render(request, "reminders/wishes.html", context, status=status)
