"""HTML becomes a tagged PDF (PDF/UA-1) with WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

STYLE_SHEET = Path(settings.BASE_DIR) / "static" / "css" / "report.css"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF: its bytes and its number of pages."""

    content: bytes
    pages: int


def refuse_to_fetch(url: str, *args: Any, **kwargs: Any) -> Any:
    """Load nothing: a report carries everything in itself."""
    raise ValueError(f"Ein Bericht lädt nichts nach: {url}")


@lru_cache(maxsize=1)
def _style_sheet() -> Any:
    from weasyprint import CSS

    return CSS(filename=str(STYLE_SHEET), url_fetcher=refuse_to_fetch)


def typeset(html: str) -> Typeset:
    """Return the PDF of an HTML document.

    WeasyPrint is imported here, because only the worker needs it and its libraries.
    """
    from weasyprint import HTML

    document = HTML(string=html, url_fetcher=refuse_to_fetch).render(
        stylesheets=[_style_sheet()], pdf_variant="pdf/ua-1", pdf_tags=True
    )
    content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return Typeset(content, len(document.pages))
