"""The pages of the list of requirements."""

import pytest
from django.urls import reverse

from checks.models import Requirement
from measures.models import MeasureRequirement
from organisations import tenancy
from tests.factories import (
    CheckFactory,
    MeasureFactory,
    MeasureRequirementFactory,
    MembershipFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
FILLED = {"text": "Muss gehen", "priority": "must", "source": "own", "needed_by": ""}


@pytest.fixture
def wish(pilot):
    return OwnRequirementFactory(organisation=pilot.organisation, text="Muss mobil gehen")


def at(pilot, name, requirement=None, **kwargs):
    if requirement is not None:
        kwargs["requirement_id"] = requirement.pk
    return reverse(f"measures:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def page(client, url, *args, **more):
    return client.get(url, *args, **more).content.decode()


def current(pilot):
    with tenancy.activate(pilot.organisation):
        return list(Requirement.objects.current().order_by("id"))


def stored(requirement):
    with tenancy.activate(requirement.organisation):
        return Requirement.objects.get(pk=requirement.pk)


class TestList:
    def test_explains_itself_while_it_is_empty(self, client, pilot):
        found = page(client, at(pilot, "requirements"))
        assert "Noch keine Anforderung" in found
        assert "Eigene Anforderung aufnehmen" in found

    def test_says_in_words_what_has_no_measure(self, client, pilot, wish):
        found = page(client, at(pilot, "requirements"))
        assert "ohne Maßnahme</span>" in found
        assert "Für 1 Anforderung gibt es noch keine Maßnahme." in found
        MeasureRequirementFactory(
            organisation=pilot.organisation, requirement=wish, measure__title="App einführen"
        )
        found = page(client, at(pilot, "requirements"))
        assert "ohne Maßnahme</span>" not in found
        assert "App einführen" in found

    def test_filters_and_says_how_to_undo_it(self, client, pilot, wish):
        OwnRequirementFactory(organisation=pilot.organisation, text="Muss drucken")
        part = page(client, at(pilot, "requirements"), {"q": "mobil"}, **HTMX)
        assert "Muss mobil gehen" in part
        assert "Muss drucken" not in part
        assert "Filter zurücksetzen" in part
        assert "<html" not in part
        assert "Keine Anforderung passt" in page(client, at(pilot, "requirements"), {"q": "xyz"})

    def test_offers_members_nothing_to_change(self, client, wish):
        member = MembershipFactory(organisation=wish.organisation, role="member")
        client.force_login(member.user)
        found = page(client, at(member, "requirements"))
        assert "Muss mobil gehen" in found
        for words in ("Vergleich mit dieser", "Doppelte zusammenführen", "PDF erstellen"):
            assert words not in found
        found = page(client, at(member, "requirement", wish))
        assert "<form" not in found.split("<main")[1]

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_as_for_fifty(
        self, client, pilot, number, django_assert_num_queries
    ):
        organisation = pilot.organisation
        check = CheckFactory(organisation=organisation)
        for _ in range(number):
            row = RequirementFactory(organisation=organisation, check_run=check)
            RequirementSystemFactory(organisation=organisation, requirement=row)
            MeasureRequirementFactory(organisation=organisation, requirement=row)
            merged = OwnRequirementFactory(organisation=organisation)
            OwnRequirementFactory(organisation=organisation, merged_into=merged)
            OwnRequirementFactory(organisation=organisation, removed_at="2026-01-01T10:00Z")
        page(client, at(pilot, "requirements"))
        with django_assert_num_queries(10):
            page(client, at(pilot, "requirements"))


class TestOne:
    def test_shows_everything_known_of_it(self, client, pilot):
        organisation = pilot.organisation
        noted = RequirementFactory(
            organisation=organisation, text="Muss mobil gehen", needed_by="Nachtdienst"
        )
        RequirementSystemFactory(
            organisation=organisation, requirement=noted, system__name="Dienstplan"
        )
        MeasureRequirementFactory(
            organisation=organisation,
            requirement=noted,
            measure__title="App einführen",
            measure__status="rejected",
        )
        found = page(client, at(pilot, "requirement", noted))
        for words in ("Nachtdienst", "Dienstplan", "Führung", "App einführen", "verworfen"):
            assert words in found
        assert "Für die Anforderung gibt es also noch keine." in found

    def test_that_was_merged_leads_to_what_it_became(self, client, pilot, wish):
        part = OwnRequirementFactory(organisation=pilot.organisation, merged_into=wish)
        response = client.get(at(pilot, "requirement", part))
        assert response.url == at(pilot, "requirement", wish)
        assert "Zusammengeführt aus" in page(client, response.url)

    def test_of_nobody_or_removed_is_not_found(self, client, pilot, wish):
        foreign = OwnRequirementFactory()
        assert client.get(at(pilot, "requirement", foreign)).status_code == 404
        gone = OwnRequirementFactory(
            organisation=pilot.organisation, removed_at="2026-01-01T10:00Z"
        )
        for name in ("requirement", "edit_requirement", "measures_of_requirement"):
            assert client.get(at(pilot, name, gone)).status_code == 404


class TestWriting:
    def test_takes_in_one_and_offers_the_next(self, client, pilot):
        system = SystemFactory(organisation=pilot.organisation)
        url = at(pilot, "new_requirement")
        assert "datalist" in page(client, url)
        response = client.post(url, FILLED | {"systems": [system.pk]})
        assert response.url == at(pilot, "requirements")
        response = client.post(url, FILLED | {"text": "Soll", "action": "next"})
        assert response.url == url
        assert [one.text for one in current(pilot)] == ["Muss gehen", "Soll"]

    def test_keeps_what_was_typed_when_something_is_missing(self, client, pilot):
        response = client.post(at(pilot, "new_requirement"), FILLED | {"priority": ""})
        assert response.status_code == 422
        assert "Muss gehen" in response.content.decode()

    def test_changes_one(self, client, pilot, wish):
        url = at(pilot, "edit_requirement", wish)
        assert "Muss mobil gehen" in page(client, url)
        response = client.post(url, FILLED | {"version": 1})
        assert response.url == at(pilot, "requirement", wish)
        assert stored(wish).text == "Muss gehen"
        assert client.post(url, FILLED | {"text": ""}).status_code == 422

    def test_shows_both_versions_to_who_comes_late(self, client, pilot, wish):
        url = at(pilot, "edit_requirement", wish)
        client.post(url, FILLED | {"version": 1})
        response = client.post(url, FILLED | {"text": "Ganz anders", "version": 1})
        assert response.status_code == 409
        found = response.content.decode()
        assert "Zwei Fassungen" in found
        assert "Muss gehen" in found
        assert "Ganz anders" in found
        assert client.post(url, FILLED | {"text": "Ganz anders", "version": 2}).status_code == 302

    def test_refuses_what_the_same_check_has_already(self, client, pilot):
        one = RequirementFactory(organisation=pilot.organisation, text="Muss gehen")
        two = RequirementFactory(organisation=pilot.organisation, check_run=one.check_run)
        data = FILLED | {"version": 1, "area_key": "leadership", "source": "question"}
        response = client.post(at(pilot, "edit_requirement", two), data)
        assert response.status_code == 422
        assert "Das steht schon in der Liste" in response.content.decode()


class TestRemoving:
    def test_offers_to_take_it_back_at_once_and_later(self, client, pilot, wish):
        response = client.post(at(pilot, "remove_requirement", wish))
        assert "Entfernt: „Muss mobil gehen“" in page(client, response.url)
        later = page(client, at(pilot, "requirements"))
        assert "1 entfernte Anforderung" in later
        assert "Entfernt: „" not in later
        client.post(at(pilot, "restore_requirement", wish))
        assert current(pilot) == [wish]

    def test_says_when_it_stands_there_again(self, client, pilot):
        one = RequirementFactory(organisation=pilot.organisation, text="Muss gehen")
        client.post(at(pilot, "remove_requirement", one))
        RequirementFactory(
            organisation=pilot.organisation, check_run=one.check_run, text="Muss gehen"
        )
        response = client.post(at(pilot, "restore_requirement", one), follow=True)
        assert "steht schon wieder in der Liste" in response.content.decode()

    def test_of_what_became_part_of_another_is_not_possible(self, client, pilot, wish):
        part = OwnRequirementFactory(organisation=pilot.organisation, merged_into=wish)
        assert client.post(at(pilot, "remove_requirement", part)).status_code == 404


class TestLinksToMeasures:
    def test_are_made_on_the_page_of_the_requirement(self, client, pilot, wish):
        url = at(pilot, "measures_of_requirement", wish)
        assert "Ihre Maßnahmenliste ist noch leer." in page(client, url)
        measure = MeasureFactory(organisation=pilot.organisation, title="App einführen")
        assert "App einführen (Idee)" in page(client, url)
        client.post(url, {"chosen": [measure.pk], "seen": ""})
        assert "App einführen" in page(client, at(pilot, "requirement", wish))
        assert client.post(url, {"chosen": ["99999"]}).status_code == 422

    def test_are_made_on_the_page_of_the_measure(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation)
        url = at(pilot, "requirements_of_measure", measure_id=measure.pk)
        assert "Ihre Liste der Anforderungen ist noch leer." in page(client, url)
        wish = OwnRequirementFactory(organisation=pilot.organisation, text="Muss gehen")
        assert "Soll: Muss gehen" in page(client, url)
        client.post(url, {"chosen": [wish.pk], "seen": ""})
        assert "Muss gehen" in page(client, at(pilot, "detail", measure_id=measure.pk))
        client.post(url, {"chosen": [], "seen": str(wish.pk)})
        with tenancy.activate(pilot.organisation):
            assert not MeasureRequirement.objects.exists()
        assert client.post(url, {"chosen": ["99999"]}).status_code == 422
        foreign = at(pilot, "requirements_of_measure", measure_id=MeasureFactory().pk)
        assert client.get(foreign).status_code == 404

    def test_leave_out_what_stands_in_the_list_no_more(self, client, pilot, wish):
        link = MeasureRequirementFactory(organisation=pilot.organisation, requirement=wish)
        client.post(at(pilot, "remove_requirement", wish))
        found = page(client, at(pilot, "detail", measure_id=link.measure_id))
        assert "Muss mobil gehen" not in found


class TestMerging:
    @pytest.fixture
    def twin(self, pilot):
        return OwnRequirementFactory(organisation=pilot.organisation, text="Soll mobil laufen")

    def test_offers_what_sounds_alike_with_the_reason(self, client, pilot, wish, twin):
        found = page(client, at(pilot, "duplicates"))
        assert "Gemeinsame Wörter: mobil" in found
        assert f"?wahl={wish.pk}&amp;wahl={twin.pk}" in found

    def test_says_when_nothing_does(self, client, pilot, wish):
        assert "Keine zwei Anforderungen klingen ähnlich." in page(client, at(pilot, "duplicates"))

    def test_puts_one_in_their_place_and_back(self, client, pilot, wish, twin):
        url = at(pilot, "merge")
        chosen = {"wahl": [wish.pk, twin.pk]}
        assert "Welcher Wortlaut bleibt?" in page(client, url, chosen)
        data = chosen | {"wording": str(twin.pk), "priority": "must", "needed_by": "alle"}
        response = client.post(url, data, follow=True)
        found = response.content.decode()
        assert "Zusammengeführt aus" in found
        (merged,) = current(pilot)
        assert (merged.text, merged.priority) == ("Soll mobil laufen", "must")
        response = client.post(at(pilot, "part", merged), follow=True)
        assert "stehen wieder einzeln" in response.content.decode()
        assert current(pilot) == [wish, twin]

    def test_asks_for_two(self, client, pilot, wish):
        for chosen in ({}, {"wahl": [wish.pk]}, {"wahl": [wish.pk, 99999]}):
            found = page(client, at(pilot, "merge"), chosen)
            assert "Bitte wählen Sie mindestens zwei Anforderungen aus." in found

    def test_keeps_what_was_typed_when_something_is_missing(self, client, pilot, wish, twin):
        data = {"wahl": [wish.pk, twin.pk], "wording": "other", "priority": "must"}
        response = client.post(at(pilot, "merge"), data | {"needed_by": "Nachtdienst"})
        assert response.status_code == 422
        assert "Bitte schreiben Sie den neuen Wortlaut." in response.content.decode()
        assert "Nachtdienst" in response.content.decode()

    def test_refuses_a_wording_that_a_third_one_has(self, client, pilot):
        one = RequirementFactory(organisation=pilot.organisation)
        two, _third = (
            RequirementFactory(organisation=pilot.organisation, check_run=one.check_run, text=text)
            for text in ("Muss zwei", "Muss drei")
        )
        data = {
            "wahl": [one.pk, two.pk],
            "wording": "other",
            "other": "Muss drei",
            "priority": "must",
            "area_key": "leadership",
        }
        response = client.post(at(pilot, "merge"), data)
        assert response.status_code == 422
        assert "Das steht schon in der Liste" in response.content.decode()

    def test_says_when_there_is_nothing_to_take_back(self, client, pilot, wish):
        response = client.post(at(pilot, "part", wish), follow=True)
        assert "Hier wurde nichts zusammengeführt." in response.content.decode()

    def test_says_when_it_cannot_be_taken_back(self, client, pilot, wish):
        part = RequirementFactory(
            organisation=pilot.organisation, merged_into=wish, text="Muss gehen"
        )
        RequirementFactory(
            organisation=pilot.organisation, check_run=part.check_run, text="Muss gehen"
        )
        response = client.post(at(pilot, "part", wish), follow=True)
        assert "Das geht nicht mehr" in response.content.decode()
