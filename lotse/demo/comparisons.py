"""Requirements of one's own and comparisons of tools in the demo. No such tool exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """A requirement: noted in an area of the check, or by itself where `source` says so.

    `systems` are the names of the systems it concerns, `measures` the templates of measures
    that meet it.
    """

    area: str
    text: str
    priority: str
    needed_by: str = ""
    source: str = "question"
    systems: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoTool:
    """A tool; `verdicts` has a sign for every requirement of its comparison, in their order.

    `+` met, `~` partly, `-` not met, `?` open. `remarks` are kept by number, from 1.
    """

    name: str
    vendor: str
    address: str
    note: str
    verdicts: str
    remarks: dict[int, str]


@dataclass(frozen=True)
class DemoComparison:
    """A comparison of tools on some requirements, given by their texts."""

    name: str
    purpose: str
    requirements: tuple[str, ...]
    tools: tuple[DemoTool, ...]


ONE_PLACE = "Muss Dienstplan und Abwesenheiten an einem Ort zeigen"
ON_THE_PHONE = "Muss sich auf dem Diensthandy lesen lassen"
OWN_LOGIN = "Muss jeder Person eine eigene Anmeldung geben"
TO_PAYROLL = "Soll Arbeitszeiten an das Lohnprogramm übergeben"
TELLS_CHANGES = "Soll Änderungen allen melden, die es betrifft"
TAKES_WISHES = "Kann Wünsche für freie Tage aufnehmen"
ADDRESSES_ONCE = "Muss Adressen nur einmal erfassen"

CARE_WISHES = (
    Wish(
        "administration",
        ONE_PLACE,
        "must",
        "Pflegedienstleitung",
        systems=("Dienstplan-Tabelle", "Stundenzettel"),
        measures=("rosters-shared-plan",),
    ),
    Wish(
        "administration",
        "Muss Rechnungen ohne Ausdrucken freigeben können",
        "should",
        "Verwaltung",
        systems=("E-Mail-Postfächer", "Gemeinsames Laufwerk"),
        measures=("invoices-one-mailbox",),
    ),
    Wish(
        "systems",
        ADDRESSES_ONCE,
        "must",
        "Verwaltung und Pflege",
        systems=("Abrechnungsprogramm", "Pflegeprogramm", "Telefonliste"),
    ),
    Wish("casework", "Muss auch unterwegs ohne Netz lesbar sein", "should", "ambulantes Team"),
    Wish("security", "Muss verlorene Geräte sperren können", "must", "Leitung"),
    Wish("outreach", "Muss sich in Leichter Sprache anbieten lassen", "could", "Angehörige"),
    Wish(
        "administration",
        ON_THE_PHONE,
        "must",
        "ambulantes Team",
        source="colleague",
        systems=("Dienstplan-Tabelle",),
        measures=("rosters-shared-plan",),
    ),
    Wish("security", OWN_LOGIN, "must", "Leitung", source="own", systems=("Dienstplan-Tabelle",)),
    Wish(
        "administration",
        TO_PAYROLL,
        "should",
        "Verwaltung",
        source="own",
        systems=("Dienstplan-Tabelle", "Lohnprogramm"),
    ),
    Wish("administration", TELLS_CHANGES, "should", "Pflege", source="colleague"),
    Wish("administration", TAKES_WISHES, "could", "Pflege", source="colleague"),
    Wish(
        "systems",
        "Muss Adressen an einer Stelle erfassen",
        "should",
        "ambulantes Team",
        source="colleague",
        systems=("Telefonliste",),
    ),
)

CARE_COMPARISONS = (
    DemoComparison(
        "Dienstplan-Programme",
        "Wir sind ein Pflegeverein mit 34 Mitarbeitenden an zwei Standorten. Bisher führen wir den "
        "Dienstplan in einer Tabelle. Bis zum Sommer suchen wir ein Programm, das den Plan allen "
        "zeigt und das wir selbst betreuen können.",
        (ONE_PLACE, ON_THE_PHONE, OWN_LOGIN, TO_PAYROLL, TELLS_CHANGES, TAKES_WISHES),
        (
            DemoTool(
                "Demo-Planer Nord",
                "Demo-Anbieter Nord",
                "https://planer-nord.example",
                "Vorgeführt im März. 3 Euro je Person im Monat.",
                "+-++++",
                {2: "Nur am großen Bildschirm, eine App ist angekündigt."},
            ),
            DemoTool(
                "Demo-Dienste Süd",
                "Demo-Anbieter Süd",
                "https://dienste-sued.example",
                "Freie Software, wir könnten sie selbst betreiben.",
                "+++~--",
                {4: "Als Datei, einmal im Monat."},
            ),
            DemoTool(
                "Tabelle wie bisher",
                "",
                "",
                "Zum Vergleich.",
                "~-?---",
                {1: "Abwesenheiten stehen in einer zweiten Tabelle."},
            ),
        ),
    ),
)

COUNTS_VISITS = "Muss Besuche zählen, ohne Namen zu speichern"
ON_ANY_PHONE = "Muss auch auf dem Handy gehen"
TO_THE_PORTAL = "Soll Zahlen für den Verwendungsnachweis ausgeben"

YOUTH_CLUB_WISHES = (
    Wish("collaboration", ON_ANY_PHONE, "must", "alle im offenen Treff"),
    Wish("skills", "Muss ohne Schulung verständlich sein", "should", "Honorarkräfte"),
    Wish(
        "casework",
        COUNTS_VISITS,
        "must",
        "offener Treff",
        source="own",
        systems=("Anwesenheitsliste", "Statistik-Tabelle"),
    ),
    Wish(
        "casework",
        TO_THE_PORTAL,
        "should",
        "Leitung",
        source="colleague",
        systems=("Förderportal der Stadt", "Statistik-Tabelle"),
    ),
)

YOUTH_CLUB_COMPARISONS = (
    DemoComparison(
        "Besuche zählen",
        "",
        (COUNTS_VISITS, ON_ANY_PHONE, TO_THE_PORTAL),
        (
            DemoTool(
                "Demo-Zähler",
                "Demo-Anbieter Zählwerk",
                "https://zaehlwerk.example",
                "",
                "++?",
                {},
            ),
            DemoTool("Gemeinsame Tabelle", "", "", "Haben wir schon.", "+~+", {}),
        ),
    ),
)
