"""The system landscape: systems in use, and the connections by which data moves between them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey


class SystemKind(models.TextChoices):
    """What a system is for, as far as small social organisations have such systems."""

    MAIL = "mail", _("E-Mail")
    CALENDAR = "calendar", _("Kalender")
    FILES = "files", _("Dateiablage")
    OFFICE = "office", _("Textverarbeitung und Tabellen")
    SHEET = "sheet", _("Eigene Tabelle")
    CASES = "cases", _("Fachsoftware, Fallakte")
    PAPER = "paper", _("Papierakte, Ordner")
    ADDRESSES = "addresses", _("Adressen und Kontakte")
    MEMBERS = "members", _("Mitgliederverwaltung")
    ROSTER = "roster", _("Dienstplan")
    HOURS = "hours", _("Zeiterfassung")
    PAYROLL = "payroll", _("Lohn und Gehalt")
    BILLING = "billing", _("Abrechnung mit Kostenträgern")
    ACCOUNTING = "accounting", _("Buchhaltung")
    BANKING = "banking", _("Online-Banking")
    DONATIONS = "donations", _("Spendenverwaltung")
    GRANTS = "grants", _("Anträge und Nachweise")
    BOOKING = "booking", _("Termine und Räume buchen")
    TASKS = "tasks", _("Aufgaben und Abläufe")
    KNOWLEDGE = "knowledge", _("Handbuch, Wissen")
    MESSENGER = "messenger", _("Messenger")
    VIDEO = "video", _("Videokonferenz")
    PHONE = "phone", _("Telefon, Fax")
    WEBSITE = "website", _("Website")
    SOCIAL = "social", _("Soziale Medien")
    NEWSLETTER = "newsletter", _("Rundbrief")
    PASSWORDS = "passwords", _("Passwort-Tresor")
    BACKUP = "backup", _("Datensicherung")
    OTHER = "other", _("Anderes")


class SystemState(models.TextChoices):
    """Whether a system is there. Only what is in use stands on the map."""

    IN_USE = "in_use", _("in Betrieb")
    PLANNED = "planned", _("geplant")
    RETIRED = "retired", _("nicht mehr in Betrieb")


class Login(models.TextChoices):
    """How people get into a system."""

    NONE = "none", _("ohne Anmeldung")
    SHARED = "shared", _("ein gemeinsames Passwort")
    PERSONAL = "personal", _("eigenes Passwort für jede Person")
    TWO_FACTOR = "two_factor", _("eigenes Passwort und zweiter Faktor")
    CENTRAL = "central", _("ein Konto für mehrere Systeme")


class Export(models.TextChoices):
    """Whether one gets one's own data out of a system."""

    YES = "yes", _("ja")
    NO = "no", _("nein")
    UNKNOWN = "unknown", _("weiß ich nicht")


class System(EditableModel):
    """A system the organisation works with: a program, a service, a table, a folder of paper."""

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(
        _("Art"), max_length=12, choices=SystemKind.choices, default=SystemKind.OTHER
    )
    state = models.CharField(
        _("Stand"), max_length=8, choices=SystemState.choices, default=SystemState.IN_USE
    )
    purpose = models.CharField(_("Wofür nutzen Sie es?"), max_length=300, blank=True)
    operator = models.CharField(_("Wer betreibt es?"), max_length=200, blank=True)
    used_by = models.CharField(_("Wer nutzt es?"), max_length=200, blank=True)
    data = models.CharField(_("Welche Daten liegen darin?"), max_length=500, blank=True)
    contract = models.CharField(_("Vertrag"), max_length=200, blank=True)
    yearly_cost = models.PositiveIntegerField(
        _("Kosten im Jahr in Euro"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(9_999_999)],
    )
    login = models.CharField(_("Anmeldung"), max_length=10, choices=Login.choices, blank=True)
    export = models.CharField(
        _("Lassen sich alle Daten herausholen?"),
        max_length=7,
        choices=Export.choices,
        default=Export.UNKNOWN,
    )
    support_ends = models.DateField(_("Hersteller unterstützt es bis"), null=True, blank=True)
    notes = models.TextField(_("Notizen"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("System")
        verbose_name_plural = _("Systeme")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="system_name_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=SystemState.values), name="system_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TransferMethod(models.TextChoices):
    """How data gets from one system to another (the keys of `islands.FlowMethod`)."""

    AUTOMATIC = "automatic", _("von selbst")
    FILE = "file", _("als Datei")
    TYPED = "typed", _("doppelt getippt")
    PAPER = "paper", _("auf Papier")


class Connection(EditableModel):
    """Data that moves from one system to another, in one direction."""

    source = TenantForeignKey(
        System, models.CASCADE, related_name="leaving", verbose_name=_("Von welchem System?")
    )
    target = TenantForeignKey(
        System, models.CASCADE, related_name="arriving", verbose_name=_("In welches System?")
    )
    data = models.CharField(_("Welche Daten?"), max_length=120)
    transfer_method = models.CharField(_("Wie?"), max_length=9, choices=TransferMethod.choices)
    times_a_week = models.DecimalField(
        _("Wie oft in der Woche?"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(5000)],
    )
    minutes = models.PositiveSmallIntegerField(
        _("Wie viele Minuten jedes Mal?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(600)],
    )

    class Meta:
        verbose_name = _("Verbindung")
        verbose_name_plural = _("Verbindungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "source", "target", Lower("data"), name="connection_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="connection_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(transfer_method__in=TransferMethod.values),
                name="connection_transfer_method_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.data}"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has to carry the data over."""
        return self.transfer_method in (TransferMethod.TYPED, TransferMethod.PAPER)
