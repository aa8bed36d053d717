from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Who: people, organisations, memberships and the walls between tenants."""

    name = "organisations"
    verbose_name = _("Organisationen")

    def ready(self) -> None:
        """Let no connection through whose role the walls do not bind; follow the host's changes."""
        from organisations.domain import instance, inviting, letters, unreachable
        from organisations.models import AuditEntry, InstanceSettings, Organisation
        from organisations.tenancy import roles

        connection_created.connect(
            roles.refuse_mighty_role, dispatch_uid="organisations.refuse_mighty_role"
        )
        post_migrate.connect(
            roles.grant_to_application, sender=self, dispatch_uid="organisations.grant"
        )
        pre_delete.connect(
            AuditEntry.go_with, sender=Organisation, dispatch_uid="organisations.trail_goes"
        )
        post_save.connect(
            instance.forget, sender=InstanceSettings, dispatch_uid="organisations.settings_changed"
        )
        letters.WHEN_SETTLED.extend((inviting.note_outcome, unreachable.note_outcome))
