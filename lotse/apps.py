from django.apps import AppConfig

# Messages of `shared_task`s go by this application. Not in `lotse/__init__.py`: what reads foreign
# files belongs to this package too, and starts without Celery and Django.
import lotse.celery  # noqa: F401


class LotseConfig(AppConfig):
    """The project itself: commands, template tags and what composes the apps."""

    name = "lotse"

    def ready(self) -> None:
        """Listen to people signing in and to what happens to accounts; register our checks."""
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authenticator_used
        from django.contrib.auth.signals import user_logged_in

        from lotse.accounts import password_was_set_by_link
        from lotse.hosting import system_checks  # noqa: F401
        from lotse.signin.middleware import begin_to_note
        from lotse.signin.second_factor import tell_of_recovery_code

        user_logged_in.connect(begin_to_note, dispatch_uid="lotse.signin.begin_to_note")
        authenticator_used.connect(
            tell_of_recovery_code, dispatch_uid="lotse.signin.tell_of_recovery_code"
        )
        password_reset.connect(
            password_was_set_by_link, dispatch_uid="lotse.password_was_set_by_link"
        )
