"""Reports and their files."""

import factory

from lotse.reports.models import Report, ReportFile
from tests.factories.checks import CheckFactory
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation


class ReportFactory(TenantFactory):
    """A queued report."""

    class Meta:
        model = Report

    check_run = of_same_organisation(CheckFactory)
    requested_by = factory.SubFactory(UserFactory)


class ReportFileFactory(TenantFactory):
    """A tiny stand-in for a finished PDF."""

    class Meta:
        model = ReportFile

    report = of_same_organisation(ReportFactory, state="done", stage="finished")
    name = "bericht.pdf"
    content = b"%PDF-1.7"
    size = 8
    pages = 1
