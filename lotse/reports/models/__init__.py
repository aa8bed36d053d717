"""Reports and their files."""

from lotse.reports.models.report import Kind, Report, ReportFile, Stage

__all__ = ["Kind", "Report", "ReportFile", "Stage"]
