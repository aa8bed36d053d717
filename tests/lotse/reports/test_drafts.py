"""Of several drafts of a report, the longest one that fits becomes the report."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from lotse.reports.document.model import Document, Heading, as_json
from lotse.reports.domain.making import first_that_fits, other_formats
from lotse.reports.models import Format


def draft(pages):
    """A draft that fills so many pages."""
    return Document(
        title=f"Entwurf mit {pages} Seiten",
        headline="Verein Muster",
        description="Ein Entwurf",
        organisation="Verein Muster",
        made_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        running="Verein Muster",
        opening=(),
        blocks=tuple(
            Heading(f"Kapitel {number}", key=f"kapitel-{number}", new_page=number > 1)
            for number in range(1, pages + 1)
        ),
    )


@pytest.mark.parametrize(
    ("lengths", "taken"),
    [((4, 3, 2, 1), 2), ((2, 1), 2), ((5, 4, 3), 3)],
    ids=["the first that fits", "the first of all", "the briefest where none fits"],
)
def test_the_longest_draft_that_fits_is_taken_in_every_format(lengths, taken):
    chosen, done = first_that_fits([draft(pages) for pages in lengths], most_pages=2)
    assert done.pages == taken
    pdf = PdfReader(io.BytesIO(done.content))
    assert (len(pdf.pages), pdf.metadata.title) == (taken, f"Entwurf mit {taken} Seiten")
    assert other_formats(chosen, done.places)[Format.DOCUMENT] == as_json(draft(taken))
