from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Who: people, organisations, memberships and the walls between tenants."""

    name = "organisations"
    verbose_name = _("Organisationen")

    def ready(self) -> None:
        """Let no connection through whose role the walls do not bind; follow the host's changes."""
        from organisations.domain import instance, inviting, letters, unreachable
        from organisations.models import InstanceSettings
        from organisations.tenancy import refuse_privileged_role

        connection_created.connect(
            refuse_privileged_role, dispatch_uid="organisations.refuse_privileged_role"
        )
        post_save.connect(
            instance.forget, sender=InstanceSettings, dispatch_uid="organisations.settings_changed"
        )
        letters.WHEN_SETTLED.extend((inviting.note_outcome, unreachable.note_outcome))
