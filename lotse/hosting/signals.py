"""What follows from things that happen to accounts."""

from __future__ import annotations

from typing import Any

from organisations.domain.accounts import prove_address
from organisations.models import User


def password_was_set_by_link(user: User, **signal: Any) -> None:
    """Whoever sets their first password by a link from a mail has proven the address."""
    if user.last_login is None:
        prove_address(user)
