"""What every row has that people edit one after the other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
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
