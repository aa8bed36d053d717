"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from checks.domain import contribution_requests


@shared_task
def remind_before_closing() -> None:
    """Remind colleagues who said nothing yet shortly before a request ends."""
    contribution_requests.remind_before_closing()


@shared_task
def forget_old_contribution_links() -> None:
    """Delete links, names and addresses of requests that are long over."""
    contribution_requests.forget_old_links()
