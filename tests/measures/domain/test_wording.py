"""The ranking in German sentences."""

import pytest

from measures.domain import wording
from measures.domain.ranking import Candidate, rank_measures

EQUAL = (5, 5, 5, 5, 5)


def ranked(*ratings, rank_of=0, weights=EQUAL):
    found = rank_measures([Candidate(i, values) for i, values in enumerate(ratings)], weights)
    return next(one for one in found if one.id == rank_of)


@pytest.mark.parametrize(
    ("ratings", "sentence"),
    [
        (
            (5, 4, 3, 3, 1),
            "Dafür: die einfache Umsetzung und der klare Mehrwert. "
            "Dagegen: der Bedarf an einem weiteren System.",
        ),
        ((3, 5, 3, 3, 3), "Dafür: der klare Mehrwert."),
        (
            (1, 3, 3, 3, 3),
            "Dagegen: die aufwendige Umsetzung.",
        ),
        ((3, 3, 3, 3, 3), "Alle Bewertungen liegen in der Mitte, nichts hebt sie heraus."),
    ],
)
def test_why_a_measure_stands_where_it_stands_is_said_briefly(ratings, sentence):
    assert wording.why(ranked(ratings)) == sentence


def test_of_many_reasons_only_the_strongest_are_named():
    sentence = wording.why(ranked((5, 5, 5, 4, 4), weights=(9, 8, 7, 1, 1)))
    assert sentence == (
        "Dafür vor allem: die einfache Umsetzung, der klare Mehrwert und das vorhandene Können."
    )


def test_three_reasons_are_listed_as_one_says_them():
    assert wording.listed(["a", "b", "c"]) == "a, b und c"


A, B, C = (5, 5, 5, 5, 5), (4, 4, 4, 4, 4), (3, 3, 3, 3, 3)
CLOSE = [(5, 1, 3, 3, 3), (1, 5, 3, 3, 3)]


class TestHowSure:
    @pytest.mark.parametrize(
        ("ratings", "sentence"),
        [
            ([C], "steht sicher auf Platz 1"),
            (CLOSE, "steht sicher unter den ersten drei"),
            ([CLOSE[0], CLOSE[1], A, B], "steht oben, aber knapp"),
            ([(2, 3, 3, 3, 3), A, B, CLOSE[0]], "kann noch nach oben kommen"),
            ([(1, 1, 1, 1, 1), A, B, C], "bleibt weiter unten"),
        ],
    )
    def test_is_said_in_plain_words(self, ratings, sentence):
        assert wording.how_sure(ranked(*ratings)) == sentence

    def test_comes_in_figures_when_one_asks(self):
        assert wording.in_figures(ranked(C)) == (
            "Auch wenn jedes Gewicht um die Hälfte steigt oder sinkt, bleibt sie auf Platz 1."
        )
        assert wording.in_figures(ranked(*CLOSE)) == (
            "Auch wenn jedes Gewicht um die Hälfte steigt oder sinkt, liegt sie zwischen "
            "Platz 1 und 2."
        )


class TestHowClearAnOrderIs:
    def said(self, *ratings):
        found = rank_measures([Candidate(i, values) for i, values in enumerate(ratings)], EQUAL)
        return wording.how_clear([(f"M{one.id + 1}", one) for one in found])

    @pytest.mark.parametrize(
        ("ratings", "sentences"),
        [
            ([], []),
            ([C], ["Bisher hat nur eine Maßnahme einen Platz."]),
            ([A, B], ["Alle Plätze sind sicher, auch mit anderen Gewichten."]),
            (
                CLOSE,
                ["Um Platz 1 ist es knapp: Andere Gewichte können ihn neu vergeben."],
            ),
            (
                [A, B, (4, 4, 4, 4, 3), *CLOSE, (1, 1, 1, 1, 1)],
                [
                    "Diese drei stehen sicher oben: „M1“, „M2“ und „M3“.",
                    "Um Platz 4 ist es knapp: Andere Gewichte können ihn neu vergeben.",
                ],
            ),
            (
                [A, CLOSE[0], (2, 4, 3, 3, 3), (1, 5, 3, 3, 2), (1, 1, 1, 1, 1)],
                [
                    "Sicher oben steht „M1“.",
                    "Zwischen Platz 2 und 4 ist es knapp: Andere Gewichte können sie vertauschen.",
                    "Was dahinter steht, kommt auch mit anderen Gewichten nicht nach oben.",
                ],
            ),
            (
                [(5, 1, 3, 3, 3), (1, 5, 3, 3, 3), (3, 3, 5, 1, 3), (3, 3, 1, 5, 3)],
                [
                    "Noch steht keine Maßnahme sicher oben.",
                    "Um Platz 1 ist es knapp: Andere Gewichte können ihn neu vergeben.",
                ],
            ),
            (
                [A, B, *[C] * 5, (2, 2, 2, 3, 2), (3, 2, 2, 2, 2)],
                [
                    "Die ersten 7 stehen sicher oben.",
                    "Um Platz 8 ist es knapp: Andere Gewichte können ihn neu vergeben.",
                ],
            ),
        ],
    )
    def test_is_said_in_at_most_three_sentences(self, ratings, sentences):
        assert self.said(*ratings) == sentences


class TestWhatWouldChange:
    others = [(5, 5, 5, 5, 5), (5, 5, 5, 5, 4), (3, 3, 3, 3, 3)]

    def test_is_nothing_for_the_first_three(self):
        assert wording.what_would_change(ranked(*self.others)) == ""

    def test_is_the_smallest_change(self):
        fourth = ranked((3, 3, 3, 3, 2), *self.others)
        assert wording.what_would_change(fourth) == (
            "Mit 4 statt 3 bei „Einfache Umsetzbarkeit“ käme sie unter die ersten drei."
        )

    def test_says_that_no_single_one_is_enough(self):
        last = ranked((1, 1, 1, 1, 1), *self.others)
        assert wording.what_would_change(last) == (
            "Auch mit einer anderen Bewertung käme sie nicht unter die ersten drei."
        )
