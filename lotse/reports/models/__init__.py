"""Reports, their files, links to them, and the logo on them."""

from lotse.reports.models.file import MEDIA_TYPES, Format, ReportFile
from lotse.reports.models.link import ReportLink
from lotse.reports.models.logo import LogoType, LogoUpload, OrganisationLogo
from lotse.reports.models.report import ON_A_CHECK, Kind, Report, Stage

__all__ = [
    "MEDIA_TYPES",
    "ON_A_CHECK",
    "Format",
    "Kind",
    "LogoType",
    "LogoUpload",
    "OrganisationLogo",
    "Report",
    "ReportFile",
    "ReportLink",
    "Stage",
]
