"""The pages of the list of measures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.models import Measure, Rating, Step
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
)
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
CRITERIA = ("feasibility", "benefit", "capability", "integration", "reuse")
ALL_FOUR = {f"{criterion}_value": "4" for criterion in CRITERIA}


def stored(measure):
    with tenancy.activate(measure.organisation):
        return Measure.objects.get(pk=measure.pk)


class TestList:
    def test_says_what_to_do_while_it_is_empty(self, client, pilot):
        page = client.get(at(pilot, "list")).content.decode()
        assert "Noch keine Maßnahme" in page
        assert "Zum Check" in page

    def test_leads_to_the_suggestions_of_a_finished_check(self, client, pilot):
        CheckFactory(organisation=pilot.organisation, finished_at="2026-01-02T10:00Z")
        assert "Zu den Vorschlägen" in client.get(at(pilot, "list")).content.decode()

    def test_explains_every_place(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation, rated=(5, 5, 4, 3, 1))
        page = client.get(at(pilot, "list")).content.decode()
        assert "Dafür: " in page
        assert "Steht sicher auf Platz 1" in page

    def test_filters_and_offers_to_take_that_away(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation, title="Kalender teilen")
        MeasureFactory(organisation=pilot.organisation, title="Sicherung prüfen")
        response = client.get(at(pilot, "list"), {"q": "kalender"}, **HTMX)
        part = response.content.decode()
        assert "Kalender teilen" in part
        assert "Sicherung prüfen" not in part
        assert "Suchen: kalender" in part
        assert "<html" not in part

    def test_says_when_nothing_fits_the_filter(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation)
        page = client.get(at(pilot, "list"), {"status": "done", "sort": "quer"}).content.decode()
        assert "Keine Maßnahme passt" in page

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_measure_as_for_fifty(
        self, client, pilot, number, django_assert_num_queries
    ):
        for _ in range(number):
            MeasureFactory(
                organisation=pilot.organisation, rated=(3, 4, 3, 2, 3), responsible=pilot
            )
        client.get(at(pilot, "list"))
        with django_assert_num_queries(18):
            client.get(at(pilot, "list"))


class TestWriting:
    def test_leads_to_the_rating(self, client, pilot):
        response = client.post(
            at(pilot, "new"), {"title": "Selbst gedacht", "status": "idea", "steps": "Eins\nZwei"}
        )
        with tenancy.activate(pilot.organisation):
            measure = Measure.objects.get()
            assert Step.objects.count() == 2
        assert response.url == at(pilot, "rate", measure_id=measure.pk)

    def test_with_an_error_keeps_everything_typed(self, client, pilot):
        response = client.post(
            at(pilot, "new"), {"title": "", "what": "Schon geschrieben", "status": "idea"}
        )
        assert response.status_code == 422
        assert "Schon geschrieben" in response.content.decode()


class TestChanging:
    def test_is_saved(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation)
        data = {"title": "Neu", "status": "planned", "version": "1", "responsible": pilot.pk}
        client.post(at(pilot, "edit", measure_id=measure.pk), data)
        changed = stored(measure)
        assert (changed.title, changed.status, changed.responsible_id) == (
            "Neu",
            "planned",
            pilot.pk,
        )

    def test_of_a_measure_changed_meanwhile_shows_both_versions(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation, title="Von nebenan", version=3)
        data = {"title": "Meine Fassung", "status": "idea", "version": "2"}
        url = at(pilot, "edit", measure_id=measure.pk)
        response = client.post(url, data)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Von nebenan" in page
        assert "Meine Fassung" in page
        assert stored(measure).title == "Von nebenan"
        assert client.post(url, data | {"version": "3"}).status_code == 302
        assert stored(measure).title == "Meine Fassung"

    def test_with_an_error_changes_nothing(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation, title="Vorher")
        data = {"title": "Nachher", "status": "fertig", "version": "1"}
        response = client.post(at(pilot, "edit", measure_id=measure.pk), data)
        assert response.status_code == 422
        assert stored(measure).title == "Vorher"


class TestRating:
    def test_shows_suggested_values_with_their_reasons(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        AnswerFactory(organisation=pilot.organisation, check_run=check, level=0)
        measure = MeasureFactory(
            organisation=pilot.organisation, catalogue=check.catalogue, template_key="name-pilot"
        )
        page = client.get(at(pilot, "rate", measure_id=measure.pk)).content.decode()
        assert "Vorgeschlagen: 3. Grund für benefit." in page
        assert "alle spüren es in der täglichen Arbeit" in page
        assert "pilot auf Stufe 0." in page

    def test_is_stored_and_leads_to_the_next_unrated_measure(self, client, pilot):
        first = MeasureFactory(organisation=pilot.organisation)
        second = MeasureFactory(organisation=pilot.organisation)
        data = ALL_FOUR | {"version": "1", "action": "next", "benefit_note": "Spürbar"}
        response = client.post(at(pilot, "rate", measure_id=first.pk), data)
        assert response.url == at(pilot, "rate", measure_id=second.pk)
        response = client.post(at(pilot, "rate", measure_id=second.pk), data)
        assert response.url == at(pilot, "list")
        with tenancy.activate(pilot.organisation):
            assert Rating.objects.filter(value=4, rated_by=pilot.user).count() == 10

    def test_saved_alone_leads_back_to_the_measure(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation)
        response = client.post(
            at(pilot, "rate", measure_id=measure.pk), ALL_FOUR | {"version": "1"}
        )
        assert response.url == at(pilot, "detail", measure_id=measure.pk)

    def test_of_a_measure_rated_meanwhile_shows_both_versions(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation, rated=(1, 1, 1, 1, 1), version=2)
        url = at(pilot, "rate", measure_id=measure.pk)
        response = client.post(url, ALL_FOUR | {"version": "1", "reuse_note": "Meine"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "<dt>Klarer Mehrwert</dt><dd>1 (" in page
        assert "Meine" in page
        assert client.post(url, ALL_FOUR | {"version": "2"}).status_code == 302

    def test_refuses_a_tampered_value(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation)
        response = client.post(
            at(pilot, "rate", measure_id=measure.pk), {"benefit_value": "9", "version": "1"}
        )
        assert response.status_code == 422


class TestDetail:
    def test_shows_everything_about_a_measure(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        AnswerFactory(organisation=pilot.organisation, check_run=check, level=0)
        measure = MeasureFactory(
            organisation=pilot.organisation,
            catalogue=check.catalogue,
            template_key="name-pilot",
            what="Das Vorhaben",
            rated=(5, 4, 3, 2, 1),
        )
        page = client.get(at(pilot, "detail", measure_id=measure.pk)).content.decode()
        assert "Das Vorhaben" in page
        assert "Steht sicher auf Platz 1" in page
        assert "pilot auf Stufe 0." in page

    def test_needs_no_check(self, client, pilot):
        check = CheckFactory()
        measure = MeasureFactory(
            organisation=pilot.organisation, catalogue=check.catalogue, template_key="gone"
        )
        assert client.get(at(pilot, "detail", measure_id=measure.pk)).status_code == 200


class TestDoubleClicks:
    def test_write_a_measure_once(self, client, pilot):
        data = {"title": "Kalender teilen", "status": "idea", "steps": "Eins\nZwei"}
        first, second = (client.post(at(pilot, "new"), data) for _ in range(2))
        assert first.url == second.url
        with tenancy.activate(pilot.organisation):
            assert Measure.objects.count() == 1
            assert Step.objects.count() == 2

    def test_are_not_what_says_something_else(self, client, pilot):
        data = {"title": "Kalender teilen", "status": "idea"}
        client.post(at(pilot, "new"), data)
        client.post(at(pilot, "new"), data | {"what": "Etwas anderes."})
        with tenancy.activate(pilot.organisation):
            assert Measure.objects.count() == 2

    def test_are_not_what_comes_later_or_from_someone_else(self, client, pilot):
        data = {"title": "Kalender teilen", "status": "idea"}
        client.post(at(pilot, "new"), data)
        with tenancy.activate(pilot.organisation):
            Measure.objects.update(created_at=timezone.now() - timedelta(minutes=2))
        client.post(at(pilot, "new"), data)
        client.force_login(MembershipFactory(organisation=pilot.organisation).user)
        client.post(at(pilot, "new"), data)
        with tenancy.activate(pilot.organisation):
            assert Measure.objects.count() == 3
