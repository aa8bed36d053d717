"""Reports and their files."""

import factory

from lotse.reports.models import Kind, Report, ReportFile
from tests.factories.checks import CheckFactory
from tests.factories.organisations import (
    MandateFactory,
    TenantFactory,
    UserFactory,
    of_same_organisation,
)


class ReportFactory(TenantFactory):
    """A queued report on a check; `kind="mandate"` makes it one on a mandate."""

    class Meta:
        model = Report

    class Params:
        is_on_mandate = factory.LazyAttribute(lambda report: report.kind == Kind.MANDATE)

    kind = Kind.CHECK
    check_run = factory.Maybe("is_on_mandate", None, of_same_organisation(CheckFactory))
    mandate = factory.Maybe("is_on_mandate", of_same_organisation(MandateFactory), None)
    requested_by = factory.SubFactory(UserFactory)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        other = "mandate" if kwargs["kind"] == Kind.CHECK else "check_run"
        return kwargs | {other: None}


class ReportFileFactory(TenantFactory):
    """A tiny stand-in for a finished PDF."""

    class Meta:
        model = ReportFile

    report = of_same_organisation(ReportFactory, state="done", stage="finished")
    name = "bericht.pdf"
    content = b"%PDF-1.7"
    size = 8
    pages = 1
