"""Reports and their files."""

from datetime import timedelta

import factory
from django.utils import timezone

from lotse.reports.models import (
    ON_A_CHECK,
    LogoUpload,
    OrganisationLogo,
    Report,
    ReportFile,
    ReportKind,
    ReportLink,
)
from organisations.domain.secret_links import digest_of
from tests.factories.checks import CheckFactory, ToolComparisonFactory
from tests.factories.organisations import (
    MandateFactory,
    TenantFactory,
    UserFactory,
    of_same_organisation,
)
from tests.factories.rounds import RoundSnapshotFactory


class ReportFactory(TenantFactory):
    """A queued report on a check; `kind` makes it one on a mandate or on requirements."""

    class Meta:
        model = Report

    class Params:
        is_on_check = factory.LazyAttribute(lambda report: report.kind in ON_A_CHECK)
        is_on_mandate = factory.LazyAttribute(lambda one: one.kind == ReportKind.MANDATE)
        is_on_round = factory.LazyAttribute(lambda one: one.kind == ReportKind.ROUND)
        is_specification = factory.LazyAttribute(lambda one: one.kind == ReportKind.SPECIFICATION)

    kind = ReportKind.CHECK
    check_run = factory.Maybe("is_on_check", of_same_organisation(CheckFactory), None)
    mandate = factory.Maybe("is_on_mandate", of_same_organisation(MandateFactory), None)
    comparison = factory.Maybe(
        "is_specification", of_same_organisation(ToolComparisonFactory), None
    )
    snapshot = factory.Maybe("is_on_round", of_same_organisation(RoundSnapshotFactory), None)
    since = factory.LazyAttribute(
        lambda report: (
            timezone.localdate() - timedelta(days=90)
            if report.kind == ReportKind.PROGRESS
            else None
        )
    )
    requested_by = factory.SubFactory(UserFactory)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        about = {
            ReportKind.CHECK: "check_run",
            ReportKind.SHORT: "check_run",
            ReportKind.START: "check_run",
            ReportKind.PROGRESS: "since",
            ReportKind.MANDATE: "mandate",
            ReportKind.ROUND: "snapshot",
            ReportKind.SPECIFICATION: "comparison",
        }
        own = about[ReportKind(kwargs["kind"])]
        kept = {own, "check_run"} if own == "since" else {own}
        return kwargs | {name: None for name in about.values() if name not in kept}


class ReportFileFactory(TenantFactory):
    """A tiny stand-in for a finished PDF."""

    class Meta:
        model = ReportFile

    report = of_same_organisation(ReportFactory, state="done", stage="finished")
    name = "bericht.pdf"
    content = b"%PDF-1.7"
    size = 8
    pages = 1


class ReportLinkFactory(TenantFactory):
    """An open link to a finished report; give its secret as `secret`."""

    class Meta:
        model = ReportLink

    class Params:
        secret = factory.Sequence(lambda number: f"geheim-{number}")

    report = of_same_organisation(ReportFactory, state="done", stage="finished")
    name = "Stiftung Muster"
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    seed = "0" * 32
    token_digest = factory.LazyAttribute(lambda link: digest_of(link.secret))
    made_by = factory.SubFactory(UserFactory)


class OrganisationLogoFactory(TenantFactory):
    """A stand-in for a logo."""

    class Meta:
        model = OrganisationLogo

    media_type = "image/png"
    content = b"\x89PNG"
    width = 120
    height = 60


class LogoUploadFactory(TenantFactory):
    """A picture that waits for the worker."""

    class Meta:
        model = LogoUpload

    content = b"\x89PNG"
