"""The page of suggestions, what is decided there, and what cannot wait."""

import pytest
from django.urls import reverse

from measures.models import DeclinedSuggestion, Measure
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MembershipFactory,
    small_document,
)
from tests.factories.checks import small_question, small_template

pytestmark = pytest.mark.django_db
PRESSING = {"at": {"q9": [0]}, "why": "Daten können verloren gehen.", "law": "Art. 32 DSGVO"}


def area(key, numbers):
    return {
        "key": key,
        "title": f"Handlungsfeld {key}",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was noch?", "starters": ["Muss a", "Muss b"]},
        "questions": [small_question(f"q{number}") for number in numbers],
        "templates": [
            small_template(
                f"t{number}",
                {f"q{number}": [0, 1]},
                **({"pressing": PRESSING} if number == 9 else {}),
            )
            for number in numbers
        ],
    }


@pytest.fixture
def check(pilot):
    """A closed check with ten suggestions in two areas; the last one cannot wait."""
    areas = [area("first", range(7)), area("second", range(7, 10))]
    check = CheckFactory(
        organisation=pilot.organisation,
        catalogue=CatalogueFactory(document=small_document(areas=areas)),
        finished_at="2026-01-02T10:00Z",
        started_at="2026-01-02T09:00Z",
    )
    for number in range(10):
        AnswerFactory(
            organisation=pilot.organisation, check_run=check, question_key=f"q{number}", level=0
        )
    return check


def page_of(check):
    return reverse(
        "measures:suggestions", kwargs={"slug": check.organisation.slug, "check_id": check.pk}
    )


def list_of(check):
    return reverse("measures:list", kwargs={"slug": check.organisation.slug})


def on_the_list(check):
    with tenancy.activate(check.organisation):
        return set(Measure.objects.values_list("template_key", flat=True))


def read(client, address):
    return client.get(address).content.decode()


class TestThePage:
    def test_shows_five_and_first_what_cannot_wait(self, client, check):
        page = read(client, page_of(check))
        assert page.count('class="card suggestion"') == 5
        assert page.index('id="massnahme-t9"') < page.index('id="massnahme-t0"')
        assert "Daten können verloren gehen." in page
        assert "Art. 32 DSGVO" in page

    def test_shows_all_of_an_area_when_it_is_asked_for(self, client, check):
        page = read(client, f"{page_of(check)}?bereich=first")
        assert page.count('class="card suggestion"') == 7
        assert "Vorschläge: Handlungsfeld first" in page
        assert 'href="?bereich=second"' in page

    def test_shows_the_best_five_for_an_area_that_does_not_exist(self, client, check):
        page = read(client, f"{page_of(check)}?bereich=tampered")
        assert page.count('class="card suggestion"') == 5

    def test_can_be_read_by_members_who_may_not_decide(self, client, check):
        client.force_login(MembershipFactory(organisation=check.organisation, role="member").user)
        page = read(client, page_of(check))
        assert "Maßnahme t9 umsetzen" in page
        assert 'type="checkbox"' not in page
        assert client.post(page_of(check), {"decision": "all", "shown": "t1"}).status_code == 403

    def test_says_when_there_is_nothing(self, client, pilot):
        page = read(client, page_of(CheckFactory(organisation=pilot.organisation)))
        assert "Es gibt keine Vorschläge" in page


class TestAccepting:
    def test_takes_what_is_ticked_and_leads_to_the_list(self, client, check):
        response = client.post(
            page_of(check), {"decision": "accept", "template": ["t2", "t4"], "shown": ["t0"]}
        )
        assert response.url == list_of(check)
        assert on_the_list(check) == {"t2", "t4"}
        assert "2 Maßnahmen stehen jetzt auf Ihrer Liste." in read(client, response.url)

    def test_takes_all_that_are_shown(self, client, check):
        shown = ["t0", "t1", "t2", "t3", "t9"]
        client.post(page_of(check), {"decision": "all", "shown": shown})
        assert on_the_list(check) == set(shown)
        assert read(client, page_of(check)).count('class="card suggestion"') == 5

    def test_twice_gives_one_measure(self, client, check):
        for _time in range(2):
            client.post(page_of(check), {"decision": "accept", "template": "t1"})
        with tenancy.activate(check.organisation):
            assert Measure.objects.count() == 1

    @pytest.mark.parametrize("data", [{}, {"template": "tampered"}])
    def test_asks_for_a_tick_where_there_is_none(self, client, check, data):
        response = client.post(page_of(check), {"decision": "accept", **data})
        assert response.status_code == 422
        assert "Kreuzen Sie an" in response.content.decode()

    def test_ends_when_all_are_decided(self, client, check):
        keys = [f"t{number}" for number in range(10)]
        client.post(page_of(check), {"decision": "accept", "template": keys})
        assert "Sie haben über alle Vorschläge entschieden." in read(client, page_of(check))


class TestDeclining:
    def test_keeps_ticks_and_area_and_can_be_undone(self, client, check):
        data = {"decline": "t1", "reason-t1": "Kein Geld", "template": ["t1", "t2"]}
        response = client.post(page_of(check), {**data, "bereich": "first"})
        page = read(client, response.url)
        assert "„Maßnahme t1 umsetzen“ ist abgelehnt." in page
        assert 'value="t2" checked' in page
        assert "Vorschläge: Handlungsfeld first" in page
        assert "Kein Geld" in page
        undo = reverse(
            "measures:decide",
            kwargs={
                "slug": check.organisation.slug,
                "check_id": check.pk,
                "template_key": "t1",
            },
        )
        assert undo in page
        kept = {"bereich": "first", "template": "t2"}
        undone = client.post(f"{undo}?von=vorschlaege", {"decision": "reconsider", **kept})
        assert undone.url == f"{page_of(check)}?bereich=first&template=t2"
        with tenancy.activate(check.organisation):
            assert not DeclinedSuggestion.objects.exists()

    @pytest.mark.parametrize(
        ("reason", "said"), [("", "Bitte sagen Sie in einem Satz"), ("x" * 501, "Ihr Text hat 501")]
    )
    def test_asks_for_the_reason_next_to_the_field(self, client, check, reason, said):
        data = {"decline": "t1", "reason-t1": reason, "template": "t2"}
        response = client.post(page_of(check), data)
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert reason in page
        assert 'value="t2" checked' in page

    def test_of_something_the_catalogue_does_not_have_does_not_exist(self, client, check):
        data = {"decline": "tampered", "reason-tampered": "Nein"}
        assert client.post(page_of(check), data).status_code == 404


class TestWhatCannotWait:
    def address(self, check, name="decide", key="t9"):
        kwargs = {"slug": check.organisation.slug, "check_id": check.pk, "template_key": key}
        return reverse(f"measures:{name}", kwargs=kwargs)

    def test_stands_on_the_result_and_above_the_list(self, client, check):
        client.post(page_of(check), {"decision": "accept", "template": ["t1", "t9"]})
        result = reverse(
            "measures:result", kwargs={"slug": check.organisation.slug, "check_id": check.pk}
        )
        for address in (result, list_of(check)):
            page = read(client, address)
            assert "Was nicht warten kann" in page
            assert "Daten können verloren gehen." in page
            assert "Aufgreifen" in page

    def test_is_planned_at_once_and_asks_who_does_it(self, client, check):
        response = client.post(self.address(check), {"decision": "take_up"})
        with tenancy.activate(check.organisation):
            measure = Measure.objects.get()
        assert measure.status == "planned"
        kwargs = {"slug": check.organisation.slug, "measure_id": measure.pk}
        assert response.url == reverse("measures:edit", kwargs=kwargs)
        assert "alles aufgegriffen oder aufgeschoben" in read(client, list_of(check))

    def test_is_put_off_with_a_reason_by_whom_and_when(self, client, check, pilot):
        client.post(page_of(check), {"decision": "accept", "template": "t1"})
        address = f"{self.address(check, 'put_off')}?von=liste"
        assert "Warum muss das warten?" in read(client, address)
        response = client.post(address, {"reason": "Erst nach dem Umzug"})
        assert response.url == list_of(check)
        page = read(client, list_of(check))
        assert f"Aufgeschoben von {pilot.user} am" in page
        assert "Erst nach dem Umzug" in page
        client.post(f"{self.address(check)}?von=liste", {"decision": "reconsider"})
        assert "Erst nach dem Umzug" not in read(client, list_of(check))

    def test_is_not_put_off_without_a_reason(self, client, check):
        response = client.post(self.address(check, "put_off"), {"reason": ""})
        assert response.status_code == 422
        assert "warum es warten muss" in response.content.decode()

    def test_of_something_the_catalogue_does_not_have_does_not_exist(self, client, check):
        assert client.get(self.address(check, "put_off", "tampered")).status_code == 404

    def test_leads_back_to_where_it_was_decided(self, client, check):
        kwargs = {"slug": check.organisation.slug, "check_id": check.pk}
        back = {
            "": reverse("measures:result", kwargs=kwargs),
            "?von=runde-7": f"{list_of(check)}runden/7/reihenfolge/",
            "?von=runde-x": reverse("measures:result", kwargs=kwargs),
        }
        for query, address in back.items():
            answer = client.post(f"{self.address(check)}{query}", {"decision": "reconsider"})
            assert answer.url == address

    def test_is_not_decided_by_anything_else(self, client, check):
        for tampered in ({}, {"decision": "delete"}):
            assert client.post(self.address(check), tampered).status_code == 400
        assert client.post(self.address(check, key="tampered")).status_code == 404
