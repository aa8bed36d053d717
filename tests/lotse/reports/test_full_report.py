"""What the Gesamtbericht says only where there is something to say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.domain.catalogue import CatalogueDocument
from lotse.reports.document.model import Heading, Table
from lotse.reports.models import ReportKind
from measures.models import Measure, Status
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    ContributionFactory,
    ContributionRequestFactory,
    DeclinedSuggestionFactory,
    MeasureFactory,
    OrganisationFactory,
    ReportFactory,
    RequirementFactory,
    SystemFactory,
    VoiceFactory,
    pressing_document,
    small_document,
    small_question,
    small_template,
)
from tests.factories.checks import explained_document
from tests.lotse.reports.printed import made

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def check(organisation):
    """The second closed check of an organisation, better than the first."""
    first = CheckFactory(organisation=organisation, finished_at=NOON - timedelta(days=200))
    AnswerFactory(organisation=organisation, check_run=first, level=1)
    check = CheckFactory(
        organisation=organisation,
        catalogue=first.catalogue,
        predecessor=first,
        finished_at=NOON,
    )
    AnswerFactory(organisation=organisation, check_run=check, level=3)
    return check


def full_report(check, kind=ReportKind.CHECK):
    """The Gesamtbericht on a check, looked over."""
    order = ReportFactory(
        organisation=check.organisation, kind=kind, check_run=check, requested_at=NOON
    )
    printed = made(order)
    printed.is_well_printed()
    return printed


def captions(printed):
    """What the tables of a report are called."""
    return {block.caption for block in printed.document.blocks if isinstance(block, Table)}


def headings(printed):
    return [block.text for block in printed.document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("kind", [ReportKind.CHECK, ReportKind.SHORT])
def test_says_which_ratings_are_suggestions_only(check, organisation, kind):
    MeasureFactory(organisation=organisation, rated=(5, 4, 3, 3, 1))
    assert "Bewertungvorgeschlagen" not in full_report(check, kind).text
    MeasureFactory(organisation=organisation, catalogue=check.catalogue, template_key="write-goals")
    printed = full_report(check, kind)
    assert printed.text.count("Bewertungvorgeschlagen.") == 1


@pytest.mark.parametrize("kind", [ReportKind.CHECK, ReportKind.SHORT])
def test_says_what_cannot_wait_and_what_became_of_it(organisation, kind):
    catalogue = CatalogueFactory(document=pressing_document())
    check = CheckFactory(
        organisation=organisation,
        catalogue=catalogue,
        started_at=NOON - timedelta(days=1),
        finished_at=NOON,
    )
    AnswerFactory(organisation=organisation, check_run=check, question_key="q1", level=0)
    report = {"organisation": organisation, "kind": kind, "check_run": check}

    def printed():
        return made(ReportFactory(**report, requested_at=NOON))

    printed().says("Was nicht warten kann", "Menschen sind in Gefahr. Art. 1 GG")
    printed().says("Noch nicht aufgegriffen.")
    declined = DeclinedSuggestionFactory(
        organisation=organisation, catalogue=catalogue, template_key="t1", reason="Erst der Umzug."
    )
    printed().says(f"Aufgeschoben von {declined.declined_by or '–'} am", "Erst der Umzug.")
    measure = MeasureFactory(
        organisation=organisation, catalogue=catalogue, template_key="t1", status=Status.PLANNED
    )
    assert "fälligam10.März2026" not in printed().text
    with tenancy.activate(organisation):
        Measure.objects.filter(pk=measure.pk).update(due_date=NOON.date())
    printed().says("geplant · fällig am 10. März 2026")


def test_says_on_two_pages_how_much_more_cannot_wait(organisation):
    questions = [small_question(f"q{number}") for number in range(4)]
    templates = [
        small_template(
            f"t{number}",
            {f"q{number}": [0, 1]},
            pressing={"at": {f"q{number}": [0]}, "why": "Menschen sind in Gefahr."},
        )
        for number in range(4)
    ]
    document = pressing_document().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["areas"][0] |= {"questions": questions, "templates": templates}
    catalogue = CatalogueFactory(document=CatalogueDocument.model_validate(document))
    check = CheckFactory(organisation=organisation, catalogue=catalogue, finished_at=NOON)
    for number in range(4):
        AnswerFactory(
            organisation=organisation, check_run=check, question_key=f"q{number}", level=0
        )
    report = ReportFactory(
        organisation=organisation, kind=ReportKind.SHORT, check_run=check, requested_at=NOON
    )
    printed = made(report)
    assert printed.text.count("Nochnichtaufgegriffen.") == 3
    printed.says("Gekürzt: Eine weitere steht im Gesamtbericht.")


def test_draws_no_change_where_the_checks_have_no_question_in_common(organisation):
    first = CheckFactory(organisation=organisation, finished_at=NOON - timedelta(days=200))
    AnswerFactory(organisation=organisation, check_run=first)
    check = CheckFactory(
        organisation=organisation,
        catalogue=first.catalogue,
        predecessor=first,
        finished_at=NOON,
    )
    printed = full_report(check)
    printed.says("Verglichen mit dem Check vom")
    assert not {"Veränderung je Handlungsfeld", "Verlauf über alle Checks"} & captions(printed)


def test_names_systems_that_nothing_connects(check, organisation):
    SystemFactory(organisation=organisation, name="Adresskartei")
    printed = full_report(check)
    printed.says("Adresskartei")
    assert "Systeme in Betrieb" in captions(printed)
    assert "Wie Daten von einem System ins andere kommen" not in captions(printed)


def test_leaves_out_areas_in_which_nothing_was_asked(organisation):
    areas = small_document().model_dump(mode="json", by_alias=True)["areas"]
    only_with_donations = small_question("receipts", condition={"answer": "donations", "is": True})
    areas[1] |= {"questions": [only_with_donations], "templates": []}
    catalogue = CatalogueFactory(document=small_document(areas=areas))
    check = CheckFactory(organisation=organisation, catalogue=catalogue, finished_at=NOON)
    AnswerFactory(
        organisation=organisation,
        check_run=check,
        question_key="donations",
        level=None,
        value=False,
    )
    printed = full_report(check)
    assert headings(printed)[-2:] == ["Alle Antworten", "Führung"]
    assert "Antworten im Handlungsfeld Sicherheit" not in captions(printed)


def test_says_what_answers_do_not_hold_for_and_what_became_of_it(organisation):
    catalogue = CatalogueFactory(document=explained_document())
    first, check = (
        CheckFactory(organisation=organisation, catalogue=catalogue, finished_at=when)
        for when in (NOON - timedelta(days=200), NOON)
    )
    for one, exceptions in ((first, ["group"]), (check, ["site"])):
        AnswerFactory(organisation=organisation, check_run=one, level=3, exceptions=exceptions)
    printed = full_report(check)
    assert {"Ausnahmen", "Ausnahmen, die neu sind oder wegfielen"} <= {*headings(printed)}
    printed.says(
        "pilot auf Stufe 3. (Führung) Gilt nicht für: einen Standort.",
        "gilt jetzt auch für eine Gruppe; gilt nicht mehr für einen Standort",
    )


def test_says_what_is_to_be_clarified(check, organisation):
    assert "Noch zu klären" not in headings(full_report(check))
    AnswerFactory(
        organisation=organisation,
        check_run=check,
        question_key="backups",
        state="unknown",
        level=None,
    )
    printed = full_report(check)
    assert "Noch zu klären" in headings(printed)
    printed.says("Wie steht es um backups?")


def test_says_where_colleagues_see_the_work_differently(check, organisation):
    assert "Darüber sollten Sie reden" not in headings(full_report(check))
    request = ContributionRequestFactory(
        organisation=organisation, check_run=check, question_keys=["pilot", "goals"]
    )
    for level in (0, 4, 4):
        voice = VoiceFactory(organisation=organisation, request=request)
        for key in ("pilot", "goals"):
            ContributionFactory(
                organisation=organisation, voice=voice, question_key=key, level=level
            )
    printed = full_report(check)
    assert "Darüber sollten Sie reden" in headings(printed)
    printed.says("Hier sehen Kolleg:innen die Arbeit sehr verschieden.", "Wie steht es um goals?")
    # Only one of the two questions has an answer in the check.
    printed.says("Im Check steht: pilot auf Stufe 3.")
    assert printed.text.count("ImChecksteht:") == 1


def test_counts_what_a_future_solution_must_do(check, organisation):
    for priority in ("should", "must", "must"):
        RequirementFactory(organisation=organisation, check_run=check, priority=priority)
    full_report(check).says("Was neu angeschafft wird, muss 2 Anforderungen erfüllen.")


def test_names_measures_behind_a_change_carefully(check, organisation):
    assert "keinBeweis" not in full_report(check).text
    MeasureFactory(
        organisation=organisation,
        title="Lotsin benannt",
        catalogue=check.catalogue,
        template_key="name-pilot",
        status=Status.DONE,
        done_at=NOON - timedelta(days=20),
    )
    full_report(check).says("Dahinter steht: Lotsin benannt", "sagen die Zahlen nicht")


def of_the_default_catalogue(**more):
    """A catalogue with two questions of the default catalogue, and what more it has."""
    content = pressing_document().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content["areas"][0] |= {
        "questions": [
            small_question("skills-help"),
            small_question("skills-basics"),
            small_question("security-backup"),
        ],
        "templates": [
            small_template("t0", {"skills-help": [0, 1], "skills-basics": [0, 1]}),
            small_template("t1", {"security-backup": [0, 1]}),
        ],
    }
    return CatalogueFactory(document=CatalogueDocument.model_validate(content | more))


def test_shows_the_answers_by_the_topics_that_grants_ask_for(organisation):
    check = CheckFactory(
        organisation=organisation, catalogue=of_the_default_catalogue(), finished_at=NOON
    )
    answer = {"organisation": organisation, "check_run": check}
    AnswerFactory(**answer, question_key="skills-help", level=3)
    AnswerFactory(**answer, question_key="skills-basics", state="unknown", level=None)
    printed = full_report(check)
    assert "Für Förderanträge" in headings(printed)
    assert {"Digital Maturity Assessment der EU", "CyberRisikoCheck (DIN SPEC 27076)"} <= captions(
        printed
    )
    [table] = [
        block
        for block in printed.document.blocks
        if isinstance(block, Table) and block.caption.startswith("Digital Maturity")
    ]
    said = {topic[0].text: [one.text for one in answers] for topic, answers in table.rows}
    assert said["Digitalisierung für die Menschen"] == [
        "Weiß ich nicht Wie steht es um skills-basics?",
        "Stufe 3 Wie steht es um skills-help?",
    ]
    assert said["Grüne Digitalisierung"] == ["–"]
    printed.says("Danach fragt Lotse nicht:", "Künstliche Intelligenz.")


def test_leaves_that_out_for_catalogues_of_others(check):
    assert "Für Förderanträge" not in headings(full_report(check))


def test_says_by_which_rule_levels_were_chosen_where_exceptions_can_be_noted(organisation):
    rule = "höchsteStufe,dieaneinemnormalenArbeitstag"
    exceptions = [{"key": "site", "label": "einen Standort"}]
    for catalogue, is_said in (
        (of_the_default_catalogue(key="other"), False),
        (of_the_default_catalogue(key="another", exceptions=exceptions), True),
    ):
        check = CheckFactory(organisation=organisation, catalogue=catalogue, finished_at=NOON)
        printed = full_report(check)
        assert (rule in printed.text) is is_said
        printed.says("Wie der Reifegrad entsteht", "Selbsteinschätzung und kein Zertifikat")
