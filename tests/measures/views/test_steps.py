"""The pages of the steps of a measure, and where lateness shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from measures.models import Step
from organisations import tenancy
from tests.factories import MeasureFactory, MeasureFileFactory, MembershipFactory, StepFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def measure(pilot):
    return MeasureFactory(organisation=pilot.organisation, title="Kalender teilen")


@pytest.fixture
def step(measure):
    return StepFactory(organisation=measure.organisation, measure=measure, text="Anrufen.")


def stored(measure):
    with tenancy.activate(measure.organisation):
        return list(Step.objects.select_related("responsible"))


class TestAdding:
    def test_leads_back_to_the_steps(self, client, pilot, measure):
        assert "Was ist zu tun?" in client.get(at(measure, "new_step")).content.decode()
        data = {"text": "Anrufen.", "responsible": pilot.pk, "due_date": "2030-05-04", "note": "N"}
        response = client.post(at(measure, "new_step"), data)
        assert response.url == at(measure, "detail") + "#steps"
        [step] = stored(measure)
        assert (step.text, step.responsible, str(step.due_date), step.note) == (
            *("Anrufen.", pilot, "2030-05-04", "N"),
        )
        page = client.get(at(measure, "detail")).content.decode()
        assert "fällig am 4. Mai 2030" in page
        assert f"verantwortlich: {pilot.user}" in page

    def test_goes_on_with_the_next(self, client, measure):
        response = client.post(at(measure, "new_step"), {"text": "Eins", "action": "next"})
        assert response.url == at(measure, "new_step")

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"text": ""}, "Bitte schreiben Sie, was zu tun ist."),
            ({"text": "x" * 301}, "höchstens 300 Zeichen haben, Ihrer hat 301"),
            ({"text": "A", "due_date": "morgen"}, "Bitte ein Datum eingeben"),
            ({"text": "A", "responsible": "0"}, "Das gibt es hier nicht."),
        ],
    )
    def test_with_an_error_keeps_everything_typed(self, client, measure, data, error):
        response = client.post(at(measure, "new_step"), {"note": "Schon geschrieben"} | data)
        page = response.content.decode()
        assert response.status_code == 422
        assert error in page
        assert "Schon geschrieben" in page
        assert stored(measure) == []

    def test_refuses_people_of_other_organisations(self, client, measure):
        stranger = MembershipFactory()
        data = {"text": "A", "responsible": stranger.pk}
        assert client.post(at(measure, "new_step"), data).status_code == 422


class TestChanging:
    def test_is_saved(self, client, measure, step):
        url = at(measure, "edit_step", step_id=step.pk)
        assert "Anrufen." in client.get(url).content.decode()
        response = client.post(url, {"text": "Schreiben.", "version": "1"})
        assert response.url == at(measure, "detail") + "#steps"
        assert stored(measure)[0].text == "Schreiben."

    def test_of_a_step_changed_meanwhile_shows_both_versions(self, client, measure):
        step = StepFactory(
            organisation=measure.organisation, measure=measure, text="Von nebenan", version=3
        )
        url = at(measure, "edit_step", step_id=step.pk)
        data = {"text": "Meine Fassung", "version": "2"}
        response = client.post(url, data)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Von nebenan" in page
        assert "Meine Fassung" in page
        assert client.post(url, data | {"version": "3"}).status_code == 302
        assert stored(measure)[0].text == "Meine Fassung"

    def test_with_an_error_changes_nothing(self, client, measure, step):
        url = at(measure, "edit_step", step_id=step.pk)
        assert client.post(url, {"text": "", "version": "1"}).status_code == 422
        assert stored(measure)[0].text == "Anrufen."

    def test_leaves_the_long_words_of_a_template_alone(self, client, measure):
        step = StepFactory(organisation=measure.organisation, measure=measure, text="x" * 400)
        url = at(measure, "edit_step", step_id=step.pk)
        data = {"text": "x" * 400, "note": "Neu", "version": "1"}
        assert client.post(url, data).status_code == 302
        assert stored(measure)[0].note == "Neu"


class TestRemoving:
    def test_is_done_at_once_and_can_be_undone_for_a_day(self, client, measure, step):
        file = MeasureFileFactory(organisation=measure.organisation, measure=measure, step=step)
        url = at(measure, "remove_step", step_id=step.pk)
        assert client.post(url).url == at(measure, "detail") + "#steps"
        assert stored(measure) == []
        page = client.get(at(measure, "detail")).content.decode()
        back = at(measure, "take_step_back", step_id=step.pk)
        assert f'action="{back}"' in page
        assert f"zu „{step.text}“" not in page
        assert client.post(back).url == at(measure, "detail") + "#steps"
        page = client.get(at(measure, "detail")).content.decode()
        assert "Der Teilschritt ist wieder da." in page
        assert f"zu „{step.text}“" in page
        assert [one.text for one in stored(measure)] == [step.text]
        client.post(url)
        with tenancy.activate(measure.organisation):
            Step.with_removed.update(removed_at=timezone.now() - timedelta(days=2))
        assert back not in client.get(at(measure, "detail")).content.decode()
        assert file.name in page

    def test_is_still_offered_after_another_step_is_ticked(self, client, measure, step):
        other = StepFactory(organisation=measure.organisation, measure=measure)
        client.post(at(measure, "remove_step", step_id=step.pk))
        part = client.post(at(measure, "step", step_id=other.pk), {"done": "1"}, **HTMX)
        assert f"„{step.text}“ ist entfernt." in part.content.decode()


class TestMoving:
    def test_answers_with_the_steps(self, client, measure, step):
        StepFactory(organisation=measure.organisation, measure=measure, position=0, text="Vorher.")
        url = at(measure, "move_step", step_id=step.pk)
        part = client.post(url, {"wohin": "hoch"}, **HTMX).content.decode()
        assert "Verschoben: Anrufen." in part
        assert [one.text for one in stored(measure)] == ["Anrufen.", "Vorher."]
        assert client.post(url, {"wohin": "runter"}).url == at(measure, "detail") + "#steps"
        assert [one.text for one in stored(measure)] == ["Vorher.", "Anrufen."]

    def test_elsewhere_does_nothing(self, client, measure, step):
        url = at(measure, "move_step", step_id=step.pk)
        assert client.post(url, {"wohin": "quer"}).status_code == 302


class TestTicking:
    def test_says_who_did_it(self, client, pilot, measure, step):
        url = at(measure, "step", step_id=step.pk)
        part = client.post(url, {"done": "1"}, **HTMX).content.decode()
        assert f"von {pilot.user}" in part
        assert client.post(url, {"done": "0"}).status_code == 302
        assert stored(measure)[0].done_at is None


@pytest.mark.parametrize(
    "name", ["edit_step", "remove_step", "take_step_back", "move_step", "step"]
)
def test_a_step_of_another_measure_does_not_exist(client, measure, name):
    other = StepFactory(organisation=measure.organisation)
    assert client.post(at(measure, name, step_id=other.pk), {"done": "1"}).status_code == 404


class TestLateness:
    @pytest.fixture
    def late(self, pilot):
        measure = MeasureFactory(
            organisation=pilot.organisation, due_date=YESTERDAY, rated=(3, 3, 3, 3, 3)
        )
        StepFactory(
            organisation=pilot.organisation,
            measure=measure,
            due_date=YESTERDAY,
            responsible=pilot,
        )
        return measure

    @pytest.mark.parametrize("name", ["list", "detail"])
    def test_stands_in_words_on_every_page(self, client, late, name):
        url = {
            "list": reverse("measures:list", kwargs={"slug": late.organisation.slug}),
            "detail": at(late, "detail"),
        }[name]
        page = client.get(url).content.decode()
        day = date_format(YESTERDAY, "j.n.Y" if name == "list" else "j. F Y")
        assert f"überfällig seit {day}" in page
        assert "1 Teilschritt überfällig" in page

    def test_stands_in_words_on_the_overview_for_measure_and_step(self, client, late):
        url = reverse("overview", kwargs={"slug": late.organisation.slug})
        assert client.get(url).content.decode().count("überfällig</span>") == 2

    @pytest.mark.parametrize("name", ["detail", "overview"])
    def test_is_nobodys_worry_once_a_measure_is_over(self, client, pilot, name):
        measure = MeasureFactory(organisation=pilot.organisation, status="done")
        StepFactory(organisation=pilot.organisation, measure=measure, due_date=YESTERDAY)
        url = (
            at(measure, "detail")
            if name == "detail"
            else reverse("overview", kwargs={"slug": pilot.organisation.slug})
        )
        assert "berfällig" not in client.get(url).content.decode()


@pytest.mark.parametrize("number", [1, 50])
def test_a_measure_takes_as_many_queries_with_one_step_as_with_fifty(
    client, pilot, measure, number, django_assert_num_queries
):
    for _ in range(number):
        StepFactory(
            organisation=pilot.organisation,
            measure=measure,
            responsible=pilot,
            done_at=timezone.now(),
            done_by=pilot.user,
        )
    client.get(at(measure, "detail"))
    with django_assert_num_queries(18):
        client.get(at(measure, "detail"))
