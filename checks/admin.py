"""The host's view of published catalogues."""

from django.contrib import admin

from checks.models import Catalogue
from organisations.administration import HostAdmin


@admin.register(Catalogue)
class CatalogueAdmin(HostAdmin):
    """Published catalogues, to look at: they come in by `import_catalogue` and never change."""

    list_display = ["title", "key", "version", "published_at"]

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        """Catalogues are imported, not typed in here."""
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        """Published catalogues never change."""
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Checks rest on published catalogues."""
        return False
