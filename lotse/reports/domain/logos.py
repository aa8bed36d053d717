"""The logo of an organisation: uploaded, drawn anew by the worker, stored, removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.jobs import lifecycle
from lotse.jobs.models import UNFINISHED
from lotse.reports.domain.drawing import NOT_A_LOGO, TOO_MANY_PIXELS, TOO_SMALL, draw_logo
from lotse.reports.models import LogoUpload, OrganisationLogo
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.foreign_files.apart import read_apart
from organisations.foreign_files.reading import BROKEN, FileRefused
from organisations.foreign_files.wording import refusal_in_words
from organisations.models import Organisation, User

LOGO_SET = Action("report.logo_set", gettext_lazy("Logo für Berichte gespeichert"))
LOGO_REMOVED = Action("report.logo_removed", gettext_lazy("Logo für Berichte entfernt"))
LOGO_RESTORED = Action("report.logo_restored", gettext_lazy("Logo für Berichte zurückgeholt"))

# So long the page says what became of an upload.
TOLD_FOR = timedelta(hours=1)

NO_PICTURE = gettext_lazy("Das ist kein Bild in PNG oder JPEG, oder die Datei ist beschädigt.")
REFUSALS: Mapping[str, Any] = {
    NOT_A_LOGO: NO_PICTURE,
    BROKEN: NO_PICTURE,
    TOO_MANY_PIXELS: gettext_lazy(
        "Dieses Bild ist viel größer als nötig. Verkleinern Sie es bitte."
    ),
    TOO_SMALL: gettext_lazy(
        "Dieses Bild ist zu klein: Mindestens 40 Pixel hoch und breit soll es sein."
    ),
}


def upload_logo(organisation: Organisation, content: bytes, by: User) -> LogoUpload:
    """Store a picture for the worker and return it; an earlier one is not wanted any more."""
    LogoUpload.objects.filter(organisation=organisation).delete()
    return LogoUpload.objects.create(organisation=organisation, content=content, requested_by=by)


def draw_upload(organisation_id: int, upload_id: int) -> None:
    """Make a logo of an upload, or say in its row why not. Doing it twice does no harm."""
    lifecycle.run_job(
        LogoUpload,
        organisation_id,
        upload_id,
        _draw,
        reason=_("Beim Prüfen ist ein Fehler aufgetreten. Bitte laden Sie das Bild noch einmal."),
    )


def _draw(upload: LogoUpload) -> None:
    try:
        drawn = read_apart(draw_logo, bytes(upload.content))
    except FileRefused as refused:
        lifecycle.fail(upload, refusal_in_words(refused, REFUSALS), content=b"")
        return
    lifecycle.finish(upload, lambda current: _set_logo(current, drawn), content=b"")


def _set_logo(upload: LogoUpload, drawn: dict[str, Any]) -> None:
    """Store the logo in the place of the one before, removed or not."""
    now = timezone.now()
    about = {"uploaded_by_id": upload.requested_by_id, "uploaded_at": now, "removed_at": None}
    OrganisationLogo.with_removed.update_or_create(
        organisation_id=upload.organisation_id, defaults=drawn | about
    )
    organisation = Organisation.objects.get(pk=upload.organisation_id)
    record(LOGO_SET, organisation_id=organisation.pk, by=upload.requested_by, subject=organisation)


def forget_old_uploads() -> int:
    """Delete uploads that nobody waits for any more, whatever became of them; return how many."""
    with tenancy.across(Organisation.objects.all()):
        old = LogoUpload.objects.filter(touched_at__lt=timezone.now() - TOLD_FOR)
        return old.exclude(state__in=UNFINISHED).delete()[0]


def remove_logo(organisation: Organisation, by: User) -> None:
    """Remove the logo; for a while it can be taken back. Reports made with it keep it."""
    LogoUpload.objects.filter(organisation=organisation).delete()
    logo = OrganisationLogo.objects.filter(organisation=organisation).first()
    if logo is not None and logo.set_removed(timezone.now()):
        record(LOGO_REMOVED, organisation_id=organisation.pk, by=by, subject=organisation)


def take_logo_back(organisation: Organisation, by: User) -> None:
    """Put the removed logo back."""
    logo = OrganisationLogo.with_removed.filter(organisation=organisation).first()
    if logo is not None and logo.set_removed(None):
        record(LOGO_RESTORED, organisation_id=organisation.pk, by=by, subject=organisation)
