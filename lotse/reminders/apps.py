from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Reviews that come back by themselves, reminders of them, and calendar feeds."""

    name = "lotse.reminders"
    label = "reminders"
    verbose_name = _("Wiedervorlage")
