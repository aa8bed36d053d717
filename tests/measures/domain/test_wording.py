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
        ((3, 5, 3, 3, 3), "Dafür: der klare Mehrwert. Dagegen spricht nichts Deutliches."),
        (
            (1, 3, 3, 3, 3),
            "Dagegen: die aufwendige Umsetzung. Dafür spricht nichts Deutliches.",
        ),
        ((3, 3, 3, 3, 3), "Alle Bewertungen liegen in der Mitte, nichts hebt sie heraus."),
    ],
)
def test_why_a_measure_stands_where_it_stands_is_said_briefly(ratings, sentence):
    assert wording.why(ranked(ratings)) == sentence


def test_of_many_reasons_only_the_strongest_are_named():
    sentence = wording.why(ranked((5, 5, 5, 4, 4), weights=(9, 8, 7, 1, 1)))
    assert sentence == (
        "Dafür vor allem: die einfache Umsetzung, der klare Mehrwert und "
        "das vorhandene Können. Dagegen spricht nichts Deutliches."
    )


def test_three_reasons_are_listed_as_one_says_them():
    assert wording.listed(["a", "b", "c"]) == "a, b und c"


class TestHowSure:
    def test_a_single_measure_is_quite_sure_of_its_place(self):
        assert wording.how_sure(ranked((3, 3, 3, 3, 3))) == "Platz 1, ganz sicher"

    def test_a_close_race_names_both_ends(self):
        close = ranked((5, 1, 3, 3, 3), (1, 5, 3, 3, 3))
        assert wording.how_sure(close) == "Platz 1, sicher zwischen 1 und 2"


class TestWhatWouldChange:
    others = [(5, 5, 5, 5, 5), (5, 5, 5, 5, 4), (3, 3, 3, 3, 3)]

    def test_nothing_has_to_for_the_first_three(self):
        first = ranked(*self.others)
        assert wording.what_would_change(first, 3) == "Gehört zu den ersten drei."

    def test_the_smallest_change_is_named(self):
        fourth = ranked((3, 3, 3, 3, 2), *self.others)
        assert wording.what_would_change(fourth, 3) == (
            "Mit 4 statt 3 bei „Einfache Umsetzbarkeit“ käme sie unter die ersten drei."
        )

    def test_a_hopeless_measure_hears_it(self):
        last = ranked((1, 1, 1, 1, 1), *self.others)
        assert wording.what_would_change(last, 3) == (
            "Eine einzelne andere Bewertung brächte sie nicht unter die ersten drei."
        )
