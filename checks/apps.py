from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    """What is: catalogues, checks, answers and requirements."""

    name = "checks"
    verbose_name = _("Checks")
