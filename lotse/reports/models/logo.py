"""The logo on the reports of an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import Job
from organisations.tenancy.fields import TenantModel


class LogoType(models.TextChoices):
    """What a logo is stored as."""

    PNG = "image/png", _("PNG")
    JPEG = "image/jpeg", _("JPEG")


class OrganisationLogo(TenantModel):
    """The one logo of an organisation, drawn anew from what was uploaded."""

    media_type = models.CharField(_("Art"), max_length=10, choices=LogoType.choices)
    content = models.BinaryField(_("Inhalt"))
    width = models.PositiveIntegerField(_("Breite in Pixeln"))
    height = models.PositiveIntegerField(_("Höhe in Pixeln"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(_("hochgeladen"), default=timezone.now)

    class Meta:
        verbose_name = _("Logo")
        verbose_name_plural = _("Logos")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="logo_once"),
            models.CheckConstraint(
                condition=models.Q(media_type__in=LogoType.values), name="logo_type_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_media_type_display()}, {self.width} × {self.height}"


class LogoUpload(Job):
    """A picture as it came, which waits for the worker; its content goes when its job has ended."""

    content = models.BinaryField(_("Inhalt"))

    class Meta:
        verbose_name = _("Hochgeladenes Logo")
        verbose_name_plural = _("Hochgeladene Logos")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
