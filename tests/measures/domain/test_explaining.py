"""How the order comes about, with the organisation's own figures and in sentences."""

from fractions import Fraction

import pytest

from measures.domain.explaining import Explanation, decimal
from measures.domain.prioritising import ranked_list
from measures.models import CriterionWeights, Measure
from tests.factories import CatalogueFactory, MeasureFactory, RatingFactory


def weighing(organisation, weights):
    keys = ("feasibility", "benefit", "capability", "integration", "reuse")
    return CriterionWeights(organisation=organisation, **dict(zip(keys, weights, strict=True)))


def explained(organisation, rows=(), weights=(5, 5, 5, 5, 5), tried=None):
    for number, ratings in enumerate(rows, start=1):
        MeasureFactory(organisation=organisation, title=f"M{number}", rated=ratings)
    today = weighing(organisation, weights)
    rows = ranked_list(organisation, weights=today)
    return Explanation(rows, today, tried and weighing(organisation, tried))


def test_weights_are_shown_with_their_share(organisation):
    shares = explained(organisation, weights=(5, 8, 6, 10, 0)).shares
    assert [share.in_words for share in shares] == [
        "17,2 von 100 Punkten",
        "27,6 von 100 Punkten",
        "20,7 von 100 Punkten",
        "34,5 von 100 Punkten",
        "zählt nicht mit",
    ]
    assert [share.bar for share in shares] == [17, 28, 21, 34, 0]


class TestThePointsOfAPlace:
    def test_are_told_criterion_by_criterion(self, organisation):
        found = explained(organisation, [(1,) * 5, (5, 4, 3, 2, 1)], (5, 5, 0, 5, 5))
        assert found.places[0].measure.title == "M2"
        assert [line.in_words for line in found.places[0].points] == [
            "25 von 25 Punkten für „Einfache Umsetzbarkeit“, bewertet mit 5",
            "18,8 von 25 Punkten für „Klarer Mehrwert“, bewertet mit 4",
            "„Passung zu unseren Fähigkeiten“ zählt nicht mit",
            "6,3 von 25 Punkten für „Vermeidung digitaler Inseln“, bewertet mit 2",
            "0 von 25 Punkten für „Nutzung bestehender Systeme“, bewertet mit 1",
        ]

    def test_mark_what_is_only_suggested(self, organisation):
        measure = MeasureFactory(
            organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
        )
        RatingFactory(organisation=organisation, measure=measure, criterion="benefit", value=5)
        lines = [line.in_words for line in explained(organisation).places[0].points]
        assert ["vorgeschlagen ist" in line for line in lines] == [True, False, True, True, True]


class TestPlaces:
    def test_say_how_sure_they_are_and_what_would_tip_them(self, organisation):
        found = explained(
            organisation, [(5, 3, 3, 3, 3), (3, 4, 3, 3, 3), (1,) * 5], (5, 8, 5, 5, 5)
        )
        first, second, last = found.places
        assert first.how_sure == "Steht sicher unter den ersten drei"
        assert last.how_sure == "Steht sicher auf Platz 3"
        assert first.in_figures.endswith("liegt sie zwischen Platz 1 und 2.")
        assert first.what_tips == (
            "„M2“ zieht vorbei, sobald „Einfache Umsetzbarkeit“ Gewicht 3 hat."
        )
        assert first.trial == {"feasibility": 3}
        assert (second.what_tips, second.trial) == ("Bleibt sicher vor „M3“.", {})
        assert (last.what_tips, last.trial) == ("", {})
        assert found.how_clear == [
            "Zwischen Platz 1 und 2 ist es knapp: Andere Gewichte können sie vertauschen."
        ]

    @pytest.mark.parametrize(
        ("upper", "lower", "weights", "sentence"),
        [
            (
                (4, 3, 3, 3, 3),
                (3, 5, 3, 3, 1),
                (5, 5, 5, 5, 3),
                "„M2“ zieht vorbei, sobald „Klarer Mehrwert“ Gewicht 6 hat.",
            ),
            (
                (5, 3, 3, 3, 3),
                (3, 4, 3, 3, 3),
                (5, 5, 5, 5, 5),
                "„M2“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.",
            ),
            (
                (4, 4, 3, 3, 3),
                (5, 3, 3, 3, 3),
                (10, 10, 5, 5, 5),
                "„M2“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.",
            ),
            (
                (4, 3, 3, 3, 3),
                (3, 4, 3, 3, 3),
                (5, 5, 5, 5, 5),
                "„M2“ hat gleich viele Punkte und zieht vorbei, sobald „Einfache Umsetzbarkeit“ "
                "Gewicht 4 hat.",
            ),
            (
                (3, 3, 3, 3, 1),
                (3, 3, 3, 3, 5),
                (5, 5, 5, 5, 0),
                "In allem, was zählt, gleich bewertet wie „M2“.",
            ),
        ],
    )
    def test_have_a_sentence_for_every_case(self, organisation, upper, lower, weights, sentence):
        assert explained(organisation, [upper, lower], weights).places[0].what_tips == sentence


class TestTryingOtherWeights:
    ROWS = ((5, 1, 3, 3, 3), (4, 2, 3, 3, 3), (3, 3, 3, 3, 3), (1, 5, 3, 3, 2), (1,) * 5)

    def test_shows_where_each_one_stood(self, organisation):
        found = explained(organisation, self.ROWS, (6, 5, 5, 5, 5), tried=(1, 10, 5, 5, 5))
        assert [(one.measure.title, one.places_up) for one in found.places] == [
            ("M4", 3),
            ("M3", 1),
            ("M2", -1),
            ("M1", -3),
            ("M5", 0),
        ]
        assert [one.move_in_words for one in found.places[:4]] == [
            "3 Plätze nach oben",
            "1 Platz nach oben",
            "1 Platz nach unten",
            "3 Plätze nach unten",
        ]
        assert found.what_moves == (
            "4 von 5 Maßnahmen wechseln den Platz. Neu unter den ersten drei: „M4“."
        )

    def test_orders_as_the_list_does_once_the_weights_are_stored(self, organisation):
        found = explained(organisation, self.ROWS, (6, 5, 5, 5, 5), tried=(5, 5, 5, 5, 5))
        then = ranked_list(organisation, weights=CriterionWeights(organisation=organisation))
        assert [one.measure for one in found.places] == [row.measure for row in then]

    def test_with_the_weights_of_today_changes_nothing(self, organisation):
        found = explained(organisation, self.ROWS, tried=(5, 5, 5, 5, 5))
        assert (found.differs, found.what_moves) == (False, "")

    def test_says_when_everything_stays(self, organisation):
        found = explained(organisation, [(5,) * 5, (1,) * 5], tried=(1, 2, 3, 4, 5))
        assert found.what_moves == "Mit dieser Gewichtung bleiben alle Maßnahmen auf ihrem Platz."

    def test_says_when_the_first_ones_stay_the_same(self, organisation):
        rows = [(5, 1, 3, 3, 3), (4, 3, 3, 3, 3)]
        found = explained(organisation, rows, (9, 1, 1, 1, 1), tried=(1,) * 5)
        assert found.what_moves == (
            "2 von 2 Maßnahmen wechseln den Platz. Die ersten drei bleiben dieselben."
        )

    def test_stores_nothing(self, organisation):
        assert explained(organisation, self.ROWS, tried=(0, 0, 0, 0, 1)).places
        assert not CriterionWeights.objects.exists()
        assert Measure.objects.count() == len(self.ROWS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(20), "20"),
        (Fraction(25, 2), "12,5"),
        (Fraction(1, 3), "0,3"),
        (Fraction(199, 100), "2"),
    ],
)
def test_numbers_have_at_most_one_decimal(value, shown):
    assert decimal(value) == shown
