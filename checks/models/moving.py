"""Checks that moved to a newer version of their catalogue, and answers without a place there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models.catalogue import Catalogue
from checks.models.check import NOTE_LENGTH, AnswerState, Check
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class CatalogueMove(TenantModel):
    """One step of a running check from a version of its catalogue to a newer one.

    `requirement_areas` says which requirements went into another area, as
    `{"text": …, "before": area key, "after": area key}`, so that the way back finds them.
    """

    check_run = TenantForeignKey(
        Check, models.CASCADE, related_name="moves", db_column="check_id", verbose_name=_("Check")
    )
    from_catalogue = models.ForeignKey(
        Catalogue, models.PROTECT, related_name="+", verbose_name=_("bisheriger Fragenkatalog")
    )
    to_catalogue = models.ForeignKey(
        Catalogue, models.PROTECT, related_name="+", verbose_name=_("neuer Fragenkatalog")
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    moved_at = models.DateTimeField(_("umgestellt"), default=timezone.now)
    requirement_areas = models.JSONField(_("verschobene Anforderungen"), default=list, blank=True)

    class Meta:
        verbose_name = _("Umstellung eines Checks")
        verbose_name_plural = _("Umstellungen von Checks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_run", "to_catalogue"], name="catalogue_move_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_catalogue=models.F("to_catalogue")),
                name="catalogue_move_between_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_catalogue} → {self.to_catalogue}"


class SetAsideAnswer(TenantModel):
    """An answer for which a newer version has no place: kept as it was, and readable.

    `question_text` and `said` are in words, because the version of the check by now knows
    neither. Everything else is as in `Answer`, so that the way back restores it.
    """

    move = TenantForeignKey(
        CatalogueMove, models.CASCADE, related_name="set_aside", verbose_name=_("Umstellung")
    )
    question_key = models.CharField(_("Frage"), max_length=60)
    question_text = models.CharField(_("Wortlaut der Frage"), max_length=200)
    said = models.TextField(_("Antwort in Worten"))
    state = models.CharField(_("Stand"), max_length=14, choices=AnswerState.choices)
    level = models.PositiveSmallIntegerField(_("Stufe"), null=True, blank=True)
    value = models.JSONField(_("Wert"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=NOTE_LENGTH, blank=True)
    version = models.PositiveIntegerField(_("Fassung"), default=1)
    is_carried = models.BooleanField(_("übernommen"), default=False)
    reworded_in = models.PositiveSmallIntegerField(
        _("neu formuliert in Version"), null=True, blank=True
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField(_("geändert"), default=timezone.now)

    class Meta:
        verbose_name = _("Aufgehobene Antwort")
        verbose_name_plural = _("Aufgehobene Antworten")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["move", "question_key"], name="set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_text}: {self.said}"
