"""A mail: a row first, sent by a worker; and the mailbox in which mails come back."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import UNFINISHED, Job, JobQuerySet, State
from organisations.domain import letters


def new_message_id() -> str:
    """Return an identifier that no other mail has."""
    return f"<{uuid4()}@{urlsplit(settings.BASE_URL).hostname}>"


class MailQuerySet(JobQuerySet["Mail"]):
    """What one asks about jobs, of mails."""


class Mail(Job):
    """A mail to one person. Its `identity` makes it the only one of its organisation.

    `handed_over_at` is set just before the mail server gets the content, after which it may accept
    the mail: a mail with it is never sent again by itself. When nobody noted the answer, the mail
    is done but `is_unconfirmed`.
    """

    # A mail server that is away for a day loses nothing.
    most_attempts: ClassVar[int] = 12
    first_pause: ClassVar[timedelta] = timedelta(minutes=1)
    longest_pause: ClassVar[timedelta] = timedelta(hours=4)

    kind = models.CharField(_("Art"), max_length=40)
    about = models.PositiveBigIntegerField(_("Bezug"), null=True, blank=True)
    identity = models.CharField(_("Kennung"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Person"),
    )
    to = models.EmailField(_("An"), blank=True)
    reply_to = models.EmailField(_("Antwort an"), blank=True)
    subject = models.CharField(_("Betreff"), max_length=500, blank=True)
    text = models.TextField(_("Text"), blank=True)
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField(_("Kopfzeilen"), default=dict, blank=True)
    # A list of {"name", "media_type", "content"}.
    attachments = models.JSONField(_("Anhänge"), default=list, blank=True)
    # Mails of any organisation with the same `joins` leave as one, with the Message-ID `sent_with`.
    joins = models.CharField(_("gehört zusammen mit"), max_length=200, blank=True)
    sent_with = models.CharField(_("verschickt mit"), max_length=200, blank=True)
    seed = models.CharField(_("Saat"), max_length=64, blank=True)
    secret_digest = models.CharField(_("Prüfwert"), max_length=64, blank=True)
    message_id = models.CharField(_("Nachrichtenkennung"), max_length=200, default=new_message_id)
    not_after = models.DateTimeField(_("nicht mehr nach"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("übergeben"), null=True, blank=True)
    is_unconfirmed = models.BooleanField(_("ohne Bestätigung"), default=False)
    # A mail server said that it will never arrive; and it said so after it had taken it.
    is_for_good = models.BooleanField(_("nicht zustellbar"), default=False)
    is_returned = models.BooleanField(_("zurückgekommen"), default=False)
    content_removed_at = models.DateTimeField(_("Inhalt entfernt"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mail")
        verbose_name_plural = _("Mails")
        ordering = ["-requested_at", "-id"]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=models.Q(state__in=UNFINISHED),
                name="mail_unfinished",
            ),
            models.Index(
                fields=["organisation", "kind", "about"],
                condition=models.Q(state__in=UNFINISHED),
                name="mail_waiting_about",
            ),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(fields=["joins"], condition=~models.Q(joins=""), name="mail_joins"),
            models.Index(
                fields=["sent_with"], condition=~models.Q(sent_with=""), name="mail_sent_with"
            ),
            models.Index(
                fields=["finished_at"],
                condition=models.Q(content_removed_at=None),
                name="mail_with_content",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "identity"], name="mail_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_too_late(self) -> bool:
        """Whether what it says is over."""
        return self.not_after is not None and self.not_after <= timezone.now()

    @property
    def never_left(self) -> bool:
        """Whether it was withdrawn, or given up because it came too late."""
        return self.state == State.CANCELLED or (self.state == State.FAILED and self.is_too_late)

    @property
    def is_exhausted(self) -> bool:
        """Whether all attempts were made; what was handed over needs none, only its end."""
        return self.handed_over_at is None and super().is_exhausted

    def begin_anew(self) -> None:
        """Forget that a mail server had it: a person wants it to be sent again."""
        self.handed_over_at, self.is_unconfirmed, self.sent_with = None, False, ""
        self.is_for_good = self.is_returned = False

    def has_ended(self) -> None:
        """Tell whose mail it is how it ended."""
        outcome = letters.LetterOutcome(
            organisation_id=self.organisation_id,
            kind=self.kind,
            about=self.about,
            to=self.to,
            error=self.error if self.state == State.FAILED else "",
            is_for_good=self.is_for_good,
            is_returned=self.is_returned,
            is_accepted=self.state == State.DONE and not self.is_unconfirmed,
        )
        for tell in letters.WHEN_SETTLED:
            tell(outcome)


class ReturnsMailbox(models.Model):
    """Up to where a mailbox for returned mails was read: UIDVALIDITY and UID of the last message.

    It belongs to the instance and to no organisation.
    """

    name = models.CharField(_("Postfach"), max_length=300, unique=True)
    validity = models.PositiveBigIntegerField("UIDVALIDITY", default=0)
    uid = models.PositiveBigIntegerField("UID", default=0)
    read_at = models.DateTimeField(_("zuletzt gelesen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Postfach für zurückgekommene Mails")
        verbose_name_plural = _("Postfächer für zurückgekommene Mails")

    def __str__(self) -> str:
        return self.name
