from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports as PDF, made in the background."""

    name = "lotse.reports"
    label = "reports"
    verbose_name = _("Berichte")

    def ready(self) -> None:
        """Make reports and uploaded logos known as kinds of jobs; say where there are reports."""
        from lotse.jobs.kinds import register
        from lotse.reports.models import LogoUpload, Report
        from lotse.reports.tasks import draw_logo, make_report
        from organisations.domain.places import CONTENTS

        register(Report, make_report)
        register(LogoUpload, draw_logo)
        CONTENTS["report"] = lambda here: Report.objects.filter(organisation=here)
