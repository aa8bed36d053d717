"""Reports and their files."""

from lotse.reports.models.report import Report, ReportFile, Stage, State

__all__ = ["Report", "ReportFile", "Stage", "State"]
