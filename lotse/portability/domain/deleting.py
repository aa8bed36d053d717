"""Deleting an organisation: asked for, confirmed by a second person, undone, carried out."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.portability.models import DeletionRequest
from organisations import tenancy
from organisations.domain import letters
from organisations.domain.auditing import Action, record
from organisations.domain.saving import plan_checks_anew
from organisations.models import Membership, Organisation, Role, User

logger = logging.getLogger(__name__)

MAIL_KIND = "deletion"
TO_UNDO = timedelta(days=30)
# Alone, nobody can hurry: the others get time to notice.
WAITING_ALONE = timedelta(days=14)

REQUESTED = Action("data.deletion_requested", gettext_lazy("Löschung der Organisation beantragt"))
CONFIRMED = Action("data.deletion_confirmed", gettext_lazy("Löschung der Organisation bestätigt"))
UNDONE = Action("data.deletion_undone", gettext_lazy("Löschung der Organisation zurückgenommen"))


class SamePerson(Exception):
    """A request has to be confirmed by someone else."""


def deletion_request_of(organisation: Organisation) -> DeletionRequest | None:
    """Return the request to delete an organisation, None when nobody asked for it."""
    requests = DeletionRequest.objects.filter(organisation=organisation)
    return requests.select_related("requested_by", "confirmed_by").first()


def request_deletion(organisation: Organisation, by: User, reason: str = "") -> DeletionRequest:
    """Ask for the deletion of the activated organisation; asking again changes nothing.

    It happens after the waiting time for one person plus 30 days. All directors get a mail.
    """
    organisation = _locked(organisation)
    existing = deletion_request_of(organisation)
    if existing is not None:
        return existing
    request = DeletionRequest.objects.create(
        organisation=organisation, requested_by=by, reason=reason
    )
    _schedule(organisation, timezone.now() + WAITING_ALONE + TO_UNDO)
    record(
        REQUESTED,
        organisation_id=organisation.pk,
        by=by,
        subject=organisation,
        after={_("Grund"): reason} if reason else {},
    )
    _tell_directors(request, by, "requested")
    return request


def confirm_deletion(organisation: Organisation, by: User) -> None:
    """Confirm the request as the second person: from now on, 30 days are left.

    Does nothing when nobody asked for it or it is confirmed already. Raises `SamePerson` when
    `by` made the request.
    """
    organisation = _locked(organisation)
    request = deletion_request_of(organisation)
    if request is None or request.confirmed_at is not None:
        return
    if request.requested_by_id == by.pk:
        raise SamePerson
    request.confirmed_by, request.confirmed_at = by, timezone.now()
    request.save()
    _schedule(organisation, timezone.now() + TO_UNDO)
    record(CONFIRMED, organisation_id=organisation.pk, by=by, subject=organisation)
    request.organisation = organisation
    _tell_directors(request, by, "confirmed")


def undo_deletion(organisation: Organisation, by: User) -> bool:
    """Take the request back; return whether there was one."""
    organisation = _locked(organisation)
    request = deletion_request_of(organisation)
    if request is None:
        return False
    request.organisation = organisation
    _schedule(organisation, None)
    record(UNDONE, organisation_id=organisation.pk, by=by, subject=organisation)
    _tell_directors(request, by, "undone")
    request.delete()
    return True


def delete_due_organisations() -> list[str]:
    """Delete every organisation whose time has come, for good; return their short names."""
    deleted = []
    for organisation in list(Organisation.objects.filter(deletes_at__lte=timezone.now())):
        with tenancy.activate(organisation):
            # Empty when someone took it back, or deletes it, at this moment.
            still_due = Organisation.objects.select_for_update(skip_locked=True).filter(
                pk=organisation.pk, deletes_at__lte=timezone.now()
            )
            for current in list(still_due):
                current.delete()
                plan_checks_anew()
                deleted.append(organisation.slug)
    if deleted:
        logger.warning("%s organisation(s) were deleted for good.", len(deleted))
    return deleted


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _schedule(organisation: Organisation, deletes_at: object) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(deletes_at=deletes_at)
    organisation.refresh_from_db(fields=["deletes_at"])


def _tell_directors(request: DeletionRequest, by: User, event: str) -> None:
    organisation = request.organisation
    memberships = Membership.objects.of(organisation).with_people()
    directors = memberships.filter(role=Role.DIRECTOR) or memberships
    path = reverse("portability:data", kwargs={"slug": organisation.slug})
    context = {
        "organisation": organisation,
        "by": by,
        "url": f"{settings.BASE_URL}{path}",
        "waiting_days": WAITING_ALONE.days,
    }
    subject = {
        "requested": _("Löschung beantragt: %s"),
        "confirmed": _("Löschung bestätigt: %s"),
        "undone": _("Löschung zurückgenommen: %s"),
    }[event] % organisation.name
    for membership in directors:
        context["name"] = str(membership.user)
        letters.post(
            letters.Letter(
                organisation_id=organisation.pk,
                kind=MAIL_KIND,
                about=request.pk,
                identity=f"{MAIL_KIND}:{request.pk}:{event}:{membership.user_id}",
                person_id=membership.user_id,
                to=membership.user.email,
                subject=subject,
                text=render_to_string(f"portability/email/deletion_{event}.txt", context),
            )
        )
