"""Checks of an organisation, their answers, and their moves to newer versions of the catalogue."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models.catalogue import Catalogue
from organisations.models import Organisation
from organisations.tenancy.fields import TenantForeignKey, TenantModel

NOTE_LENGTH = 4000
TEXT_LENGTH = 2000


def validate_keys(value: object) -> None:
    """Refuse what is no list of keys, for what comes from a file."""
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise ValidationError(_("Das ist keine Liste von Schlüsseln."))


class CheckQuerySet(models.QuerySet["Check"]):
    """Questions about checks."""

    def of(self, organisation: Organisation) -> CheckQuerySet:
        """Narrow to the checks of one organisation."""
        return self.filter(organisation=organisation)

    def running(self) -> CheckQuerySet:
        """Narrow to checks that are not closed yet."""
        return self.filter(finished_at=None)

    def finished(self) -> CheckQuerySet:
        """Narrow to closed checks, the latest first."""
        return self.exclude(finished_at=None).order_by("-finished_at")

    def with_catalogues(self) -> CheckQuerySet:
        """Fetch along what the catalogues are called, without their documents."""
        return self.select_related("catalogue").defer("catalogue__document")

    def closed_before(self, check: Check) -> CheckQuerySet:
        """Narrow to checks of the same organisation closed before this one, the latest first.

        Before a running check are all closed ones.
        """
        closed = self.filter(organisation_id=check.organisation_id).finished().exclude(pk=check.pk)
        if check.finished_at is None:
            return closed
        return closed.filter(finished_at__lt=check.finished_at)

    def latest_of_each(self) -> CheckQuerySet:
        """Narrow to the latest closed check of every organisation."""
        closed = self.exclude(finished_at=None)
        return closed.order_by("organisation_id", "-finished_at").distinct("organisation_id")


class Check(TenantModel):
    """A Digitalisierungscheck. It keeps the catalogue version it was started on."""

    catalogue = models.ForeignKey(
        Catalogue, models.PROTECT, related_name="+", verbose_name=_("Fragenkatalog")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    finished_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)
    # The check that this one repeats: its answers are shown beside the questions.
    predecessor = TenantForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voriger Check"),
    )
    current_key = models.CharField(_("zuletzt gezeigte Frage"), max_length=60, blank=True)
    # What a closed check showed, so that many of them can be compared without their answers.
    percent = models.PositiveSmallIntegerField(_("Reifegrad in Prozent"), null=True, blank=True)
    area_percents = models.JSONField(_("Reifegrad je Handlungsfeld"), default=dict, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("Check")
        verbose_name_plural = _("Checks")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(finished_at=None),
                name="check_one_running",
            ),
            models.CheckConstraint(
                condition=models.Q(percent=None)
                | models.Q(percent__range=(0, 100), finished_at__isnull=False),
                name="check_percent_only_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Check vom {timezone.localdate(self.started_at):%d.%m.%Y}"

    @property
    def is_finished(self) -> bool:
        """Whether the check was closed."""
        return self.finished_at is not None


class AnswerState(models.TextChoices):
    """What an answer says. An open one has only a note yet."""

    OPEN = "open", _("noch offen")
    ANSWERED = "answered", _("beantwortet")
    UNKNOWN = "unknown", _("Weiß ich nicht")
    NOT_APPLICABLE = "not_applicable", _("Trifft nicht zu")


class Answer(TenantModel):
    """The answer to one question or opening fact of a check.

    `level` is set for answered level questions, `value` for answers of every other kind,
    `exceptions` are the keys of what the answer does not hold for. `version` counts up with every
    save and lets a stale form be noticed. `is_carried` marks an answer taken over from a check on
    another catalogue, `reworded_in` the catalogue version that put its question in other words;
    both until someone saves the answer here.
    """

    check_run = TenantForeignKey(
        Check, models.CASCADE, related_name="answers", db_column="check_id", db_index=False
    )
    question_key = models.CharField(_("Frage"), max_length=60)
    state = models.CharField(_("Stand"), max_length=14, choices=AnswerState.choices)
    level = models.PositiveSmallIntegerField(_("Stufe"), null=True, blank=True)
    value = models.JSONField(_("Wert"), null=True, blank=True)
    exceptions = models.JSONField(
        _("Ausnahmen"), default=list, blank=True, validators=[validate_keys]
    )
    note = models.TextField(_("Notiz"), max_length=NOTE_LENGTH, blank=True)
    version = models.PositiveIntegerField(_("Fassung"), default=1)
    is_carried = models.BooleanField(_("übernommen"), default=False)
    reworded_in = models.PositiveSmallIntegerField(
        _("neu formuliert in Version"), null=True, blank=True
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        constraints = [
            models.UniqueConstraint(fields=["check_run", "question_key"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__range=(0, 4)),
                name="answer_level_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(state="answered") | models.Q(level=None, value=None),
                name="answer_only_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.get_state_display()}"


class CatalogueMove(TenantModel):
    """One step of a running check from a version of its catalogue to a newer one.

    For the way back, `requirement_areas` says which requirements went into another area or to
    another question, as `{"text": …, "before": area key, "after": area key, "question": key
    before}`, and `origins` from which old question the answer to each new one came.
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
    origins = models.JSONField(_("Herkunft der Antworten"), default=dict, blank=True)

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
    exceptions = models.JSONField(
        _("Ausnahmen"), default=list, blank=True, validators=[validate_keys]
    )
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
