"""What stands in a report: collected once, inside the organisation's tenancy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from checks.domain.running import CheckRun
from checks.domain.surveying import SystemLandscape
from checks.models import Priority
from lotse.reports.models import Report
from measures.domain.criteria import CRITERIA
from measures.domain.prioritising import TOP_GROUP, Row, ranked_list
from measures.domain.result import Result
from measures.queries import weights_of
from organisations.domain.founding import UMLAUTS
from organisations.models import Organisation


class Content(ABC):
    """What every kind of report has: whose it is, from when, its title, its file and its HTML."""

    file_title: str

    def __init__(self, organisation: Organisation, report: Report) -> None:
        self.organisation = organisation
        self.report = report
        self.made_at: datetime = timezone.localtime(report.requested_at)

    @property
    def file_name(self) -> str:
        """A file name that says what it is, without characters that some system refuses."""
        name = slugify(self.organisation.name.translate(UMLAUTS))[:60] or "organisation"
        return f"{self.file_title}-{name}-{self.made_at:%Y-%m-%d}.pdf"

    @property
    @abstractmethod
    def title(self) -> str:
        """The title of the document."""

    @abstractmethod
    def as_html(self) -> str:
        """Return the finished HTML document, to be typeset."""


class ReportContent(Content):
    """Everything a report says about an organisation's check and its measures."""

    file_title = "digitalisierungsbericht"

    def __init__(self, organisation: Organisation, report: Report) -> None:
        super().__init__(organisation, report)
        check = report.check_run
        assert check is not None  # noqa: S101 - a constraint of the table
        check.organisation = organisation
        self.run = CheckRun(check)
        self.result = Result(self.run)

    @cached_property
    def landscape(self) -> SystemLandscape:
        """The systems and how data moves between them."""
        return SystemLandscape(self.organisation.pk)

    @cached_property
    def rows(self) -> list[Row]:
        """All measures, ranked ones first."""
        return ranked_list(self.organisation, self.landscape)

    @cached_property
    def ranked(self) -> list[Row]:
        """The measures that have a rank."""
        return [row for row in self.rows if row.ranked]

    @property
    def next_measures(self) -> list[Row]:
        """The three measures to begin with."""
        return self.ranked[:TOP_GROUP]

    @cached_property
    def hours_needed(self) -> int:
        """The hours of work that the three next measures take together."""
        return sum(row.measure.effort_hours or 0 for row in self.next_measures)

    @property
    def without_responsible(self) -> list[Row]:
        """Those of the three next measures that nobody cares for yet."""
        return [row for row in self.next_measures if row.measure.responsible_id is None]

    @property
    def musts(self) -> int:
        """How many requirements a future solution has to meet."""
        return sum(one.priority == Priority.MUST for one in self.run.requirements)

    @property
    def title(self) -> str:
        """The title of the document."""
        day = date_format(self.made_at, "j. F Y")
        return f"Digitalisierungsbericht {self.organisation.name}, {day}"

    def as_html(self) -> str:
        """Return the finished HTML document, to be typeset."""
        return render_to_string(
            "reports/pdf.html",
            {
                "content": self,
                "result": self.result,
                "run": self.run,
                "landscape": self.landscape,
                "organisation": self.organisation,
                "criteria": CRITERIA,
                "weights": list(
                    zip(CRITERIA, weights_of(self.organisation).as_tuple(), strict=True)
                ),
            },
        )
