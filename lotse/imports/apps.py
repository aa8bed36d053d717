from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Taking over an existing list of measures from Excel or CSV."""

    name = "lotse.imports"
    label = "imports"
    verbose_name = _("Einlesen von Listen")

    def ready(self) -> None:
        """Make reading files and importing them known as kinds of jobs."""
        from lotse.imports.models import ListImport, UploadedList
        from lotse.imports.tasks import import_list, read_uploaded_list
        from lotse.jobs.kinds import register

        register(UploadedList, read_uploaded_list)
        register(ListImport, import_list)
