from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """What to do: measures, ratings on five criteria and the ranked list."""

    name = "measures"
    verbose_name = _("Maßnahmen")
