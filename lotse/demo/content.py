"""What stands in the demo organisations. Nobody named here exists."""

from __future__ import annotations

from dataclasses import dataclass, field

from lotse.demo.colleagues import CARE_COLLEAGUES, YOUTH_CLUB_COLLEAGUES, DemoColleagues
from lotse.demo.comparisons import (
    CARE_COMPARISONS,
    CARE_WISHES,
    YOUTH_CLUB_COMPARISONS,
    YOUTH_CLUB_WISHES,
    DemoComparison,
    DemoWish,
)
from lotse.demo.landscapes import CARE_LANDSCAPE, YOUTH_CLUB_LANDSCAPE, DemoLandscape

PASSWORD = "lotse-demo-2026"  # noqa: S105 - printed by `make run`, for demo accounts only


@dataclass(frozen=True)
class DemoPerson:
    """A demo account and its role in a demo organisation."""

    email: str
    name: str
    role: str


@dataclass(frozen=True)
class Agreement:
    """What stands in the mandate of a demo organisation; the first person is its pilot.

    The lists name what is ticked of the suggestions, by key. `deputy` is the number of a person.
    """

    tasks: tuple[str, ...]
    powers: tuple[str, ...]
    spending_limit: int | None = None
    hours_per_week: str = ""
    budget_per_year: int | None = None
    training: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    announcement: tuple[str, ...] = ()
    rhythm: str = ""
    rhythm_note: str = ""
    deputy: int | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class Earlier:
    """A check that was closed some days ago, and the measures carried out after it.

    `levels` are written as in `Demo`; `carried_out` names measures by their templates.
    """

    days_ago: int
    levels: dict[str, str]
    carried_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demo:
    """A demo organisation and how far it has come.

    `levels` has a text for every area with a sign for every question: a level from 0 to 4,
    `?` for „Weiß ich nicht“, `-` for „Trifft nicht zu“, `.` for a question that is still open.
    `earlier` are checks before that one, the earliest first. `notes` are kept by area and
    number of the question, from 1, and so is what an answer does not hold for. `invited` is an
    address to which an invitation is open.
    `accepted` and `declined` are the suggestions decided on, by their templates, in order.
    """

    slug: str
    name: str
    legal_form: str
    field_of_work: str
    staff_count: int
    people: tuple[DemoPerson, ...]
    facts: dict[str, object] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    notes: dict[tuple[str, int], str] = field(default_factory=dict)
    exceptions: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    wishes: tuple[DemoWish, ...] = ()
    is_finished: bool = False
    accepted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    invited: str = ""
    landscape: DemoLandscape = field(default_factory=DemoLandscape)
    colleagues: DemoColleagues = field(default_factory=DemoColleagues)
    comparisons: tuple[DemoComparison, ...] = ()
    agreement: Agreement | None = None


COUNSELLING = Demo(
    slug="beratungsstelle-lindenhof-demo",
    name="Beratungsstelle Lindenhof (Demo)",
    legal_form="association",
    field_of_work="counselling",
    staff_count=6,
    people=(
        DemoPerson("lotsin@lindenhof.example", "Demo-Lotsin Lindenhof", "pilot"),
        DemoPerson("leitung@lindenhof.example", "Demo-Leitung Lindenhof", "director"),
    ),
)

YOUTH_CLUB = Demo(
    slug="jugendclub-brueckenhaus-demo",
    name="Jugendclub Brückenhaus (Demo)",
    legal_form="association",
    field_of_work="youth",
    staff_count=9,
    people=(
        DemoPerson("lotse@brueckenhaus.example", "Demo-Lotse Brückenhaus", "pilot"),
        DemoPerson("leitung@brueckenhaus.example", "Demo-Leitung Brückenhaus", "director"),
        DemoPerson("team@brueckenhaus.example", "Demo-Mitarbeiterin Brückenhaus", "member"),
    ),
    facts={
        "field": "youth",
        "staff": 9,
        "volunteers": True,
        "sites": 2,
        "shifts": False,
        "donations": True,
        "church": False,
        "case-software": False,
        "mobile": True,
        "at-risk": False,
    },
    levels={
        "leadership": "2101?1.",
        "skills": "21101",
        "collaboration": "10111",
        "casework": "10.?...",
    },
    notes={
        ("leadership", 1): "Benannt seit dem Sommer. Vier Stunden in der Woche sind versprochen, "
        "stehen aber noch nirgends.",
        ("collaboration", 1): "Der Kalender hängt im Büro. Wer unterwegs ist, ruft an.",
        ("collaboration", 3): "Die meisten Absprachen laufen über private Handys.",
    },
    exceptions={("leadership", 2): ("site",), ("skills", 2): ("volunteers",)},
    landscape=YOUTH_CLUB_LANDSCAPE,
    colleagues=YOUTH_CLUB_COLLEAGUES,
    wishes=YOUTH_CLUB_WISHES,
    comparisons=YOUTH_CLUB_COMPARISONS,
    agreement=Agreement(
        tasks=("check", "requirements", "list", "tools", "questions"),
        powers=("time", "trials", "files"),
        spending_limit=0,
        announcement=("meeting",),
        rhythm="monthly",
    ),
)

CARE_ASSOCIATION = Demo(
    slug="pflegeverein-sonnenwinkel-demo",
    name="Pflegeverein Sonnenwinkel (Demo)",
    legal_form="company",
    field_of_work="care",
    staff_count=34,
    people=(
        DemoPerson("lotsin@sonnenwinkel.example", "Demo-Lotsin Sonnenwinkel", "pilot"),
        DemoPerson("leitung@sonnenwinkel.example", "Demo-Leitung Sonnenwinkel", "director"),
        DemoPerson("team@sonnenwinkel.example", "Demo-Mitarbeiter Sonnenwinkel", "member"),
    ),
    invited="verwaltung@sonnenwinkel.example",
    facts={
        "field": "care",
        "staff": 34,
        "volunteers": True,
        "sites": 2,
        "shifts": True,
        "donations": True,
        "church": False,
        "case-software": True,
        "mobile": True,
        "at-risk": False,
    },
    levels={
        "leadership": "3223121",
        "skills": "22112",
        "collaboration": "31222",
        "casework": "2312112",
        "administration": "1112?211",
        "systems": "10211",
        "security": "1021110012",
        "outreach": "2110?.1",
    },
    earlier=(
        Earlier(
            days_ago=770,
            levels={
                "leadership": "1112011",
                "skills": "11001",
                "collaboration": "21101",
                "casework": "2211112",
                "administration": "1011?111",
                "systems": "10101",
                "security": "0010100.01",
                "outreach": "2110?.1",
            },
        ),
        Earlier(
            days_ago=390,
            levels={
                "leadership": "2223111",
                "skills": "21111",
                "collaboration": "21212",
                "casework": "2312112",
                "administration": "1112?111",
                "systems": "11211",
                "security": "1011100.12",
                "outreach": "2110?.1",
            },
            carried_out=("leadership-appoint-pilot", "calendar-for-all"),
        ),
    ),
    notes={
        ("leadership", 1): "Benannt seit Januar, sechs Stunden in der Woche.",
        ("administration", 1): "Die Rechnungen kommen per Mail, werden ausgedruckt und im "
        "Ordner weitergereicht.",
        ("administration", 4): "Der Dienstplan steht in einer Tabelle. Nach Änderungen schickt "
        "die Pflegedienstleitung ein Bild davon herum.",
        ("systems", 2): "Adressen der Klient:innen tippen wir dreimal: Pflegeprogramm, "
        "Abrechnung, Telefonliste.",
        ("security", 3): "Es gibt eine Sicherung, aber niemand hat je etwas zurückgeholt.",
    },
    exceptions={
        ("collaboration", 1): ("night",),
        ("collaboration", 2): ("site",),
        ("administration", 4): ("site",),
        ("security", 1): ("night", "shared-device"),
        ("security", 4): ("old-program",),
    },
    landscape=CARE_LANDSCAPE,
    colleagues=CARE_COLLEAGUES,
    wishes=CARE_WISHES,
    comparisons=CARE_COMPARISONS,
    is_finished=True,
    accepted=(
        "files-one-place",
        "security-device-rule",
        "skills-onboarding-list",
        "systems-address-book",
        "rosters-shared-plan",
        "invoices-one-mailbox",
        "security-second-step",
        "tasks-recurring-flows",
        "payments-two-people",
        "security-device-protection",
        "systems-own-names",
        "rosters-working-hours",
    ),
    declined=("outreach-material-versions", "systems-replacement-plan"),
    agreement=Agreement(
        tasks=(
            "check",
            "requirements",
            "list",
            "implement",
            "tools",
            "colleagues",
            "safety",
            "reports",
        ),
        powers=("order", "time", "trials", "trainings", "files", "offers"),
        spending_limit=150,
        hours_per_week="6",
        budget_per_year=2400,
        training=("course", "self", "peers"),
        equipment=("laptop", "place", "access", "contracts"),
        announcement=("meeting", "notice", "newcomers"),
        rhythm="monthly",
        rhythm_note="am ersten Dienstag, eine halbe Stunde im Büro der Leitung",
        deputy=2,
        is_confirmed=True,
    ),
)

DEMOS = (COUNSELLING, YOUTH_CLUB, CARE_ASSOCIATION)

CONSULTANCY = "Digitalberatung Kompass (Demo)"
CONSULTANT = DemoPerson("beratung@kompass.example", "Demo-Beraterin Kompass", "consultant")
# Which demo organisations let the consultancy in, and what it may do there.
ACCOMPANIED = ((YOUTH_CLUB, "edit"), (CARE_ASSOCIATION, "read"))

SIGN_INS: list[tuple[str, str]] = [
    (COUNSELLING.people[0].email, "Beratungsstelle, ganz am Anfang"),
    (YOUTH_CLUB.people[0].email, "Jugendclub, mitten im Check"),
    (
        CARE_ASSOCIATION.people[0].email,
        "Pflegeverein, mit Ergebnis, Maßnahmen und Bericht",
    ),
    (CONSULTANT.email, "Beratung, begleitet zwei der Organisationen"),
]
