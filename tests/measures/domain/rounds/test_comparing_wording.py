"""What differs between two rounds, in German."""

from uuid import UUID

import pytest

from checks.domain.catalogue import Criterion
from measures.domain.rounds import comparing_wording as wording
from measures.domain.rounds.comparing import RoundComparison
from measures.models.snapshot import SnapshotMove, SnapshotNews
from tests.factories import snapshot_content, snapshot_row

WEIGHTS = dict.fromkeys(Criterion, 5)


def row(number, place, **kwargs):
    return snapshot_row(f"M{number}", key=UUID(int=number), place=place, **kwargs)


def words(before, after, title):
    found = RoundComparison(before, after)
    shift = next(one for one in found.shifts if one.title == title)
    return wording.move(shift), wording.why(shift, found)


def test_another_rating_is_named():
    before = snapshot_content(row(1, 1), row(2, 2))
    after = snapshot_content(row(2, 1, values=(3, 5, 3, 3, 3)), row(1, 2))
    assert words(before, after, "M2") == (
        "von Platz 2 auf Platz 1",
        "Anders bewertet: „Klarer Mehrwert“ 5 statt 3.",
    )
    assert words(before, after, "M1")[1] == (
        "Die Bewertung ist gleich, aber andere Maßnahmen stehen jetzt davor."
    )


def test_a_rating_that_was_not_there_is_named():
    before = snapshot_content(row(1, 1, values=(3, 3, 3, 3)))
    after = snapshot_content(row(1, 1))
    assert words(before, after, "M1") == (
        "unverändert auf Platz 1",
        "Anders bewertet: „Nutzung bestehender Systeme“ 3 statt –.",
    )
    assert "– statt 3" in words(after, before, "M1")[1]


@pytest.mark.parametrize("reason", ["Eilig", "Eilig."])
def test_a_place_by_hand_is_named(reason):
    moved = row(2, 1, move=SnapshotMove(place=1, reason=reason))
    before, after = snapshot_content(row(1, 1), row(2, 2)), snapshot_content(moved, row(1, 2))
    assert words(before, after, "M2")[1] == "Von Hand auf Platz 1 gesetzt: Eilig."
    assert words(after, before, "M2")[1] == "Sie steht nicht mehr von Hand auf Platz 1."


def test_others_that_are_gone_are_named():
    before, after = snapshot_content(row(1, 1), row(2, 2)), snapshot_content(row(2, 1))
    assert words(before, after, "M2")[1] == (
        "Die Bewertung ist gleich, aber andere Maßnahmen stehen nicht mehr davor."
    )


def test_other_weights_are_named():
    before = snapshot_content(row(1, 1), row(2, 2))
    after = snapshot_content(row(2, 1), row(1, 2), weights=WEIGHTS | {Criterion.BENEFIT: 8})
    assert "die Kriterien zählen anders" in words(before, after, "M2")[1]
    found = RoundComparison(before, after)
    assert wording.weights(found) == (
        "Die Gewichtung hat sich geändert: „Klarer Mehrwert“ zählt 8 statt 5."
    )
    assert wording.weights(RoundComparison(before, before)) == ""


def test_nothing_is_said_where_nothing_changed():
    one = snapshot_content(row(1, 1))
    assert words(one, one, "M1") == ("unverändert auf Platz 1", "")


def test_new_ones_and_those_that_are_gone():
    before, after = snapshot_content(row(1, 1)), snapshot_content(row(2, 1))
    found = RoundComparison(before, after)
    new, gone = found.shifts
    assert wording.move(new) == "neu auf Platz 1"
    assert wording.move(gone) == "stand auf Platz 1"
    assert wording.gone(gone, found) == "Sie ist umgesetzt oder verworfen."
    done = RoundComparison(before, snapshot_content(news=SnapshotNews(done=("M1",))))
    assert wording.gone(done.shifts[0], done) == "Sie ist umgesetzt."
    unrated = row(1, 1).model_copy(update={"place": None})
    still = RoundComparison(before, snapshot_content(unrated))
    assert wording.gone(still.shifts[0], still) == (
        "Sie ist noch offen, aber nicht mehr auf allen Kriterien bewertet."
    )


def test_the_summary():
    before = snapshot_content(row(1, 1), row(2, 2), row(3, 3), row(4, 4))
    after = snapshot_content(row(2, 1), row(1, 2), row(3, 3), row(5, 4))
    assert wording.summary(RoundComparison(before, after)) == (
        "1 gestiegen, 1 gefallen, 1 neu, 1 nicht mehr dabei und 1 unverändert."
    )
    assert wording.summary(RoundComparison(snapshot_content(), snapshot_content())) == (
        "Beide Listen sind leer."
    )
