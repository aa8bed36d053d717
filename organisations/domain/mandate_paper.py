"""A mandate signed on paper: the sheet stands for confirmations that nobody gave online."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from organisations.domain.auditing import Action, record
from organisations.domain.mandate_standing import open_needs
from organisations.domain.mandates import MandateNotReady, StaleMandate, WrongSide
from organisations.domain.participation import Participation
from organisations.domain.team import leads_team
from organisations.foreign_files.contents import safe_name
from organisations.models import Mandate, MandatePaper, Membership, User

SIGNED = Action("mandate.signed", _("Auf Papier unterschriebene Beauftragung eingetragen"))
SCAN_TAKEN = Action("mandate.scan_taken", _("Scan der Beauftragung heruntergeladen"))


def may_record_paper(who: Participation) -> bool:
    """Whether someone may record that a mandate was signed on paper.

    A director, or the pilot while no director has joined: whoever could confirm for themselves
    is not spoken for. Consultants never, as they never confirm.
    """
    return isinstance(who, Membership) and leads_team(who)


def record_paper(
    draft: Mandate,
    content: bytes,
    *,
    name: str,
    kind: str,
    signed_on: date,
    director_name: str,
    seen_version: int,
    by: Membership,
) -> MandatePaper:
    """Let a signed sheet stand for the sides that have not confirmed a locked draft; return it.

    The draft becomes the mandate that holds. `director_name` is who signed as director, `kind` a
    `ScanKind`. Raises `WrongSide` when the person may not, `MandateNotReady`, and `StaleMandate`
    when the draft is no longer what they read.
    """
    if not may_record_paper(by):
        raise WrongSide
    if open_needs(draft):
        raise MandateNotReady
    if draft.version != seen_version:
        raise StaleMandate
    for_director = draft.director_confirmed_at is None
    for_pilot = draft.pilot_confirmed_at is None
    paper = MandatePaper.objects.create(
        organisation_id=draft.organisation_id,
        mandate=draft,
        signed_on=signed_on,
        for_director=for_director,
        for_pilot=for_pilot,
        name=safe_name(name, kind),
        kind=kind,
        content=content,
        size=len(content),
        recorded_by=by.user,
    )
    now = timezone.now()
    if for_director:
        draft.director_confirmed_name, draft.director_confirmed_at = director_name, now
    if for_pilot:
        draft.pilot_confirmed_name, draft.pilot_confirmed_at = draft.pilot_name, now
    draft.save()
    record(
        SIGNED,
        by=by.user,
        subject=draft,
        after={
            _("Unterschrieben am"): date_format(signed_on),
            _("Für die Geschäftsführung"): draft.director_confirmed_name,
            _("Für die Digitalisierungslots:in"): draft.pilot_confirmed_name,
            _("Scan"): paper.name,
        },
    )
    return paper


def note_scan_taken(paper: MandatePaper, by: User) -> None:
    """Enter into the trail that someone downloaded a scan."""
    record(SCAN_TAKEN, organisation_id=paper.organisation_id, by=by, subject=paper.mandate)


def paper_of(mandate: Mandate) -> MandatePaper | None:
    """Return the sheet of a mandate without its content, None where both confirmed online."""
    papers = mandate.papers.defer("content").select_related("recorded_by")
    return papers.first() if mandate.is_confirmed else None
