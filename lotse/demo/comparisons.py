"""Requirements of one's own and comparisons of tools in the demo. No such tool exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checks.domain import tools
from checks.domain.requirements import REQUIREMENTS, set_systems
from checks.domain.tools import JudgementInput
from checks.models import (
    Requirement,
    RequirementSource,
    System,
    Tool,
    ToolComparison,
    VerdictChoice,
)
from measures.domain.measure_requirements import set_measures
from measures.models import Measure
from organisations.models import Organisation, User


@dataclass(frozen=True)
class DemoWish:
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
    DemoWish(
        "administration",
        ONE_PLACE,
        "must",
        "Pflegedienstleitung",
        systems=("Dienstplan-Tabelle", "Stundenzettel"),
        measures=("rosters-shared-plan",),
    ),
    DemoWish(
        "administration",
        "Muss Rechnungen ohne Ausdrucken freigeben können",
        "should",
        "Verwaltung",
        systems=("E-Mail-Postfächer", "Gemeinsames Laufwerk"),
        measures=("invoices-one-mailbox",),
    ),
    DemoWish(
        "systems",
        ADDRESSES_ONCE,
        "must",
        "Verwaltung und Pflege",
        systems=("Abrechnungsprogramm", "Pflegeprogramm", "Telefonliste"),
    ),
    DemoWish("casework", "Muss auch unterwegs ohne Netz lesbar sein", "should", "ambulantes Team"),
    DemoWish("security", "Muss verlorene Geräte sperren können", "must", "Leitung"),
    DemoWish("outreach", "Muss sich in Leichter Sprache anbieten lassen", "could", "Angehörige"),
    DemoWish(
        "administration",
        ON_THE_PHONE,
        "must",
        "ambulantes Team",
        source="colleague",
        systems=("Dienstplan-Tabelle",),
        measures=("rosters-shared-plan",),
    ),
    DemoWish(
        "security", OWN_LOGIN, "must", "Leitung", source="own", systems=("Dienstplan-Tabelle",)
    ),
    DemoWish(
        "administration",
        TO_PAYROLL,
        "should",
        "Verwaltung",
        source="own",
        systems=("Dienstplan-Tabelle", "Lohnprogramm"),
    ),
    DemoWish("administration", TELLS_CHANGES, "should", "Pflege", source="colleague"),
    DemoWish("administration", TAKES_WISHES, "could", "Pflege", source="colleague"),
    DemoWish(
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
    DemoWish("collaboration", ON_ANY_PHONE, "must", "alle im offenen Treff"),
    DemoWish("skills", "Muss ohne Schulung verständlich sein", "should", "Honorarkräfte"),
    DemoWish(
        "casework",
        COUNTS_VISITS,
        "must",
        "offener Treff",
        source="own",
        systems=("Anwesenheitsliste", "Statistik-Tabelle"),
    ),
    DemoWish(
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


SIGNS = {
    "+": VerdictChoice.MET,
    "~": VerdictChoice.PARTLY,
    "-": VerdictChoice.NOT_MET,
    "?": VerdictChoice.OPEN,
}


def write_requirements(organisation: Organisation, wishes: Iterable[DemoWish], by: User) -> None:
    """Note what did not come up in the check, and what belongs to each requirement."""
    systems = {system.name: system for system in System.objects.filter(organisation=organisation)}
    measure_of = {measure.template_key: measure for measure in Measure.objects.of(organisation)}
    for wish in wishes:
        concerned = [systems[name] for name in wish.systems]
        if wish.source == RequirementSource.QUESTION:
            requirement = _by_text(organisation)[wish.text]
        else:
            requirement = REQUIREMENTS.add(
                Requirement(
                    organisation=organisation,
                    area_key=wish.area,
                    text=wish.text,
                    priority=wish.priority,
                    needed_by=wish.needed_by,
                    source=wish.source,
                ),
                by,
            )
        set_systems(requirement, concerned)
        meeting = [measure_of[key] for key in wish.measures]
        set_measures(requirement, seen=[], chosen=meeting, by=by)


def compare_tools(
    organisation: Organisation, comparisons: Iterable[DemoComparison], by: User
) -> None:
    """Compare tools and judge them."""
    by_text = _by_text(organisation)
    for one in comparisons:
        chosen = [by_text[text] for text in one.requirements]
        comparison = tools.begin_comparison(
            ToolComparison(organisation=organisation, name=one.name, purpose=one.purpose),
            chosen,
            by,
        )
        for demo in one.tools:
            tool = tools.TOOLS.add(
                Tool(
                    organisation=organisation,
                    comparison=comparison,
                    name=demo.name,
                    vendor=demo.vendor,
                    address=demo.address,
                    note=demo.note,
                ),
                by,
            )
            said = {
                requirement: JudgementInput(SIGNS[sign], demo.remarks.get(number, ""))
                for number, (requirement, sign) in enumerate(
                    zip(chosen, demo.verdicts, strict=True), start=1
                )
            }
            tools.judge_tool(tool, said, seen_version=tool.version, by=by)


def _by_text(organisation: Organisation) -> dict[str, Requirement]:
    return {
        one.text: one for one in Requirement.objects.filter(organisation=organisation).current()
    }
