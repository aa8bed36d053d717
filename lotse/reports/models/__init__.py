"""Reports and their files."""

from lotse.reports.models.report import Kind, Report, ReportFile, Stage, State

__all__ = ["Kind", "Report", "ReportFile", "Stage", "State"]
