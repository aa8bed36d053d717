from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports as PDF, made in the background."""

    name = "lotse.reports"
    label = "reports"
    verbose_name = _("Berichte")
