from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports as PDF, made in the background."""

    name = "lotse.reports"
    label = "reports"
    verbose_name = _("Berichte")

    def ready(self) -> None:
        """Make reports known as a kind of job."""
        from lotse.jobs.kinds import register
        from lotse.reports.models import Report
        from lotse.reports.tasks import make_report

        register(Report, make_report)
