"""The audit trail of an organisation: who did what when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.organisation import Organisation
from organisations.models.user import User
from organisations.tenancy.fields import TenantModel


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Questions about the audit trail."""

    def of(self, organisation: Organisation) -> AuditEntryQuerySet:
        """Narrow to the trail of one organisation, the latest entry first."""
        return self.filter(organisation=organisation).order_by("-at", "-id")

    def names_of_people(self) -> list[str]:
        """Return the names of all who did something, in the order of the alphabet."""
        names = self.order_by("actor_name").values_list("actor_name", flat=True)
        return list(names.distinct())

    def since(self, moment: datetime) -> AuditEntryQuerySet:
        """Narrow to what happened after a moment."""
        return self.filter(at__gt=moment)

    def matching(
        self,
        *,
        topic: str = "",
        person: str = "",
        since: date | None = None,
        until: date | None = None,
        q: str = "",
    ) -> AuditEntryQuerySet:
        """Narrow to a topic, a person's name, days (both included), and words."""
        found = self
        if topic:
            found = found.filter(action__startswith=f"{topic}.")
        if person:
            found = found.filter(actor_name=person)
        if since:
            found = found.filter(at__date__gte=since)
        if until:
            found = found.filter(at__date__lte=until)
        for word in q.split():
            found = found.filter(Q(subject__icontains=word) | Q(actor_name__icontains=word))
        return found

    def of_person(self, user: User) -> AuditEntryQuerySet:
        """Narrow to what one person did."""
        return self.filter(actor_id=user.pk)

    def forget(self, organisation: Organisation, before: datetime | None = None) -> int:
        """Delete what is older than `before` from the trail of the activated organisation.

        Without `before`, all of it goes. Returns how many entries went. The database refuses
        what is younger than a year while the organisation's time has not come.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "select organisations_forget_trail(%s, coalesce(%s::timestamptz, 'infinity'))",
                [organisation.pk, before],
            )
            return int(cursor.fetchone()[0])


class AuditEntry(TenantModel):
    """One thing that someone did. Rows are written once: the database refuses every change.

    `action` is the key of an `auditing.Action`. The name of the actor is kept as it was, also
    when the person leaves. `before` and `after` map German labels to plain values.
    """

    is_append_only: ClassVar[bool] = True

    # Its entries go by `forget` before it is deleted: nothing else may delete them.
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("Zeitpunkt"), default=timezone.now)
    # Without a database constraint: deleting an account must not rewrite the trail.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    actor_name = models.CharField(_("Person"), max_length=120)
    actor_role = models.CharField(_("Rolle"), max_length=12, blank=True)
    action = models.CharField(_("Handlung"), max_length=60)
    subject = models.CharField(_("Gegenstand"), max_length=200, blank=True)
    before = models.JSONField(_("vorher"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("nachher"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokoll")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action}"

    @classmethod
    def go_with(cls, instance: Organisation, **_more: Any) -> None:
        """Delete the trail of an organisation that is about to be deleted."""
        cls.objects.forget(instance)
