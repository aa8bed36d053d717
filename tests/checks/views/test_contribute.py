"""What colleagues see and do who follow a link; every bad input is answered in German."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.domain import contributing
from checks.models import Contribution, Voice
from organisations import tenancy
from tests.checks.views.wizard import text
from tests.factories import ContributionFactory, ContributionLinkFactory, VoiceFactory

pytestmark = pytest.mark.django_db
SECRET = "geheim"
FUZZ = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture(autouse=True)
def nobody_counted():
    cache.clear()


@pytest.fixture
def link():
    return ContributionLinkFactory(
        secret=SECRET, name="Ada", request__question_keys=["pilot", "goals", "backup-place"]
    )


@pytest.fixture
def sheet():
    return ContributionLinkFactory(secret=SECRET, voice=None, name="", email="")


def at(name="contribute", token=SECRET, **kwargs):
    return reverse(f"checks:{name}", kwargs={"contribution_token": token} | kwargs)


def on(key):
    return at("contribute_question", key=key)


def said(link):
    with tenancy.activate(link.organisation):
        return [
            (one.question_key, one.state, one.level, one.value, one.note)
            for one in Contribution.objects.order_by("question_key")
        ]


class TestAPersonalLink:
    def test_says_who_asks_what_and_who_sees_what(self, client, link):
        page = text(client.get(at()))
        for words in (
            link.organisation.name,
            "Guten Tag Ada!",
            "3 Fragen",
            "erst ab drei Stimmen",
            "Geschäftsführung",
        ):
            assert words in page

    def test_says_so_when_names_were_agreed(self, client):
        ContributionLinkFactory(secret=SECRET, name="Ada", request__names_agreed=True)
        page = text(client.get(at()))
        assert "steht Ihr Name neben Ihren Antworten" in page
        assert "Ihr Name steht nicht" not in page

    def test_shows_nothing_of_the_organisation_but_its_name_and_the_questions(self, client, link):
        for path in (at(), on("pilot"), at("contribute_end")):
            page = text(client.get(path))
            assert link.request.asked_by.email not in page
            assert f"/o/{link.organisation.slug}/" not in page

    def test_keeps_a_note_without_an_answer_among_what_was_said(self, client, link):
        client.post(on("pilot"), {"note": "Das ist kompliziert"})
        page = text(client.get(at("contribute_end")))
        assert "Das ist kompliziert" in page
        assert "ohne Antwort" in page

    def test_does_not_ask_anybody_to_sign_in(self, client, link):
        for path in (at(), on("pilot"), at("contribute_end"), at(token="anders")):
            assert "Anmelden" not in text(client.get(path))

    def test_is_kept_out_of_search_engines_and_caches(self, client, link):
        for path in (at(), on("pilot"), at("contribute_end"), at(token="anders")):
            response = client.get(path)
            assert response["X-Robots-Tag"] == "noindex"
            assert "no-store" in response["Cache-Control"]
            assert response["Referrer-Policy"] == "same-origin"
            assert 'content="noindex"' in text(response)

    def test_leads_through_all_questions_to_thanks(self, client, link):
        assert client.post(at()).url == on("pilot")
        assert client.post(on("pilot"), {"answer": "2", "note": "Seit Mai"}).url == on("goals")
        assert client.post(on("goals"), {"answer": "_unknown"}).url == on("backup-place")
        assert client.post(on("backup-place"), {"answer": "Büro"}).url == at("contribute_end")
        assert said(link) == [
            ("backup-place", "answered", None, "Büro", ""),
            ("goals", "unknown", None, None, ""),
            ("pilot", "answered", 2, None, "Seit Mai"),
        ]
        page = text(client.get(at("contribute_end")))
        assert "3 von 3 Fragen haben Sie beantwortet." in page
        for words in ("pilot auf Stufe 2.", "Weiß ich nicht", "Büro", "Seit Mai"):
            assert words in page
        assert client.post(at()).url == at("contribute_end")

    def test_asks_with_help_and_the_rule_for_choosing_but_for_no_exceptions(self, client, link):
        client.post(at())
        page = text(client.get(on("pilot")))
        assert "data-focus>Wie steht es um pilot?</h1>" in page
        assert '<p class="lead">Gemeint ist pilot.</p>' in page
        assert "Höchste Stufe, die meist gilt." in page
        assert "merken Sie als Ausnahme an" not in page
        assert page.count('data-level="') == 5

    def test_can_be_corrected_and_left_out(self, client, link):
        client.post(on("pilot"), {"answer": "2", "note": "Seit Mai"})
        page = text(client.get(on("pilot")))
        assert re.search(r'value="2"[^>]*checked', page)
        assert "Seit Mai" in page
        client.post(on("pilot"), {"answer": "3", "action": "next"})
        assert client.post(on("goals"), {}).url == on("backup-place")
        assert said(link) == [("pilot", "answered", 3, None, "")]
        assert "ausgelassen" in text(client.get(at("contribute_end")))
        assert client.post(on("goals"), {"action": "previous"}).url == on("pilot")
        assert client.post(on("pilot"), {"answer": "3", "action": "previous"}).url == at()
        assert "Weiter antworten" in text(client.get(at()))

    def test_saves_in_passing(self, client, link):
        plain = client.post(on("pilot"), {"answer": "1", "action": "save"})
        assert plain.url == on("pilot")
        quick = client.post(
            on("pilot"), {"answer": "4", "action": "save"}, headers={"HX-Request": "true"}
        )
        assert "Gespeichert." in text(quick)
        assert said(link) == [("pilot", "answered", 4, None, "")]

    def test_takes_everything_back(self, client, link):
        client.post(on("pilot"), {"answer": "1"})
        assert "Ihre Antworten sind gelöscht" in text(client.post(at("contribute_end")))
        assert said(link) == []
        page = text(client.get(at("contribute_end")))
        assert "Noch keine Antwort" in page
        assert "Alles zurücknehmen" not in page

    @pytest.mark.parametrize("key", ["passwords", "field", "gibt-es-nicht"])
    def test_has_only_the_questions_asked(self, client, link, key):
        assert client.get(on(key)).status_code == 404
        assert client.post(on(key), {"answer": "1"}).status_code == 404


class TestBadInput:
    @pytest.mark.parametrize(
        ("key", "data", "words"),
        [
            ("pilot", {"answer": "7"}, "Diese Antwort gibt es hier nicht."),
            ("pilot", {"answer": "_not_applicable"}, "Diese Antwort gibt es hier nicht."),
            ("pilot", {"note": "x" * 1001}, "Ihr Text hat 1001"),
            ("backup-place", {"answer": "x" * 2001}, "Ihr Text hat 2001"),
            (
                "backup-place",
                {"answer": "x", "special": "_unknown"},
                "Bitte entweder antworten oder",
            ),
        ],
    )
    def test_is_answered_beside_the_field_and_kept(self, client, link, key, data, words):
        response = client.post(on(key), data | {"note": data.get("note", "Mein Wort")})
        assert response.status_code == 422
        assert words in text(response)
        assert data.get("note", "Mein Wort") in text(response)
        assert said(link) == []
        quick = client.post(on(key), data, headers={"HX-Request": "true"})
        assert quick["HX-Retarget"] == "#inhalt"

    @given(
        st.text(
            alphabet=st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1
        )
    )
    @FUZZ
    def test_no_token_but_the_right_one_leads_anywhere(self, client, link, token):
        cache.clear()
        if token == SECRET:
            return
        for path in (f"/beitrag/{token}/", f"/beitrag/{token}/frage/pilot/"):
            response = client.get(path)
            assert response.status_code in (301, 404)
            assert link.organisation.name not in response.content.decode()

    @given(
        st.dictionaries(
            st.sampled_from(["answer", "note", "special", "action", "version"]), st.text()
        ),
        st.sampled_from(["pilot", "goals", "backup-place"]),
    )
    @FUZZ
    def test_whatever_is_sent_is_answered(self, client, link, data, key):
        assert client.post(on(key), data).status_code in (302, 422)


class TestALinkThatLeadsNowhere:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"revoked_at": timezone.now()}, "Dieser Link gilt nicht mehr"),
            (
                {"request__closes_on": timezone.localdate() - timedelta(days=1)},
                "Diese Anfrage ist beendet",
            ),
            ({"request__check_run__finished_at": timezone.now()}, "Diese Anfrage ist beendet"),
            ({"request__ended_at": timezone.now()}, "beendet, früher als angekündigt"),
            (
                {"request__closes_on": timezone.localdate() - timedelta(days=1)},
                "Antworten waren bis einschließlich",
            ),
            # No question is left in the version to which the check moved.
            ({"request__question_keys": ["gone"]}, "braucht dazu keine Antworten mehr"),
        ],
    )
    def test_says_why_and_keeps_what_was_typed(self, client, change, words):
        link = ContributionLinkFactory(secret=SECRET, **change)
        for path in (at(), on("pilot"), at("contribute_end")):
            assert words in text(client.get(path))
            assert client.get(path).status_code == 410
        response = client.post(on("pilot"), {"answer": "1", "note": "Das war wichtig"})
        assert response.status_code == 410
        assert "Das war wichtig" in text(response)
        quick = client.post(
            on("pilot"), {"note": "Das war wichtig"}, headers={"HX-Request": "true"}
        )
        assert (quick.status_code, quick["HX-Retarget"]) == (409, "#inhalt")
        assert said(link) == []


class TestASheet:
    def test_asks_for_the_function_and_nothing_else(self, client, sheet):
        page = text(client.get(at()))
        assert "Was ist Ihre Aufgabe im Team?" in page
        assert 'name="name"' not in page
        response = client.post(at(), {"function": "chef"})
        assert response.status_code == 422
        assert "Bitte wählen Sie, was am ehesten passt." in text(response)

    def test_lets_one_browser_answer_once(self, client, sheet):
        for path in (on("pilot"), at("contribute_end")):
            assert client.get(path).url == at()
        for _ in range(2):
            assert client.post(at(), {"function": "volunteer"}).url == on("pilot")
        client.post(on("pilot"), {"answer": "1"})
        client.post(on("pilot"), {"answer": "3"})
        client.cookies[next(iter(client.cookies))]["httponly"]
        assert said(sheet) == [("pilot", "answered", 3, None, "")]
        with tenancy.activate(sheet.organisation):
            assert Voice.objects.get().function == "volunteer"

    def test_keeps_colleagues_apart(self, sheet):
        for level in ("0", "4"):
            someone = Client()
            someone.post(at(), {"function": "office"})
            someone.post(on("pilot"), {"answer": level})
        assert [level for _key, _state, level, *_ in said(sheet)] in ([0, 4], [4, 0])

    def test_believes_no_cookie_it_did_not_give_out(self, client, sheet):
        voice = VoiceFactory(organisation=sheet.organisation, request=sheet.request)
        ContributionFactory(organisation=sheet.organisation, voice=voice, note="Von jemand anderem")
        for value in (str(voice.pk), f"{voice.pk}:abc", "", "x" * 300):
            client.cookies[f"lotse_beitrag_{sheet.pk}"] = value
            assert client.get(on("pilot")).url == at()

    def test_names_no_names_even_where_that_was_agreed(self, client):
        ContributionLinkFactory(
            secret=SECRET, voice=None, name="", email="", request__names_agreed=True
        )
        assert "Ihr Name steht nicht bei Ihren Antworten." in text(client.get(at()))

    def test_can_be_used_only_so_often(self, client, sheet, monkeypatch):
        monkeypatch.setattr(contributing, "MOST_SITTINGS", 0)
        response = client.post(at(), {"function": "office"})
        assert response.status_code == 410
        assert "haben schon sehr viele geantwortet" in text(response)

    def test_can_be_begun_only_so_often_in_a_minute(self, sheet):
        for _ in range(30):
            assert Client().post(at(), {"function": "office"}).status_code == 302
        response = Client().post(at(), {"function": "office"})
        assert response.status_code == 429
        assert "in einer Minute noch einmal" in text(response)
