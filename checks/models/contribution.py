"""What colleagues say to questions of a check. It never changes an answer by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models.check import AnswerState, Check
from organisations.tenancy.fields import TenantForeignKey, TenantModel

LONGEST_MESSAGE = 1000
LONGEST_REMARK = 1000


class TeamFunction(models.TextChoices):
    """What someone does in the team, coarse enough not to name anyone."""

    LEADING = "leading", _("Leitung")
    OFFICE = "office", _("Verwaltung und Büro")
    PEOPLE = "people", _("Beratung, Betreuung, Pflege, Pädagogik")
    HOUSE = "house", _("Haus, Küche, Technik, Fahrdienst")
    VOLUNTEER = "volunteer", _("Ehrenamt")
    TRAINEE = "trainee", _("Ausbildung, Praktikum, Freiwilligendienst")
    OTHER = "other", _("Anderes")


def _number_of(rows: Any) -> Coalesce:
    """Count related rows in a query of their own, so that counts do not multiply."""
    counted = rows.order_by().values("organisation_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class ContributionRequestQuerySet(models.QuerySet["ContributionRequest"]):
    """Questions about requests to colleagues."""

    def with_figures(self) -> ContributionRequestQuerySet:
        """Add `asked`, people with a valid link, and `heard`, voices that said something."""
        mine = {"organisation_id": OuterRef("organisation_id"), "request_id": OuterRef("pk")}
        personal = ContributionLink.objects.filter(**mine, voice__isnull=False, revoked_at=None)
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("pk")
        )
        voices = Voice.objects.filter(Exists(said), **mine)
        return self.annotate(asked=_number_of(personal), heard=_number_of(voices))

    def with_someone_to_remind(self) -> ContributionRequestQuerySet:
        """Narrow to those where someone said nothing yet and got no reminder."""
        links = ContributionLink.objects.filter(
            organisation_id=OuterRef("organisation_id"), request_id=OuterRef("pk")
        )
        return self.filter(Exists(links.to_remind()))

    def over_before(self, moment: datetime) -> ContributionRequestQuerySet:
        """Narrow to those that nobody could answer any more at a moment."""
        return self.filter(
            Q(closes_on__lt=timezone.localdate(moment))
            | Q(ended_at__lt=moment)
            | Q(check_run__finished_at__lt=moment)
        )

    def open_until(self, day: date) -> ContributionRequestQuerySet:
        """Narrow to open ones that close on a day or before it."""
        return self.filter(
            closes_on__range=(timezone.localdate(), day),
            ended_at=None,
            check_run__finished_at=None,
        )

    def unended(self) -> ContributionRequestQuerySet:
        """Narrow to those that colleagues of a running check can answer today."""
        return self.filter(closes_on__gte=timezone.localdate(), ended_at=None)


class ContributionRequest(TenantModel):
    """A pilot asks colleagues chosen questions of a check, until a day.

    `question_keys` are in the order of the catalogue. Names stand beside contributions only
    when that was agreed with the colleagues.
    """

    check_run = TenantForeignKey(
        Check, models.CASCADE, related_name="contribution_requests", db_column="check_id"
    )
    question_keys = models.JSONField(_("Fragen"), default=list)
    names_agreed = models.BooleanField(_("Namen vereinbart"), default=False)
    message = models.TextField(_("Nachricht"), max_length=LONGEST_MESSAGE, blank=True)
    closes_on = models.DateField(_("offen bis"))
    ended_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(_("gefragt"), default=timezone.now)

    objects = ContributionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anfrage an Kolleg:innen")
        verbose_name_plural = _("Anfragen an Kolleg:innen")
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"Anfrage vom {timezone.localdate(self.asked_at):%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        """Whether colleagues may still answer and change what they said."""
        in_time = self.closes_on >= timezone.localdate()
        return in_time and self.ended_at is None and not self.check_run.is_finished

    @property
    def was_ended_early(self) -> bool:
        """Whether it ended before the day that colleagues were told."""
        return self.ended_at is not None and timezone.localdate(self.ended_at) <= self.closes_on


class Voice(TenantModel):
    """One person who takes part in a request. `name` is empty unless names were agreed.

    Stays on this instance: rows of single people, taken along in an archive, would say more
    about them than the pages that show at least three voices together.
    """

    is_exported = False

    request = TenantForeignKey(ContributionRequest, models.CASCADE, related_name="voices")
    function = models.CharField(_("Aufgabe im Team"), max_length=10, choices=TeamFunction.choices)
    name = models.CharField(_("Name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Stimme")
        verbose_name_plural = _("Stimmen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(function__in=TeamFunction.values), name="voice_function_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_function_display())


class ContributionLinkQuerySet(models.QuerySet["ContributionLink"]):
    """Questions about links for contributions."""

    def personal(self) -> ContributionLinkQuerySet:
        """Narrow to links of one person each, with their voices and mails."""
        found = self.filter(voice__isnull=False).select_related("voice")
        return found.prefetch_related("mails")

    def valid(self) -> ContributionLinkQuerySet:
        """Narrow to links that nobody took back."""
        return self.filter(revoked_at=None)

    def sheet(self) -> ContributionLink | None:
        """Return the link on the printed sheet, or None."""
        return self.valid().filter(voice=None).first()

    def to_remind(self) -> ContributionLinkQuerySet:
        """Narrow to those whose holder said nothing yet and got no reminder, but can get one."""
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("voice_id")
        )
        reminded = ContributionMail.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            link_id=OuterRef("pk"),
            kind=MailKind.REMINDER,
        )
        reachable = self.valid().filter(voice__isnull=False).exclude(email="")
        return reachable.exclude(Exists(said)).exclude(Exists(reminded))

    def asked_by_mail(self) -> ContributionLinkQuerySet:
        """Narrow to those whose holder got the mail that asks."""
        sent = ContributionMail.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            link_id=OuterRef("pk"),
            kind=MailKind.ASKING,
            sent_at__isnull=False,
        )
        return self.valid().exclude(email="").filter(Exists(sent))


class ContributionLink(TenantModel):
    """A secret link to a request: one person's own, or the shared one on a printed sheet.

    The secret is made from `seed` and the instance's key, so that it can be shown again but not
    be read from the database, which finds the link by `token_digest`. A shared link has no
    voice; each sitting gets one of its own.
    """

    is_exported = False

    request = TenantForeignKey(ContributionRequest, models.CASCADE, related_name="links")
    voice = TenantForeignKey(
        Voice, models.CASCADE, null=True, blank=True, related_name="links", db_index=False
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    seed = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("erstellt"), default=timezone.now)
    revoked_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    objects = ContributionLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("Link für einen Beitrag")
        verbose_name_plural = _("Links für Beiträge")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["voice"], name="contribution_link_one_a_voice"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(voice=None, revoked_at=None),
                name="contribution_link_one_sheet",
            ),
            models.UniqueConstraint(
                fields=["request", "email"],
                condition=models.Q(revoked_at=None) & ~models.Q(email=""),
                name="contribution_link_one_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Aushang"))

    @property
    def is_shared(self) -> bool:
        """Whether it stands on a sheet for many people."""
        return self.voice_id is None


class MailKind(models.TextChoices):
    """Why a mail goes to the holder of a link: asked, reminded, told what became of it."""

    ASKING = "asking", _("Anfrage")
    REMINDER = "reminder", _("Erinnerung")
    ENDED = "ended", _("Ende der Anfrage")
    REOPENED = "reopened", _("Anfrage geht weiter")
    REVOKED = "revoked", _("Link zurückgezogen")


class ContributionMail(TenantModel):
    """A mail with a link. The database keeps it to one of each kind for a link."""

    is_exported = False

    link = TenantForeignKey(ContributionLink, models.CASCADE, related_name="mails", db_index=False)
    kind = models.CharField(_("Art"), max_length=8, choices=MailKind.choices)
    ordered_at = models.DateTimeField(_("veranlasst"), default=timezone.now)
    sent_at = models.DateTimeField(_("verschickt"), null=True, blank=True)
    error = models.CharField(_("nicht verschickt, weil"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Mail an Kolleg:innen")
        verbose_name_plural = _("Mails an Kolleg:innen")
        constraints = [
            models.UniqueConstraint(fields=["link", "kind"], name="contribution_mail_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.link_id}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Questions about contributions."""

    def of_check(self, check: Check) -> ContributionQuerySet:
        """Narrow to those to one check, with their voices."""
        found = self.filter(
            organisation_id=check.organisation_id, voice__request__check_run_id=check.pk
        )
        return found.select_related("voice").order_by("pk")

    def heard(self) -> ContributionQuerySet:
        """Narrow to those that say something to the question, not only in a note."""
        return self.exclude(state=AnswerState.OPEN)


class Contribution(TenantModel):
    """A Beitrag: what one voice says to one question; the fields mean what those of `Answer` do."""

    is_exported = False

    voice = TenantForeignKey(Voice, models.CASCADE, related_name="contributions", db_index=False)
    question_key = models.CharField(_("Frage"), max_length=60)
    state = models.CharField(_("Stand"), max_length=14, choices=AnswerState.choices)
    level = models.PositiveSmallIntegerField(_("Stufe"), null=True, blank=True)
    value = models.JSONField(_("Wert"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=LONGEST_REMARK, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        constraints = [
            models.UniqueConstraint(fields=["voice", "question_key"], name="contribution_once"),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__range=(0, 4)),
                name="contribution_level_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(state="answered") | models.Q(level=None, value=None),
                name="contribution_only_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.get_state_display()}"


class HandCount(TenantModel):
    """How many hands went up for one option of a question in a meeting."""

    request = TenantForeignKey(
        ContributionRequest, models.CASCADE, related_name="hand_counts", db_index=False
    )
    question_key = models.CharField(_("Frage"), max_length=60)
    option = models.CharField(_("Antwort"), max_length=60)
    hands = models.PositiveSmallIntegerField(_("Hände"))

    class Meta:
        verbose_name = _("gezählte Hände")
        verbose_name_plural = _("gezählte Hände")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "question_key", "option"], name="hand_count_once"
            ),
            models.CheckConstraint(
                condition=models.Q(hands__range=(1, 200)), name="hand_count_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}, {self.option}: {self.hands}"
