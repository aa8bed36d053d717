"""Consultancies, their consultants, and the organisations that let them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel

if TYPE_CHECKING:
    from organisations.models.organisation import Organisation
    from organisations.models.user import User


class Consultancy(models.Model):
    """A Beratung or umbrella association that accompanies organisations on this instance."""

    name = models.CharField(_("Name der Beratung"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)

    class Meta:
        verbose_name = _("Beratung")
        verbose_name_plural = _("Beratungen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Consultant(models.Model):
    """A person who works for a consultancy."""

    consultancy = models.ForeignKey(
        Consultancy, models.CASCADE, related_name="consultants", verbose_name=_("Beratung")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="consultant",
        verbose_name=_("Person"),
    )
    joined_at = models.DateTimeField(_("dabei seit"), auto_now_add=True)

    class Meta:
        verbose_name = _("Berater:in")
        verbose_name_plural = _("Berater:innen")

    def __str__(self) -> str:
        return f"{self.user} ({self.consultancy})"


class AccessLevel(models.TextChoices):
    """What an organisation lets a consultancy do."""

    READ = "read", _("mitlesen")
    EDIT = "edit", _("mitlesen und bearbeiten")


class AccompanimentQuerySet(models.QuerySet["Accompaniment"]):
    """Questions about which consultancies accompany which organisations."""

    def of(self, organisation: Organisation) -> AccompanimentQuerySet:
        """Narrow to the accompaniments of one organisation."""
        return self.filter(organisation=organisation)

    def of_person(self, user: User) -> AccompanimentQuerySet:
        """Narrow to the accompaniments by the consultancy for which a person works."""
        return self.filter(consultancy__consultants__user=user)

    def for_a_table(self) -> AccompanimentQuerySet:
        """Fetch the organisations along, and nothing that a table of many does not show."""
        return self.select_related("organisation").only(
            "level",
            "organisation__name",
            "organisation__slug",
            "organisation__field_of_work",
            "organisation__staff_count",
            "organisation__active_at",
        )

    def with_people(self) -> AccompanimentQuerySet:
        """Fetch the consultancies with their consultants, in the order of their names."""
        return (
            self.select_related("consultancy", "granted_by", "last_seen_by")
            .prefetch_related(
                models.Prefetch(
                    "consultancy__consultants",
                    Consultant.objects.select_related("user").order_by("user__name", "id"),
                )
            )
            .order_by("consultancy__name")
        )


class Accompaniment(TenantModel):
    """An organisation's consent that a consultancy accompanies it. Withdrawing deletes the row."""

    is_exported = False

    consultancy = models.ForeignKey(
        Consultancy, models.CASCADE, related_name="+", verbose_name=_("Beratung")
    )
    level = models.CharField(
        _("Zugang"), max_length=4, choices=AccessLevel.choices, default=AccessLevel.READ
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    granted_at = models.DateTimeField(_("erteilt"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("zuletzt hineingesehen"), null=True, blank=True)
    last_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Begleitung")
        verbose_name_plural = _("Begleitungen")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "consultancy"], name="accompaniment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=AccessLevel.values), name="accompaniment_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultancy} ({self.get_level_display()})"
