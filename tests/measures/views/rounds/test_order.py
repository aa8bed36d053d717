"""Moving measures by hand, and choosing among them."""

import pytest

from measures.models import ManualPlace
from tests.factories import ManualPlaceFactory, MeasureFactory, RoundMeasureFactory
from tests.measures.views.rounds.pages import (
    SOON,
    TODAY,
    a_round,
    at,
    everything,
    organisation_of,
    text_of,
)

pytestmark = pytest.mark.django_db


class TestMoving:
    def test_is_shown_on_list_measure_and_explanation(self, client, pilot, measure):
        other = MeasureFactory(organisation=measure.organisation, rated=(1,) * 5, title="Spät")
        round_ = a_round(pilot)
        url = at(round_, "move_measure", measure_id=other.pk)
        assert "Nach Punkten steht sie auf Platz 2" in text_of(client.get(url))
        data = {"place": 1, "reason": "Die Förderung läuft ab.", "version": 1}
        assert client.post(url, data).url == at(round_, "round_order")
        pages = (
            at(round_, "round_order"),
            at(organisation_of(pilot), "list"),
            at(organisation_of(pilot), "explanation"),
            at(organisation_of(pilot), "detail", measure_id=other.pk),
        )
        for page in pages:
            words = text_of(client.get(page))
            assert "von Hand auf Platz 1" in words, page
            assert "Die Förderung läuft ab." in words, page

    def test_says_the_same_of_measures_with_the_same_points(self, client, pilot, organisation):
        for title, value in (("A", 5), ("B", 3), ("C", 3), ("D", 3), ("E", 1)):
            MeasureFactory(organisation=organisation, title=title, rated=(value,) * 5)
        last = MeasureFactory(organisation=organisation, title="F", rated=(2,) * 5)
        round_ = a_round(pilot)
        sent = {"place": "1", "reason": "Förderung läuft aus.", "version": 1}
        client.post(at(round_, "move_measure", measure_id=last.pk), sent)
        rows = client.get(at(round_, "round_order")).context["rows"]
        assert [(row.measure.title, row.place) for row in rows] == [
            ("F", 1),
            ("A", 2),
            ("B", 3),
            ("C", 3),
            ("D", 3),
            ("E", 6),
        ]
        assert len({row.how_sure for row in rows[2:5]}) == 1
        page = text_of(client.get(at(round_, "round_order")))
        assert page.count("nach Punkten Platz 2") == 3

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"place": ""}, "Bitte geben Sie einen Platz ein."),
            ({"place": "0"}, "Bitte eine Zahl ab 1 eingeben."),
            ({"place": "2"}, "So viele Plätze gibt es nicht, der letzte ist 1."),
            ({"place": "vorn"}, "Bitte eine ganze Zahl eingeben."),
            ({"reason": " "}, "Bitte sagen Sie in einem Satz"),
            ({"reason": "x" * 501}, "Höchstens 500 Zeichen"),
        ],
    )
    def test_with_an_error_says_so(self, client, pilot, measure, data, error):
        url = at(a_round(pilot), "move_measure", measure_id=measure.pk)
        response = client.post(url, {"place": 1, "reason": "Eilig.", "version": 1} | data)
        assert response.status_code == 422
        assert error in text_of(response)
        assert everything(measure.organisation, ManualPlace) == []

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        url = at(a_round(pilot), "move_measure", measure_id=measure.pk)
        ManualPlaceFactory(organisation=measure.organisation, measure=measure, reason="Von dort.")
        response = client.post(url, {"place": 1, "reason": "Eilig.", "version": 0})
        assert response.status_code == 409
        assert "Inzwischen hat sich etwas geändert" in text_of(response)
        assert "Von dort." in text_of(response)
        assert "Von dort." in text_of(client.get(url))

    def test_is_for_measures_with_a_place(self, client, pilot, organisation):
        unrated = MeasureFactory(organisation=organisation)
        url = at(a_round(pilot), "move_measure", measure_id=unrated.pk)
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize("sent", ["here", "", "nichts", "999999999999", "9" * 40])
    def test_is_taken_back_from_the_round_or_the_measure(self, client, pilot, measure, sent):
        round_ = a_round(pilot)
        ManualPlaceFactory(organisation=measure.organisation, measure=measure)
        url = at(organisation_of(pilot), "move_back", measure_id=measure.pk)
        response = client.post(url, {"runde": round_.pk if sent == "here" else sent})
        back = at(organisation_of(pilot), "detail", measure_id=measure.pk)
        assert response.url == (at(round_, "round_order") if sent == "here" else back)
        assert everything(measure.organisation, ManualPlace) == []


class TestChoosing:
    def test_saves_and_counts(self, client, pilot, measure):
        round_ = a_round(pilot)
        url = at(round_, "round_choice")
        data = {"next_on": str(SOON), "chosen": [measure.pk], "version": 1}
        assert client.post(url, data | {"action": "count"}).url == url
        assert "zusammen etwa 10 Stunden" in text_of(client.get(url))
        assert client.post(url, data | {"version": 2}).url == at(round_, "round")

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"next_on": str(TODAY)}, "Die nächste Runde muss nach dieser liegen."),
            ({"next_on": "bald"}, "Bitte ein Datum eingeben"),
            ({"chosen": ["alle"]}, "Das gibt es hier nicht."),
        ],
    )
    def test_with_an_error_keeps_the_ticks(self, client, pilot, measure, data, error):
        round_ = a_round(pilot)
        sent = {"next_on": str(SOON), "chosen": [measure.pk], "version": 1} | data
        response = client.post(at(round_, "round_choice"), sent)
        page = text_of(response)
        assert response.status_code == 422
        assert error in page
        if "chosen" not in data:
            assert f'value="{measure.pk}" checked' in page

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        round_ = a_round(pilot, version=2, next_on=SOON)
        RoundMeasureFactory(
            organisation=round_.organisation, round=round_, measure=measure, is_chosen=True
        )
        response = client.post(at(round_, "round_choice"), {"next_on": "", "version": 1})
        page = text_of(response)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Auswahl" in page
        assert "Kalender teilen" in page.split("Die andere Fassung behalten")[0]
