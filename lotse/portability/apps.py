from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortabilityConfig(AppConfig):
    """Taking an organisation's data along, bringing them back, and deleting them for good."""

    name = "lotse.portability"
    label = "portability"
    verbose_name = _("Daten")

    def ready(self) -> None:
        """Make exports known as a kind of job."""
        from lotse.jobs.kinds import register
        from lotse.portability.models import DataExport
        from lotse.portability.tasks import make_export

        register(DataExport, make_export)
