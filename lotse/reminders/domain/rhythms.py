"""An organisation's rhythm: changed, said in words, and what follows from it for the days."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.models import ReviewRhythm, working_week
from measures.domain.wording import listed
from organisations.domain.auditing import Action
from organisations.domain.editing import RowEditor
from organisations.models import Organisation

WEEKDAYS = {
    1: _("Montag"),
    2: _("Dienstag"),
    3: _("Mittwoch"),
    4: _("Donnerstag"),
    5: _("Freitag"),
    6: _("Samstag"),
    7: _("Sonntag"),
}


def rhythm_of(organisation: Organisation) -> ReviewRhythm:
    """Return the rhythm of an organisation, the default one when it never set any."""
    stored = ReviewRhythm.objects.filter(organisation=organisation).first()
    return stored or ReviewRhythm(organisation=organisation, version=0)


def weekdays_in_words(rhythm: ReviewRhythm) -> str:
    """Return the days on which mails leave."""
    if sorted(rhythm.weekdays) == working_week():
        return gettext("Montag bis Freitag")
    return listed(WEEKDAYS[number] for number in sorted(rhythm.weekdays))


def work_days(rhythm: ReviewRhythm) -> WorkDays:
    """Return when the organisation may be written to."""
    return WorkDays(tuple(rhythm.weekdays), rhythm.state, rhythm.begins, rhythm.ends)


class RhythmEditor(RowEditor[ReviewRhythm]):
    """Stores the rhythm of an organisation, which has no name in the trail."""

    def subject(self, row: ReviewRhythm) -> str:
        return ""

    def differences(
        self, stored: ReviewRhythm, row: ReviewRhythm
    ) -> tuple[dict[str, str], dict[str, str]]:
        old, new = super().differences(stored, row)
        label = str(ReviewRhythm._meta.get_field("weekdays").verbose_name)
        if label in new:
            old[label], new[label] = weekdays_in_words(stored), weekdays_in_words(row)
        return old, new


RHYTHMS = RhythmEditor(
    (
        *("round_months", "check_months", "sends_mails", "state", "weekdays"),
        *("begins", "ends"),
    ),
    changed=Action("organisation.rhythm_changed", _("Rhythmus der Wiedervorlage geändert")),
)
