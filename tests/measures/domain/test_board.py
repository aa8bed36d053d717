"""The board: columns by Stand, and moving a card."""

import pytest

from measures.domain.filtering import Filter
from measures.domain.listing import MOST_CARDS, columns, move, on_the_board
from measures.domain.prioritising import Row
from measures.models import JournalEntry, Measure, Status
from organisations import tenancy
from organisations.domain.saving import StaleRow
from tests.factories import MeasureFactory, UserFactory


def row(status):
    return Row(Measure(title="X", status=status), None, False)


class TestColumns:
    def test_stand_there_for_every_stand(self):
        found = columns([row("planned"), row("done"), row("planned")])
        assert [column.status for column in found] == list(Status)
        assert [column.number for column in found] == [0, 2, 0, 1, 0]

    def test_show_so_many_cards_and_count_the_rest(self):
        first = columns([row("idea")] * (MOST_CARDS + 3))[0]
        assert (len(first.rows), first.more, first.number) == (MOST_CARDS, 3, MOST_CARDS + 3)

    def test_show_every_stand_unless_one_is_asked_for(self):
        assert on_the_board(Filter(grouping="area")) == Filter(status="all")
        assert on_the_board(Filter(status="done")).status == "done"


@pytest.mark.django_db
class TestMoving:
    def test_changes_the_stand_and_notes_it(self):
        measure = MeasureFactory()
        with tenancy.activate(measure.organisation):
            move(measure, "done", seen_version=1, by=UserFactory())
            stored = Measure.objects.get()
            assert (stored.status, stored.version) == ("done", 2)
            assert stored.done_at is not None
            assert JournalEntry.objects.get().text.endswith("auf „umgesetzt“")

    def test_to_where_it_stands_already_does_nothing(self):
        measure = MeasureFactory(version=5)
        with tenancy.activate(measure.organisation):
            move(measure, "idea", seen_version=1, by=UserFactory())
            assert Measure.objects.get().version == 5

    def test_of_a_card_changed_meanwhile_is_refused(self):
        measure = MeasureFactory(version=5)
        with tenancy.activate(measure.organisation):
            with pytest.raises(StaleRow):
                move(measure, "done", seen_version=4, by=UserFactory())
            assert Measure.objects.get().status == "idea"
