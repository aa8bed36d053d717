from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Heartbeats, queues and failures, for hosts and for their supervisors."""

    name = "lotse.monitoring"
    label = "monitoring"
    verbose_name = _("Betrieb")
