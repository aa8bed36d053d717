"""An organisation's rhythm: read, changed, and what follows from it for the days."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.models import ReviewRhythm
from lotse.reminders.models.rhythm import working_week
from measures.domain.wording import listed
from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale
from organisations.models import User

RHYTHM_CHANGED = Action("organisation.rhythm_changed", _("Rhythmus der Wiedervorlage geändert"))

FIELDS = (
    *("round_months", "check_months", "sends_mails", "state", "weekdays"),
    *("begins", "ends"),
)
WEEKDAYS = {
    1: _("Montag"),
    2: _("Dienstag"),
    3: _("Mittwoch"),
    4: _("Donnerstag"),
    5: _("Freitag"),
    6: _("Samstag"),
    7: _("Sonntag"),
}


WEEKDAYS_LABEL = ReviewRhythm._meta.get_field("weekdays").verbose_name


def weekdays_in_words(rhythm: ReviewRhythm) -> str:
    """Return the days on which mails leave."""
    if sorted(rhythm.weekdays) == working_week():
        return gettext("Montag bis Freitag")
    return listed(WEEKDAYS[number] for number in sorted(rhythm.weekdays))


def work_days(rhythm: ReviewRhythm) -> WorkDays:
    """Return when the organisation may be written to."""
    return WorkDays(tuple(rhythm.weekdays), rhythm.state, rhythm.begins, rhythm.ends)


def change_rhythm(rhythm: ReviewRhythm, *, seen_version: int, by: User) -> None:
    """Store a rhythm. Raises `StaleRow` when it was changed since the person saw it.

    `seen_version` is 0 for a person who saw the defaults.
    """
    stored, is_new = ReviewRhythm.objects.select_for_update().get_or_create(
        organisation=rhythm.organisation, defaults={"version": 0, "created_by": by}
    )
    old, new = changed_fields(stored, rhythm, FIELDS)
    if not old and not new:
        return
    if not is_new:
        refuse_stale(stored, seen_version)
    if stored.weekdays != rhythm.weekdays:
        old[str(WEEKDAYS_LABEL)] = weekdays_in_words(stored)
        new[str(WEEKDAYS_LABEL)] = weekdays_in_words(rhythm)
    rhythm.pk, rhythm.version = stored.pk, stored.version + 1
    rhythm.save(update_fields=[*FIELDS, "version", "updated_at"])
    record(RHYTHM_CHANGED, organisation_id=rhythm.organisation_id, by=by, before=old, after=new)
