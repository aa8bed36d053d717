"""Several measures are rated in one table."""

import pytest
from django.urls import reverse

from measures.models import Measure, Rating
from organisations import tenancy
from tests.factories import (
    CatalogueFactory,
    MeasureFactory,
    PrioritisationRoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(pilot):
    """A measure from a template, which suggests 3 on every criterion."""
    return MeasureFactory(
        organisation=pilot.organisation,
        title="Aus der Vorlage",
        catalogue=CatalogueFactory(),
        template_key="name-pilot",
    )


@pytest.fixture
def own(pilot):
    """A measure of one's own, which nothing suggests ratings for."""
    return MeasureFactory(organisation=pilot.organisation, title="Eigene")


def table(pilot, query=""):
    return reverse("measures:rate_many", kwargs={"slug": pilot.organisation.slug}) + query


def sent(*measures, **values):
    """What the form sends for measures: `feasibility_1=4` is a value of the first one."""
    data = {"measure": [str(measure.pk) for measure in measures]}
    for number, measure in enumerate(measures, start=1):
        data[f"m{measure.pk}-version"] = measure.version
        for name, value in values.items():
            key, _line, which = name.rpartition("_")
            if which == str(number):
                data[f"m{measure.pk}-{key}"] = value
    return data


def ratings_of(measure):
    with tenancy.activate(measure.organisation):
        return {one.criterion: one.value for one in Rating.objects.filter(measure=measure)}


ALL = {"feasibility": 3, "benefit": 3, "capability": 3, "integration": 3, "reuse": 3}


class TestTheTable:
    def test_shows_what_nobody_rated_with_what_counts_first(self, client, pilot, suggested, own):
        rated = MeasureFactory(
            organisation=pilot.organisation, title="Fertig bewertet", rated=(1, 2, 3, 4, 5)
        )
        page = client.get(table(pilot)).content.decode()
        assert "Aus der Vorlage" in page
        assert "Eigene" in page
        assert rated.title not in page
        assert page.count("vorgeschlagen: 3<") == 5
        assert page.count(">–</option>") == 5
        assert "Feasibility" not in page
        assert "Grund für benefit." in page

    def test_shows_what_was_chosen(self, client, pilot, suggested, own):
        rated = MeasureFactory(
            organisation=pilot.organisation, title="Fertig bewertet", rated=(1, 2, 3, 4, 5)
        )
        page = client.get(table(pilot, f"?measure={rated.pk}:1&measure=x")).content.decode()
        assert "Fertig bewertet" in page
        assert "selbst bewertet" in page
        assert "Aus der Vorlage" not in page

    @pytest.mark.parametrize("whole", [False, True])
    def test_is_reached_from_the_list_with_what_is_ticked(self, client, pilot, own, whole):
        url = reverse("measures:change_many", kwargs={"slug": pilot.organisation.slug})
        data = {"whole": "on"} if whole else {"measure": f"{own.pk}:1"}
        response = client.post(url, {"rate": "1", **data})
        assert response.url == table(pilot, f"?measure={own.pk}")

    def test_says_when_there_is_nothing_to_rate(self, client, pilot):
        page = client.get(table(pilot)).content.decode()
        assert "Alle offenen Maßnahmen sind bewertet." in page

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_the_same_queries_for_one_and_for_many(
        self, client, pilot, number, django_assert_max_num_queries
    ):
        MeasureFactory.create_batch(number, organisation=pilot.organisation)
        client.get(table(pilot))
        with django_assert_max_num_queries(18):
            client.get(table(pilot))


class TestSaving:
    def test_replaces_suggestions_criterion_by_criterion(self, client, pilot, suggested, own):
        data = sent(suggested, own, benefit_1=5, reuse_2=1)
        response = client.post(table(pilot), data)
        assert response.url == reverse("measures:list", kwargs={"slug": pilot.organisation.slug})
        assert ratings_of(suggested) == {"benefit": 5}
        assert ratings_of(own) == {"reuse": 1}
        assert "2 Maßnahmen sind bewertet." in client.get(response.url).content.decode()

    def test_takes_over_what_is_suggested_where_that_is_wanted(self, client, pilot, suggested):
        client.post(table(pilot), sent(suggested, confirms_1="on", reuse_1=5))
        assert ratings_of(suggested) == ALL | {"reuse": 5}

    def test_of_nothing_stores_nothing(self, client, pilot, suggested):
        response = client.post(table(pilot), sent(suggested))
        assert ratings_of(suggested) == {}
        assert "geblieben, wie es war" in client.get(response.url).content.decode()

    def test_keeps_the_notes_there_are(self, client, pilot):
        measure = MeasureFactory(organisation=pilot.organisation, rated=(1, 2, 3, 4, 5))
        with tenancy.activate(pilot.organisation):
            Rating.objects.filter(measure=measure).update(note="Wegen des Umzugs")
        client.post(table(pilot), sent(measure, feasibility_1=2))
        with tenancy.activate(pilot.organisation):
            rating = Rating.objects.get(measure=measure, criterion="feasibility")
        assert (rating.value, rating.note) == (2, "Wegen des Umzugs")

    def test_refuses_what_is_not_offered_next_to_the_field_and_stores_nothing(
        self, client, pilot, suggested, own
    ):
        response = client.post(table(pilot), sent(suggested, own, benefit_1=5, reuse_2=6))
        assert response.status_code == 422
        assert f'id="id_m{own.pk}-reuse_error"' in response.content.decode()
        assert ratings_of(suggested) == {}

    def test_shows_both_versions_where_somebody_was_faster(self, client, pilot, suggested, own):
        data = sent(suggested, own, benefit_1=5, reuse_2=1)
        client.post(table(pilot), sent(suggested, benefit_1=2))
        response = client.post(table(pilot), data)
        page = response.content.decode()
        assert response.status_code == 409
        assert f"Klarer Mehrwert: 2 ({pilot.user})" in page
        assert '<option value="5" selected>' in page
        assert ratings_of(own) == {}
        with tenancy.activate(pilot.organisation):
            data[f"m{suggested.pk}-version"] = Measure.objects.get(pk=suggested.pk).version
        assert client.post(table(pilot), data).status_code == 302
        assert ratings_of(suggested) == {"benefit": 5}

    def test_leaves_measures_of_others_alone(self, client, pilot):
        foreign = MeasureFactory()
        client.post(table(pilot), sent(foreign, benefit_1=5))
        assert ratings_of(foreign) == {}


def test_a_round_rates_all_its_measures_and_says_so_in_their_course(client, pilot, suggested):
    round_ = PrioritisationRoundFactory(organisation=pilot.organisation)
    kwargs = {"slug": pilot.organisation.slug, "prioritisation_round_id": round_.pk}
    address = reverse("measures:rate_round", kwargs=kwargs)
    assert "Aus der Vorlage" in client.get(address).content.decode()
    response = client.post(address, sent(suggested, confirms_1="on"))
    assert response.url == reverse("measures:round_ratings", kwargs=kwargs)
    assert ratings_of(suggested) == ALL
    with tenancy.activate(pilot.organisation):
        assert "In der Priorisierungsrunde bewertet" in suggested.journal.get().text
