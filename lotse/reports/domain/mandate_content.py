"""What stands in the mandate on paper: everything agreed on, and where both sides sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotse.reports.domain.content import Content
from lotse.reports.models import Report
from organisations.domain.mandate_content import WrittenPart, written_parts
from organisations.models import Organisation, Side


@dataclass(frozen=True)
class Signature:
    """Where one side signs, with who confirmed online and when; empty while nobody has."""

    side: str
    name: str
    confirmed_at: datetime | None


class MandateContent(Content):
    """One version of a mandate, to be signed."""

    file_title = "beauftragung"

    def __init__(self, organisation: Organisation, report: Report) -> None:
        super().__init__(organisation, report)
        assert report.mandate is not None  # noqa: S101 - a constraint of the table
        self.mandate = report.mandate

    @property
    def title(self) -> str:
        """The title of the document."""
        return _("Beauftragung %(name)s, Fassung %(number)d, %(day)s") % {
            "name": self.organisation.name,
            "number": self.mandate.number,
            "day": date_format(self.made_at, "j. F Y"),
        }

    @property
    def parts(self) -> list[WrittenPart]:
        """The parts in which something is agreed on."""
        return [part for part in written_parts(self.mandate) if not part.is_open]

    @property
    def signatures(self) -> list[Signature]:
        """Both sides, the director first."""
        mandate = self.mandate
        return [
            Signature(
                str(Side.DIRECTOR.label),
                mandate.director_confirmed_name,
                mandate.director_confirmed_at,
            ),
            Signature(
                str(Side.PILOT.label),
                mandate.pilot_confirmed_name or mandate.pilot_name,
                mandate.pilot_confirmed_at,
            ),
        ]

    def as_html(self) -> str:
        """Return the finished HTML document, to be typeset."""
        return render_to_string(
            "reports/mandate_pdf.html",
            {"content": self, "mandate": self.mandate, "organisation": self.organisation},
        )
