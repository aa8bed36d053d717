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
        from organisations.domain import instance, invitation_mail, unreachable
        from organisations.models import InstanceSettings
        from organisations.signals import letter_settled
        from organisations.tenancy.role import refuse_privileged_role

        connection_created.connect(
            refuse_privileged_role, dispatch_uid="organisations.refuse_privileged_role"
        )
        post_save.connect(
            instance.forget, sender=InstanceSettings, dispatch_uid="organisations.settings_changed"
        )
        letter_settled.connect(
            invitation_mail.note_outcome, dispatch_uid="organisations.invitation_mail_settled"
        )
        letter_settled.connect(
            unreachable.note_outcome, dispatch_uid="organisations.undeliverable_address"
        )
