from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Taking over an existing list of measures from Excel or CSV."""

    name = "lotse.imports"
    label = "imports"
    verbose_name = _("Einlesen von Listen")

    def ready(self) -> None:
        """Make imports known as a kind of job."""
        from lotse.imports.models import ListImport
        from lotse.imports.tasks import carry_out_import
        from lotse.jobs.kinds import register

        register(ListImport, carry_out_import)
