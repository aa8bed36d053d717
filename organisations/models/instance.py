"""What the host sets for the whole instance."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 40_000
# The audit trail refuses to forget anything younger than a year.
SHORTEST_TRAIL = 12
MONTHS = _("In Monaten. Leer heißt: unbegrenzt.")


class Registration(models.TextChoices):
    """Who may make an account without an invitation."""

    AS_CONFIGURED = "", _("wie in LOTSE_REGISTRATION_OPEN eingestellt")
    OPEN = "open", _("offen: Jede:r darf ein Konto anlegen")
    CLOSED = "closed", _("geschlossen: nur auf Einladung")


class InstanceSettings(models.Model):
    """The one row of settings that the host changes in the administration, without a restart."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(
        _("Name dieser Installation"),
        max_length=60,
        default="Lotse",
        help_text=_("Steht oben auf jeder Seite und im Betreff von Mails."),
    )
    registration = models.CharField(
        _("Neue Konten"), max_length=6, blank=True, choices=Registration.choices
    )
    accent = models.CharField(
        _("Akzentfarbe, hell"),
        max_length=7,
        blank=True,
        help_text=_("Zum Beispiel #0f6a70. Leer heißt: die Farbe von Lotse."),
    )
    accent_dark = models.CharField(
        _("Akzentfarbe, dunkel"),
        max_length=7,
        blank=True,
        help_text=_(
            "Für Geräte mit dunkler Darstellung. Leer heißt: aus der hellen Farbe abgeleitet."
        ),
    )
    imprint = models.TextField(
        _("Impressum"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Steht unter /impressum/. Überschriften, Listen und Links in Markdown."),
    )
    privacy = models.TextField(
        _("Datenschutzerklärung"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Steht unter /datenschutz/. Überschriften, Listen und Links in Markdown."),
    )
    default_catalogue = models.CharField(
        _("Fragenkatalog für neue Checks"), max_length=60, blank=True
    )
    keep_checks_months = models.PositiveSmallIntegerField(
        _("Abgeschlossene Checks aufbewahren"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=MONTHS,
    )
    keep_trail_months = models.PositiveSmallIntegerField(
        _("Protokoll aufbewahren"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(
                SHORTEST_TRAIL,
                _("Das Protokoll bleibt mindestens %(limit_value)s Monate erhalten."),
            )
        ],
        help_text=_("In Monaten, mindestens 12. Leer heißt: unbegrenzt."),
    )
    keep_reports_months = models.PositiveSmallIntegerField(
        _("Berichte aufbewahren"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=MONTHS,
    )
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    class Meta:
        verbose_name = _("Einstellungen")
        verbose_name_plural = _("Einstellungen")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="instance_settings_once"),
            models.CheckConstraint(
                condition=models.Q(keep_trail_months=None)
                | models.Q(keep_trail_months__gte=SHORTEST_TRAIL),
                name="instance_trail_at_least_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
