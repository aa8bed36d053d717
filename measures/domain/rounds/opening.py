"""Opening, changing and discarding a Priorisierungsrunde."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from measures.models import PrioritisationRound, RoundParticipant, RoundState
from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale
from organisations.models import (
    AccessLevel,
    Accompaniment,
    Consultant,
    Membership,
    Organisation,
    User,
)

OPENED = Action("round.opened", _("Priorisierungsrunde eröffnet"))
CHANGED = Action("round.changed", _("Priorisierungsrunde geändert"))
DISCARDED = Action("round.discarded", _("Priorisierungsrunde verworfen"))

FIELDS = ("held_on", "rating_mode")


class RoundInProgress(Exception):
    """There is a round that is not confirmed yet; `found` is that round."""

    def __init__(self, found: PrioritisationRound) -> None:
        super().__init__(found.pk)
        self.found = found


class NotDiscardable(Exception):
    """The round was closed once: what it agreed on stays."""


def open_round(
    round_: PrioritisationRound, people: Collection[User], by: User
) -> PrioritisationRound:
    """Store a new round of its organisation with the people who take part, and return it.

    Raises `RoundInProgress` when another one is not confirmed yet.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=round_.organisation_id)
    rounds = PrioritisationRound.objects.filter(organisation_id=round_.organisation_id)
    running = rounds.unconfirmed().first()
    if running:
        raise RoundInProgress(running)
    round_.number = (rounds.aggregate(highest=Max("number"))["highest"] or 0) + 1
    round_.state, round_.created_by = RoundState.OPEN, by
    round_.save()
    _add(round_, people)
    record(OPENED, by=by, subject=round_, after={_("Dabei"): _names(people)})
    return round_


def change_round(
    round_: PrioritisationRound,
    people: Collection[User],
    *,
    seen_version: int,
    stored: PrioritisationRound,
    by: User,
) -> None:
    """Store another day, way or other people; `stored` is the locked round as it is now.

    What people rated alone goes with them. Raises `StaleRow` when the round was changed since
    `seen_version`.
    """
    there = {part.user_id: part for part in stored.participants.all()}
    wanted = {person.pk for person in people}
    leaving = [part for user_id, part in there.items() if user_id and user_id not in wanted]
    coming = [person for person in people if person.pk not in there]
    before, after = changed_fields(stored, round_, FIELDS)
    if not (before or leaving or coming):
        return
    refuse_stale(stored, seen_version)
    round_.version = stored.version + 1
    round_.save(update_fields=[*FIELDS, "version"])
    for part in leaving:
        part.delete()
    _add(round_, coming)
    record(
        CHANGED,
        by=by,
        subject=round_,
        before=before | ({_("Nicht mehr dabei"): _names(leaving)} if leaving else {}),
        after=after | ({_("Neu dabei"): _names(coming)} if coming else {}),
    )


def discard_round(round_: PrioritisationRound, by: User) -> None:
    """Delete a round that was never closed, with everything rated alone in it.

    Ratings that were settled and places given by hand stay: they belong to the measures.
    Raises `NotDiscardable`.
    """
    if not round_.is_open or round_.snapshots.exists():
        raise NotDiscardable
    record(DISCARDED, by=by, subject=round_)
    round_.delete()


def people_of(organisation: Organisation) -> list[User]:
    """Return who may take part in rounds: members, and consultants who may edit; by name."""
    members = Membership.objects.filter(organisation=organisation).values_list("user_id", flat=True)
    consultancies = Accompaniment.objects.filter(
        organisation=organisation, level=AccessLevel.EDIT
    ).values_list("consultancy_id", flat=True)
    helpers = Consultant.objects.filter(consultancy_id__in=list(consultancies))
    ids: Iterable[int] = [*members, *helpers.values_list("user_id", flat=True)]
    return list(User.objects.filter(pk__in=ids).order_by("name", "pk"))


def _add(round_: PrioritisationRound, people: Collection[User]) -> None:
    RoundParticipant.objects.bulk_create(
        RoundParticipant(
            organisation_id=round_.organisation_id, round=round_, user=person, name=str(person)
        )
        for person in people
    )


def _names(people: Collection[object]) -> str:
    return ", ".join(sorted(map(str, people)))


def next_round_on(rounds: Iterable[PrioritisationRound]) -> date | None:
    """Return the day agreed on for the next round, None when none is or one is under way.

    `rounds` are those of an organisation, the latest first.
    """
    latest = next(iter(rounds), None)
    return latest.next_on if latest and latest.state == RoundState.CONFIRMED else None
