"""Catalogues, checks, answers, requirements, contributions, systems and connections."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from checks.domain.catalogue import CatalogueDocument, Criterion
from checks.domain.publishing import publish
from checks.models import (
    Answer,
    AnswerState,
    Catalogue,
    CatalogueMove,
    Check,
    ComparedRequirement,
    Connection,
    Contribution,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    HandCount,
    Judgement,
    Requirement,
    RequirementSystem,
    SetAsideAnswer,
    System,
    Tool,
    ToolComparison,
    Voice,
)
from organisations.domain.secret_links import digest_of
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation


def small_question(key: str, **more: Any) -> dict[str, Any]:
    """A level question in the shape of the catalogue file."""
    return {
        "key": key,
        "text": f"Wie steht es um {key}?",
        "help": f"Gemeint ist {key}.",
        "reason": f"Denn {key} ist wichtig.",
        "levels": [f"{key} auf Stufe {level}." for level in range(5)],
    } | more


def small_template(key: str, suggested_by: dict[str, list[int]], **more: Any) -> dict[str, Any]:
    """A measure template in the shape of the catalogue file."""
    return {
        "key": key,
        "title": f"Maßnahme {key} umsetzen",
        "what": "Das wird getan.",
        "why": "Das bringt es.",
        "existing": "Das ist schon da.",
        "steps": ["Zuerst dies.", "Dann das.", "Zuletzt jenes."],
        "effort": {"hours": 4, "days": 10},
        "ratings": {
            str(criterion): {"value": 3, "reason": f"Grund für {criterion}."}
            for criterion in Criterion
        },
        "suggested_by": suggested_by,
    } | more


def small_document(**more: Any) -> CatalogueDocument:
    """A catalogue with four facts, two areas and six questions, one of them conditional."""
    content: dict[str, Any] = {
        "key": "digitalisierungscheck",
        "version": 1,
        "title": "Kleiner Testkatalog",
        "intro": "Zum Testen.",
        "facts": [
            {
                "key": "field",
                "kind": "choice",
                "text": "Welches Feld?",
                "prefill": "field_of_work",
                "options": [
                    {"key": "counselling", "label": "Beratung"},
                    {"key": "youth", "label": "Jugendarbeit"},
                ],
            },
            {
                "key": "staff",
                "kind": "number",
                "text": "Wie viele?",
                "prefill": "staff_count",
                "minimum": 0,
                "maximum": 500,
            },
            {"key": "donations", "kind": "yes_no", "text": "Nehmen Sie Spenden ein?"},
            {
                "key": "tools",
                "kind": "choices",
                "text": "Was nutzen Sie?",
                "options": [
                    {"key": "phone", "label": "Telefon"},
                    {"key": "mail", "label": "E-Mail"},
                ],
            },
        ],
        "areas": [
            {
                "key": "leadership",
                "title": "Führung",
                "intro": "Worum es geht.",
                "requirement_prompt": {
                    "text": "Was müsste eine Lösung können?",
                    "starters": ["Muss einfach sein", "Muss mobil gehen"],
                },
                "questions": [
                    small_question("pilot"),
                    small_question("goals"),
                    small_question("donation-goals", condition={"answer": "donations", "is": True}),
                ],
                "templates": [
                    small_template("name-pilot", {"pilot": [0, 1]}, keywords=["mobil"]),
                    small_template("write-goals", {"goals": [0, 1, 2], "donation-goals": [0, 1]}),
                ],
            },
            {
                "key": "security",
                "title": "Sicherheit",
                "intro": "Worum es geht.",
                "requirement_prompt": {
                    "text": "Was müsste eine Lösung können?",
                    "starters": ["Muss sicher sein", "Muss sperren können"],
                },
                "questions": [
                    small_question("passwords"),
                    small_question("backups"),
                    {"key": "backup-place", "kind": "text", "text": "Wo liegen die Sicherungen?"},
                ],
                "templates": [
                    small_template("use-safe", {"passwords": [0, 1]}),
                    small_template("test-restore", {"backups": [0, 1]}),
                ],
            },
        ],
    }
    return CatalogueDocument.model_validate(content | more)


def explained_document(**more: Any) -> CatalogueDocument:
    """The small catalogue with signs, examples, exceptions and a hard word.

    Everywhere but at „goals“ a group can be left out, and at „pilot“ one site where more than one
    person works; „name-pilot“ is suggested when one is. „Tresor“ is a word that is explained.
    """
    content = small_document().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    pilot, goals, *_ = content["areas"][0]["questions"]
    pilot["signs"] = [f"Zeichen für Stufe {level}." for level in range(5)]
    pilot["examples"] = {"1": "Frau Kern macht es nebenher.", "3": "Jeden Freitag ist Zeit dafür."}
    goals["exceptions"] = ["site"]
    content["areas"][0]["templates"][0]["suggested_by_exceptions"] = {"pilot": ["site"]}
    content["areas"][1]["questions"][0]["help"] = "Liegen sie im Tresor? Der Tresor ist digital."
    content["exceptions"] = [
        {
            "key": "site",
            "label": "einen Standort",
            "condition": {"answer": "staff", "at_least": 2},
        },
        {"key": "group", "label": "eine Gruppe"},
    ]
    content["terms"] = [
        {"term": "Tresor", "forms": ["Tresore"], "note": "Ein Programm, das Passwörter verwahrt."}
    ]
    return CatalogueDocument.model_validate(content | more)


def pressing_document(**more: Any) -> CatalogueDocument:
    """A catalogue with two questions and two measures, the second of which cannot wait."""
    pressing = {"at": {"q1": [0]}, "why": "Menschen sind in Gefahr.", "law": "Art. 1 GG"}
    area = {
        "key": "only",
        "title": "Handlungsfeld",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was noch?", "starters": ["Muss a", "Muss b"]},
        "questions": [small_question("q0"), small_question("q1")],
        "templates": [
            small_template("t0", {"q0": [0, 1]}),
            small_template("t1", {"q1": [0, 1]}, pressing=pressing, **more),
        ],
    }
    return small_document(areas=[area])


class CatalogueFactory(factory.django.DjangoModelFactory):
    """The small catalogue, published once."""

    class Meta:
        model = Catalogue

    document = factory.LazyFunction(small_document)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Catalogue:
        return publish(kwargs["document"])[0]


class CheckFactory(TenantFactory):
    """A running check on the small catalogue."""

    class Meta:
        model = Check

    catalogue = factory.SubFactory(CatalogueFactory)
    started_by = factory.SubFactory(UserFactory)


class AnswerFactory(TenantFactory):
    """An answer on level 1 to the first question."""

    class Meta:
        model = Answer

    check_run = of_same_organisation(CheckFactory)
    question_key = "pilot"
    state = AnswerState.ANSWERED
    level = 1


class RequirementFactory(TenantFactory):
    """A requirement in the first area."""

    class Meta:
        model = Requirement

    check_run = of_same_organisation(CheckFactory)
    area_key = "leadership"
    text = factory.Sequence(lambda number: f"Muss {number} Dinge können")


class CatalogueMoveFactory(TenantFactory):
    """A check that came from the small catalogue to its second version."""

    class Meta:
        model = CatalogueMove

    check_run = of_same_organisation(CheckFactory)
    from_catalogue = factory.SubFactory(CatalogueFactory)
    to_catalogue = factory.SubFactory(
        CatalogueFactory, document=factory.LazyFunction(lambda: small_document(version=2))
    )
    moved_by = factory.SubFactory(UserFactory)


class SetAsideAnswerFactory(TenantFactory):
    """An answer on level 1 to a question that is gone."""

    class Meta:
        model = SetAsideAnswer

    move = of_same_organisation(CatalogueMoveFactory)
    question_key = "fax"
    question_text = "Wie steht es um das Fax?"
    said = "Es piept."
    state = AnswerState.ANSWERED
    level = 1


class OwnRequirementFactory(RequirementFactory):
    """A requirement that did not come up in a check."""

    check_run = None
    area_key = ""
    source = "own"


class SystemFactory(TenantFactory):
    """A system in use of which only the name is known."""

    class Meta:
        model = System

    name = factory.Sequence(lambda number: f"System {number}")


class ConnectionFactory(TenantFactory):
    """Addresses that are typed again from one system into another."""

    class Meta:
        model = Connection

    source = of_same_organisation(SystemFactory)
    target = of_same_organisation(SystemFactory)
    data = "Adressen"
    transfer_method = "typed"


class ContributionRequestFactory(TenantFactory):
    """Colleagues are asked two questions, without names, for ten more days."""

    class Meta:
        model = ContributionRequest

    check_run = of_same_organisation(CheckFactory)
    question_keys = factory.LazyFunction(lambda: ["pilot", "goals"])
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    asked_by = factory.SubFactory(UserFactory)


class VoiceFactory(TenantFactory):
    """A nameless voice from the office."""

    class Meta:
        model = Voice

    request = of_same_organisation(ContributionRequestFactory)
    function = "office"


class ContributionLinkFactory(TenantFactory):
    """The link of one person, with the secret `secret`."""

    class Meta:
        model = ContributionLink
        exclude = ("secret",)

    secret = factory.Sequence(lambda number: f"beitrag-{number}")
    request = of_same_organisation(ContributionRequestFactory)
    voice = factory.SubFactory(
        VoiceFactory,
        organisation=factory.SelfAttribute("..organisation"),
        request=factory.SelfAttribute("..request"),
    )
    name = factory.Sequence(lambda number: f"Kolleg:in {number}")
    email = factory.Sequence(lambda number: f"kollegin{number}@test.example")
    seed = factory.LazyAttribute(lambda row: row.secret)
    token_digest = factory.LazyAttribute(lambda row: digest_of(row.secret))


class ContributionMailFactory(TenantFactory):
    """The mail with a link, due now."""

    class Meta:
        model = ContributionMail

    link = of_same_organisation(ContributionLinkFactory)
    kind = "asking"


class ContributionFactory(TenantFactory):
    """Someone sees the first question on level 1."""

    class Meta:
        model = Contribution

    voice = of_same_organisation(VoiceFactory)
    question_key = "pilot"
    state = AnswerState.ANSWERED
    level = 1


class HandCountFactory(TenantFactory):
    """Two hands for level 1 of the first question."""

    class Meta:
        model = HandCount

    request = of_same_organisation(ContributionRequestFactory)
    question_key = "pilot"
    option = "1"
    hands = 2


class RequirementSystemFactory(TenantFactory):
    """A system that a requirement concerns."""

    class Meta:
        model = RequirementSystem

    requirement = of_same_organisation(RequirementFactory)
    system = of_same_organisation(SystemFactory)


class ToolComparisonFactory(TenantFactory):
    """A comparison without requirements; `requirements=[…]` chooses some."""

    class Meta:
        model = ToolComparison
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Vergleich {number}")

    @factory.post_generation
    def requirements(obj: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        """Choose requirements."""
        for requirement in extracted or ():
            ComparedRequirementFactory(
                organisation=obj.organisation, comparison=obj, requirement=requirement
            )


class ComparedRequirementFactory(TenantFactory):
    """A requirement that counts in a comparison."""

    class Meta:
        model = ComparedRequirement

    comparison = of_same_organisation(ToolComparisonFactory)
    requirement = of_same_organisation(RequirementFactory)


class ToolFactory(TenantFactory):
    """A tool of which only the name is known."""

    class Meta:
        model = Tool

    comparison = of_same_organisation(ToolComparisonFactory)
    name = factory.Sequence(lambda number: f"Werkzeug {number}")


class JudgementFactory(TenantFactory):
    """A tool meets a requirement."""

    class Meta:
        model = Judgement

    tool = of_same_organisation(ToolFactory)
    requirement = of_same_organisation(RequirementFactory)
    verdict = "met"
