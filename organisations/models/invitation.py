"""Invitations into an organisation."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.consultancy import Consultancy
from organisations.models.organisation import Organisation, Role
from organisations.tenancy.fields import TenantModel

LONGEST_MESSAGE = 2000


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def of(self, organisation: Organisation) -> InvitationQuerySet:
        """Narrow to the invitations of one organisation."""
        return self.filter(organisation=organisation)

    def unanswered(self) -> InvitationQuerySet:
        """Narrow to those that nobody used or took back; some may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def into(self, role: str) -> InvitationQuerySet:
        """Narrow to those into a role that still wait for an answer."""
        return self.unanswered().filter(role=role, expires_at__gt=timezone.now())

    def handing_over(self) -> InvitationQuerySet:
        """Narrow to those with which a consultancy hands an organisation over, and still waits."""
        return self.unanswered().filter(consultancy__isnull=False)

    def with_inviters(self) -> InvitationQuerySet:
        """Fetch who invited with the invitations, in the order of the addresses."""
        return self.select_related("invited_by", "consultancy").order_by("email", "id")

    def settled_before(self, moment: datetime) -> InvitationQuerySet:
        """Narrow to those that were answered, taken back or ran out before a moment."""
        ran_out = Q(accepted_at=None, revoked_at=None, expires_at__lt=moment)
        return self.filter(Q(accepted_at__lt=moment) | Q(revoked_at__lt=moment) | ran_out)


class Invitation(TenantModel):
    """An invitation to one address. It is answered once, or withdrawn, or runs out.

    The link's secret stands only in the mail; `token_digest` is what finds the row for it. When the
    mail could not be sent, `mail_error` says why.

    With a `consultancy` it hands over the organisation that this consultancy founded: `name` and
    `message` then stand in the mail.
    """

    is_exported = False

    email = models.EmailField(_("E-Mail-Adresse"))
    role = models.CharField(_("Rolle"), max_length=10, choices=Role.choices)
    consultancy = models.ForeignKey(
        Consultancy,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Beratung"),
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    message = models.TextField(_("Persönliche Nachricht"), max_length=LONGEST_MESSAGE, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    invited_at = models.DateTimeField(_("eingeladen"), default=timezone.now)
    expires_at = models.DateTimeField(_("gilt bis"))
    token_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    sent_at = models.DateTimeField(_("verschickt"), null=True, blank=True)
    mail_error = models.CharField(_("nicht verschickt, weil"), max_length=500, blank=True)
    # Where the person who followed the link would rather have it.
    wanted_email = models.EmailField(_("gewünschte Adresse"), blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(_("angenommen"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["email", "id"]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=models.Q(consultancy__isnull=False, accepted_at=None, revoked_at=None),
                name="invitation_handing_over",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_unanswered",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody used the invitation or took it back; it may have run out."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether someone may still join with it."""
        return self.is_unanswered and not self.is_expired
