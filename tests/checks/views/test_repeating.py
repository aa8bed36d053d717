"""The pages of a check that repeats another one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checks.models import Answer, Check, Requirement
from organisations import tenancy
from tests.checks.views.wizard import at
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MembershipFactory,
    OutcomeFactory,
    RequirementFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def before(pilot):
    """A closed check with two answers, a note and a requirement."""
    organisation = pilot.organisation
    check = CheckFactory(organisation=organisation, finished_at="2025-03-03T10:00Z")
    for key, level, note in (("pilot", 1, "Seit Mai."), ("goals", 2, "")):
        AnswerFactory(
            organisation=organisation, check_run=check, question_key=key, level=level, note=note
        )
    RequirementFactory(
        organisation=organisation, check_run=check, text="Muss drucken", priority="must"
    )
    return check


@pytest.fixture
def check(pilot, before):
    """The running check that repeats it."""
    return CheckFactory(organisation=pilot.organisation, predecessor=before)


def page(client, pilot, key="pilot"):
    return client.get(at(pilot, "question", key=key)).content.decode()


def send(client, pilot, key="pilot", headers=None, **data):
    return client.post(at(pilot, "question", key=key), {"version": "0"} | data, **(headers or {}))


def answers(check):
    with tenancy.activate(check.organisation):
        found = Answer.objects.filter(check_run=check).select_related("updated_by")
        return {answer.question_key: answer for answer in found}


class TestStarting:
    def test_promises_the_old_answers_and_repeats_the_last_check(self, client, pilot, before):
        CatalogueFactory()
        assert "Antwort vom letzten Check" in client.get(at(pilot, "start")).content.decode()
        client.post(at(pilot, "start"))
        with tenancy.activate(pilot.organisation):
            assert Check.objects.get(finished_at=None).predecessor == before

    def test_fills_in_the_facts_of_last_time_without_storing_them(
        self, client, pilot, check, before
    ):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=before,
            question_key="staff",
            level=None,
            value=37,
        )
        text = client.get(at(pilot, "facts")).content.decode()
        assert 'value="37"' in text
        assert "beim letzten Check am 3. März 2025 galt" in text
        assert answers(check) == {}
        client.post(at(pilot, "facts"), {"staff-answer": "37", "staff-version": "0"})
        assert answers(check)["staff"].value == 37
        stored = client.get(at(pilot, "facts")).content.decode()
        assert 'value="37"' in stored


class TestQuestion:
    def test_shows_answer_and_note_of_last_time_and_answers_nothing(self, client, pilot, check):
        text = page(client, pilot)
        assert "Beim letzten Check am 3. März 2025" in text
        assert "pilot auf Stufe 1." in text
        assert "Seit Mai." in text
        assert "checked" not in re.findall(r'<input type="radio" name="answer"[^>]*>', text)[1]
        assert answers(check) == {}

    def test_says_when_there_is_nothing_to_show(self, client, pilot, check):
        assert "Diese Frage blieb ohne Antwort." in page(client, pilot, "passwords")

    def test_of_a_first_check_shows_nothing_of_it(self, client, pilot):
        CheckFactory(organisation=pilot.organisation)
        text = page(client, pilot)
        assert "Beim letzten Check" not in text
        assert "U übernimmt" not in text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_unchanged_is_one_button(self, client, pilot, check, headers):
        response = send(client, pilot, action="unchanged", headers=headers)
        following = at(pilot, "question", key="goals")
        assert following in (response.headers.get("Location"), response.headers.get("HX-Push-Url"))
        stored = answers(check)["pilot"]
        assert (stored.level, stored.note, stored.version) == (1, "Seit Mai.", 1)
        assert stored.updated_by == pilot.user

    def test_unchanged_twice_is_stored_once(self, client, pilot, check):
        for _ in range(2):
            assert send(client, pilot, action="unchanged").status_code == 302
        assert answers(check)["pilot"].version == 1

    def test_unchanged_keeps_a_note_of_ones_own(self, client, pilot, check):
        send(client, pilot, action="unchanged", note="Neue Lage")
        assert answers(check)["pilot"].note == "Neue Lage"

    def test_unchanged_beside_another_version_shows_both(self, client, pilot, check):
        AnswerFactory(organisation=pilot.organisation, check_run=check, level=4, version=2)
        response = send(client, pilot, action="unchanged")
        text = response.content.decode()
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Antwort" in text
        assert 'value="1" id="id_answer_1" checked' in text
        assert answers(check)["pilot"].level == 4
        assert send(client, pilot, action="unchanged", version="2").status_code == 302
        assert answers(check)["pilot"].level == 1

    def test_unchanged_without_an_old_answer_just_goes_on(self, client, pilot, check):
        response = send(client, pilot, "passwords", action="unchanged")
        assert response.url == at(pilot, "question", key="backups")
        assert answers(check) == {}

    def test_unchanged_in_a_first_check_just_goes_on(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        assert send(client, pilot, action="unchanged", answer="2").status_code == 302
        assert answers(check)["pilot"].level == 2

    def test_the_old_note_alone_can_be_taken_over(self, client, pilot, check):
        response = send(client, pilot, action="old-note", answer="3", note="Heute anders.")
        assert response.url == at(pilot, "question", key="pilot")
        stored = answers(check)["pilot"]
        assert (stored.level, stored.note) == (3, "Heute anders.\nSeit Mai.")
        send(client, pilot, action="old-note", answer="3", note=stored.note, version="1")
        assert answers(check)["pilot"].note == "Heute anders.\nSeit Mai."

    def test_shows_what_measures_brought_that_belong_to_it(self, client, pilot, check):
        OutcomeFactory(
            organisation=pilot.organisation,
            measure__template_key="name-pilot",
            measure__title="Lotsin benennen",
            brought="Weniger <Zettel>.",
        )
        text = page(client, pilot)
        assert "Was Ihre Maßnahmen dazu gebracht haben" in text
        assert "Lotsin benennen" in text
        assert "Weniger &lt;Zettel&gt;." in text
        assert "Was Ihre Maßnahmen" not in page(client, pilot, "goals")

    def test_marks_what_changed_once_it_is_answered(self, client, pilot, check):
        send(client, pilot, answer="3")
        text = page(client, pilot)
        assert "geändert: war 1, jetzt 3" in text
        assert '<span class="changed">geändert</span>' in text
        assert '<span class="changed">1 geändert</span>' in text
        send(client, pilot, answer="1", version="1")
        assert ">unverändert<" in page(client, pilot)

    def test_marks_what_changed_when_it_is_saved_in_passing(self, client, pilot, check):
        part = send(client, pilot, answer="3", action="save", headers=HTMX).content.decode()
        assert 'id="change-mark" hx-swap-oob="true"' in part
        assert "geändert: war 1, jetzt 3" in part

    def test_takes_one_query_more_than_in_a_first_check_for_what_was_done_since(
        self, client, pilot, check, django_assert_num_queries
    ):
        other = MembershipFactory()
        client.force_login(other.user)
        CheckFactory(organisation=other.organisation)
        send(client, other, answer="1", headers=HTMX)
        with CaptureQueriesContext(connection) as first:
            send(client, other, answer="2", version="1", headers=HTMX)
            number = len(first)
        assert number < 14  # 12 and the two ends of a savepoint in tests

        client.force_login(pilot.user)
        send(client, pilot, answer="1", headers=HTMX)
        with django_assert_num_queries(number + 1):
            send(client, pilot, answer="2", version="1", headers=HTMX)


class TestFinishing:
    def test_lists_what_changed(self, client, pilot, check):
        text = client.get(at(pilot, "finish")).content.decode()
        assert "Bisher ist keine Antwort anders" in text
        send(client, pilot, answer="3")
        send(client, pilot, "goals", action="unchanged")
        text = client.get(at(pilot, "finish")).content.decode()
        assert "Eine Antwort ist anders als beim letzten Check." in text
        assert "war 1, jetzt 3" in text

    def test_of_a_first_check_says_nothing_of_it(self, client, pilot):
        CheckFactory(organisation=pilot.organisation)
        assert "Verändert seit" not in client.get(at(pilot, "finish")).content.decode()


class TestRequirements:
    def test_of_last_time_are_offered_until_they_are_noted(self, client, pilot, check):
        address = at(pilot, "requirements", key="leadership")
        assert "Beim letzten Check notiert" in client.get(address).content.decode()
        client.post(
            address,
            {
                "requirement-text": "Muss drucken",
                "requirement-priority": "must",
                "requirement-needed_by": "",
                "action": "note",
            },
        )
        assert "Beim letzten Check notiert" not in client.get(address).content.decode()
        with tenancy.activate(pilot.organisation):
            assert Requirement.objects.get(check_run=check).priority == "must"

    def test_of_another_area_are_not_asked_for(self, client, pilot, check):
        text = client.get(at(pilot, "requirements", key="security")).content.decode()
        assert "Beim letzten Check notiert" not in text


class TestAWholeArea:
    def test_is_taken_over_after_a_look(self, client, pilot, check):
        address = at(pilot, "repeat_area", key="leadership")
        assert address in page(client, pilot)
        text = client.get(address).content.decode()
        assert "2 offene Fragen bekommen die Antworten und Notizen vom 3. März 2025" in text
        assert "pilot auf Stufe 1." in text
        response = client.post(address, follow=True)
        assert "2 Antworten sind unverändert übernommen." in response.content.decode()
        assert {key: one.level for key, one in answers(check).items()} == {"pilot": 1, "goals": 2}

    def test_without_anything_open_says_so(self, client, pilot, check):
        text = client.get(at(pilot, "repeat_area", key="security")).content.decode()
        assert "nichts offen, was sich übernehmen lässt" in text
        assert "Alle übernehmen" not in text

    @pytest.mark.parametrize("key", ["pilot", "facts", "nowhere"])
    def test_has_to_be_an_area(self, client, pilot, check, key):
        assert client.get(at(pilot, "repeat_area", key=key)).status_code == 404

    def test_needs_a_check_that_repeats_another(self, client, pilot):
        CheckFactory(organisation=pilot.organisation)
        assert client.get(at(pilot, "repeat_area", key="leadership")).status_code == 404

    def test_of_a_closed_check_leads_to_its_page(self, client, pilot, before):
        assert client.get(at(pilot, "repeat_area", key="leadership")).url == at(pilot, "start")
