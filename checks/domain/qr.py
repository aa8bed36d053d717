"""QR codes as SVG, to be scanned from a printed sheet."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

# What the standard asks for around the code.
QUIET = 4


def qr_code(text: str, label: str) -> SafeString:
    """Return a QR code that says `text` as inline SVG; `label` is what it is called aloud."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><path class="qr-paper" d="M0 0h{size}v{size}H0z"/>'
        '<path class="qr-ink" d="{path}"/></svg>',
        size=len(rows),
        label=label,
        path=path,
    )
