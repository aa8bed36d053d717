"""People, organisations, memberships, mandates, invitations, consultancies and the audit trail."""

from organisations.models.audit import AuditEntry
from organisations.models.consultancy import AccessLevel, Accompaniment, Consultancy, Consultant
from organisations.models.instance import InstanceSettings, Registration
from organisations.models.invitation import Invitation
from organisations.models.mandate import Mandate, MandatePaper, Rhythm, ScanKind, Side
from organisations.models.organisation import (
    FieldOfWork,
    LegalForm,
    Membership,
    Organisation,
    Role,
)
from organisations.models.undeliverable import UndeliverableAddress
from organisations.models.user import User

__all__ = [
    "AccessLevel",
    "Accompaniment",
    "AuditEntry",
    "Consultancy",
    "Consultant",
    "FieldOfWork",
    "InstanceSettings",
    "Invitation",
    "LegalForm",
    "Mandate",
    "MandatePaper",
    "Membership",
    "Organisation",
    "Registration",
    "Rhythm",
    "Role",
    "ScanKind",
    "Side",
    "UndeliverableAddress",
    "User",
]
