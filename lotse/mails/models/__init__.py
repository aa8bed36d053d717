"""Mails on behalf of organisations."""

from lotse.mails.models.mail import Mail, ReturnsMailbox

__all__ = ["Mail", "ReturnsMailbox"]
