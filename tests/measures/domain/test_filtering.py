"""Filter, order, groups and search of the list of measures."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from measures.domain.filtering import (
    Filter,
    Grouping,
    Sorting,
    Trouble,
    area_of,
    german_key,
    grouped,
    matching,
)
from measures.domain.listing import MeasureList
from measures.domain.prioritising import Row
from measures.models import Measure, Status
from organisations import tenancy
from organisations.models import Membership, User
from tests.factories import (
    CatalogueFactory,
    MeasureDependencyFactory,
    MeasureFactory,
    MeasureSystemFactory,
    OrganisationFactory,
    StepFactory,
)

ADA = Membership(pk=1, user=User(name="Ada"))
CALENDAR = Measure(
    title="Äußeren Kalender einrichten",
    what="Alle sehen Termine",
    status="idea",
    due_date=date(2026, 5, 1),
    responsible=ADA,
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

    def test_knows_the_responsible_person_and_who_has_none(self):
        assert found(responsible_id=1) == [CALENDAR]
        assert found(without_responsible=True) == [BACKUP]

    @pytest.mark.parametrize("words", ["ausseren", "Termine", "kalender ALLE", "äußer"])
    def test_finds_words_in_title_and_text_however_they_are_written(self, words):
        assert found(words=words) == [CALENDAR]

    def test_finds_nothing_when_one_word_is_missing(self):
        assert found(words="kalender sicherung") == []

    def test_says_whether_it_narrows(self):
        assert not Filter(sorting=Sorting.TITLE, descending=True, grouping="area").is_narrowing
        assert Filter(words="x").is_narrowing
        assert Filter(without_responsible=True).is_narrowing

    def test_stands_in_an_address_without_what_is_there_by_itself(self):
        assert Filter().query == ""
        wanted = Filter(words="zwei Wörter", without_responsible=True, sorting=Sorting.DUE)
        assert wanted.query == "q=zwei+W%C3%B6rter&responsible=-&sort=due"
        assert wanted.with_order("title", descending=True).endswith("&sort=title&down=1")


class TestOrder:
    def test_is_the_rank_unless_asked_otherwise(self):
        assert found(status="all", sorting=Sorting.RANK) == [BACKUP, CALENDAR, OLD]

    def test_by_title_takes_umlauts_for_their_vowels(self):
        assert found(status="all", sorting=Sorting.TITLE) == [CALENDAR, BACKUP, OLD]

    def test_by_due_date_puts_measures_without_one_last(self):
        assert found(status="all", sorting=Sorting.DUE) == [OLD, CALENDAR, BACKUP]

    def test_turned_around_still_puts_measures_without_one_last(self):
        assert found(status="all", sorting=Sorting.DUE, descending=True) == [CALENDAR, OLD, BACKUP]
        assert found(sorting=Sorting.RANK, descending=True) == [BACKUP, CALENDAR]

    def test_by_status_follows_the_life_of_a_measure(self):
        assert found(status="all", sorting=Sorting.STATUS) == [CALENDAR, BACKUP, OLD]

    def test_by_person_puts_measures_without_one_last(self):
        assert found(status="all", sorting=Sorting.PERSON) == [CALENDAR, BACKUP, OLD]


class TestGroups:
    @pytest.mark.parametrize(
        ("grouping", "titles"),
        [
            (Grouping.STATUS, ["Idee", "in Umsetzung", "umgesetzt"]),
            (Grouping.PERSON, ["Ada", "noch niemand"]),
            (Grouping.MONTH, ["Januar 2025", "Mai 2026", "ohne Termin"]),
            (Grouping.AREA, ["ohne Handlungsfeld"]),
        ],
    )
    def test_have_titles_and_an_order(self, grouping, titles):
        rows = matching(ROWS, Filter(status="all", grouping=grouping))
        assert [group.title for group in grouped(rows, grouping)] == titles

    def test_are_one_without_a_title_where_nothing_is_grouped(self):
        assert [(group.title, len(group.rows)) for group in grouped(ROWS, "")] == [("", 3)]
        assert grouped([], "") == []

    @given(st.sampled_from([*Grouping]), st.sampled_from([*Sorting]), st.booleans())
    def test_lose_nothing_and_keep_the_order_within(self, grouping, sorting, descending):
        wanted = Filter(status="all", sorting=sorting, descending=descending)
        plain = matching(ROWS, wanted)
        again = matching(
            ROWS, Filter(status="all", sorting=sorting, descending=descending, grouping=grouping)
        )
        groups = grouped(again, grouping)
        assert [row for group in groups for row in group.rows] == again
        for group in groups:
            assert list(group.rows) == [row for row in plain if row in group.rows]


@pytest.mark.django_db
class TestStored:
    @pytest.fixture
    def organisation(self):
        """An opened organisation."""
        organisation = OrganisationFactory()
        with tenancy.activate(organisation):
            yield organisation

    def titles(self, organisation, **wanted):
        return {row.measure.title for row in MeasureList(organisation).matching(Filter(**wanted))}

    def test_late_are_measures_and_those_with_a_late_step(self, organisation):
        yesterday = timezone.localdate() - timedelta(days=1)
        MeasureFactory(organisation=organisation, title="Spät", due_date=yesterday)
        step = StepFactory(organisation=organisation, due_date=yesterday)
        MeasureFactory(organisation=organisation)
        late = self.titles(organisation, trouble=Trouble.OVERDUE)
        assert late == {"Spät", step.measure.title}

    def test_blocked_are_those_that_wait(self, organisation):
        link = MeasureDependencyFactory(organisation=organisation)
        assert self.titles(organisation, trouble=Trouble.BLOCKED) == {link.measure.title}

    def test_area_is_that_of_the_template(self, organisation):
        catalogue = CatalogueFactory()
        known = MeasureFactory(
            organisation=organisation, catalogue=catalogue, template_key="name-pilot"
        )
        gone = MeasureFactory(organisation=organisation, catalogue=catalogue, template_key="weg")
        own = MeasureFactory(organisation=organisation)
        assert area_of(known)[0] == "leadership"
        assert area_of(gone) == area_of(own) == ("", "")
        assert MeasureList(organisation).areas == [area_of(known)]
        assert self.titles(organisation, area_key="leadership") == {known.title}
        assert self.titles(organisation, area_key="-") == {gone.title, own.title}
        rows = MeasureList(organisation).matching(Filter(grouping="area"))
        assert grouped(rows, "area")[0].title == area_of(known)[1]

    def test_system_is_one_that_the_measure_touches(self, organisation):
        touched = MeasureSystemFactory(organisation=organisation)
        MeasureFactory(organisation=organisation)
        assert MeasureList(organisation).systems == [touched.system]
        assert self.titles(organisation, system_id=touched.system_id) == {touched.measure.title}


def test_german_key_knows_the_sharp_s():
    assert german_key("Straße") == "strasse"
