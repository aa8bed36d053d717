from django.apps import AppConfig


class LotseConfig(AppConfig):
    """The project itself: commands, template tags and what composes the apps."""

    name = "lotse"

    def ready(self) -> None:
        """Listen to what happens to accounts."""
        from allauth.account.signals import password_reset

        from lotse.hosting.signals import password_was_set_by_link

        password_reset.connect(
            password_was_set_by_link, dispatch_uid="lotse.password_was_set_by_link"
        )
