"""The rhythm of an organisation: when what comes back, and when people may be written to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models.editable import EditableModel

LONGEST_RHYTHM = 60
SHORTEST_DAY = 2


class FederalState(models.TextChoices):
    """The Bundesländer, by which public holidays differ."""

    NONE = "", _("nur bundesweite Feiertage")
    BW = "BW", _("Baden-Württemberg")
    BY = "BY", _("Bayern")
    BE = "BE", _("Berlin")
    BB = "BB", _("Brandenburg")
    HB = "HB", _("Bremen")
    HH = "HH", _("Hamburg")
    HE = "HE", _("Hessen")
    MV = "MV", _("Mecklenburg-Vorpommern")
    NI = "NI", _("Niedersachsen")
    NW = "NW", _("Nordrhein-Westfalen")
    RP = "RP", _("Rheinland-Pfalz")
    SL = "SL", _("Saarland")
    SN = "SN", _("Sachsen")
    ST = "ST", _("Sachsen-Anhalt")
    SH = "SH", _("Schleswig-Holstein")
    TH = "TH", _("Thüringen")


def working_week() -> list[int]:
    """Return Monday to Friday."""
    return [1, 2, 3, 4, 5]


def validate_weekdays(value: object) -> None:
    """Raise `ValidationError` for everything that is not a list of different weekdays."""
    days = value if isinstance(value, list) else []
    are_days = all(type(one) is int and 1 <= one <= 7 for one in days)
    if not days or not are_days or len(set(days)) != len(days):
        raise ValidationError(_("Das sind keine Wochentage."))


class ReviewRhythm(EditableModel):
    """An organisation's rhythm; who never set one has the defaults."""

    round_months = models.PositiveSmallIntegerField(
        _("Priorisierungsrunde alle … Monate"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RHYTHM)],
    )
    check_months = models.PositiveSmallIntegerField(
        _("Check alle … Monate"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RHYTHM)],
    )
    sends_mails = models.BooleanField(_("Erinnerungen per E-Mail"), default=True)
    state = models.CharField(
        _("Bundesland"), max_length=2, choices=FederalState.choices, blank=True
    )
    weekdays = models.JSONField(
        _("Wochentage"), default=working_week, validators=[validate_weekdays]
    )
    begins = models.PositiveSmallIntegerField(
        _("Frühestens"), default=8, validators=[MaxValueValidator(24 - SHORTEST_DAY)]
    )
    ends = models.PositiveSmallIntegerField(
        _("Spätestens"),
        default=18,
        validators=[MinValueValidator(SHORTEST_DAY), MaxValueValidator(24)],
    )

    class Meta:
        verbose_name = _("Rhythmus der Wiedervorlage")
        verbose_name_plural = _("Rhythmus der Wiedervorlage")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="rhythm_once"),
            models.CheckConstraint(
                condition=Q(round_months__range=(1, LONGEST_RHYTHM))
                & Q(check_months__range=(1, LONGEST_RHYTHM)),
                name="rhythm_comes_back",
            ),
            models.CheckConstraint(
                condition=Q(ends__lte=24, ends__gte=F("begins") + SHORTEST_DAY),
                name="rhythm_day_is_long_enough",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FederalState.values), name="rhythm_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
