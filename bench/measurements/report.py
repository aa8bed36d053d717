"""A report from its order to its file, compared with WeasyPrint alone on the finished HTML."""

from __future__ import annotations

from weasyprint import CSS, HTML

from bench.figures import Figure
from bench.reporting import ReportingOrganisation
from bench.stage import Stage
from bench.timing import fastest, stopwatch
from lotse.reports.domain.making import make_report
from lotse.reports.domain.typesetting import STYLE_SHEET

MOST_TIMES_WEASYPRINT = 1.5
PDF = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


def measure(stage: Stage) -> list[Figure]:
    """Return how much longer a report of 60 answers and 40 measures takes."""
    with ReportingOrganisation(stage.few) as reporting:
        html, style = reporting.finished_html(), CSS(string=STYLE_SHEET.read_text("utf-8"))
        took = fastest(
            {
                "weasyprint": stopwatch(
                    lambda: HTML(string=html).write_pdf(stylesheets=[style], **PDF)
                ),
                "report": stopwatch(
                    lambda: make_report(reporting.organisation.pk, reporting.order().pk)
                ),
            },
            stage.reports,
            warm_up=1,
        )
        pages = reporting.pages_of_last_report()
    return [
        Figure("WeasyPrint allein auf dem fertigen HTML", took["weasyprint"], "s"),
        Figure(
            "Bericht mit 60 Antworten und 40 Maßnahmen",
            took["report"] / took["weasyprint"],
            "-fach",
            MOST_TIMES_WEASYPRINT,
            f"{took['report']:.1f} s, {pages} Seiten".replace(".", ","),
        ),
    ]
