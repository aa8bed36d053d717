"""How the questions of the default catalogue lie in the topics of other assessments.

Pure. Some who give grants ask for a result by the topics of the European Digital Maturity
Assessment or of the CyberRisikoCheck (DIN SPEC 27076). Neither is replaced by answers given here;
`missing` says what its topic asks for and the catalogue does not. `docs/methode.md` shows the same
tables, and a test keeps them the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from checks.domain.catalogue import CatalogueDocument

# The catalogue whose keys these are.
CATALOGUE_KEY = "digitalisierungscheck"


@dataclass(frozen=True)
class Topic:
    """A topic of an assessment, the keys of our questions, and what we do not ask."""

    title: str
    questions: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True)
class Framework:
    """An assessment of others with its topics."""

    name: str
    topics: tuple[Topic, ...]


DIGITAL_MATURITY = Framework(
    "Digital Maturity Assessment der EU",
    (
        Topic(
            "Digitale Strategie",
            ("leadership-pilot", "leadership-goals", "leadership-budget", "leadership-choice"),
            "Wie viel Geld schon ausgegeben wurde.",
        ),
        Topic(
            "Digitale Bereitschaft",
            (
                "calendar-shared",
                "files-order",
                "mobile-work",
                "case-documentation",
                "systems-overview",
                "systems-network",
                "systems-equipment",
                "outreach-website",
                "outreach-online-access",
            ),
            "Neuere Techniken wie Robotik oder virtuelle Welten.",
        ),
        Topic(
            "Digitalisierung für die Menschen",
            (
                "leadership-participation",
                "leadership-learning",
                "leadership-rules",
                "skills-basics",
                "skills-help",
                "skills-onboarding",
                "skills-knowledge",
                "skills-reach",
            ),
        ),
        Topic(
            "Umgang mit Daten",
            (
                "case-access-rights",
                "case-retention",
                "grants-proof",
                "systems-ownership",
                "security-passwords",
                "security-sign-in",
                "security-backup",
                "security-updates",
                "security-phishing",
                "security-lost-devices",
                "security-records",
            ),
        ),
        Topic(
            "Automatisierung und künstliche Intelligenz",
            ("invoices-incoming", "working-hours", "systems-double-entry"),
            "Künstliche Intelligenz.",
        ),
        Topic("Grüne Digitalisierung", (), "Umwelt, Strom und die Herkunft von Geräten."),
    ),
)

CYBER_RISK = Framework(
    "CyberRisikoCheck (DIN SPEC 27076)",
    (
        Topic(
            "Organisation und Bewusstsein",
            (
                "security-phishing",
                "security-private-devices",
                "security-emergency",
                "security-officer",
            ),
            "Wer für die Sicherheit der Technik zuständig ist.",
        ),
        Topic(
            "Identitäten und Rechte",
            (
                "skills-onboarding",
                "case-access-rights",
                "systems-ownership",
                "security-passwords",
                "security-sign-in",
            ),
        ),
        Topic("Datensicherung", ("security-backup",)),
        Topic("Updates und Änderungen", ("security-updates",)),
        Topic("Schutz vor Schadprogrammen", (), "Virenschutz und Makros."),
        Topic(
            "Systeme und Netze",
            ("systems-overview", "systems-equipment", "security-lost-devices"),
            "Firewall und Gastnetz.",
        ),
    ),
)

FRAMEWORKS = (DIGITAL_MATURITY, CYBER_RISK)


def frameworks_for(document: CatalogueDocument) -> list[Framework]:
    """Return the assessments with the questions that a catalogue has; none for other catalogues."""
    if document.key != CATALOGUE_KEY:
        return []
    found = [_within(document, framework) for framework in FRAMEWORKS]
    return [one for one in found if any(topic.questions for topic in one.topics)]


def _within(document: CatalogueDocument, framework: Framework) -> Framework:
    topics = (
        replace(topic, questions=tuple(key for key in topic.questions if key in document.by_key))
        for topic in framework.topics
    )
    return replace(framework, topics=tuple(topics))
