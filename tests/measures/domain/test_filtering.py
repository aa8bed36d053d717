"""Filter, order and search of the list of measures."""

from datetime import date

import pytest

from measures.domain.filtering import Filter, Sorting, german_key, matching
from measures.domain.prioritising import Row
from measures.models import Measure, Status

CALENDAR = Measure(
    title="Äußeren Kalender einrichten",
    what="Alle sehen Termine",
    status="idea",
    due_date=date(2026, 5, 1),
    responsible_id=1,
)
BACKUP = Measure(title="Sicherung prüfen", why="Nichts geht verloren", status="in_progress")
OLD = Measure(title="Zettel abschaffen", status="done", due_date=date(2025, 1, 1))
ROWS = [Row(measure, None, False) for measure in (BACKUP, CALENDAR, OLD)]


def found(**wanted):
    return [row.measure for row in matching(ROWS, Filter(**wanted))]


class TestFilter:
    def test_shows_open_measures_unless_asked_otherwise(self):
        assert found() == [BACKUP, CALENDAR]
        assert found(status="all") == [BACKUP, CALENDAR, OLD]
        assert found(status=Status.DONE) == [OLD]

    def test_knows_the_responsible_person(self):
        assert found(responsible_id=1) == [CALENDAR]

    @pytest.mark.parametrize("words", ["ausseren", "Termine", "kalender ALLE", "äußer"])
    def test_finds_words_in_title_and_text_however_they_are_written(self, words):
        assert found(words=words) == [CALENDAR]

    def test_finds_nothing_when_one_word_is_missing(self):
        assert found(words="kalender sicherung") == []

    def test_says_whether_it_narrows(self):
        assert not Filter(sorting=Sorting.TITLE).is_narrowing
        assert Filter(words="x").is_narrowing


class TestOrder:
    def test_is_the_rank_unless_asked_otherwise(self):
        assert found(status="all", sorting=Sorting.RANK) == [BACKUP, CALENDAR, OLD]

    def test_by_title_takes_umlauts_for_their_vowels(self):
        assert found(status="all", sorting=Sorting.TITLE) == [CALENDAR, BACKUP, OLD]

    def test_by_due_date_puts_measures_without_one_last(self):
        assert found(status="all", sorting=Sorting.DUE) == [OLD, CALENDAR, BACKUP]

    def test_by_status_follows_the_life_of_a_measure(self):
        assert found(status="all", sorting=Sorting.STATUS) == [CALENDAR, BACKUP, OLD]


def test_german_key_knows_the_sharp_s():
    assert german_key("Straße") == "strasse"
