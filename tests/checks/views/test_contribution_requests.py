"""The pilot asks colleagues: choosing questions, links, the sheet, reminders, the end."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.models import (
    ContributionLink,
    ContributionMail,
    ContributionRequest,
)
from organisations import tenancy
from tests.checks.views.wizard import text
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    ContributionFactory,
    ContributionLinkFactory,
    ContributionMailFactory,
    ContributionRequestFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(pilot):
    return CheckFactory(organisation=pilot.organisation)


@pytest.fixture
def asked(check):
    return ContributionRequestFactory(organisation=check.organisation, check_run=check)


def at(membership, name, asked=None, **kwargs):
    kwargs["slug"] = membership.organisation.slug
    if asked:
        kwargs["contribution_request_id"] = asked.pk
    return reverse(f"checks:{name}", kwargs=kwargs)


def day(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def link_of(asked, **more):
    return ContributionLinkFactory(organisation=asked.organisation, request=asked, **more)


def stored(pilot, model):
    with tenancy.activate(pilot.organisation):
        return list(model.objects.order_by("pk").select_related())


class TestWithoutACheck:
    @pytest.mark.parametrize("name", ["contributions", "ask"])
    def test_one_begins_one_first(self, client, pilot, name):
        assert client.get(at(pilot, name)).url == at(pilot, "start")


class TestChoosingQuestions:
    def test_begins_on_the_overview_and_ends_at_the_request(self, client, pilot, check):
        page = client.get(at(pilot, "contributions"))
        assert "Noch haben Sie niemanden gefragt." in text(page)
        assert "Wie steht es um pilot?" in text(client.get(at(pilot, "ask")))
        response = client.post(
            at(pilot, "ask"), {"questions": ["goals", "pilot"], "closes_on": day(5), "message": ""}
        )
        (made,) = stored(pilot, ContributionRequest)
        assert response.url == at(pilot, "contribution_request", made)
        assert (made.question_keys, made.names_agreed) == (["pilot", "goals"], False)
        assert made.asked_by == pilot.user
        assert "Anfrage vom" in text(client.get(at(pilot, "contributions")))

    def test_can_be_prepared_by_a_link(self, client, pilot, check):
        page = client.get(at(pilot, "ask") + "?frage=goals&frage=gibt-es-nicht").content.decode()
        assert 'value="goals" checked' in page
        assert page.count(" checked") == 1

    def test_keeps_everything_typed_when_something_is_missing(self, client, pilot, check):
        response = client.post(
            at(pilot, "ask"), {"closes_on": "bald", "message": "Bitte ehrlich", "areas": "security"}
        )
        assert response.status_code == 422
        assert "Bitte einen Tag angeben, zum Beispiel 31.12.2026." in text(response)
        assert "Bitte ehrlich" in text(response)
        assert 'value="security" checked' in text(response)
        assert stored(pilot, ContributionRequest) == []

    def test_is_offered_for_questions_nobody_knows_the_answer_to(self, client, pilot, check):
        AnswerFactory(organisation=check.organisation, check_run=check, state="unknown", level=None)
        page = text(client.get(at(pilot, "finish")))
        assert f'href="{at(pilot, "ask")}?frage=pilot"' in page


class TestTheQuestionPage:
    def test_leads_to_asking_and_later_to_the_voices(self, client, pilot, check):
        here = at(pilot, "question", key="pilot")
        assert f'href="{at(pilot, "ask")}?frage=pilot"' in text(client.get(here))
        asked = ContributionRequestFactory(organisation=check.organisation, check_run=check)
        link = link_of(asked)
        ContributionFactory(organisation=check.organisation, voice=link.voice)
        page = text(client.get(here))
        assert "Stimmen der Kolleg:innen (1)" in page
        assert at(pilot, "voices", check_id=check.pk, key="pilot") in page


class TestARequest:
    def test_does_not_say_who_answered(self, client, pilot, asked):
        first, second = link_of(asked, name="Ada"), link_of(asked, name="Bo", email="")
        page = text(client.get(at(pilot, "contribution_request", asked)))
        ContributionFactory(organisation=asked.organisation, voice=first.voice)
        later = text(client.get(at(pilot, "contribution_request", asked)))
        assert "Noch hat niemand geantwortet." in page
        assert "1 Person</strong> hat geantwortet" in later
        for words in ("So ist es den Kolleg:innen zugesagt.", "Ada", "Bo", "ohne Mail"):
            assert words in later
        assert page.count("<li") == later.count("<li")
        assert second.voice.get_function_display() in later

    def test_shows_links_again(self, client, pilot, asked):
        client.post(
            at(pilot, "ask_person", asked), {"name": "Ada", "function": "office", "email": ""}
        )
        page = text(client.get(at(pilot, "contribution_request", asked)))
        (address,) = re.findall(r'readonly value="([^"]+)"', page)
        client.logout()
        assert client.get(address.replace("http://localhost:8000", "")).status_code == 200

    @pytest.mark.parametrize(
        ("people", "said"),
        [
            (0, "Fragen Sie mindestens drei Menschen"),
            (1, "Gefragt ist erst eine Person."),
            (2, "Gefragt sind erst 2 Personen."),
            (3, ""),
        ],
    )
    def test_says_at_once_that_it_takes_three(self, client, pilot, asked, people, said):
        for _ in range(people):
            link_of(asked)
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert said in page
        assert ("ab drei Stimmen" in page) == bool(said)

    def test_with_a_sheet_is_not_told_to_ask_more(self, client, pilot, asked):
        client.post(at(pilot, "sheet", asked))
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert "mindestens drei Menschen" not in page
        assert 'id="link-sheet"' in page

    def test_says_so_when_a_link_cannot_be_shown_any_more(self, client, pilot, asked):
        link_of(asked, name="Ada")
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert "Dieser Link lässt sich nicht mehr zeigen, er gilt aber weiter." in page

    @pytest.mark.parametrize("number", [1, 50])
    def test_needs_the_same_queries_for_few_and_many(
        self, client, pilot, asked, number, django_assert_num_queries
    ):
        for _ in range(number):
            link_of(asked)
        client.get(at(pilot, "contribution_request", asked))
        with django_assert_num_queries(11):
            client.get(at(pilot, "contribution_request", asked))

    def test_of_a_closed_check_can_only_be_read(self, client, pilot):
        asked = ContributionRequestFactory(
            organisation=pilot.organisation, check_run__finished_at=timezone.now()
        )
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert "Der Check ist abgeschlossen. Niemand kann mehr antworten." in page
        assert "Frist ändern" not in page
        assert "Drei Wege zu Antworten" not in page

    def test_that_was_ended_offers_to_open_it_again_and_nothing_else(self, client, pilot):
        asked = ContributionRequestFactory(organisation=pilot.organisation, ended_at=timezone.now())
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert page.count("Wieder öffnen") == 2  # The heading and its button.
        assert "Frist ändern" not in page
        assert "Drei Wege zu Antworten" not in page


class TestALink:
    def test_is_mailed_where_there_is_an_address(
        self, client, pilot, asked, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(
                at(pilot, "ask_person", asked),
                {"name": "Ada", "function": "office", "email": "ada@test.example"},
                follow=True,
            )
        assert "Ada bekommt eine Mail mit einem eigenen Link." in text(response)
        assert "wird verschickt" in text(response)
        (mail,) = stored(pilot, ContributionMail)
        assert mail.link.name == "Ada"
        assert outbox.outbox == []

    def test_errors_stand_beside_the_field(self, client, pilot, asked):
        link_of(asked, email="ada@test.example")
        response = client.post(
            at(pilot, "ask_person", asked),
            {"name": "Ada Lang", "function": "office", "email": "ada@test.example"},
        )
        assert response.status_code == 422
        assert "An diese Adresse ging schon ein Link." in text(response)
        assert 'value="Ada Lang"' in text(response)

    def test_is_not_made_for_a_request_that_is_over(self, client, pilot, asked):
        client.post(at(pilot, "deadline", asked), {"action": "end"})
        response = client.post(
            at(pilot, "ask_person", asked), {"name": "Ada", "function": "office"}
        )
        assert response.status_code == 422
        assert "Diese Anfrage ist beendet." in text(response)

    def test_can_be_revoked(self, client, pilot, asked):
        link = link_of(asked, name="Ada")
        response = client.post(
            at(pilot, "revoke_link", asked, contribution_link_id=link.pk), follow=True
        )
        assert "Der Link „Ada“ gilt nicht mehr." in text(response)
        assert "zurückgezogen" in text(response)

    def test_of_another_request_does_not_exist(self, client, pilot, asked):
        other = ContributionRequestFactory(
            organisation=pilot.organisation, check_run=asked.check_run
        )
        path = at(pilot, "revoke_link", other, contribution_link_id=link_of(asked).pk)
        assert client.post(path).status_code == 404

    @given(
        st.fixed_dictionaries({}, optional={n: st.text() for n in ("name", "function", "email")})
    )
    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    def test_whatever_is_sent_is_answered(self, client, pilot, asked, fields):
        response = client.post(at(pilot, "ask_person", asked), fields)
        assert response.status_code in (302, 422)


class TestReminders:
    def test_leave_once_by_the_button(
        self, client, pilot, asked, django_capture_on_commit_callbacks
    ):
        link_of(asked)
        assert "Jetzt erinnern" in text(client.get(at(pilot, "contribution_request", asked)))
        with django_capture_on_commit_callbacks(execute=True):
            first = client.post(at(pilot, "remind", asked), follow=True)
        assert "Eine Erinnerung ist unterwegs." in text(first)
        assert "Jetzt erinnern" not in text(first)
        second = client.post(at(pilot, "remind", asked), follow=True)
        assert "niemanden, der noch eine Erinnerung bekommen kann" in text(second)
        assert [mail.kind for mail in stored(pilot, ContributionMail)] == ["reminder"]

    def test_of_several_are_counted(self, client, pilot, asked):
        link_of(asked), link_of(asked)
        response = client.post(at(pilot, "remind", asked), follow=True)
        assert "2 Erinnerungen sind unterwegs." in text(response)

    def test_are_refused_once_the_request_is_over(self, client, pilot, asked):
        client.post(at(pilot, "deadline", asked), {"action": "end"})
        response = client.post(at(pilot, "remind", asked), follow=True)
        assert "Verlängern Sie zuerst die Frist." in text(response)


class TestTheEnd:
    def test_can_be_moved_and_refuses_days_that_are_over(self, client, pilot, asked):
        response = client.post(at(pilot, "deadline", asked), {"closes_on": day(-1)})
        assert response.status_code == 422
        assert "Bitte einen Tag ab heute wählen." in text(response)
        response = client.post(at(pilot, "deadline", asked), {"closes_on": day(20)}, follow=True)
        assert "Die Frist ist geändert." in text(response)
        assert stored(pilot, ContributionRequest)[0].closes_on.isoformat() == day(20)

    def test_comes_no_sooner_than_colleagues_were_told(self, client, pilot, asked):
        sooner = {"closes_on": day(3)}
        assert client.post(at(pilot, "deadline", asked), sooner).status_code == 302
        link_of(asked)
        response = client.post(at(pilot, "deadline", asked), {"closes_on": day(2)})
        assert response.status_code == 422
        assert "haben Sie Ihren Kolleg:innen Zeit zugesagt" in text(response)
        assert stored(pilot, ContributionRequest)[0].closes_on.isoformat() == day(3)

    def test_before_that_day_is_told_by_mail(self, client, pilot, asked):
        ContributionMailFactory(
            organisation=asked.organisation, link=link_of(asked), sent_at=timezone.now()
        )
        page = text(client.get(at(pilot, "contribution_request", asked)))
        assert "Wer per Mail gefragt wurde, erfährt das Ende per Mail." in page
        response = client.post(at(pilot, "deadline", asked), {"action": "end"}, follow=True)
        assert "1 Person bekommt eine Mail, dass die Anfrage beendet ist." in text(response)


class TestTheSheet:
    def test_shows_a_code_for_its_link(self, client, pilot, asked):
        there = at(pilot, "sheet", asked)
        assert client.get(there).url == at(pilot, "contribution_request", asked)
        assert client.post(there).url == there
        assert client.post(there).url == there
        page = text(client.get(there))
        assert '<svg class="qr"' in page
        assert len(stored(pilot, ContributionLink)) == 1
        address = page.split('sheet-address breakable"><a href="')[1].split('"')[0]
        client.logout()
        reply = client.get(address.replace("http://localhost:8000", ""))
        assert "Was ist Ihre Aufgabe im Team?" in text(reply)

    def test_says_so_when_its_code_cannot_be_shown_any_more(self, client, pilot, asked):
        link_of(asked, voice=None, name="", email="")
        page = text(client.get(at(pilot, "sheet", asked)))
        assert "Dieser Code lässt sich nicht mehr zeigen" in page
        assert "svg class" not in page.split("<main")[1].split("qr-ink")[0] or "qr-ink" not in page

    def test_is_not_made_once_the_request_is_over(self, client, pilot, asked):
        client.post(at(pilot, "deadline", asked), {"action": "end"})
        response = client.post(at(pilot, "sheet", asked), follow=True)
        assert "Diese Anfrage ist beendet." in text(response)
