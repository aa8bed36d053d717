"""Reports from their order to their files, compared with WeasyPrint alone on the finished HTML."""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection

from django.db import connections
from weasyprint import CSS, HTML

from bench.figures import Figure
from bench.reporting import MEASURES, ReportingOrganisation
from bench.stage import Stage
from bench.timing import fastest, stopwatch
from lotse.reports.domain.making import make_report
from lotse.reports.domain.typesetting import STYLE_SHEET
from lotse.reports.models import ReportKind

MOST_TIMES_WEASYPRINT = 1.5
MANY_MEASURES = 300
PDF = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
KINDS = (ReportKind.CHECK, ReportKind.SHORT, ReportKind.PROGRESS)


def measure(stage: Stage) -> list[Figure]:
    """Return what reports of 60 answers cost, with 40 and with 300 measures."""
    figures = []
    for measures in (MEASURES, MANY_MEASURES):
        with ReportingOrganisation(stage.few, measures) as reporting:
            for kind in KINDS:
                figures += _of_kind(stage, reporting, kind, measures)
    return figures


def _of_kind(
    stage: Stage, reporting: ReportingOrganisation, kind: ReportKind, measures: int
) -> list[Figure]:
    html, style = reporting.finished_html(kind), CSS(string=STYLE_SHEET.read_text("utf-8"))
    took = fastest(
        {
            "weasyprint": stopwatch(
                lambda: HTML(string=html).write_pdf(stylesheets=[style], **PDF)
            ),
            "report": stopwatch(
                lambda: make_report(reporting.organisation.pk, reporting.order(kind).pk)
            ),
        },
        stage.reports,
        warm_up=1,
    )
    pages = reporting.pages_of_last_report()
    peak = _peak_memory(reporting, kind)
    # A short report is typeset until it has two pages, which WeasyPrint alone does not know.
    is_agreed = kind == ReportKind.CHECK and measures == MEASURES
    return [
        Figure(
            f"{kind.label} mit 60 Antworten und {measures} Maßnahmen",
            took["report"] / took["weasyprint"],
            "-fach",
            MOST_TIMES_WEASYPRINT if is_agreed else None,
            f"{took['report']:.1f} s, WeasyPrint allein {took['weasyprint']:.1f} s, "
            f"{pages} Seiten, höchstens {peak} MB".replace(".", ","),
        )
    ]


def _peak_memory(reporting: ReportingOrganisation, kind: ReportKind) -> int:
    """Return the megabytes that a process of its own needs at most while it makes a report."""
    report = reporting.order(kind)
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    connections.close_all()
    process = context.Process(
        target=_make_and_tell, args=(theirs, reporting.organisation.pk, report.pk)
    )
    process.start()
    peak = int(ours.recv())
    process.join()
    return peak


def _make_and_tell(told: Connection, organisation_id: int, report_id: int) -> None:
    make_report(organisation_id, report_id)
    told.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
