"""The logo of an organisation: looked at, drawn anew, stored, removed."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from django.utils.translation import gettext_lazy
from PIL import Image, ImageFile, ImageOps

from lotse.reports import queries
from lotse.reports.models import LogoType, OrganisationLogo
from measures.domain.file_contents import UnknownContent, UnsafeContent, kind_of
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

LOGO_SET = Action("report.logo_set", gettext_lazy("Logo für Berichte gespeichert"))
LOGO_REMOVED = Action("report.logo_removed", gettext_lazy("Logo für Berichte entfernt"))

LARGEST = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
SMALLEST_SIDE = 40
# Four times as sharp as paper needs at the size at which it is printed.
STORED_SIZE = (1200, 600)


class NotALogo(Exception):
    """The content is neither PNG nor JPEG, or is damaged."""


class TooManyPixels(Exception):
    """The picture is far larger than a logo has to be."""


class TooSmall(Exception):
    """The picture is so small that it would be blurred on paper."""


@dataclass(frozen=True)
class DrawnLogo:
    """A logo that was drawn anew, with nothing in it but its pixels."""

    media_type: LogoType
    content: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> DrawnLogo:
    """Return a picture as a logo, no larger than needed and without what else was in the file.

    Raises `NotALogo`, `TooManyPixels` and `TooSmall`.
    """
    # WeasyPrint, where it is loaded, turns half a picture into a whole one for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        kind = kind_of(content)
    except (UnknownContent, UnsafeContent) as error:
        raise NotALogo from error
    if kind not in ("png", "jpeg"):
        raise NotALogo
    with Image.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        if min(opened.size) < SMALLEST_SIDE:
            raise TooSmall
        try:
            picture = ImageOps.exif_transpose(opened)
            picture = picture.convert("RGB" if kind == "jpeg" else "RGBA")
        except (OSError, TypeError, struct.error) as error:
            # The last two come from writing back what the camera noted, without the rotation.
            raise NotALogo from error
    picture.thumbnail(STORED_SIZE)
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    stored = io.BytesIO()
    if kind == "jpeg":
        fresh.save(stored, "JPEG", quality=90)
    else:
        fresh.save(stored, "PNG", optimize=True)
    media_type = LogoType.JPEG if kind == "jpeg" else LogoType.PNG
    return DrawnLogo(media_type, stored.getvalue(), fresh.width, fresh.height)


def set_logo(organisation: Organisation, drawn: DrawnLogo, by: User) -> None:
    """Store the logo of an organisation in the place of the one before."""
    OrganisationLogo.objects.update_or_create(
        organisation=organisation,
        defaults={
            "media_type": drawn.media_type,
            "content": drawn.content,
            "width": drawn.width,
            "height": drawn.height,
            "uploaded_by": by,
        },
    )
    record(LOGO_SET, organisation_id=organisation.pk, by=by, subject=organisation)


def remove_logo(organisation: Organisation, by: User) -> None:
    """Remove the logo; reports that were made with it keep it."""
    logo = queries.logo_of(organisation)
    if logo is not None:
        logo.delete()
        record(LOGO_REMOVED, organisation_id=organisation.pk, by=by, subject=organisation)
