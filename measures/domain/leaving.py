"""What becomes of measures when the person who looks after them leaves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from measures.models import Measure, Step
from organisations.domain.team import Loss
from organisations.models import Membership


def measures_left_alone(membership: Membership) -> Loss:
    """Return the open measures for which nobody is responsible once `membership` has ended.

    The database empties the field.
    """
    theirs = Measure.objects.of(membership.organisation).open().filter(responsible=membership)
    return Loss(_("Maßnahmen ohne Verantwortliche"), list(theirs.values_list("title", flat=True)))


def steps_left_alone(membership: Membership) -> Loss:
    """Return the open steps for which nobody is responsible once `membership` has ended.

    The database empties the field.
    """
    theirs = Step.objects.open_in_the_care_of(membership)
    return Loss(_("Teilschritte ohne Verantwortliche"), list(theirs.values_list("text", flat=True)))
