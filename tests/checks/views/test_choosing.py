"""Choosing a catalogue for a new check, and taking answers over into it."""

import pytest
from django.urls import reverse

from checks.models import Answer, Check
from organisations import tenancy
from tests.checks.views.wizard import at
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MembershipFactory,
    small_document,
    small_question,
    small_template,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    return CatalogueFactory()


@pytest.fixture
def short(pilot):
    """A closed check on a shorter catalogue with two answers, one of which the other knows."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    area = content["areas"][0] | {"questions": [small_question("pilot"), small_question("fax")]}
    area["templates"] = [small_template("alles", {"pilot": [0, 1], "fax": [0, 1]})]
    document = small_document(key="kurzcheck", title="Kurzcheck", facts=[], areas=[area])
    check = CheckFactory(
        organisation=pilot.organisation,
        catalogue=CatalogueFactory(document=document),
        finished_at="2026-05-04T12:00:00Z",
    )
    for key in ("pilot", "fax"):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key=key,
            note="Seit Mai.",
            updated_by=pilot.user,
        )
    return check


def page_of(response):
    return response.content.decode()


class TestChoosing:
    def test_offers_all_catalogues_with_a_sentence_each(self, client, pilot, full, short):
        page = page_of(client.get(at(pilot, "start")))
        assert "Kleiner Testkatalog (höchstens 6 Fragen, etwa fünf Minuten)" in page
        assert "Kurzcheck (2 Fragen, etwa fünf Minuten)" in page
        assert page.count("Zum Testen.") == 2
        assert 'value="digitalisierungscheck" checked' in page

    def test_begins_what_was_chosen(self, client, pilot, full, short):
        client.post(at(pilot, "start"), {"catalogue": "kurzcheck"})
        with tenancy.activate(pilot.organisation):
            assert Check.objects.get(finished_at=None).catalogue.key == "kurzcheck"

    def test_refuses_a_catalogue_that_there_is_not(self, client, pilot, full, short):
        response = client.post(at(pilot, "start"), {"catalogue": "fremd"})
        assert response.status_code == 422
        assert "Diesen Check gibt es hier nicht." in page_of(response)

    def test_needs_as_many_queries_for_many_catalogues(
        self, client, pilot, full, django_assert_num_queries
    ):
        CatalogueFactory(document=small_document(key="zweiter"))
        client.get(at(pilot, "start"))
        with django_assert_num_queries(10):
            client.get(at(pilot, "start"))
        for number in range(20):
            CatalogueFactory(document=small_document(key=f"katalog-{number}"))
        client.get(at(pilot, "start"))
        with django_assert_num_queries(10):
            client.get(at(pilot, "start"))


class TestTakingOver:
    def test_is_announced_with_what_is_left(self, client, pilot, full, short):
        page = page_of(client.get(at(pilot, "start")))
        assert "1 Antwort aus „Kurzcheck“ vom 4. Mai 2026 passt auch hier." in page
        assert 'name="carry" value="on" checked' in page
        assert "Wie steht es um fax?" in page
        assert "Diese Frage gibt es dort nicht." in page

    def test_is_done_when_wanted_and_said(self, client, pilot, full, short):
        response = client.post(
            at(pilot, "start"), {"catalogue": full.key, "carry": "on"}, follow=True
        )
        assert "1 Antwort aus „Kurzcheck“ vom 4. Mai 2026 ist übernommen" in page_of(response)
        with tenancy.activate(pilot.organisation):
            assert Answer.objects.filter(is_carried=True).count() == 1

    def test_is_not_done_when_not_wanted(self, client, pilot, full, short):
        client.post(at(pilot, "start"), {"catalogue": full.key})
        with tenancy.activate(pilot.organisation):
            assert not Answer.objects.filter(is_carried=True).exists()

    def test_shows_at_the_question_who_said_it_and_when(self, client, pilot, full, short):
        client.post(at(pilot, "start"), {"carry": "on"})
        page = page_of(client.get(at(pilot, "question", key="pilot")))
        assert f"Das hat {pilot.user} am" in page
        assert "Seit Mai." in page
        assert "bitte prüfen" in page

    def test_is_listed_before_the_end_and_confirmed_by_going_on(self, client, pilot, full, short):
        client.post(at(pilot, "start"), {"carry": "on"})
        assert "Bitte prüfen: eine Antwort" in page_of(client.get(at(pilot, "finish")))
        sent = {"answer": "1", "note": "Seit Mai.", "version": "1", "action": "next"}
        client.post(at(pilot, "question", key="pilot"), sent)
        assert "Bitte prüfen" not in page_of(client.get(at(pilot, "finish")))
        assert "Übernommen" not in page_of(client.get(at(pilot, "question", key="pilot")))

    def test_needs_one_query_more_for_the_question(
        self, client, pilot, full, short, django_assert_max_num_queries
    ):
        client.post(at(pilot, "start"), {"carry": "on"})
        client.get(at(pilot, "question", key="pilot"))
        with django_assert_max_num_queries(14):
            client.get(at(pilot, "question", key="pilot"))

    def test_shows_at_facts_that_they_were_taken_over(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        for key, marks in {"donations": {"is_carried": True}, "tools": {"reworded_in": 1}}.items():
            AnswerFactory(
                organisation=pilot.organisation,
                check_run=check,
                question_key=key,
                level=None,
                value=True if key == "donations" else ["phone"],
                **marks,
            )
        page = page_of(client.get(at(pilot, "facts")))
        assert page.count("Aus einem früheren Check.") == 1
        assert page.count("Passt die Angabe noch?") == 1


class TestResult:
    def result(self, client, pilot, check):
        kwargs = {"slug": pilot.organisation.slug, "check_id": check.pk}
        return page_of(client.get(reverse("measures:result", kwargs=kwargs)))

    def test_of_a_short_check_leads_on(self, client, pilot, full, short):
        page = self.result(client, pilot, short)
        assert "Mehr sehen Sie im ganzen Check" in page
        assert "1 Antwort ist schon da." in page

    def test_of_the_full_check_does_not(self, client, pilot, full):
        check = CheckFactory(
            organisation=pilot.organisation, catalogue=full, finished_at="2026-05-04T12:00:00Z"
        )
        assert "Mehr sehen Sie" not in self.result(client, pilot, check)

    def test_does_not_lead_on_those_who_only_read(self, client, pilot, full, short):
        client.force_login(MembershipFactory(organisation=pilot.organisation, role="member").user)
        assert "Mehr sehen Sie" not in self.result(client, pilot, short)
