"""What stands in a mandate: its parts, what may be chosen there, and all of it in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Mandate


@dataclass(frozen=True)
class Part:
    """A part of the mandate, which is one page of its form."""

    key: str
    title: str | Promise
    fields: tuple[str, ...]


PARTS = (
    Part("pilot", gettext_lazy("Personen"), ("pilot", "pilot_name", "deputy", "deputy_name")),
    Part("tasks", gettext_lazy("Aufgaben"), ("tasks",)),
    Part("powers", gettext_lazy("Entscheidungen"), ("powers", "spending_limit")),
    Part(
        "time",
        gettext_lazy("Zeit und Geld"),
        ("hours_per_week", "budget_per_year", "starts_on", "ends_on"),
    ),
    Part("support", gettext_lazy("Fortbildung und Ausstattung"), ("training", "equipment")),
    Part(
        "exchange",
        gettext_lazy("Team und Austausch"),
        ("announcement", "rhythm", "rhythm_note"),
    ),
)
PART_OF: dict[str, Part] = {part.key: part for part in PARTS}
CONTENT_FIELDS = tuple(name for part in PARTS for name in part.fields)

# What may be ticked in a list: key of the form → sentence that is stored.
SUGGESTIONS: dict[str, dict[str, str | Promise]] = {
    "tasks": {
        "check": gettext_lazy("Den Digitalisierungscheck durchführen und regelmäßig wiederholen"),
        "requirements": gettext_lazy("Anforderungen aus dem Team sammeln und festhalten"),
        "list": gettext_lazy(
            "Die Maßnahmenliste führen und mit der Geschäftsführung immer wieder neu ordnen"
        ),
        "implement": gettext_lazy("Beschlossene Maßnahmen Schritt für Schritt umsetzen"),
        "tools": gettext_lazy("Neue Werkzeuge aussuchen, ausprobieren und einführen"),
        "colleagues": gettext_lazy("Kolleg:innen anleiten und im Alltag unterstützen"),
        "guides": gettext_lazy("Kurze Anleitungen schreiben und aktuell halten"),
        "questions": gettext_lazy(
            "Fragen und Störungen annehmen und an die richtige Stelle weitergeben"
        ),
        "safety": gettext_lazy("Auf Datenschutz und sichere Passwörter achten"),
        "providers": gettext_lazy("Den Kontakt zu Anbietern und Dienstleistern halten"),
        "reports": gettext_lazy("Der Geschäftsführung regelmäßig berichten"),
    },
    "powers": {
        "order": gettext_lazy("Welche Maßnahme als Nächstes umgesetzt wird"),
        "time": gettext_lazy("Wann in der Woche an der Digitalisierung gearbeitet wird"),
        "trials": gettext_lazy(
            "Welche kostenlosen Werkzeuge ausprobiert werden, ohne Daten von Klient:innen"
        ),
        "trainings": gettext_lazy("Wann Einführungen und kurze Schulungen im Team stattfinden"),
        "accounts": gettext_lazy("Wer welche Zugänge bekommt und wann sie gesperrt werden"),
        "files": gettext_lazy("Wie Ordner, Dateien und Vorlagen heißen und wo sie liegen"),
        "offers": gettext_lazy("Welche Anbieter um ein Angebot gebeten werden"),
        "outages": gettext_lazy("Wen wir bei einer Störung rufen"),
    },
    "training": {
        "course": gettext_lazy("Mindestens eine Schulung im Jahr nach eigener Wahl"),
        "self": gettext_lazy("Zeit zum Ausprobieren und Lernen innerhalb der Arbeitszeit"),
        "peers": gettext_lazy("Austausch mit Digitalisierungslots:innen anderer Organisationen"),
        "privacy": gettext_lazy("Eine Schulung zum Datenschutz"),
        "change": gettext_lazy("Eine Schulung zum Begleiten von Veränderungen im Team"),
    },
    "equipment": {
        "laptop": gettext_lazy("Ein eigener Laptop"),
        "phone": gettext_lazy("Ein Diensthandy"),
        "place": gettext_lazy("Ein ruhiger Arbeitsplatz für die vereinbarten Stunden"),
        "access": gettext_lazy("Zugang zu allen Systemen, um die es geht"),
        "contracts": gettext_lazy("Einsicht in die Verträge mit Anbietern"),
    },
    "announcement": {
        "meeting": gettext_lazy("Die Geschäftsführung stellt die Beauftragung im Team vor"),
        "mail": gettext_lazy("Eine Nachricht an alle Mitarbeitenden"),
        "notice": gettext_lazy("Ein Aushang mit Namen und Sprechzeiten"),
        "board": gettext_lazy("Vorstand oder Träger werden informiert"),
        "newcomers": gettext_lazy("Neue Kolleg:innen erfahren es bei der Einarbeitung"),
    },
}


@dataclass(frozen=True)
class Fact:
    """One thing that is agreed on: a text, or a list of sentences. Both are empty while open."""

    label: str
    text: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is agreed on yet."""
        return not self.text and not self.items

    @property
    def plain(self) -> str | list[str]:
        """The same as a plain value, for the audit trail."""
        return list(self.items) if self.items else self.text


@dataclass(frozen=True)
class WrittenPart:
    """A part of a mandate with everything that is agreed on there."""

    part: Part
    facts: tuple[Fact, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is agreed on yet in this part."""
        return all(fact.is_open for fact in self.facts)


def written_parts(mandate: Mandate) -> list[WrittenPart]:
    """Return everything that a mandate says, part by part, in words."""
    return [WrittenPart(part, facts_of(mandate, part)) for part in PARTS]


def facts_of(mandate: Mandate, part: Part) -> tuple[Fact, ...]:
    """Return what a mandate says in one part."""
    return _FACTS[part.key](mandate)


def _people(mandate: Mandate) -> tuple[Fact, ...]:
    return (
        Fact(_("Digitalisierungslots:in"), mandate.pilot_name),
        Fact(_("Vertretung"), mandate.deputy_name),
    )


def _tasks(mandate: Mandate) -> tuple[Fact, ...]:
    return (Fact(_("Aufgaben"), items=tuple(mandate.tasks)),)


def _powers(mandate: Mandate) -> tuple[Fact, ...]:
    return (
        Fact(_("Entscheidet allein"), items=tuple(mandate.powers)),
        Fact(_("Gibt allein Geld aus"), _limit_in_words(mandate.spending_limit)),
    )


def _time(mandate: Mandate) -> tuple[Fact, ...]:
    return (
        Fact(_("Arbeitszeit"), _hours_in_words(mandate.hours_per_week)),
        Fact(_("Budget"), _budget_in_words(mandate.budget_per_year)),
        Fact(_("Beginn"), date_format(mandate.starts_on) if mandate.starts_on else ""),
        Fact(_("Ende"), _end_in_words(mandate)),
    )


def _support(mandate: Mandate) -> tuple[Fact, ...]:
    return (
        Fact(_("Fortbildung"), items=tuple(mandate.training)),
        Fact(_("Ausstattung"), items=tuple(mandate.equipment)),
    )


def _exchange(mandate: Mandate) -> tuple[Fact, ...]:
    talk = ", ".join(filter(None, [mandate.get_rhythm_display(), mandate.rhythm_note]))
    return (
        Fact(_("So erfährt es das Team"), items=tuple(mandate.announcement)),
        Fact(_("Gespräch mit der Geschäftsführung"), talk),
    )


_FACTS = {
    "pilot": _people,
    "tasks": _tasks,
    "powers": _powers,
    "time": _time,
    "support": _support,
    "exchange": _exchange,
}


def _euros(amount: int) -> str:
    return f"{number_format(amount, force_grouping=True)} Euro"


def _limit_in_words(amount: int | None) -> str:
    if amount is None:
        return ""
    if amount == 0:
        return _("gar nicht, jede Ausgabe wird vorher besprochen")
    return _("bis %s im Einzelfall") % _euros(amount)


def _hours_in_words(hours: Decimal | None) -> str:
    if hours is None:
        return ""
    if hours == 1:
        return _("1 Stunde in der Woche")
    return _("%s Stunden in der Woche") % number_format(Decimal(hours).normalize(), use_l10n=True)


def _budget_in_words(amount: int | None) -> str:
    if amount is None:
        return ""
    if amount == 0:
        return _("kein eigenes Budget")
    return _("%s im Jahr") % _euros(amount)


def _end_in_words(mandate: Mandate) -> str:
    if mandate.ends_on:
        return date_format(mandate.ends_on)
    return _("ohne festes Ende") if mandate.starts_on else ""
