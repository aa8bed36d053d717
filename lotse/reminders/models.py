"""When what comes back, who was reminded of it, and who wants no mails; calendars to fetch."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.mails.models import Mail
from lotse.reminders.terms import TOPICS, OccasionKind, ReminderStage
from organisations.models import InstanceSettings, Membership
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel

LONGEST_RHYTHM = 60
SHORTEST_DAY = 2
KIND_NAMES = {
    OccasionKind.ROUND: _("Priorisierungsrunde"),
    OccasionKind.CHECK: _("Digitalisierungscheck"),
    OccasionKind.MANDATE: _("Beauftragung"),
    OccasionKind.MEASURE: _("Maßnahme"),
    OccasionKind.STEP: _("Teilschritt"),
}
STAGE_NAMES = {
    ReminderStage.BEFORE: _("vorher"),
    ReminderStage.MOVED: _("verschoben"),
    ReminderStage.DUE: _("am Tag"),
    ReminderStage.MISSED: _("überfällig"),
    ReminderStage.ESCALATED: _("an die Geschäftsführung"),
}


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
    sends_mails = models.BooleanField(_("Erinnerungen per Mail"), default=True)
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


class Reminder(TenantModel):
    """That a person was reminded of a date. The database allows each only once.

    `subject_id` is the id of the round, check, mandate, measure or step, 0 for the first round.
    Without a `mail` the person wants none about this topic, or the mail is forgotten.
    """

    is_exported = False

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", db_index=False, verbose_name=_("Person")
    )
    kind = models.CharField(
        _("Art"), max_length=8, choices=[(one, KIND_NAMES[one]) for one in OccasionKind]
    )
    subject_id = models.PositiveBigIntegerField(_("Bezug"))
    due_on = models.DateField(_("Termin"))
    stage = models.CharField(
        _("Stufe"), max_length=9, choices=[(one, STAGE_NAMES[one]) for one in ReminderStage]
    )
    sent_on = models.DateField(_("erinnert am"), default=timezone.localdate)
    mail = TenantForeignKey(Mail, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("Erinnerung")
        verbose_name_plural = _("Erinnerungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject_id", "due_on", "stage", "membership"],
                name="reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(OccasionKind)), name="reminder_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(ReminderStage)), name="reminder_stage_known"
            ),
        ]
        indexes = [models.Index(fields=["membership"], name="reminder_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id}: {self.get_stage_display()}"


class UnsubscriptionQuerySet(models.QuerySet["Unsubscription"]):
    """Questions about what people want no mails about."""

    def by(self, membership: Membership) -> UnsubscriptionQuerySet:
        """Narrow to one person."""
        return self.filter(organisation_id=membership.organisation_id, membership=membership)


class Unsubscription(TenantModel):
    """That a person wants no reminders about a topic in this organisation."""

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", db_index=False, verbose_name=_("Person")
    )
    topic = models.CharField(_("Thema"), max_length=9, choices=[(one, one) for one in TOPICS])
    since = models.DateTimeField(_("seit"), default=timezone.now)

    objects = UnsubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abbestellung")
        verbose_name_plural = _("Abbestellungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "topic"], name="unsubscribed_once"),
            models.CheckConstraint(condition=Q(topic__in=TOPICS), name="unsubscribed_topic_known"),
        ]

    def __str__(self) -> str:
        return self.topic


class CalendarFeed(TenantModel):
    """The secret address of one member's calendar.

    The secret itself is shown once and kept nowhere; `token_digest` finds the row for it. A
    revoked row stays, so that programs learn that the calendar is gone. `fetched_at` is when a
    program last asked, to the hour.
    """

    is_exported = False

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", verbose_name=_("Mitgliedschaft")
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("erstellt"), default=timezone.now)
    fetched_at = models.DateTimeField(_("abgerufen"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kalender-Link")
        verbose_name_plural = _("Kalender-Links")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_one_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"Kalender-Link vom {timezone.localdate(self.made_at):%d.%m.%Y}"


class MailSample(InstanceSettings):
    """The instance as the one that sends mails."""

    class Meta:
        proxy = True
        verbose_name = _("Mail-Vorlage")
        verbose_name_plural = _("Mails: ansehen und probeweise senden")
