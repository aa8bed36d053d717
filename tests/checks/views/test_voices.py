"""The spread of a question and the pilot's decision."""

import pytest
from django.urls import reverse
from django.utils import timezone

from checks.models import Answer
from organisations import tenancy
from tests.checks.views.wizard import text
from tests.factories import (
    AnswerFactory,
    ContributionFactory,
    ContributionRequestFactory,
    HandCountFactory,
    MembershipFactory,
    VoiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(pilot):
    return ContributionRequestFactory(organisation=pilot.organisation)


def at(asked, key="pilot"):
    kwargs = {"slug": asked.organisation.slug, "check_id": asked.check_run_id, "key": key}
    return reverse("checks:voices", kwargs=kwargs)


def result_of(asked):
    kwargs = {"slug": asked.organisation.slug, "check_id": asked.check_run_id}
    return reverse("measures:result", kwargs=kwargs)


def say(asked, *levels, key="pilot", function="people", name="", **more):
    for level in levels:
        voice = VoiceFactory(
            organisation=asked.organisation, request=asked, function=function, name=name
        )
        fields = {"level": level, "question_key": key} | more
        ContributionFactory(organisation=asked.organisation, voice=voice, **fields)


def hands(asked, option="1", number=3):
    HandCountFactory(organisation=asked.organisation, request=asked, option=option, hands=number)


def finish(asked):
    with tenancy.activate(asked.organisation):
        asked.check_run.finished_at = timezone.now()
        asked.check_run.save()


class TestTheSpread:
    @pytest.mark.parametrize("number", [1, 2])
    def test_is_not_shown_below_three_voices_and_the_page_says_why(self, client, asked, number):
        say(asked, *[4] * number, note="Verräterisch")
        page = text(client.get(at(asked)))
        assert "ab 3 Stimmen. Mit weniger ließe sich erraten, wer was gesagt hat." in page
        assert '<table class="spread">' not in page
        assert "Verräterisch" not in page

    def test_of_nobody_says_so(self, client, asked):
        assert "Noch hat sich niemand dazu geäußert." in text(client.get(at(asked)))

    def test_is_shown_from_three_voices_on(self, client, asked):
        AnswerFactory(organisation=asked.organisation, check_run=asked.check_run, level=2)
        say(asked, 0, 0, 3, note="Gut so")
        page = text(client.get(at(asked)))
        for words in (
            "3 Stimmen von Kolleg:innen",
            "Darüber sollten Sie reden:",
            "2 von 3 Stimmen liegen auf Stufe 0, 1 auf Stufe 3.",
            "Die Stimmen gehen von Stufe 0 bis Stufe 3, der mittlere Wert ist 0.",
            "Antwort im Check",
            "Gut so",
            "wenn jede Gruppe mindestens 3 Stimmen hat",
        ):
            assert words in page

    def test_by_function_gives_nobody_away(self, client, asked):
        say(asked, 0, 0, 1)
        say(asked, 3, 4, function="office")
        assert "Nach Aufgabe im Team" not in text(client.get(at(asked)))
        say(asked, None, function="office", state="unknown")
        page = text(client.get(at(asked)))
        assert "Verwaltung und Büro" in page
        assert "Stufe 3 (1), Stufe 4 (1), Weiß ich nicht (1)" in page
        say(asked, 1, function="volunteer")
        assert "Verwaltung und Büro" not in text(client.get(at(asked)))
        say(asked, 1, function="leading")
        say(asked, 1, function="house")
        assert "Alle anderen" in text(client.get(at(asked)))

    def test_says_what_is_held_back(self, client, asked):
        hands(asked)
        say(asked, 4)
        page = text(client.get(at(asked)))
        assert "Eine Stimme über einen Link zählt noch nicht mit" in page
        assert "Alle, die es wissen, sehen Stufe 1." in page

    def test_hides_voices_beside_too_few_hands(self, client, asked):
        hands(asked, number=2)
        say(asked, 4)
        page = text(client.get(at(asked)))
        assert "Die gezählten Hände kennen Sie aber" in page
        assert '<table class="spread">' not in page

    def test_names_people_only_where_agreed(self, client, asked):
        say(asked, 1, 2, 3)
        assert "Mit Namen, wie vereinbart" not in text(client.get(at(asked)))
        say(asked, 3, 3, 4, name="Ada Beispiel", key="goals")
        assert "Ada Beispiel" in text(client.get(at(asked, "goals")))

    def test_lists_what_was_written(self, client, asked):
        for value in ("im Büro", "im Tresor", "nirgends"):
            say(asked, None, key="backup-place", value=value)
        page = text(client.get(at(asked, "backup-place")))
        for words in ("im Büro", "im Tresor", "nirgends"):
            assert words in page

    @pytest.mark.parametrize("key", ["field", "gibt-es-nicht"])
    def test_has_no_page_for_other_keys(self, client, asked, key):
        assert client.get(at(asked, key)).status_code == 404

    @pytest.mark.parametrize("number", [3, 50])
    def test_needs_the_same_queries_for_few_and_many(
        self, client, asked, number, django_assert_num_queries
    ):
        say(asked, *[number % 5] * number)
        client.get(at(asked))
        with django_assert_num_queries(10):
            client.get(at(asked))


class TestDeciding:
    def test_makes_it_the_answer_of_the_check(self, client, asked):
        say(asked, 0, 0, 3)
        data = {"answer": "1", "note": "Im Team besprochen", "version": "0"}
        response = client.post(at(asked), data, follow=True)
        assert "Ihre Entscheidung steht jetzt als Antwort im Check." in text(response)
        with tenancy.activate(asked.organisation):
            answer = Answer.objects.get()
        assert (answer.level, answer.note, answer.version) == (1, "Im Team besprochen", 1)

    def test_refuses_what_the_question_does_not_offer(self, client, asked):
        response = client.post(at(asked), {"answer": "9", "note": "Mein Wort"})
        assert response.status_code == 422
        assert "Diese Antwort gibt es hier nicht." in text(response)
        assert "Mein Wort" in text(response)

    def test_shows_both_versions_when_someone_else_was_quicker(self, client, asked):
        AnswerFactory(
            organisation=asked.organisation,
            check_run=asked.check_run,
            level=4,
            note="Andere Notiz",
        )
        response = client.post(at(asked), {"answer": "1", "note": "Meine", "version": "0"})
        assert response.status_code == 409
        for words in ("Zwei Fassungen", "pilot auf Stufe 4.", "Andere Notiz", "Meine"):
            assert words in text(response)
        assert 'name="version" value="1"' in text(response)

    def test_is_over_once_the_check_is_closed(self, client, asked):
        say(asked, 1, 1, 1)
        finish(asked)
        page = text(client.get(at(asked)))
        assert "Der Check ist abgeschlossen." in page
        assert "So entscheiden" not in page
        response = client.post(at(asked), {"answer": "1", "note": "Zu spät geschrieben"})
        assert response.status_code == 409
        assert "Zu spät geschrieben" in text(response)


class TestTheResult:
    def test_offers_big_differences_as_topics(self, client, asked):
        assert "Darüber sollten Sie reden" not in text(client.get(result_of(asked)))
        AnswerFactory(organisation=asked.organisation, check_run=asked.check_run, level=2)
        say(asked, 0, 0, 4)
        page = text(client.get(result_of(asked)))
        for words in (
            "Darüber sollten Sie reden",
            "2 von 3 Stimmen liegen auf Stufe 0, 1 auf Stufe 4.",
            "Im Check steht: pilot auf Stufe 2.",
            at(asked),
        ):
            assert words in page

    def test_leads_people_who_only_read_along_no_further(self, client, asked):
        say(asked, 0, 0, 4)
        client.force_login(MembershipFactory(organisation=asked.organisation, role="member").user)
        page = text(client.get(result_of(asked)))
        assert "Darüber sollten Sie reden" in page
        assert at(asked) not in page
