"""Ratings on the five criteria, their weights, and suggestions that were declined."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Criterion
from checks.models import Catalogue
from measures.models.measure import Measure
from organisations.models import Organisation
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel

CRITERIA = tuple(str(criterion) for criterion in Criterion)
DEFAULT_WEIGHT = 5
HIGHEST_WEIGHT = 10


class Rating(TenantModel):
    """How a person rates a measure on one criterion, from 1 to 5."""

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="ratings", db_index=False)
    criterion = models.CharField(
        _("Kriterium"), max_length=12, choices=[(key, key) for key in CRITERIA]
    )
    value = models.PositiveSmallIntegerField(_("Bewertung"))
    note = models.CharField(_("Begründung"), max_length=500, blank=True)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    rated_at = models.DateTimeField(_("bewertet"), auto_now=True)

    class Meta:
        verbose_name = _("Bewertung")
        verbose_name_plural = _("Bewertungen")
        constraints = [
            models.UniqueConstraint(fields=["measure", "criterion"], name="rating_once"),
            models.CheckConstraint(
                condition=models.Q(value__range=(1, 5)), name="rating_value_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(criterion__in=CRITERIA), name="rating_criterion_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


def _weight(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label,
        default=DEFAULT_WEIGHT,
        validators=[MaxValueValidator(HIGHEST_WEIGHT)],
    )


class CriterionWeights(EditableModel):
    """How much each criterion counts for an organisation, from 0 to 10, not all zero."""

    feasibility = _weight(_("Einfache Umsetzbarkeit"))
    benefit = _weight(_("Klarer Mehrwert"))
    capability = _weight(_("Passung zu unseren Fähigkeiten"))
    integration = _weight(_("Vermeidung digitaler Inseln"))
    reuse = _weight(_("Nutzung bestehender Systeme"))

    class Meta:
        verbose_name = _("Gewichtung")
        verbose_name_plural = _("Gewichtungen")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="weights_once"),
            models.CheckConstraint(
                condition=models.Q(
                    **{f"{criterion}__range": (0, HIGHEST_WEIGHT) for criterion in CRITERIA}
                ),
                name="weights_in_range",
            ),
            models.CheckConstraint(
                condition=~models.Q(**dict.fromkeys(CRITERIA, 0)),
                name="weights_not_all_zero",
                violation_error_message=_("Mindestens ein Kriterium muss mehr als 0 zählen."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(str(weight) for weight in self.as_tuple())

    @classmethod
    def of(cls, organisation: Organisation) -> CriterionWeights:
        """Return the weights of an organisation, the default ones when it never set any."""
        stored = cls.objects.filter(organisation=organisation).first()
        return stored or cls(organisation=organisation, version=0)

    def as_tuple(self) -> tuple[int, ...]:
        """Return the five weights in the order of the criteria."""
        return tuple(getattr(self, criterion) for criterion in CRITERIA)


class DeclinedSuggestion(TenantModel):
    """A measure template that an organisation does not want, with the reason."""

    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    template_key = models.CharField(_("Vorlage"), max_length=60)
    reason = models.CharField(_("Begründung"), max_length=500)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    declined_at = models.DateTimeField(_("abgelehnt"), auto_now=True)

    class Meta:
        verbose_name = _("Abgelehnter Vorschlag")
        verbose_name_plural = _("Abgelehnte Vorschläge")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "template_key"], name="declined_once")
        ]

    def __str__(self) -> str:
        return self.template_key
