"""People, organisations and memberships."""

from organisations.models.organisation import (
    FieldOfWork,
    LegalForm,
    Membership,
    Organisation,
    Role,
)
from organisations.models.user import User

__all__ = ["FieldOfWork", "LegalForm", "Membership", "Organisation", "Role", "User"]
