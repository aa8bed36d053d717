from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """What is due, told to people where they look: calendar feeds."""

    name = "lotse.reminders"
    label = "reminders"
    verbose_name = _("Erinnerungen")
