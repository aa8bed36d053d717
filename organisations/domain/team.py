"""Roles in an organisation: who gives them, who loses them, and that nobody vital vanishes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.domain.auditing import Action, record
from organisations.domain.participation import Participation
from organisations.models import Membership, Organisation, Role, User

ROLE_CHANGED = Action("people.role_changed", gettext_lazy("Rolle geändert"))
REMOVED = Action("people.removed", gettext_lazy("Aus der Organisation entfernt"))
LEFT = Action("people.left", gettext_lazy("Organisation verlassen"))

ROLE_LABEL = gettext_lazy("Rolle")
# Without one of these an organisation cannot go on, so the last one stays.
VITAL_ROLES = (Role.DIRECTOR, Role.PILOT)
# What a role means, in words that stand on the invitation and beside every choice.
MEANINGS: dict[str, str | Promise] = {
    Role.DIRECTOR: gettext_lazy("beauftragt, entscheidet und vergibt Rollen; darf alles ändern"),
    Role.PILOT: gettext_lazy("führt Check, Maßnahmenliste und Berichte; darf Menschen einladen"),
    Role.MEMBER: gettext_lazy("liest Ergebnisse, Maßnahmen und Berichte mit; ändert nichts"),
}


class Refused(Exception):
    """It may not be done; the text says why and what helps, in German."""


class NobodyLeft(Refused):
    """The last person cannot go: what remains would belong to nobody."""


@dataclass(frozen=True)
class Loss:
    """What nobody looks after once a membership has ended, such as measures by their titles."""

    label: str | Promise
    titles: Sequence[str]


# What apps say to it before a membership ends; each appends its functions when it is ready.
LOSSES: list[Callable[[Membership], Loss]] = []


def lock_team(organisation: Organisation) -> None:
    """Let changes to the people of an organisation happen one after the other.

    Needs the organisation to be activated; the lock lasts until its transaction ends.
    """
    list(
        Organisation.objects.filter(pk=organisation.pk)
        .select_for_update(no_key=True)
        .values_list("pk")
    )


def has_director(organisation: Organisation) -> bool:
    """Whether anyone belongs to the Geschäftsführung of the activated organisation."""
    members = Membership.objects.of(organisation)
    return members.filter(role=Role.DIRECTOR).exists()


def leads_team(participation: Participation) -> bool:
    """Whether someone changes roles and removes people: directors, or pilots while there is none.

    Without the exception an organisation that a pilot founded could never get a director.
    """
    if participation.role == Role.PILOT:
        return not has_director(participation.organisation)
    return participation.role == Role.DIRECTOR


def roles_to_give(participation: Participation) -> tuple[Role, ...]:
    """Return the roles into which someone may invite; none for those who may not invite."""
    if participation.role not in VITAL_ROLES:
        return ()
    return tuple(Role) if leads_team(participation) else (Role.PILOT, Role.MEMBER)


def losses_of(membership: Membership) -> list[Loss]:
    """Return what nobody looks after once this membership has ended."""
    return [loss for loss_of in LOSSES if (loss := loss_of(membership)).titles]


def why_role_must_stay(membership: Membership, *, own: bool = False) -> Refused | None:
    """Return what speaks against giving up this role, None when nothing does.

    `own` words the reason for the person themselves.
    """
    others = Membership.objects.of(membership.organisation)
    others = others.filter(role=membership.role).exclude(pk=membership.pk)
    if membership.role not in VITAL_ROLES or others.exists():
        return None
    text = (
        _(
            "Sie sind die letzte Person mit der Rolle „%(role)s“. Zuerst muss jemand anderes "
            "diese Rolle bekommen."
        )
        if own
        else _(
            "%(name)s ist die letzte Person mit der Rolle „%(role)s“. Geben Sie diese Rolle "
            "zuerst jemand anderem."
        )
    )
    return Refused(text % {"name": membership.user, "role": membership.get_role_display()})


def why_it_must_stay(membership: Membership, *, own: bool = False) -> Refused | None:
    """Return what speaks against ending a membership, None when nothing does."""
    members = Membership.objects.of(membership.organisation)
    if members.exclude(pk=membership.pk).exists():
        return why_role_must_stay(membership, own=own)
    return NobodyLeft(
        _(
            "Sie sind die letzte Person in dieser Organisation. Danach käme niemand mehr "
            "an ihre Daten. Soll die Organisation enden, muss sie gelöscht werden."
        )
    )


def change_role(membership: Membership, role: str, by: User) -> Membership:
    """Give a member another role and return the membership as it is now.

    Raises `Refused` when nobody else has the role that is given up.
    """
    current = _locked(membership)
    if current.role == role:
        return current
    reason = why_role_must_stay(current)
    if reason is not None:
        raise reason
    before = current.get_role_display()
    current.role = role
    current.save(update_fields=["role"])
    record(
        ROLE_CHANGED,
        organisation_id=current.organisation_id,
        by=by,
        subject=current.user,
        before={ROLE_LABEL: before},
        after={ROLE_LABEL: current.get_role_display()},
    )
    return current


def remove_member(membership: Membership, by: User) -> None:
    """End someone's membership. What they wrote keeps their name.

    Raises `Refused` when they are the last one with a role the organisation cannot do without.
    """
    _end(membership, REMOVED, by)


def leave(membership: Membership) -> None:
    """End one's own membership. Raises `Refused` as `remove_member` does."""
    _end(membership, LEFT, membership.user)


def _end(membership: Membership, action: Action, by: User) -> None:
    current = _locked(membership)
    reason = why_it_must_stay(current, own=current.user == by)
    if reason is not None:
        raise reason
    before: dict[object, object] = {ROLE_LABEL: current.get_role_display()}
    before |= {loss.label: list(loss.titles) for loss in losses_of(current)}
    record(
        action,
        organisation_id=current.organisation_id,
        by=by,
        subject=current.user,
        before=before,
    )
    current.delete()


def _locked(membership: Membership) -> Membership:
    """Return the membership as it is once nobody else changes the team any more."""
    lock_team(membership.organisation)
    current = Membership.objects.filter(pk=membership.pk).select_related("user").first()
    if current is None:
        raise Refused(_("%(name)s gehört schon nicht mehr dazu.") % {"name": membership.user})
    current.organisation = membership.organisation
    return current
