"""What is coming, and the rhythm in which it comes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lotse.reminders import review_queries
from lotse.reminders.domain.coming import Review
from lotse.reminders.domain.rhythms import RHYTHMS, weekdays_in_words
from lotse.reminders.forms.rhythm import RhythmForm
from lotse.reminders.models import ReviewRhythm
from organisations.domain.participation import CONSULTANT
from organisations.domain.unreachable import unreachable_people
from organisations.models import Organisation
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.editing import ChangeView


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
        return review_queries.rhythm_of(self.request.organisation)

    def get_success_url(self) -> str:
        return self.url("reminders:review")
