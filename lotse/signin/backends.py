"""Fetches the signed-in person with one query: consultancy and second factor included."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef

from organisations.models import User


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in with e-mail address and password."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session with their consultancy, or None.

        `lacks_second_factor` (bool) is true for consultants and hosts, who need a second factor,
        until they have one.
        """
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        people = User.objects.select_related("consultant__consultancy").annotate(
            has_second_factor=Exists(factors)
        )
        person = people.filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        is_asked = settings.REQUIRE_SECOND_FACTOR and (person.is_staff or person.is_consultant)
        person.lacks_second_factor = is_asked and not person.has_second_factor  # type: ignore[attr-defined]
        return person
