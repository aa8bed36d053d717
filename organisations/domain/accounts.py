"""Accounts that a host makes for someone else."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from organisations.models import User


def account_with(email: str) -> User | None:
    """Return the person with this address, verified or not, whatever its case; or None."""
    return User.objects.filter(email__iexact=email.strip()).first()


def make_account(email: str, name: str) -> User:
    """Store an account without a password, whose address has still to be proven; return it.

    Raises `IntegrityError` when the address has an account.
    """
    with transaction.atomic():
        user = User.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def prove_address(user: User) -> None:
    """Take the only address of a person for theirs: they followed a link that went there."""
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and addresses[0].email == user.email:
        addresses[0].verified = True
        addresses[0].save(update_fields=["verified"])
