"""The three questions on completion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from measures.domain.completing import OUTCOMES, outcome_of
from measures.forms.outcome import OutcomeForm
from measures.models import Outcome
from measures.views.lookups import OfMeasure
from organisations.views.editing import ChangeView


class EditOutcome(OfMeasure, ChangeView):
    """Ask what became of a measure."""

    model, editor = Outcome, OUTCOMES
    form_class = OutcomeForm
    template_name = "measures/outcome.html"
    message = _("Danke. Beim nächsten Check stehen Ihre Antworten neben den Fragen.")

    def find_row(self) -> Outcome:
        """Return the answers there are, or none yet."""
        return outcome_of(self.measure) or Outcome(
            organisation=self.request.organisation, measure=self.measure, version=0
        )
