"""Reports and their files."""

import factory

from lotse.reports.models import Kind, Report, ReportFile
from tests.factories.checks import CheckFactory, ToolComparisonFactory
from tests.factories.organisations import (
    MandateFactory,
    TenantFactory,
    UserFactory,
    of_same_organisation,
)


class ReportFactory(TenantFactory):
    """A queued report on a check; `kind` makes it one on a mandate or on requirements."""

    class Meta:
        model = Report

    class Params:
        is_on_check = factory.LazyAttribute(lambda report: report.kind == Kind.CHECK)
        is_on_mandate = factory.LazyAttribute(lambda report: report.kind == Kind.MANDATE)
        is_specification = factory.LazyAttribute(lambda report: report.kind == Kind.SPECIFICATION)

    kind = Kind.CHECK
    check_run = factory.Maybe("is_on_check", of_same_organisation(CheckFactory), None)
    mandate = factory.Maybe("is_on_mandate", of_same_organisation(MandateFactory), None)
    comparison = factory.Maybe(
        "is_specification", of_same_organisation(ToolComparisonFactory), None
    )
    requested_by = factory.SubFactory(UserFactory)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        about = {
            Kind.CHECK: "check_run",
            Kind.MANDATE: "mandate",
            Kind.SPECIFICATION: "comparison",
        }
        own = about[Kind(kwargs["kind"])]
        return kwargs | {name: None for name in about.values() if name != own}


class ReportFileFactory(TenantFactory):
    """A tiny stand-in for a finished PDF."""

    class Meta:
        model = ReportFile

    report = of_same_organisation(ReportFactory, state="done", stage="finished")
    name = "bericht.pdf"
    content = b"%PDF-1.7"
    size = 8
    pages = 1
