"""The result page and the decisions on its suggestions."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checks.models import Check
from measures.models import DeclinedSuggestion, Measure
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    RequirementFactory,
    small_document,
)
from tests.factories.checks import small_question, small_template

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def check(pilot):
    """A check whose first answer suggests a measure."""
    check = CheckFactory(organisation=pilot.organisation, finished_at="2026-01-02T10:00Z")
    AnswerFactory(organisation=pilot.organisation, check_run=check, level=0)
    AnswerFactory(organisation=pilot.organisation, check_run=check, question_key="backups", level=4)
    return check


def result(check):
    return reverse(
        "measures:result", kwargs={"slug": check.organisation.slug, "check_id": check.pk}
    )


def decide(client, check, key="name-pilot", headers=None, **data):
    return client.post(f"{result(check)}vorschlag/{key}/", data, **(headers or {}))


class TestResult:
    def test_shows_maturity_strengths_gaps_requirements_and_suggestions(self, client, check):
        RequirementFactory(
            organisation=check.organisation, check_run=check, text="Muss mobil gehen"
        )
        page = client.get(result(check)).content.decode()
        assert "Im Ganzen stehen Sie bei 50 von 100" in page
        assert "<svg" in page
        assert "backups auf Stufe 4." in page
        assert "pilot auf Stufe 0." in page
        assert "Muss mobil gehen" in page
        assert "Maßnahme name-pilot umsetzen" in page

    def test_can_be_read_by_members_who_may_not_decide(self, client, check):
        client.force_login(MembershipFactory(organisation=check.organisation, role="member").user)
        page = client.get(result(check)).content.decode()
        assert "Maßnahme name-pilot umsetzen" in page
        assert 'value="accept"' not in page

    def test_names_first_what_is_solid_for_a_house_of_that_size(self, client, check):
        page = client.get(result(check)).content.decode()
        solid, missing = (
            page.index(text) for text in ("Das steht schon solide", "Am meisten fehlt")
        )
        assert solid < page.index("ein guter Stand.") < missing
        assert page.index("Das läuft schon gut") < page.index("Hier fehlt am meisten")

    def test_opens_the_area_that_one_pressed_in_the_wheel(self, client, check):
        page = client.get(result(check)).content.decode()
        assert 'href="?feld=security#feld-security"' in page
        assert '<details id="feld-security">' in page
        opened = client.get(f"{result(check)}?feld=security").content.decode()
        assert '<details id="feld-security" open>' in opened
        assert '<details id="feld-leadership">' in opened

    def test_leads_to_somebody_who_can_be_asked(self, client, check):
        page = client.get(result(check)).content.decode()
        assert f"/begleitung/fragen/?seite={result(check)}" in page

    def test_of_an_empty_check_says_so(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        page = client.get(result(check)).content.decode()
        assert "Noch ist keine Frage mit einer Stufe beantwortet" in page
        assert "Es gibt keine Vorschläge" in page


@pytest.fixture
def many(pilot):
    """A check with ten suggestions."""
    questions = [small_question(f"q{number}") for number in range(10)]
    templates = [small_template(f"t{number}", {f"q{number}": [0, 1]}) for number in range(10)]
    area = {
        "key": "only",
        "title": "Handlungsfeld",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was noch?", "starters": ["Muss a", "Muss b"]},
        "questions": questions,
        "templates": templates,
    }
    catalogue = CatalogueFactory(document=small_document(areas=[area]))
    check = CheckFactory(organisation=pilot.organisation, catalogue=catalogue)
    for question in questions:
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key=question["key"],
            level=0,
        )
    return check


class TestManySuggestions:
    def test_show_the_first_eight_and_the_rest_when_wanted(self, client, many):
        page = client.get(result(many)).content.decode()
        assert page.count('class="card suggestion"') == 8
        assert "Noch 2 weitere Vorschläge zeigen" in page
        whole = client.get(f"{result(many)}?vorschlaege=alle").content.decode()
        assert whole.count('class="card suggestion"') == 10
        assert "<html" in whole

    def test_come_as_a_part_to_htmx(self, client, many):
        response = client.get(f"{result(many)}?vorschlaege=alle", **HTMX)
        part = response.content.decode()
        assert part.count('class="card suggestion"') == 2
        assert "<html" not in part
        assert "HX-Request" in response["Vary"]

    def test_are_all_there_beside_an_error(self, client, many):
        page = decide(client, many, key="t9", decision="decline", reason="x" * 501)
        assert page.content.decode().count('class="card suggestion"') == 10


class TestDecisions:
    def test_accept_a_suggestion_once_however_often_one_clicks(self, client, check):
        for _ in range(2):
            response = decide(client, check, decision="accept")
            assert response.url == f"{result(check)}?entschieden=accept#massnahme-name-pilot"
        with tenancy.activate(check.organisation):
            assert Measure.objects.count() == 1
        assert "1 angenommener Vorschlag" in client.get(result(check)).content.decode()

    def test_answer_htmx_with_all_suggestions(self, client, check):
        part = decide(client, check, headers=HTMX, decision="accept").content.decode()
        assert "steht jetzt auf Ihrer Liste" in part
        assert "<html" not in part
        assert "1 angenommener Vorschlag" in part

    def test_move_a_declined_card_below_at_once(self, client, many):
        part = decide(client, many, key="t3", headers=HTMX, decision="decline", reason="Nein")
        part = part.content.decode()
        card, below = part.index('id="massnahme-t3"'), part.index("1 abgelehnter Vorschlag")
        assert card > below
        # What was decided is said where the card was; the eight first ones are there again.
        said = part.index("ist abgelehnt und unten wieder zu finden")
        assert part.index('id="massnahme-t2"') < said < part.index('id="massnahme-t4"')
        assert 'id="massnahme-t8"' in part
        assert "Noch 1 weiteren Vorschlag zeigen" in part

    def test_say_at_the_end_what_became_of_the_last_card(self, client, many):
        data = {"decision": "decline", "reason": "Nein", "vorschlaege": "alle"}
        part = decide(client, many, key="t9", headers=HTMX, **data).content.decode()
        assert part.index('id="massnahme-t8"') < part.index("ist abgelehnt und unten")
        assert part.count("ist abgelehnt und unten") == 1

    def test_keep_the_declined_ones_open_while_one_works_there(self, client, many):
        for key in ("t1", "t2"):
            decide(client, many, key=key, decision="decline", reason="Nein")
        part = decide(client, many, key="t1", headers=HTMX, decision="reconsider").content.decode()
        assert "<details open>" in part
        assert part.index('id="massnahme-t1"') < part.index("1 abgelehnter Vorschlag")

    def test_without_scripts_lead_to_the_card_among_the_declined(self, client, many):
        response = decide(client, many, key="t3", decision="decline", reason="Nein")
        page = client.get(response.url).content.decode()
        assert "<details open>" in page
        assert page.index('id="massnahme-t3"') > page.index("1 abgelehnter Vorschlag")

    def test_decline_with_a_reason_that_can_be_found_again(self, client, check):
        decide(client, check, decision="decline", reason="Kein Geld")
        assert "Kein Geld" in client.get(result(check)).content.decode()
        decide(client, check, decision="reconsider")
        with tenancy.activate(check.organisation):
            assert not DeclinedSuggestion.objects.exists()

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_ask_for_the_reason_next_to_the_field(self, client, check, headers):
        response = decide(client, check, headers=headers, decision="decline", reason="x" * 501)
        page = response.content.decode()
        assert response.status_code == 422
        assert "Ihr Text hat 501" in page
        assert "x" * 501 in page

    def test_that_are_none_change_nothing(self, client, check):
        decide(client, check, decision="decline", reason="Kein Geld")
        for tampered in ({}, {"decision": "delete"}):
            response = decide(client, check, **tampered)
            assert response.status_code == 400
            assert "Diese Anfrage ist nicht zu verstehen" in response.content.decode()
        assert "Kein Geld" in client.get(result(check)).content.decode()

    def test_on_something_the_catalogue_does_not_have_do_not_exist(self, client, check):
        assert decide(client, check, key="tampered", decision="accept").status_code == 404

    def test_on_something_the_answers_suggest_no_more_hold_all_the_same(self, client, check):
        response = decide(client, check, key="use-safe", headers=HTMX, decision="accept")
        assert "steht jetzt auf Ihrer Liste" in response.content.decode()


class TestWhatIsToClarify:
    @pytest.fixture
    def unknown(self, check):
        """A question of the check that nobody could answer."""
        with tenancy.activate(check.organisation):
            check.answers.filter(question_key="pilot").update(state="unknown", level=None)
        return "frage=pilot"

    def test_leads_to_asking_in_a_running_check(self, client, check, unknown):
        CheckFactory(organisation=check.organisation)
        assert f"/check/kolleginnen/fragen/?{unknown}" in client.get(result(check)).content.decode()

    def test_leads_to_asking_by_way_of_opening_the_check_again(self, client, check, unknown):
        page = client.get(result(check)).content.decode()
        assert "Check wieder öffnen und Kolleg:innen danach fragen" in page
        kwargs = {"slug": check.organisation.slug, "check_id": check.pk}
        reopened = client.post(reverse("checks:reopen", kwargs=kwargs), {"frage": "pilot"})
        assert reopened.url.endswith(f"/check/kolleginnen/fragen/?{unknown}")
        asking = client.get(reopened.url).content.decode()
        assert re.search(r'value="pilot"[^>]*checked', asking)

    def test_of_an_earlier_check_leads_nowhere(self, client, check, unknown):
        CheckFactory(organisation=check.organisation, finished_at="2026-02-02T10:00Z")
        page = client.get(result(check)).content.decode()
        assert "Fragen Sie im Team nach" in page
        assert "danach fragen" not in page


class TestChange:
    @pytest.fixture
    def checks(self, check):
        """Five closed checks, each better than the one before; the last one is `check`."""
        for year in (2021, 2022, 2023, 2024):
            earlier = CheckFactory(
                organisation=check.organisation, finished_at=f"{year}-01-02T10:00Z"
            )
            for key in ("pilot", "backups"):
                AnswerFactory(
                    organisation=check.organisation,
                    check_run=earlier,
                    question_key=key,
                    level=year - 2021,
                )
        return check

    def test_a_first_check_says_nothing_about_it(self, client, check):
        page = client.get(result(check)).content.decode()
        assert "Veränderung" not in page
        assert "Verlauf" not in page

    def test_is_said_by_area_with_lines_and_a_table(self, client, checks):
        page = client.get(result(checks)).content.decode()
        assert "Veränderung seit dem 2. Januar 2024" in page
        assert "Im Ganzen von 75 auf 50: schlechter um 25." in page
        assert "Verglichen werden 2 von 5 Fragen; 3 haben nicht in beiden Checks" in page
        assert "besser um 25" in page
        assert 'aria-label="Sicherheit: 0 von 100 im Januar 2021, 25 von 100 im' in page
        assert page.count('<svg class="line"') == 3
        assert "war 3, jetzt 0" in page
        assert "02.01.21" in page

    def test_names_measures_carefully(self, client, checks):
        MeasureFactory(
            organisation=checks.organisation,
            title="Sicherung üben",
            catalogue=checks.catalogue,
            template_key="test-restore",
            status="done",
            done_at="2025-05-05T10:00Z",
        )
        page = client.get(result(checks)).content.decode()
        assert "Dahinter steht:" in page
        assert "Sicherung üben" in page
        assert "kein Beweis" in page

    def test_takes_the_same_queries_for_two_and_for_five_checks(
        self, client, checks, django_assert_num_queries
    ):
        client.get(result(checks))  # from here on catalogues are in memory
        second = result(second_check(checks))
        with CaptureQueriesContext(connection) as two:
            client.get(second)
            number = len(two)
        with django_assert_num_queries(number):
            client.get(result(checks))
        assert number <= 18


def second_check(check):
    """The second of the organisation's checks."""
    with tenancy.activate(check.organisation):
        return Check.objects.order_by("finished_at")[1]
