"""Gathers what comes back or becomes due in an organisation."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checks.models import Check
from lotse.reminders.domain.rhythms import rhythm_of
from lotse.reminders.domain.schedule import Occasion, Sent
from lotse.reminders.models import Reminder, ReviewRhythm
from lotse.reminders.terms import OccasionKind, ReminderStage
from measures.models import OPEN_STATUSES, Measure, PrioritisationRound, RoundState, Step
from organisations.domain.mandate_standing import MandateStanding, standing_of
from organisations.models import Membership, Organisation, Role

# The first round, which has no row yet.
THE_FIRST = 0

History = dict[tuple[OccasionKind, int], list[Sent]]


@dataclass(frozen=True)
class Team:
    """Who looks after what, by the ids of memberships."""

    directors: tuple[int, ...]
    pilots: tuple[int, ...]
    everyone: frozenset[int]

    @classmethod
    def of(cls, members: Iterable[Membership]) -> Team:
        """Return the team that some memberships make."""
        members = list(members)

        def with_role(role: str) -> tuple[int, ...]:
            return tuple(one.pk for one in members if one.role == role)

        directors = with_role(Role.DIRECTOR)
        pilots = with_role(Role.PILOT) or directors
        return cls(directors, pilots, frozenset(one.pk for one in members))

    def in_care_of(self, *candidates: int | None) -> tuple[int, ...]:
        """Return the first of some people who is here, else the pilots."""
        for one in candidates:
            if one is not None and one in self.everyone:
                return (one,)
        return self.pilots


def reviews(
    organisation: Organisation,
    rhythm: ReviewRhythm,
    team: Team,
    *,
    standing: MandateStanding,
    finished: Check | None,
    is_check_running: bool,
    latest_round: PrioritisationRound | None,
) -> list[Occasion]:
    """Return when round, check and mandate come back, the soonest first.

    `standing` is where the organisation stands with its mandate, `finished` its latest closed
    check, `latest_round` its latest round of prioritisation.
    """
    found = [
        _mandate(organisation, team, standing),
        _round(organisation, rhythm, team, finished, latest_round),
        None if is_check_running else _check(organisation, rhythm, team, finished),
    ]
    return sorted((one for one in found if one), key=lambda one: one.due_on)


def all_reviews(organisation: Organisation, rhythm: ReviewRhythm, team: Team) -> list[Occasion]:
    """Return the same, fetching what it takes from the activated organisation."""
    return reviews(
        organisation,
        rhythm,
        team,
        standing=standing_of(organisation),
        finished=Check.objects.of(organisation).finished().first(),
        is_check_running=Check.objects.of(organisation).running().exists(),
        latest_round=PrioritisationRound.objects.of(organisation).first(),
    )


def own_reviews(membership: Membership, organisation: Organisation) -> list[Occasion]:
    """Return which of them a member looks after, in six queries."""
    rhythm = rhythm_of(organisation)
    team = Team.of(Membership.objects.filter(organisation=organisation).order_by("id"))
    found = all_reviews(organisation, rhythm, team)
    return [one for one in found if membership.pk in one.people]


def all_occasions(organisation: Organisation, rhythm: ReviewRhythm, team: Team) -> list[Occasion]:
    """Return everything of which people of the activated organisation are to be reminded."""
    found = all_reviews(organisation, rhythm, team)
    found += _measures(organisation, team)
    found += _steps(organisation, team)
    return sorted(found, key=lambda one: one.due_on)


def _mandate(organisation: Organisation, team: Team, standing: MandateStanding) -> Occasion | None:
    latest = standing.latest
    if latest is None or latest.ends_on is None:
        return None
    return Occasion(
        OccasionKind.MANDATE,
        latest.pk,
        _("Beauftragung verlängern"),
        latest.ends_on,
        tuple(dict.fromkeys((*team.directors, *team.pilots))),
        reverse("organisations:mandate", args=[organisation.slug]),
    )


def _round(
    organisation: Organisation,
    rhythm: ReviewRhythm,
    team: Team,
    finished: Check | None,
    latest: PrioritisationRound | None,
) -> Occasion | None:
    """The day agreed on in the latest round; before the first one, counted from the check.

    A round that is under way reminds of itself. The day agreed on holds whether or not it has
    been confirmed: some organisations have nobody yet who could.
    """
    if latest is not None:
        if latest.state == RoundState.OPEN:
            return None
        subject_id, begin = latest.pk, latest.held_on
    elif finished is not None and finished.finished_at is not None:
        subject_id, begin = THE_FIRST, timezone.localdate(finished.finished_at)
    else:
        return None
    agreed_on = latest.next_on if latest else None
    return Occasion(
        OccasionKind.ROUND,
        subject_id,
        _("Maßnahmen gemeinsam neu ordnen"),
        agreed_on or months_after(begin, rhythm.round_months),
        team.pilots,
        reverse("measures:rounds", args=[organisation.slug]),
    )


def _check(
    organisation: Organisation, rhythm: ReviewRhythm, team: Team, finished: Check | None
) -> Occasion | None:
    if finished is None or finished.finished_at is None:
        return None
    day = timezone.localdate(finished.finished_at)
    return Occasion(
        OccasionKind.CHECK,
        finished.pk,
        _("Check vom %s wiederholen") % date_format(day),
        months_after(day, rhythm.check_months),
        team.pilots,
        reverse("checks:start", args=[organisation.slug]),
    )


def _measures(organisation: Organisation, team: Team) -> list[Occasion]:
    return [
        Occasion(
            OccasionKind.MEASURE,
            one.pk,
            one.title,
            one.due_date,
            team.in_care_of(one.responsible_id),
            reverse("measures:detail", args=[organisation.slug, one.pk]),
        )
        for one in _dated_measures(organisation)
        if one.due_date
    ]


def _steps(organisation: Organisation, team: Team) -> list[Occasion]:
    return [
        Occasion(
            OccasionKind.STEP,
            one.pk,
            f"{one.text} ({one.measure.title})",
            one.due_date,
            team.in_care_of(one.responsible_id, one.measure.responsible_id),
            reverse("measures:detail", args=[organisation.slug, one.measure_id]) + "#steps",
        )
        for one in _dated_steps(organisation)
        if one.due_date
    ]


def _dated_measures(organisation: Organisation) -> list[Measure]:
    """Return the open measures that have a date, with as little as a reminder needs."""
    return list(
        Measure.objects.filter(
            organisation=organisation, status__in=OPEN_STATUSES, due_date__isnull=False
        )
        .only("title", "due_date", "responsible_id", "organisation_id")
        .order_by("due_date", "id")
    )


def _dated_steps(organisation: Organisation) -> list[Step]:
    """Return the steps of open measures that have a date and are not done, with the measures."""
    return list(
        Step.objects.filter(
            organisation=organisation,
            done_at=None,
            due_date__isnull=False,
            measure__status__in=OPEN_STATUSES,
        )
        .select_related("measure")
        .only(
            *("text", "due_date", "responsible_id", "organisation_id", "measure_id"),
            *("measure__title", "measure__responsible_id", "measure__organisation_id"),
        )
        .order_by("due_date", "id")
    )


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def history_of(organisation: Organisation) -> History:
    """Return all reminders by what they were about, in the order in which they went out."""
    found: History = defaultdict(list)
    for one in Reminder.objects.filter(organisation=organisation).order_by("id"):
        found[OccasionKind(one.kind), one.subject_id].append(
            Sent(
                one.membership_id,
                ReminderStage(one.stage),
                one.due_on,
                one.sent_on,
                is_silent=one.mail_id is None,
            )
        )
    return found
