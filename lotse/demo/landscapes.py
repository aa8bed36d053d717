"""The systems of the demo organisations and how data moves between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DemoSystem:
    """A system; `more` are further fields of the model."""

    name: str
    kind: str
    purpose: str
    used_by: str
    more: dict[str, Any]


@dataclass(frozen=True)
class DemoConnection:
    """A connection between two systems by their names."""

    source: str
    target: str
    data: str
    transfer_method: str
    times_a_week: str
    minutes: int | None = None


@dataclass(frozen=True)
class DemoLandscape:
    """Everything a demo organisation knows of its systems.

    `touches` says which measures (by their templates) do what with which systems.
    """

    systems: tuple[DemoSystem, ...] = ()
    connections: tuple[DemoConnection, ...] = ()
    touches: dict[str, dict[str, str]] = field(default_factory=dict)


def _system(name: str, kind: str, purpose: str, used_by: str, **more: Any) -> DemoSystem:
    return DemoSystem(name, kind, purpose, used_by, more)


YOUTH_CLUB_LANDSCAPE = DemoLandscape(
    systems=(
        _system("Wandkalender", "calendar", "Termine und Raumbelegung", "alle im Büro"),
        _system("Anwesenheitsliste", "paper", "Wer wann im offenen Treff war", "alle"),
        _system(
            "Statistik-Tabelle",
            "sheet",
            "Besuchszahlen für den Verwendungsnachweis",
            "Leitung",
            export="yes",
        ),
        _system("Förderportal der Stadt", "grants", "Anträge und Nachweise", "Leitung"),
        _system("Messenger-Gruppe", "messenger", "Absprachen im Team", "alle", login="personal"),
    ),
    connections=(
        DemoConnection("Anwesenheitsliste", "Statistik-Tabelle", "Besuchszahlen", "typed", "1", 45),
        DemoConnection(
            "Statistik-Tabelle", "Förderportal der Stadt", "Besuchszahlen", "typed", "0.1", 90
        ),
    ),
)

CARE_LANDSCAPE = DemoLandscape(
    systems=(
        _system(
            "Pflegeprogramm",
            "cases",
            "Pflegeplanung und Dokumentation",
            "Pflege und Verwaltung",
            operator="Dienstleister",
            data="Namen, Adressen, Diagnosen, Verläufe",
            contract="Wartungsvertrag, jährlich kündbar",
            yearly_cost=4200,
            login="personal",
            export="unknown",
        ),
        _system(
            "Abrechnungsprogramm",
            "billing",
            "Leistungen mit den Pflegekassen abrechnen",
            "Verwaltung",
            yearly_cost=1900,
            login="personal",
            export="yes",
        ),
        _system(
            "Dienstplan-Tabelle",
            "roster",
            "Wer wann welche Tour fährt",
            "Pflegedienstleitung",
            data="Namen, Arbeitszeiten, Abwesenheiten",
            login="shared",
            export="yes",
            notes="Eine Datei für jeden Monat. Nur eine Person kann sie zur selben Zeit öffnen.",
        ),
        _system("Stundenzettel", "paper", "Überstunden und Fahrzeiten", "Pflege", export="no"),
        _system(
            "Lohnprogramm",
            "payroll",
            "Löhne und Meldungen",
            "Verwaltung",
            operator="Steuerbüro",
            contract="Teil des Vertrags mit dem Steuerbüro",
            login="two_factor",
            export="yes",
        ),
        _system(
            "Buchhaltung",
            "accounting",
            "Rechnungen und Kosten",
            "Verwaltung",
            yearly_cost=780,
            login="personal",
            export="yes",
        ),
        _system("Online-Banking", "banking", "Konten und Zahlungen", "Verwaltung und Leitung"),
        _system("Spendentabelle", "sheet", "Spenden und Quittungen", "Verwaltung", export="yes"),
        _system(
            "E-Mail-Postfächer",
            "mail",
            "Schriftverkehr",
            "alle",
            operator="Anbieter im Netz",
            yearly_cost=620,
            login="personal",
        ),
        _system("Gemeinsames Laufwerk", "files", "Vorlagen, Protokolle, Rechnungen", "alle"),
        _system("Telefonliste", "sheet", "Nummern für unterwegs", "ambulantes Team"),
        _system(
            "Website",
            "website",
            "Angebot und Stellen",
            "Leitung",
            operator="eine Ehrenamtliche",
            login="shared",
        ),
        _system(
            "Aufgabenbrett",
            "tasks",
            "Aufgaben und Abläufe im Team",
            "",
            state="planned",
            notes="Freie Software, die wir selbst betreiben können. Noch nicht eingerichtet.",
        ),
    ),
    connections=(
        DemoConnection("Pflegeprogramm", "Abrechnungsprogramm", "Leistungen", "file", "1", 20),
        DemoConnection("Pflegeprogramm", "Abrechnungsprogramm", "Adressen", "typed", "2", 10),
        DemoConnection("Pflegeprogramm", "Telefonliste", "Adressen", "typed", "3", 5),
        DemoConnection("Dienstplan-Tabelle", "Pflegeprogramm", "Touren", "typed", "5", 15),
        DemoConnection("Dienstplan-Tabelle", "Lohnprogramm", "Arbeitszeiten", "typed", "0.25", 180),
        DemoConnection("Stundenzettel", "Lohnprogramm", "Überstunden", "paper", "0.25", 120),
        DemoConnection("Lohnprogramm", "Buchhaltung", "Lohnkosten", "file", "0.25", 10),
        DemoConnection("Abrechnungsprogramm", "Buchhaltung", "Rechnungen", "file", "1", 10),
        DemoConnection("Buchhaltung", "Online-Banking", "Überweisungen", "file", "2", 10),
        DemoConnection("Online-Banking", "Buchhaltung", "Kontoauszüge", "automatic", "5"),
        DemoConnection("Spendentabelle", "Buchhaltung", "Spenden", "typed", "1", 20),
        DemoConnection("E-Mail-Postfächer", "Gemeinsames Laufwerk", "Rechnungen", "paper", "4", 6),
    ),
    touches={
        "invoices-one-mailbox": {
            "E-Mail-Postfächer": "connects",
            "Gemeinsames Laufwerk": "connects",
        },
        "files-one-place": {"Gemeinsames Laufwerk": "uses"},
        "rosters-shared-plan": {"Dienstplan-Tabelle": "uses"},
        "tasks-recurring-flows": {"Aufgabenbrett": "introduces"},
    },
)
