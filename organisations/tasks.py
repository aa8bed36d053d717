"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from organisations.domain import inviting


@shared_task
def forget_old_invitations() -> None:
    """Delete invitations that were settled long ago."""
    inviting.forget_old_invitations()
