"""What every row has that people edit one after the other, and what can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class EditableModel(TenantModel):
    """Base of rows that people edit: it says who made the row and when, and counts its versions.

    `version` grows with every change that is stored, so a form that was opened on an older one is
    noticed (`organisations.domain.editing.RowEditor`).
    """

    version = models.PositiveIntegerField(_("Fassung"), default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    class Meta:
        abstract = True


# So long a removed row can be taken back; the sweep of what is over deletes it after that.
UNDO_FOR = timedelta(days=1)


class CurrentManager(models.Manager[Any]):
    """Leaves out what was removed."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows that nobody removed."""
        return super().get_queryset().filter(removed_at=None)


def apart(rows: models.QuerySet[Any]) -> tuple[list[Any], list[Any]]:
    """Return which of some rows are there, and which can be taken back, the last one first.

    The rows are some of `with_removed`. Both come with one query.
    """
    since = timezone.now() - UNDO_FOR
    found = list(rows.filter(models.Q(removed_at=None) | models.Q(removed_at__gt=since)))
    removed = sorted((row for row in found if row.removed_at), key=_removed_at, reverse=True)
    return [row for row in found if row.removed_at is None], removed


def _removed_at(row: Any) -> Any:
    return row.removed_at


class RemovableModel(models.Model):
    """Base of rows that stay for a while once they are removed, so that it can be undone.

    A model gives itself two managers: `objects`, made of `CurrentManager`, leaves removed rows
    out, and so do relations; `with_removed` has them. So has what asks Django's base manager:
    exports, and deleting what they belong to.
    """

    removed_at = models.DateTimeField(_("entfernt"), null=True, blank=True)

    with_removed: Any

    class Meta:
        abstract = True

    @classmethod
    def to_take_back(cls, **about: Any) -> Any:
        """Return the removed rows that can be taken back, the last one first."""
        since = timezone.now() - UNDO_FOR
        return cls.with_removed.filter(removed_at__gt=since, **about).order_by("-removed_at")

    @classmethod
    def forget_removed(cls) -> int:
        """Delete for good what can be taken back no more; return how many rows went."""
        over: tuple[int, Any] = cls.with_removed.filter(
            removed_at__lte=timezone.now() - UNDO_FOR
        ).delete()
        return over[0]

    def set_removed(self, at: datetime | None) -> bool:
        """Store when the row went, None when it is back; return whether that is news."""
        if (self.removed_at is None) == (at is None):
            return False
        self.removed_at = at
        self.save(update_fields=["removed_at"])
        return True
