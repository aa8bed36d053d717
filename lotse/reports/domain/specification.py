"""What stands in a list of requirements that is laid before vendors or compares tools."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.tool_table import RequirementLine, RequirementSheet, Summary
from checks.models import Priority, Tool, ToolComparison
from lotse.reports.domain.content import Content
from lotse.reports.domain.typesetting import Typeset, typeset
from lotse.reports.models import Report
from organisations.domain.auditing import Action, record
from organisations.domain.founding import UMLAUTS
from organisations.models import Organisation, User

TAKEN_ALONG = Action("requirement.taken_along", gettext_lazy("Anforderungsliste ausgegeben"))

# How many tools fit on a page that is higher than wide.
MOST_TOOLS_UPRIGHT = 3
MEANINGS = {
    Priority.MUST: gettext_lazy("Ohne das geht es nicht."),
    Priority.SHOULD: gettext_lazy("Das ist wichtig."),
    Priority.COULD: gettext_lazy("Das wäre schön."),
}


class Specification:
    """A list of requirements to take along: those of a comparison, without one all of them.

    With tools it compares them, without it has room for a vendor's answers.
    """

    def __init__(
        self,
        organisation: Organisation,
        comparison: ToolComparison | None = None,
        made_at: datetime | None = None,
    ) -> None:
        self.organisation = organisation
        self.comparison = comparison
        self.made_at = timezone.localtime(made_at)
        self.sheet = RequirementSheet(organisation, comparison=comparison)

    @property
    def name(self) -> str:
        """What it is about."""
        return self.comparison.name if self.comparison else _("Anforderungen")

    @property
    def title(self) -> str:
        """The title of the document."""
        organisation = self.organisation.name
        about = f"{organisation}: {self.name}" if self.comparison else organisation
        return _("Anforderungsliste %(about)s, %(day)s") % {"about": about, "day": self.day}

    @property
    def day(self) -> str:
        """The day for which it holds."""
        return date_format(self.made_at, "j. F Y")

    @property
    def purpose(self) -> str:
        """What the organisation says first."""
        return self.comparison.purpose if self.comparison else ""

    @property
    def tools(self) -> list[Tool]:
        """The tools that are compared."""
        return self.sheet.tools

    @property
    def is_wide(self) -> bool:
        """Whether the pages lie on their side."""
        return len(self.tools) > MOST_TOOLS_UPRIGHT

    @property
    def summaries(self) -> list[Summary]:
        """What is to be said of each tool, the best first."""
        return self.sheet.summaries

    @cached_property
    def groups(self) -> list[tuple[Priority, str, list[RequirementLine]]]:
        """The requirements by priority, with what the priority means."""
        return [(priority, str(MEANINGS[priority]), lines) for priority, lines in self.sheet.groups]

    @property
    def extent(self) -> str:
        """How many requirements there are, and how many of them must be met."""
        number = len(self.sheet.lines)
        musts = sum(line.requirement.priority == Priority.MUST for line in self.sheet.lines)
        whole = ngettext("%d Anforderung", "%d Anforderungen", number) % number
        return _("%(whole)s, davon %(musts)d mit „Muss“") % {"whole": whole, "musts": musts}

    def file_name(self, ending: str) -> str:
        """Return a file name that says what it is, without characters some system refuses."""
        named = f"{self.name} " if self.comparison else ""
        words = f"{named}{self.organisation.name}".translate(UMLAUTS)
        return f"anforderungsliste-{slugify(words)[:80]}-{self.made_at:%Y-%m-%d}.{ending}"


class SpecificationContent(Content):
    """A list of requirements as a PDF."""

    file_title = "anforderungsliste"

    def __init__(self, organisation: Organisation, report: Report) -> None:
        super().__init__(organisation, report)
        self.specification = Specification(organisation, report.comparison, report.requested_at)
        self.html = self.as_html()

    def file_name(self, ending: str = "pdf") -> str:
        """Return a file name that says what it is."""
        return self.specification.file_name(ending)

    def typeset(self) -> Typeset:
        """Return the finished PDF."""
        return typeset(self.html)

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.specification.title

    def as_html(self) -> str:
        """Return the finished HTML document, to be typeset."""
        return render_to_string(
            "reports/specification_pdf.html",
            {
                "content": self,
                "specification": self.specification,
                "organisation": self.organisation,
            },
        )


def note_taken_along(specification: Specification, by: User) -> None:
    """Enter into the audit trail that someone took the list along as a file."""
    record(
        TAKEN_ALONG,
        organisation_id=specification.organisation.pk,
        by=by,
        subject=specification.name,
    )
