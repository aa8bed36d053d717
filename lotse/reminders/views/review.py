"""What is coming, and the rhythm in which it comes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotse.reminders import review_queries
from lotse.reminders.domain.coming import Review
from lotse.reminders.domain.rhythms import change_rhythm, weekdays_in_words
from lotse.reminders.forms.rhythm import RhythmForm
from organisations.domain.participation import CONSULTANT
from organisations.domain.unreachable import unreachable_people
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, reason_not_saved


@in_organisation()
@require_safe
def review(request: OrganisationRequest) -> HttpResponse:
    """Show what is coming, month by month, and who is reminded of it when."""
    found = Review(request.membership)
    context = {
        "section": "review",
        "review": found,
        "unreachable": unreachable_people(request.membership),
        "weekdays": weekdays_in_words(found.rhythm),
        "is_member": request.membership.role != CONSULTANT,
    }
    return render(request, "reminders/review.html", context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: OrganisationRequest) -> HttpResponse:
    """Change the rhythm; a stale form shows both versions."""
    stored = review_queries.rhythm_of(request.organisation)
    form = RhythmForm(stored, request.POST or None)
    context: dict[str, Any] = {"section": "review", "form": form}
    if request.method != "POST":
        return render(request, "reminders/rhythm.html", context)
    status = reason_not_saved(
        form,
        lambda: change_rhythm(
            form.typed(), seen_version=form.cleaned_data["version"], by=request.user
        ),
    )
    if not status:
        messages.success(request, _("Der Rhythmus ist gespeichert."))
        return redirect("reminders:review", slug=request.organisation.slug)
    if status == CONFLICT:
        context |= {"other": stored, "weekdays": weekdays_in_words(stored)}
    return render(request, "reminders/rhythm.html", context, status=status)
