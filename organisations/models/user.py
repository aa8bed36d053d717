"""People with an account. They sign in with their e-mail address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a new user with a hashed password (unusable when `password` is None)."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a host's administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, perhaps in several organisations."""

    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)
    # Set by a trigger, whichever way the account was deactivated.
    deactivated_at = models.DateTimeField(
        _("zuletzt deaktiviert"), null=True, blank=True, editable=False
    )
    is_staff = models.BooleanField(_("darf die Verwaltung betreten"), default=False)
    date_joined = models.DateTimeField(_("angelegt"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Mit dieser Adresse gibt es schon ein Konto."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session has to know: sessions from before a deactivation do not."""
        return self._since_deactivation(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same for each former key of the instance."""
        yield from map(self._since_deactivation, super().get_session_auth_fallback_hash())

    def _since_deactivation(self, digest: str) -> str:
        return f"{digest}{self.deactivated_at.timestamp()}" if self.deactivated_at else digest

    def get_full_name(self) -> str:
        """Return the name as Django and allauth ask for it."""
        return self.name

    @property
    def is_consultant(self) -> bool:
        """Whether this person works for a consultancy; asks the database nothing when signed in."""
        return hasattr(self, "consultant")
