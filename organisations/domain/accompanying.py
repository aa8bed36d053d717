"""Consent: an organisation lets a consultancy in, and shows it out again; the host ends one."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import tenancy
from organisations.domain import letters
from organisations.domain.auditing import Action, record
from organisations.domain.participation import ConsultantAccess
from organisations.models import Accompaniment, AuditEntry, Consultancy, Organisation, User

GRANTED = Action("access.granted", gettext_lazy("Zugang erteilt"))
CHANGED = Action("access.changed", gettext_lazy("Zugang geändert"))
WITHDRAWN = Action("access.withdrawn", gettext_lazy("Zugang entzogen"))
ENDED = Action("access.ended", gettext_lazy("Begleitung beendet"))
VISITED = Action("access.visited", gettext_lazy("Hat hineingesehen"))

VISIT_LASTS = timedelta(hours=1)
ACCESS_MAIL = "access"


def grant_access(
    organisation: Organisation, consultancy: Consultancy, level: str, by: User
) -> Accompaniment:
    """Let a consultancy in and return the accompaniment.

    `level` is an `AccessLevel`. When the consultancy accompanies the organisation already, its
    level is changed.
    """
    accompaniment, is_new = Accompaniment.objects.get_or_create(
        organisation=organisation,
        consultancy=consultancy,
        defaults={"level": level, "granted_by": by},
    )
    if is_new:
        record(
            GRANTED,
            organisation_id=organisation.pk,
            by=by,
            subject=consultancy,
            after={_("Zugang"): accompaniment.get_level_display()},
        )
    else:
        change_level(accompaniment, level, by)
    return accompaniment


def change_level(accompaniment: Accompaniment, level: str, by: User) -> None:
    """Set what a consultancy may do from now on; `level` is an `AccessLevel`."""
    if accompaniment.level == level:
        return
    before = accompaniment.get_level_display()
    accompaniment.level = level
    accompaniment.save(update_fields=["level"])
    record(
        CHANGED,
        organisation_id=accompaniment.organisation_id,
        by=by,
        subject=accompaniment.consultancy,
        before={_("Zugang"): before},
        after={_("Zugang"): accompaniment.get_level_display()},
    )


def withdraw_access(accompaniment: Accompaniment, by: User) -> None:
    """Show a consultancy out: it takes effect with the next click of its consultants.

    They are told by mail.
    """
    if remove(accompaniment, WITHDRAWN, by):
        _tell_consultants(accompaniment, by)


def _tell_consultants(accompaniment: Accompaniment, by: User) -> None:
    organisation, consultancy = accompaniment.organisation, accompaniment.consultancy
    people = User.objects.filter(consultant__consultancy=consultancy, is_active=True)
    for person in people.exclude(pk=by.pk):
        context = {"organisation": organisation, "consultancy": consultancy, "name": str(person)}
        letters.post(
            letters.Letter(
                organisation_id=organisation.pk,
                kind=ACCESS_MAIL,
                # Access may be given and taken away more than once.
                identity=f"{ACCESS_MAIL}:{accompaniment.granted_at.isoformat()}:{person.pk}",
                person_id=person.pk,
                to=person.email,
                subject=_("Kein Zugang mehr: %s") % organisation.name,
                text=render_to_string("organisations/email/access_withdrawn.txt", context),
            )
        )


def end_accompaniment(access: ConsultantAccess) -> None:
    """Let a consultant end what their own consultancy does for an organisation."""
    remove(access.accompaniment, ENDED, access.user)


def remove(accompaniment: Accompaniment, action: Action, by: User | None) -> bool:
    """Delete an accompaniment and record under `action` how it ended; say whether there was one."""
    number, _rows = Accompaniment.objects.filter(pk=accompaniment.pk).delete()
    if number:
        record(
            action,
            organisation_id=accompaniment.organisation_id,
            by=by,
            subject=accompaniment.consultancy,
            before={_("Zugang"): accompaniment.get_level_display()},
        )
    return bool(number)


def note_visit(access: ConsultantAccess) -> None:
    """Remember that a consultant looked in: when, at most hourly, and in the trail once a day."""
    now = timezone.now()
    seen = access.accompaniment
    is_recent = seen.last_seen_at is not None and seen.last_seen_at > now - VISIT_LASTS
    if is_recent and seen.last_seen_by_id == access.user.pk:
        return
    is_stale = (
        Q(last_seen_at=None)
        | Q(last_seen_at__lte=now - VISIT_LASTS)
        | ~Q(last_seen_by=access.user)
        | Q(last_seen_by=None)
    )
    # Of two clicks at the same moment, the second finds nothing left to note.
    noted = Accompaniment.objects.filter(is_stale, pk=seen.pk).update(
        last_seen_at=now, last_seen_by=access.user
    )
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = AuditEntry.objects.of(access.organisation).of_person(access.user)
    if noted and not today.filter(action=VISITED.key, at__gte=midnight).exists():
        record(
            VISITED,
            organisation_id=access.organisation.pk,
            by=access.user,
            subject=seen.consultancy,
        )


def has_taken_part(user: User, organisation: Organisation) -> bool:
    """Return whether a person ever did something in the activated organisation."""
    return AuditEntry.objects.of(organisation).of_person(user).exists()


def close_consultancy(consultancy: Consultancy, by: User | None) -> None:
    """Delete a consultancy; every organisation it accompanied finds that in its trail.

    `by` is the host, None for Lotse itself. The accounts of its consultants stay.
    """
    with tenancy.across(Organisation.objects.all()):
        for accompaniment in Accompaniment.objects.filter(consultancy=consultancy):
            remove(accompaniment, ENDED, by)
        consultancy.delete()
