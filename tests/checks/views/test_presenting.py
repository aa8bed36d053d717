"""What helps to choose a level, and to say what it does not hold for."""

import re

import pytest

from checks.models import Answer
from organisations import tenancy
from tests.checks.views.wizard import HTMX, answers, at, fields_of
from tests.factories import AnswerFactory, CatalogueFactory, CheckFactory
from tests.factories.checks import explained_document

pytestmark = pytest.mark.django_db

RULE = "Wählen Sie die höchste Stufe, die an einem normalen Arbeitstag für den größeren Teil gilt."


@pytest.fixture
def check(pilot):
    """The running check of five people on the catalogue with signs and exceptions."""
    catalogue = CatalogueFactory(document=explained_document())
    check = CheckFactory(organisation=pilot.organisation, catalogue=catalogue)
    AnswerFactory(
        organisation=pilot.organisation,
        check_run=check,
        question_key="staff",
        level=None,
        value=5,
    )
    return check


@pytest.fixture
def page(client, pilot, check):
    """Return a function that opens a question."""
    return lambda key="pilot": client.get(at(pilot, "question", key=key)).content.decode()


@pytest.fixture
def send(client, pilot, check):
    """Return a function that saves the first question."""

    def save(data, **headers):
        return client.post(at(pilot, "question", key="pilot"), data, headers=headers)

    return save


def ticked(page):
    return re.findall(r'name="exceptions" value="([^"]+)" checked', page)


class TestTheRule:
    def test_stands_on_the_first_page_of_the_check(self, client, pilot):
        CatalogueFactory(document=explained_document())
        shown = client.get(at(pilot, "start")).content.decode()
        assert f"{RULE} Was abweicht, merken Sie als Ausnahme an." in shown

    def test_stands_in_five_words_at_each_question_and_opens_as_a_whole(self, page):
        assert "<strong>Höchste Stufe, die meist gilt.</strong>" in page()
        assert f"<p>{RULE} Was abweicht, merken Sie als Ausnahme an." in page()

    def test_says_nothing_of_exceptions_where_none_can_be_noted(self, client, pilot):
        CheckFactory(organisation=pilot.organisation)
        shown = client.get(at(pilot, "question", key="pilot")).content.decode()
        assert f"<p>{RULE}</p>" in shown
        assert "Was heißt das?" in shown

    def test_is_no_help_where_no_level_is_chosen(self, page):
        assert "meist gilt" not in page("backup-place")


class TestSigns:
    def test_stand_at_each_level_with_examples_at_some(self, page):
        shown = page()
        assert shown.count('<span class="sign">Zeichen für Stufe') == 5
        assert '<span class="sign">Zum Beispiel: Frau Kern macht es nebenher.</span>' in shown
        assert "Woran erkenne ich das?" in shown

    def test_are_missing_where_the_catalogue_has_none(self, page):
        assert 'class="sign"' not in page("goals")


class TestHardWords:
    def test_open_a_note_where_they_first_stand(self, page):
        shown = page("passwords")
        button = '<dfn><button type="button" class="term" popovertarget="term-0">Tresor</button>'
        assert f"Liegen sie im {button}</dfn>? Der Tresor ist digital." in shown
        assert '<div popover id="term-0" class="term-note"><strong>Tresor</strong>' in shown

    def test_bring_no_note_where_they_do_not_stand(self, page):
        assert "popover" not in page()

    def test_stand_beside_the_opening_facts_too(self, client, pilot):
        document = explained_document().model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
        document["facts"][1]["help"] = "Auch wer <den> Tresor hat."
        document["facts"][2]["help"] = "Etwa für einen Tresor."
        catalogue = CatalogueFactory(document=type(explained_document()).model_validate(document))
        CheckFactory(organisation=pilot.organisation, catalogue=catalogue)
        shown = client.get(at(pilot, "facts")).content.decode()
        assert "Auch wer &lt;den&gt; <dfn>" in shown
        assert "Etwa für einen Tresor." in shown, "a page explains a word once"
        assert shown.count('<div popover id="term-0"') == 1

    def test_and_all_around_them_is_escaped(self, client, pilot):
        terms = [{"term": "<b>", "note": "Ein <Zeichen>."}]
        document = explained_document(terms=terms).model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
        document["areas"][0]["questions"][0]["levels"][2] = "Das <b> & <i>"
        catalogue = CatalogueFactory(document=type(explained_document()).model_validate(document))
        CheckFactory(organisation=pilot.organisation, catalogue=catalogue)
        shown = client.get(at(pilot, "question", key="pilot")).content.decode()
        assert "&lt;b&gt;</button></dfn> &amp; &lt;i&gt;" in shown
        assert "Ein &lt;Zeichen&gt;." in shown


class TestExceptions:
    def test_on_offer_are_those_that_may_hold(self, page, check):
        assert re.findall(r'name="exceptions" value="([^"]+)"', page()) == ["site", "group"]
        with tenancy.activate(check.organisation):
            Answer.objects.filter(question_key="staff").update(value=1)
        assert re.findall(r'name="exceptions" value="([^"]+)"', page()) == ["group"]

    def test_are_saved_with_the_answer_and_shown_again(self, send, page, check):
        send({"version": "0", "answer": "3", "exceptions": ["site", "group"]})
        assert answers(check)["pilot"].exceptions == ["site", "group"]
        assert ticked(page()) == ["site", "group"]

    def test_save_themselves_like_a_note(self, send, check):
        data = {"version": "0", "answer": "3", "exceptions": "site", "action": "save"}
        saved = send(data, HX_Request="true")
        assert "Gespeichert." in saved.content.decode()
        assert answers(check)["pilot"].exceptions == ["site"]
        send(data | {"version": "1", "exceptions": []}, HX_Request="true")
        assert answers(check)["pilot"].exceptions == []

    def test_cost_no_query_when_one_saves_and_goes_on(self, send, django_assert_max_num_queries):
        send({"version": "0", "answer": "2"})
        data = {"version": "1", "answer": "3", "exceptions": ["site", "group"]}
        with django_assert_max_num_queries(12):
            assert send(data, HX_Request="true").status_code == 200

    def test_noted_elsewhere_meanwhile_are_shown_as_the_other_version(self, send, page, check):
        send({"version": "0", "answer": "3", "exceptions": "group"})
        refused = send({"version": "0", "answer": "3", "exceptions": "site"})
        shown = refused.content.decode()
        assert refused.status_code == 409
        assert "Gilt nicht für: eine Gruppe." in shown
        assert ticked(shown) == ["site"]

    def test_that_are_none_are_refused_beside_them(self, send, check):
        refused = send({"version": "0", "answer": "3", "exceptions": "moon"})
        assert refused.status_code == 422
        assert 'id="id_exceptions_error">Diese Ausnahme gibt es hier nicht.' in (
            refused.content.decode()
        )
        assert "pilot" not in answers(check)

    def test_ticked_before_a_fact_hid_them_are_not_lost(self, send, page, check):
        send({"version": "0", "answer": "3", "exceptions": "site"})
        with tenancy.activate(check.organisation):
            Answer.objects.filter(question_key="staff").update(value=1)
        assert ticked(page()) == ["site"]

    def test_of_last_time_stand_beside_and_are_taken_over_with_it(self, client, pilot, send, check):
        send({"version": "0", "answer": "3", "exceptions": "site"})
        client.post(at(pilot, "finish"))
        client.post(at(pilot, "start"))
        shown = client.get(at(pilot, "question", key="pilot")).content.decode()
        assert "Gilt nicht für: einen Standort." in shown
        assert ticked(shown) == []
        client.post(
            at(pilot, "question", key="pilot"),
            fields_of(shown) | {"action": "unchanged"},
            **HTMX,
        )
        assert ticked(client.get(at(pilot, "question", key="pilot")).content.decode()) == ["site"]
