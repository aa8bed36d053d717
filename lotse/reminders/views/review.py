"""What is coming, and the rhythm in which it comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lotse.reminders.domain.coming import Review
from lotse.reminders.domain.rhythms import RHYTHMS, rhythm_of, weekdays_in_words
from lotse.reminders.domain.unsubscribing import set_wanted, wanted_by
from lotse.reminders.forms import RhythmForm, WishesForm
from lotse.reminders.models import ReviewRhythm
from organisations.domain.participation import CONSULTANT
from organisations.domain.unreachable import unreachable_people
from organisations.models import Organisation
from organisations.views.access import NO_LEVEL, MemberRequest, OrganisationRequest, in_organisation
from organisations.views.editing import ChangeView
from organisations.views.saving import UNPROCESSABLE


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


class EditRhythm(ChangeView):
    """Change the rhythm."""

    section = "review"
    model, editor = ReviewRhythm, RHYTHMS
    form_class = RhythmForm
    template_name = "reminders/rhythm.html"
    message = _("Der Rhythmus ist gespeichert.")

    def find_row(self) -> ReviewRhythm:
        """Return the rhythm of the organisation, behind a lock while somebody changes it."""
        if self.request.method == "POST":
            # The lock is on the organisation, because there may be no rhythm yet.
            organisations = Organisation.objects.select_for_update(no_key=True)
            organisations.get(pk=self.request.organisation.pk)
        return rhythm_of(self.request.organisation)

    def get_success_url(self) -> str:
        return self.url("reminders:review")


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
