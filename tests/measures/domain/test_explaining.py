"""How the order comes about, with the organisation's own figures and in sentences."""

from fractions import Fraction

import pytest

from measures.domain.explaining import Explanation, Trial, decimal
from measures.domain.prioritising import ranked_list
from measures.models import CriterionWeights, Measure
from organisations import tenancy
from tests.factories import CatalogueFactory, MeasureFactory, OrganisationFactory, RatingFactory


@pytest.fixture
def organisation(db):
    """An opened organisation."""
    organisation = OrganisationFactory()
    with tenancy.activate(organisation):
        yield organisation


def explained(organisation, rows=(), weights=(5, 5, 5, 5, 5)):
    for number, ratings in enumerate(rows, start=1):
        MeasureFactory(organisation=organisation, title=f"M{number}", rated=ratings)
    keys = ("feasibility", "benefit", "capability", "integration", "reuse")
    stored = CriterionWeights(organisation=organisation, **dict(zip(keys, weights, strict=True)))
    return Explanation(ranked_list(organisation, weights=stored), stored)


class TestTheWeights:
    def test_are_shown_with_their_share(self, organisation):
        shares = explained(organisation, weights=(5, 8, 6, 5, 5)).shares
        assert [share.percent for share in shares] == ["17,2", "27,6", "20,7", "17,2", "17,2"]
        assert [share.bar for share in shares] == [17, 28, 21, 17, 17]

    @pytest.mark.parametrize(
        ("weights", "sentence"),
        [
            ((5, 5, 5, 5, 5), "Alle Kriterien zählen gleich viel."),
            ((5, 8, 6, 5, 5), "Am meisten zählt „Klarer Mehrwert“."),
            (
                (9, 9, 1, 1, 1),
                "Am meisten zählen „Einfache Umsetzbarkeit“ und „Klarer Mehrwert“.",
            ),
            (
                (5, 5, 5, 0, 5),
                "„Vermeidung digitaler Inseln“ zählt nicht mit. Alle übrigen Kriterien zählen "
                "gleich viel.",
            ),
            (
                (5, 8, 5, 0, 0),
                "„Vermeidung digitaler Inseln“ und „Nutzung bestehender Systeme“ zählen nicht "
                "mit. Am meisten zählt „Klarer Mehrwert“.",
            ),
            ((0, 4, 0, 0, 0), "Nur „Klarer Mehrwert“ zählt."),
        ],
    )
    def test_are_summed_up_in_a_sentence(self, organisation, weights, sentence):
        assert explained(organisation, weights=weights).how_weights_differ == sentence


class TestTheExample:
    def test_is_the_first_measure_criterion_by_criterion(self, organisation):
        found = explained(organisation, [(1,) * 5, (5, 4, 3, 2, 1)], (5, 5, 0, 5, 5))
        assert found.first.measure.title == "M2"
        assert [line.points for line in found.example] == ["25", "18,8", "0", "6,3", "0"]
        assert [line.most for line in found.example] == ["25", "25", "0", "25", "25"]
        assert found.example[4].meaning == "braucht ein weiteres, neues System"
        assert not any(line.is_suggested for line in found.example)

    def test_is_told_in_one_sentence(self, organisation):
        assert explained(organisation, [(5, 4, 3, 2, 1)]).example_in_words == (
            "„M1“ bekommt 20 für „Einfache Umsetzbarkeit“, 15 für „Klarer Mehrwert“, "
            "10 für „Passung zu den eigenen Fähigkeiten“, 5 für „Vermeidung digitaler Inseln“ "
            "und 0 für „Nutzung bestehender Systeme“: zusammen 50 von 100 Punkten."
        )

    def test_says_when_it_is_rounded_and_leaves_out_what_does_not_count(self, organisation):
        words = explained(organisation, [(5, 4, 3, 2, 1)], (1, 0, 0, 0, 2)).example_in_words
        assert words == (
            "„M1“ bekommt 33,3 für „Einfache Umsetzbarkeit“ und 0 für „Nutzung bestehender "
            "Systeme“: zusammen rund 33 von 100 Punkten."
        )

    def test_marks_what_is_only_suggested(self, organisation):
        measure = MeasureFactory(
            organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
        )
        RatingFactory(organisation=organisation, measure=measure, criterion="benefit", value=5)
        lines = explained(organisation).example
        assert [line.is_suggested for line in lines] == [True, False, True, True, True]


class TestPlaces:
    def test_say_how_sure_they_are_and_what_would_tip_them(self, organisation):
        found = explained(
            organisation, [(5, 3, 3, 3, 3), (3, 4, 3, 3, 3), (1,) * 5], (5, 8, 5, 5, 5)
        )
        first, second, last = found.places
        assert (first.how_sure, first.is_certain) == ("zwischen Platz 1 und 2", False)
        assert first.what_tips == (
            "„M2“ zieht vorbei, wenn „Einfache Umsetzbarkeit“ 21 Prozent weniger zählt."
        )
        assert first.trial == {"feasibility": 3}
        assert (second.what_tips, second.trial) == ("Bleibt sicher vor „M3“.", {})
        assert (last.how_sure, last.is_certain, last.what_tips) == ("ganz sicher", True, "")
        assert found.how_certain == "Einer von 3 Plätzen ist ganz sicher."

    @pytest.mark.parametrize(
        ("upper", "lower", "weights", "sentence"),
        [
            (
                (4, 3, 3, 3, 3),
                (3, 5, 3, 3, 1),
                (5, 5, 5, 5, 3),
                "„M2“ zieht vorbei, wenn „Klarer Mehrwert“ 11 Prozent mehr zählt.",
            ),
            (
                (5, 3, 3, 3, 3),
                (3, 4, 3, 3, 3),
                (5, 5, 5, 5, 5),
                "„M2“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.",
            ),
            (
                (4, 3, 3, 3, 3),
                (3, 4, 3, 3, 3),
                (5, 5, 5, 5, 5),
                "Gleichauf mit „M2“. Zählt „Einfache Umsetzbarkeit“ nur 1 Prozent weniger, "
                "liegt die andere vorn.",
            ),
            (
                (3, 4, 3, 3, 3),
                (4, 3, 3, 3, 3),
                (5, 5, 5, 5, 5),
                "Gleichauf mit „M2“. Zählt „Einfache Umsetzbarkeit“ nur 1 Prozent mehr, "
                "liegt die andere vorn.",
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

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ([(3,) * 5], "Eine einzige Maßnahme steht immer auf Platz 1."),
            ([(3,) * 5, (4,) * 5], "Alle 2 Plätze sind ganz sicher."),
            ([(4, 3, 3, 3, 3), (3, 4, 3, 3, 3)], "Keiner der 2 Plätze ist ganz sicher."),
            ([(5,) * 5, (4, 3, 3, 3, 3), (3, 4, 3, 3, 3)], "Einer von 3 Plätzen ist ganz sicher."),
            (
                [(5,) * 5, (4, 3, 3, 3, 3), (3, 4, 3, 3, 3), (1,) * 5],
                "2 von 4 Plätzen sind ganz sicher.",
            ),
        ],
    )
    def test_are_counted(self, organisation, rows, sentence):
        assert explained(organisation, rows).how_certain == sentence


class TestTryingOtherWeights:
    ROWS = ((5, 1, 3, 3, 3), (4, 2, 3, 3, 3), (3, 3, 3, 3, 3), (1, 5, 3, 3, 2), (1,) * 5)

    def test_shows_the_order_beside_the_one_of_today(self, organisation):
        found = explained(organisation, self.ROWS, (6, 5, 5, 5, 5))
        trial = Trial(found, (1, 10, 5, 5, 5))
        assert trial.differs
        assert [(one.measure.title, one.in_words) for one in trial.moves] == [
            ("M4", "3 Plätze nach oben"),
            ("M3", "1 Platz nach oben"),
            ("M2", "1 Platz nach unten"),
            ("M1", "3 Plätze nach unten"),
            ("M5", "bleibt"),
        ]
        assert trial.in_words == (
            "4 von 5 Maßnahmen wechseln den Platz. Neu unter den ersten drei: „M4“."
        )

    def test_orders_as_the_list_does_once_the_weights_are_stored(self, organisation):
        today = explained(organisation, self.ROWS, (6, 5, 5, 5, 5))
        trial = Trial(today, (5, 5, 5, 5, 5))
        then = ranked_list(organisation, weights=CriterionWeights(organisation=organisation))
        assert [one.measure for one in trial.moves] == [row.measure for row in then]

    def test_with_the_weights_of_today_changes_nothing(self, organisation):
        trial = Trial(explained(organisation, self.ROWS), (5, 5, 5, 5, 5))
        assert not trial.differs
        assert trial.in_words == "Das ist die Gewichtung, die heute gilt."

    def test_says_when_everything_stays(self, organisation):
        trial = Trial(explained(organisation, [(5,) * 5, (1,) * 5]), (1, 2, 3, 4, 5))
        assert trial.in_words == "Mit dieser Gewichtung bleiben alle Maßnahmen auf ihrem Platz."

    def test_says_when_the_first_ones_stay_the_same(self, organisation):
        trial = Trial(
            explained(organisation, [(5, 1, 3, 3, 3), (4, 3, 3, 3, 3)], (9, 1, 1, 1, 1)), (1,) * 5
        )
        assert trial.in_words == (
            "2 von 2 Maßnahmen wechseln den Platz. Die ersten drei bleiben dieselben."
        )

    def test_stores_nothing(self, organisation):
        Trial(explained(organisation, self.ROWS), (0, 0, 0, 0, 1))
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
