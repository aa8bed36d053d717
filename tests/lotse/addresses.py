"""All addresses of our own, and an organisation in which each of them leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotse.reminders.domain import unsubscribing
from lotse.reports.document.model import Document, Heading, as_json, paragraph
from tests import factories
from tests.factories import (
    AccompanimentFactory,
    CalendarFeedFactory,
    CheckFactory,
    ComparedRequirementFactory,
    ContributionLinkFactory,
    ContributionRequestFactory,
    DataExportFileFactory,
    InvitationFactory,
    JournalEntryFactory,
    JudgementFactory,
    ListImportFactory,
    MandateFactory,
    MandatePaperFactory,
    MeasureFactory,
    MeasureFileFactory,
    MembershipFactory,
    OrganisationLogoFactory,
    OutcomeFactory,
    ReportFileFactory,
    ReportLinkFactory,
    RoundSnapshotFactory,
    StepFactory,
    UploadedListFactory,
)

SECRET = "das-geheimnis-einer-einladung"
CONTRIBUTION_SECRET = "das-geheimnis-eines-beitrags"
CALENDAR_SECRET = "das-geheimnis-eines-kalenders"
REPORT_SECRET = "das-geheimnis-eines-berichts"
DOCUMENT = as_json(
    Document(
        title="Bericht",
        headline="Verein Muster",
        description="Ein Bericht",
        organisation="Verein Muster",
        made_at=datetime(2026, 3, 1, tzinfo=UTC),
        running="Bericht",
        opening=(),
        blocks=(Heading("Wo wir stehen"), paragraph("Gut.")),
    )
)
FOREIGN_APPS = {"admin", "account", "socialaccount", "mfa"}
# What stands in addresses beside ids. A line for one URL name wins over one for all.
WORDS = {
    "key": "pilot",
    "part": "pilot",
    "template_key": "name-pilot",
    ("checks:requirements", "key"): "leadership",
    ("checks:area", "key"): "leadership",
    ("checks:repeat_area", "key"): "leadership",
    ("measures:take_along", "file_kind"): "excel",
    ("measures:hand_over_file", "file_kind"): "aufgaben",
    ("help:page", "key"): "ergebnis",
    ("outbox-mail", "name"): "wort.log",
    # Somebody else's; one's own sessions are tried in tests/organisations/views/test_account.py.
    ("organisations:end_session", "session"): "1",
}


def all_patterns(resolver: Any = None, namespaces: tuple[str, ...] = ()) -> Iterator[Any]:
    """Yield (full name, kwargs names, view) of every URL of our own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in FOREIGN_APPS and "allauth" not in str(pattern.urlconf_name):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from all_patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
            yield ":".join([*namespaces, pattern.name]), names, pattern.callback


OF_AN_ORGANISATION = [found for found in all_patterns() if "slug" in found[1]]
OF_EVERYONE = [found for found in all_patterns() if "slug" not in found[1]]


def furnish(organisation: Any) -> dict[str, Any]:
    """Create what addresses name, as far as it hangs together; return the ids."""
    before = CheckFactory(organisation=organisation, finished_at="2025-01-02T10:00Z")
    check = CheckFactory(organisation=organisation, predecessor=before)
    measure = MeasureFactory(organisation=organisation, rated=(3, 3, 3, 3, 3))
    snapshot = RoundSnapshotFactory(organisation=organisation)
    OutcomeFactory(organisation=organisation, measure=measure)
    judgement = JudgementFactory(organisation=organisation, requirement__check_run=check)
    ComparedRequirementFactory(
        organisation=organisation,
        comparison=judgement.tool.comparison,
        requirement=judgement.requirement,
    )
    file = ReportFileFactory(organisation=organisation, report__check_run=check)
    InvitationFactory(organisation=organisation, secret=SECRET)
    asking = ContributionRequestFactory(organisation=organisation, check_run=check)
    report_link = ReportLinkFactory(
        organisation=organisation, report=file.report, secret=REPORT_SECRET
    )
    ReportFileFactory(
        organisation=organisation, report=file.report, format="document", content=DOCUMENT
    )
    for office in ("docx", "xlsx"):
        ReportFileFactory(organisation=organisation, report=file.report, format=office)
    OrganisationLogoFactory(organisation=organisation)
    link = ContributionLinkFactory(
        organisation=organisation, request=asking, secret=CONTRIBUTION_SECRET
    )
    CalendarFeedFactory(organisation=organisation, secret=CALENDAR_SECRET)
    paper = MandatePaperFactory(organisation=organisation)
    MandateFactory(organisation=organisation, number=2)
    return {
        "token": SECRET,
        "calendar_token": CALENDAR_SECRET,
        "contribution_token": CONTRIBUTION_SECRET,
        "unsubscribe_token": unsubscribing.token_for(
            MembershipFactory(organisation=organisation), ["measure"]
        ),
        "contribution_request_id": asking.pk,
        "contribution_link_id": link.pk,
        "check_id": check.pk,
        "mandate_id": paper.mandate_id,
        "measure_id": measure.pk,
        "requirement_id": judgement.requirement_id,
        "tool_comparison_id": judgement.tool.comparison_id,
        "tool_id": judgement.tool_id,
        "step_id": StepFactory(organisation=organisation, measure=measure).pk,
        "measure_file_id": MeasureFileFactory(organisation=organisation, measure=measure).pk,
        "journal_entry_id": JournalEntryFactory(organisation=organisation, measure=measure).pk,
        "prioritisation_round_id": snapshot.round_id,
        "round_snapshot_id": snapshot.pk,
        "report_id": file.report.pk,
        "report_link_id": report_link.pk,
        "report_token": REPORT_SECRET,
        "data_export_id": DataExportFileFactory(organisation=organisation).export.pk,
        "uploaded_list_id": UploadedListFactory(organisation=organisation).pk,
        "list_import_id": ListImportFactory(organisation=organisation).pk,
        "accompaniment_id": AccompanimentFactory(organisation=organisation).pk,
    }


def address(
    name: str, kwargs_names: list[str], organisation: Any, furniture: Any = (), owner: Any = None
) -> str:
    """Return the address of a URL.

    Ids come from `furniture`; what is not there is created for `owner`, by default the
    organisation itself: `measure_id` means a measure.
    """
    kwargs = dict(furniture)
    for part in kwargs_names:
        if part == "slug":
            kwargs[part] = organisation.slug
        elif part in kwargs:
            continue
        elif not part.endswith("_id"):
            kwargs[part] = WORDS.get((name, part), WORDS.get(part, "wort"))
        else:
            kwargs[part] = _create(part.removesuffix("_id"), owner or organisation).pk
    return reverse(name, kwargs={part: kwargs[part] for part in kwargs_names})


def _create(what: str, organisation: Any) -> Any:
    model = next(m for m in apps.get_models() if m.__name__.lower() == what.replace("_", ""))
    return getattr(factories, f"{model.__name__}Factory")(organisation=organisation)
