"""What people do to checks, measures and reports stands in the audit trail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.domain import answering, contributing, contribution_requests, contribution_results
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.models import AnswerState
from lotse.reports.domain.ordering import note_download, order_mandate, order_report
from lotse.reports.models import Format
from measures.domain import prioritising, steps, suggesting
from measures.models import CriterionWeights, Measure
from organisations import tenancy
from organisations.domain import mandates
from organisations.domain.founding import found_organisation
from organisations.models import AuditEntry, Side
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check_state(organisation):
    return CheckState(CheckFactory(organisation=organisation))


def trail(organisation):
    """Return the trail, oldest first, as (action, subject, before, after)."""
    return [
        (entry.action, entry.subject, entry.before, entry.after)
        for entry in reversed(AuditEntry.objects.of(organisation))
    ]


def actions(organisation):
    return [action for action, *_ in trail(organisation)]


def test_founding_an_organisation(person):
    organisation = found_organisation(
        person,
        name="Verein",
        legal_form="association",
        field_of_work="youth",
        staff_count=3,
        role="director",
    )
    with tenancy.activate(organisation):
        assert trail(organisation) == [
            ("organisation.founded", "Verein", {}, {"Rolle": "Geschäftsführung"})
        ]


def test_the_life_of_a_check(organisation, person):
    check = answering.start_check(organisation, CatalogueFactory(), person)
    answering.start_check(organisation, check.catalogue, person)
    answering.finish_check(check, person)
    answering.finish_check(check, person)
    answering.reopen_check(check, person)
    assert actions(organisation) == ["check.started", "check.finished", "check.reopened"]


def test_an_answer_with_what_it_said_before(organisation, check_state, person):
    question = next(one for one in check_state.document.questions if one.key == "pilot")
    first = AnswerInput(AnswerState.ANSWERED, level=1, note="Fast")
    answering.save_answer(check_state, question, first, seen_version=0, by=person)
    answering.save_answer(check_state, question, first, seen_version=1, by=person)
    answering.save_answer(
        check_state, question, AnswerInput(AnswerState.UNKNOWN), seen_version=1, by=person
    )
    one = {"Antwort": "pilot auf Stufe 1.", "Notiz": "Fast"}
    assert trail(organisation) == [
        ("check.answered", "Wie steht es um pilot?", {}, one),
        ("check.answered", "Wie steht es um pilot?", one, {"Antwort": "Weiß ich nicht"}),
    ]


def test_asking_colleagues(organisation, check_state, person):
    closes_on = timezone.localdate() + timedelta(days=5)
    wanted = {"question_keys": ["pilot"], "names_agreed": False, "message": ""}
    request = contribution_requests.ask(check_state, **wanted, closes_on=closes_on, by=person)
    link = contribution_requests.ask_person(
        request, name="Ada", function="office", email="ada@test.example", by=person
    )
    contribution_requests.make_sheet(request, person)
    contribution_requests.remind(request, person)
    contribution_requests.remind(request, person)
    contribution_requests.revoke(link, person)
    question = next(one for one in check_state.document.questions if one.key == "pilot")
    contributing.count_hands(request, question, {"1": 3}, seen={}, by=person)
    contribution_results.decide(
        check_state, question, AnswerInput(AnswerState.ANSWERED, level=1), seen_version=0, by=person
    )
    contribution_requests.move_deadline(request, closes_on + timedelta(days=1), person)
    contribution_requests.end(request, person)
    assert actions(organisation) == [
        "check.colleagues_asked",
        "check.colleague_linked",
        "check.sheet_made",
        "check.colleagues_reminded",
        "check.colleague_link_revoked",
        "check.hands_counted",
        "check.answered",
        "check.voices_decided",
        "check.asking_moved",
        "check.asking_ended",
    ]
    assert "Ada" not in str(trail(organisation))


def test_requirements(organisation, check_state, person):
    wish = {
        "area_key": "leadership",
        "question_key": "",
        "text": "Muss mobil gehen",
        "priority": "must",
        "needed_by": "",
    }
    noted = answering.note_requirement(check_state, **wish, by=person)
    answering.note_requirement(check_state, **wish, by=person)
    answering.remove_requirement(check_state, noted.pk, person)
    assert trail(organisation) == [
        ("check.requirement_noted", "Muss mobil gehen", {}, {"Wichtigkeit": "Muss"}),
        ("check.requirement_removed", "Muss mobil gehen", {}, {}),
    ]


def test_decisions_on_suggestions(organisation, check_state, person):
    AnswerFactory(organisation=organisation, check_run=check_state.check, level=0)
    suggesting.decline_suggestion(check_state, "name-pilot", "Kein Geld", person)
    suggesting.reconsider_suggestion(check_state, "name-pilot", person)
    suggesting.reconsider_suggestion(check_state, "name-pilot", person)
    suggesting.accept_suggestion(check_state, "name-pilot", person)
    suggesting.accept_suggestion(check_state, "name-pilot", person)
    title = "Maßnahme name-pilot umsetzen"
    assert trail(organisation) == [
        ("measure.declined", title, {}, {"Begründung": "Kein Geld"}),
        ("measure.reconsidered", title, {}, {}),
        ("measure.accepted", title, {}, {}),
    ]


def test_what_is_done_to_a_measure(organisation, person):
    measure = prioritising.write_measure(
        Measure(organisation=organisation, title="Kalender"), [], person
    )
    stored = Measure.objects.get()
    measure.status = "planned"
    prioritising.MEASURES.change(measure, seen_version=1, stored=stored, by=person)
    prioritising.rate(measure, {"benefit": (2, "")}, seen_version=2, by=person)
    prioritising.rate(measure, {"benefit": (5, "")}, seen_version=3, by=person)
    assert trail(organisation) == [
        ("measure.written", "Kalender", {}, {}),
        ("measure.changed", "Kalender", {"Stand": "Idee"}, {"Stand": "geplant"}),
        ("measure.rated", "Kalender", {}, {"Klarer Mehrwert": 2}),
        ("measure.rated", "Kalender", {"Klarer Mehrwert": 2}, {"Klarer Mehrwert": 5}),
    ]


def test_steps_once_however_often_one_clicks(organisation, person):
    step = StepFactory(organisation=organisation, text="Anrufen.")
    for done in (True, True, False):
        steps.tick_step(step, done=done, by=person)
    assert [(action, subject) for action, subject, *_ in trail(organisation)] == [
        ("measure.step_done", "Anrufen."),
        ("measure.step_reopened", "Anrufen."),
    ]


def test_weights(organisation, person):
    MeasureFactory(organisation=organisation)
    before = CriterionWeights.of(organisation)
    after = CriterionWeights(organisation=organisation, benefit=9)
    prioritising.WEIGHTS.change(after, stored=before, seen_version=0, by=person)
    assert trail(organisation) == [
        ("measure.weighed", "", {"Klarer Mehrwert": "5"}, {"Klarer Mehrwert": "9"})
    ]


def test_the_life_of_a_mandate(organisation, person):
    director = MembershipFactory(organisation=organisation, role="director")
    pilot = MembershipFactory(organisation=organisation, role="pilot")
    draft = MandateFactory(organisation=organisation, pilot=pilot)
    mandates.change_mandate(draft, "tasks", {"tasks": ["Tee"]}, seen_version=0, by=person)
    mandates.confirm_mandate(draft, Side.PILOT, seen_version=2, by=pilot)
    mandates.confirm_mandate(draft, Side.DIRECTOR, seen_version=2, by=director)
    mandates.discard_draft(mandates.renew_mandate(draft, person), person)
    mandates.begin_mandate(organisation, person)
    assert [(action, subject) for action, subject, *_ in trail(organisation)] == [
        ("mandate.changed", "Fassung 1"),
        ("mandate.confirmed", "Fassung 1"),
        ("mandate.confirmed", "Fassung 1"),
        ("mandate.renewed", "Fassung 2"),
        ("mandate.discarded", "Fassung 2"),
        ("mandate.created", "Fassung 2"),
    ]


def test_reports(organisation, check_state, person):
    report = order_report(check_state.check, person)
    order_report(check_state.check, person)
    note_download(report, Format.PDF, person)
    order_mandate(MandateFactory(organisation=organisation), person)
    assert [(action, subject) for action, subject, *_ in trail(organisation)] == [
        ("report.ordered", f"Gesamtbericht: {check_state.check}"),
        ("report.downloaded", f"{report} (PDF)"),
        ("report.ordered", "Beauftragung: Fassung 1"),
    ]
