"""Mails on behalf of organisations."""

from lotse.mails.models.mail import Mail

__all__ = ["Mail"]
