"""The host's administration of people and organisations."""

from django.contrib import admin

from organisations.models import Organisation, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People, without their passwords."""

    list_display = ["email", "name", "is_active", "date_joined"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "is_superuser"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """What a person did stands behind the walls of their organisations: lock, not delete."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """The directory of organisations. What belongs to one stays behind its wall."""

    list_display = ["name", "field_of_work", "legal_form", "staff_count", "created_at"]
    search_fields = ["name", "slug"]
    list_filter = ["field_of_work", "legal_form"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Deleting an organisation is more than deleting a row."""
        return False
