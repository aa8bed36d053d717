from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """What background jobs have in common."""

    name = "lotse.jobs"
    label = "jobs"
    verbose_name = _("Aufträge")
