"""Beginning, changing, confirming, renewing and discarding a mandate."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.domain.auditing import Action, record
from organisations.domain.mandate_content import CONTENT_FIELDS, PART_OF, facts_of
from organisations.domain.mandate_standing import open_needs
from organisations.domain.participation import Participation
from organisations.domain.team import has_director
from organisations.models import Mandate, Membership, Organisation, Role, Side, User

CREATED = Action("mandate.created", gettext_lazy("Beauftragung begonnen"))
CHANGED = Action("mandate.changed", gettext_lazy("Beauftragung geändert"))
CONFIRMED = Action("mandate.confirmed", gettext_lazy("Beauftragung bestätigt"))
RENEWED = Action("mandate.renewed", gettext_lazy("Beauftragung verlängert"))
DISCARDED = Action("mandate.discarded", gettext_lazy("Entwurf der Beauftragung verworfen"))


class StaleMandate(Exception):
    """Someone changed the draft meanwhile. Nothing was stored."""


class MandateNotReady(Exception):
    """The draft lacks what a mandate needs before anybody confirms it."""


class WrongSide(Exception):
    """This person cannot confirm for this side."""


def begin_mandate(organisation: Organisation, by: User) -> Mandate:
    """Start a draft and return it, or return the one there is.

    The draft says what the latest confirmed version says. Without one it is empty, but names
    the pilot where the organisation has exactly one.
    """
    draft = _draft_of(organisation.pk)
    if draft:
        return draft
    latest = Mandate.objects.of(organisation).confirmed().first()
    begun = _copy(latest) if latest else _first(organisation)
    return _store(begun, CREATED, by)


def renew_mandate(mandate: Mandate, by: User) -> Mandate:
    """Start a draft that says the same as a confirmed mandate for the following period.

    When there is a draft already, it is returned as it is.
    """
    draft = _draft_of(mandate.organisation_id)
    if draft:
        return draft
    renewed = _copy(mandate)
    renewed.starts_on, renewed.ends_on = following_period(
        mandate.starts_on, mandate.ends_on, timezone.localdate()
    )
    return _store(renewed, RENEWED, by)


def following_period(
    starts_on: date | None, ends_on: date | None, today: date
) -> tuple[date, date | None]:
    """Return the period after one that ends: as long as that, and not before `today`.

    Whole months stay whole months. A period without an end is followed by one without an end.
    """
    if starts_on is None or ends_on is None:
        return today, None
    day_after = ends_on + timedelta(days=1)
    begin = max(day_after, today)
    if day_after.day == starts_on.day:
        months = (day_after.year - starts_on.year) * 12 + day_after.month - starts_on.month
        return begin, _months_later(begin, months) - timedelta(days=1)
    return begin, begin + (ends_on - starts_on)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def change_mandate(
    draft: Mandate, part_key: str, content: Mapping[str, Any], *, seen_version: int, by: User
) -> str:
    """Store what a person writes in one part of a draft, which the caller has locked.

    `content` maps the fields of the part to their values, `seen_version` is the version of the
    part that the person saw. Returns the name of who confirmed the draft as it was before, whose
    confirmation no longer counts; empty when there is none or nothing changed.

    Raises `StaleMandate` when another version with other content was stored meanwhile.
    """
    part = PART_OF[part_key]
    if all(getattr(draft, name) == content[name] for name in part.fields):
        return ""
    if draft.version_of(part_key) != seen_version:
        raise StaleMandate
    before = facts_of(draft, part)
    for name in part.fields:
        setattr(draft, name, content[name])
    voided = _void_confirmation(draft)
    draft.part_versions = dict(draft.part_versions or {}) | {part_key: seen_version + 1}
    draft.version += 1
    draft.save()
    after = facts_of(draft, part)
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    record(
        CHANGED,
        by=by,
        subject=draft,
        before={old.label: old.plain for old, _new in pairs if not old.is_open},
        after={new.label: new.plain for _old, new in pairs}
        | ({_("Bestätigung entfällt"): voided} if voided else {}),
    )
    return voided


def _void_confirmation(draft: Mandate) -> str:
    name = draft.director_confirmed_name or draft.pilot_confirmed_name
    draft.director_confirmed_by = draft.director_confirmed_at = None
    draft.pilot_confirmed_by = draft.pilot_confirmed_at = None
    draft.director_confirmed_name = draft.pilot_confirmed_name = ""
    return name


def confirmable_sides(mandate: Mandate, who: Participation) -> list[Side]:
    """Return the sides for which a person can confirm a draft now.

    Directors confirm as directors. The named pilot confirms as pilot, when they are one by
    their role, or a director who takes this on as well. Nobody confirms twice, and nobody
    confirms what is not ready.
    """
    if not isinstance(who, Membership) or mandate.is_confirmed or open_needs(mandate):
        return []
    sides = []
    if mandate.director_confirmed_at is None and who.role == Role.DIRECTOR:
        sides.append(Side.DIRECTOR)
    if (
        mandate.pilot_confirmed_at is None
        and who.pk == mandate.pilot_id
        and who.role in (Role.PILOT, Role.DIRECTOR)
    ):
        sides.append(Side.PILOT)
    return sides


def absent_sides(mandate: Mandate) -> list[Side]:
    """Return the sides for which nobody in the organisation could confirm a draft yet.

    No Geschäftsführung has joined, or the named pilot has no access to Lotse.
    """
    sides: list[Side] = []
    if mandate.is_confirmed:
        return sides
    if mandate.director_confirmed_at is None and not has_director(mandate.organisation):
        sides.append(Side.DIRECTOR)
    if mandate.pilot_name and mandate.pilot_id is None:
        sides.append(Side.PILOT)
    return sides


def waited_for(mandate: Mandate, who: Participation) -> list[tuple[Side, list[str]]]:
    """Return the sides that can confirm a draft now and are somebody else's, with their names."""
    if mandate.is_confirmed or open_needs(mandate):
        return []
    people = {Side.DIRECTOR: _directors(mandate.organisation), Side.PILOT: [mandate.pilot_name]}
    confirmed = {
        Side.DIRECTOR: mandate.director_confirmed_at,
        Side.PILOT: mandate.pilot_confirmed_at,
    }
    mine = confirmable_sides(mandate, who)
    return [
        (side, names)
        for side, names in people.items()
        if names and confirmed[side] is None and side not in mine
    ]


def _directors(organisation: Organisation) -> list[str]:
    members = Membership.objects.of(organisation).filter(role=Role.DIRECTOR)
    return [str(member.user) for member in members.select_related("user")]


def confirm_mandate(draft: Mandate, side: Side, *, seen_version: int, by: Membership) -> None:
    """Confirm a draft, which the caller has locked, for one side.

    With the second confirmation the draft becomes the mandate that holds, and stays as it is.

    Raises `MandateNotReady`, `StaleMandate` when the draft is no longer what the person read, and
    `WrongSide` when they cannot confirm for this side or it is confirmed already.
    """
    if open_needs(draft):
        raise MandateNotReady
    if draft.version != seen_version:
        raise StaleMandate
    if side not in confirmable_sides(draft, by):
        raise WrongSide
    said = {"confirmed_by": by.user, "confirmed_at": timezone.now(), "confirmed_name": str(by.user)}
    for name, value in said.items():
        setattr(draft, f"{side.value}_{name}", value)
    # `updated_at` stays: it says when the words changed that somebody may have signed on paper.
    draft.save(update_fields=[f"{side.value}_{name}" for name in said])
    record(
        CONFIRMED,
        by=by.user,
        subject=draft,
        after={_("Bestätigt als"): str(side.label)}
        | ({_("Gilt"): _("von beiden bestätigt")} if draft.is_confirmed else {}),
    )


def discard_draft(draft: Mandate, by: User) -> None:
    """Delete a draft. The confirmed version, if there is one, holds on."""
    Mandate.objects.filter(pk=draft.pk).delete()
    record(DISCARDED, by=by, subject=draft)


def _draft_of(organisation_id: int) -> Mandate | None:
    """Return the draft there is. Whoever asks has to wait until others who began are done."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    return Mandate.objects.filter(organisation_id=organisation_id).drafts().first()


def _first(organisation: Organisation) -> Mandate:
    first = Mandate(organisation=organisation)
    pilots = list(
        Membership.objects.of(organisation).filter(role=Role.PILOT).select_related("user")[:2]
    )
    if len(pilots) == 1:
        first.pilot, first.pilot_name = pilots[0], str(pilots[0].user)
    return first


def _copy(mandate: Mandate) -> Mandate:
    content = {name: getattr(mandate, name) for name in CONTENT_FIELDS}
    return Mandate(organisation_id=mandate.organisation_id, **content)


def _store(draft: Mandate, action: Action, by: User) -> Mandate:
    versions = Mandate.objects.filter(organisation_id=draft.organisation_id)
    draft.number = (versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    draft.created_by = by
    draft.save()
    record(
        action,
        by=by,
        subject=draft,
        after={fact.label: fact.plain for fact in facts_of(draft, PART_OF["time"])}
        if action is RENEWED
        else None,
    )
    return draft
