"""Drawing a logo anew from a foreign picture: a reader for `foreign_files`. Knows no Django."""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from organisations.foreign_files.reading import FileRefused

MOST_PIXELS = 25_000_000
SMALLEST_SIDE = 40
# Four times as sharp as paper needs at the size at which it is printed.
STORED_SIZE = (1200, 600)

NOT_A_LOGO = "not_a_logo"
TOO_MANY_PIXELS = "too_many_pixels"
TOO_SMALL = "too_small"


def draw_logo(file: BinaryIO) -> dict[str, Any]:
    """Return a picture as a logo, no larger than needed and without what else was in the file.

    The answer has `media_type`, `content`, `width` and `height` in pixels. Raises `FileRefused`
    with `NOT_A_LOGO` for what is neither PNG nor JPEG or is damaged, `TOO_MANY_PIXELS` or
    `TOO_SMALL`.
    """
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise FileRefused(TOO_MANY_PIXELS)
            if min(opened.size) < SMALLEST_SIDE:
                raise FileRefused(TOO_SMALL)
            return _stored(_drawn(opened), opened.format or "")
    except (OSError, SyntaxError, ValueError, TypeError, struct.error) as error:
        # The last two come from writing back what the camera noted, without the rotation.
        raise FileRefused(NOT_A_LOGO) from error
    except Image.DecompressionBombError as error:
        raise FileRefused(TOO_MANY_PIXELS) from error


def _drawn(opened: Image.Image) -> Image.Image:
    """Return the pixels and nothing else, upright. Whatever is large is made small first."""
    wanted = "RGB" if opened.format == "JPEG" else "RGBA"
    side = max(STORED_SIZE)
    opened.draft("RGB", (side, side))
    # These shrink as they are; colours of a palette, for example, do not.
    plain = opened.mode in ("L", "RGB", "RGBA") and "transparency" not in opened.info
    picture = opened if plain else opened.convert(wanted)
    picture.thumbnail((side, side))
    picture = ImageOps.exif_transpose(picture).convert(wanted)
    picture.thumbnail(STORED_SIZE)
    fresh = Image.new(wanted, picture.size)
    fresh.paste(picture)
    return fresh


def _stored(picture: Image.Image, kind: str) -> dict[str, Any]:
    target = io.BytesIO()
    if kind == "JPEG":
        picture.save(target, kind, quality=90)
    else:
        picture.save(target, kind, optimize=True)
    return {
        "media_type": Image.MIME[kind],
        "content": target.getvalue(),
        "width": picture.width,
        "height": picture.height,
    }
