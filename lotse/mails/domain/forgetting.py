"""Mails that have ended are kept for a while, then without content, then not at all."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lotse.mails import queries
from organisations import tenancy
from organisations.models import Organisation

CONTENT_KEPT_FOR = timedelta(days=30)
# Longer than any reminder's occasion comes back, so that none is sent twice.
ROW_KEPT_FOR = timedelta(days=400)


def forget_old_mails() -> int:
    """Remove content and addresses after 30 days, the rows after 400; return how many changed."""
    now = timezone.now()
    with tenancy.across(Organisation.objects.all()):
        emptied = (
            queries.mails()
            .with_content_since(now - CONTENT_KEPT_FOR)
            .update(
                to="",
                reply_to="",
                subject="",
                text="",
                html="",
                headers={},
                attachments=[],
                seed="",
                content_removed_at=now,
            )
        )
        deleted, _by_model = queries.mails().ended_before(now - ROW_KEPT_FOR).delete()
    return emptied + deleted
