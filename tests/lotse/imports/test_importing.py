"""Importing a list: all or nothing, once, in the request or by a worker, and the way back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lotse.imports import tasks
from lotse.imports.domain import importing
from lotse.imports.domain.grid import GridSheet, pack
from lotse.imports.domain.importing import OthersChanged, undo_import, what_is_left
from lotse.imports.models import ImportedMeasure, ListImport, UploadedList
from lotse.jobs import lifecycle
from lotse.jobs.models import State
from measures.domain.columns import COLUMNS, StepText
from measures.domain.journal import JOURNAL_ENTRIES
from measures.domain.prioritising import rate
from measures.domain.steps import tick_step
from measures.domain.waiting import set_needed
from measures.models import JournalEntry, Measure, Rating
from measures.models import Step as StoredStep
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    ListImportFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    UploadedListFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HEAD = tuple(column.header for column in COLUMNS)
EVERYTHING = {str(place): column.key for place, column in enumerate(COLUMNS)}


@pytest.fixture
def person(organisation):
    return MembershipFactory(organisation=organisation, user__name="Ada Beispiel").user


def full_list(organisation, *rows, **kwargs):
    content = pack([GridSheet("Liste", (HEAD, *rows))])
    return UploadedListFactory(
        organisation=organisation, content=content, mapping=EVERYTHING, **kwargs
    )


def row(title, *rest):
    return (title, *rest, *(None,) * (len(HEAD) - 1 - len(rest)))


def import_now(uploaded, person):
    ordered = importing.order_import(uploaded, person)
    importing.import_list(ordered.organisation_id, ordered.pk)
    ordered.refresh_from_db()
    return ordered


def state_of_everything():
    """Return all rows of measures and what belongs to them, as they stand in the database."""
    models = (Measure, StoredStep, Rating, JournalEntry)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


class TestImporting:
    def test_makes_measures_with_everything_a_row_says(self, organisation, person):
        uploaded = full_list(
            organisation,
            row(
                *("Kalender", "Anlegen", "Überblick", "Nextcloud", "in Umsetzung", "Ada Beispiel"),
                *("31.12.2026", 12, "30 Tage", 80, 5, 4, None, "hoch", 1, "[x] Fragen\nAnlegen"),
            ),
            row("Wiki", None, None, None, "erledigt"),
        )
        done = import_now(uploaded, person)
        assert (done.state, done.added, done.skipped, done.error) == (State.DONE, 2, 0, "")
        calendar, wiki = Measure.objects.all()
        assert (calendar.what, calendar.why, calendar.existing) == (
            "Anlegen",
            "Überblick",
            "Nextcloud",
        )
        assert (calendar.status, calendar.responsible.user) == ("in_progress", person)
        assert str(calendar.due_date) == "2026-12-31"
        assert (calendar.effort_hours, calendar.effort_days, calendar.cost) == (12, 30, 80)
        assert dict(Rating.objects.values_list("criterion", "value")) == {
            "feasibility": 5,
            "benefit": 4,
            "integration": 4,
            "reuse": 1,
        }
        assert [(step.text, step.done_by) for step in calendar.steps.all()] == [
            ("Fragen", person),
            ("Anlegen", None),
        ]
        assert calendar.done_at is None
        assert wiki.done_at is not None
        assert wiki.created_by == person

    def test_enters_one_line_into_the_trail(self, organisation, person):
        import_now(full_list(organisation, row("Kalender"), row("Wiki")), person)
        (entry,) = AuditEntry.objects.of(organisation)
        assert (entry.action, entry.subject) == ("measure.list_imported", "vorhaben.xlsx")
        assert entry.after == {"Maßnahmen": 2}

    def test_leaves_out_what_is_there_already_or_adds_it_as_wished(self, organisation, person):
        MeasureFactory(organisation=organisation, title="Wiki")
        rows = (row("Kalender"), row("  wiki "), row("KALENDER"))
        done = import_now(full_list(organisation, *rows), person)
        assert (done.added, done.skipped) == (1, 2)
        done = import_now(full_list(organisation, *rows, twins="add"), person)
        assert (done.added, done.skipped) == (3, 0)

    def test_leaves_out_rows_that_are_not_ticked(self, organisation, person):
        uploaded = full_list(organisation, row("Kalender"), row("Wiki"), left_out=[3])
        assert import_now(uploaded, person).added == 1
        assert Measure.objects.get().title == "Kalender"

    def test_refuses_a_list_with_errors_or_with_nothing_in_it(self, organisation, person):
        for uploaded in (
            full_list(organisation, row("Kalender"), row("Wiki", None, None, None, "quer")),
            full_list(organisation, row("Kalender"), left_out=[2]),
            UploadedListFactory(organisation=organisation, mapping={"1": "status"}),
        ):
            with pytest.raises(importing.ImportNotReady):
                importing.order_import(uploaded, person)
        assert not ListImport.objects.exists()

    def test_makes_nothing_at_all_when_an_error_came_up_meanwhile(self, organisation, person):
        leaving = MembershipFactory(organisation=organisation, user__name="Bo Fort")
        uploaded = full_list(
            organisation, row("Kalender"), row("Wiki", None, None, None, None, "Bo Fort")
        )
        ordered = importing.order_import(uploaded, person)
        leaving.delete()
        importing.import_list(organisation.pk, ordered.pk)
        ordered.refresh_from_db()
        assert ordered.state == State.FAILED
        assert "inzwischen Fehler" in ordered.error
        assert not Measure.objects.exists()

    def test_drops_unknown_names_where_that_is_wished(self, organisation, person):
        uploaded = full_list(
            organisation,
            row("Wiki", None, None, None, None, "Bo Fort"),
            drops_unknown_people=True,
        )
        assert import_now(uploaded, person).added == 1
        assert Measure.objects.get().responsible is None

    def test_fails_when_the_list_is_gone(self, organisation, person):
        ordered = ListImportFactory(organisation=organisation, uploaded=None)
        importing.import_list(organisation.pk, ordered.pk)
        ordered.refresh_from_db()
        assert (ordered.state, ordered.error) == (
            State.FAILED,
            "Die hochgeladene Datei ist nicht mehr da.",
        )

    def test_happens_once_however_often_it_is_ordered_and_carried_out(self, organisation, person):
        uploaded = full_list(organisation, row("Kalender"), twins="add")
        first = import_now(uploaded, person)
        assert import_now(uploaded, person).pk == first.pk
        importing.import_list(organisation.pk, first.pk)
        tasks.import_list(organisation.pk, first.pk)
        assert Measure.objects.count() == 1

    def test_a_cancelled_import_makes_nothing_and_can_be_ordered_again(self, organisation, person):
        uploaded = full_list(organisation, row("Kalender"))
        ordered = importing.order_import(uploaded, person)
        assert lifecycle.cancel(ordered)
        importing.import_list(organisation.pk, ordered.pk)
        assert not Measure.objects.exists()
        again = importing.order_import(uploaded, person)
        assert (again.pk, again.state) == (ordered.pk, State.QUEUED)
        importing.import_list(organisation.pk, again.pk)
        assert Measure.objects.count() == 1

    def test_cancelled_in_its_midst_it_leaves_nothing_behind(self, organisation, person):
        rows = [row(f"Vorhaben {number}") for number in range(1_000)]
        ordered = importing.order_import(full_list(organisation, *rows), person)
        claimed = lifecycle.claim(ListImport, organisation.pk, ordered.pk)
        lifecycle.cancel(ordered)
        with pytest.raises(lifecycle.Overtaken):
            importing._import_list(claimed)
        assert not Measure.objects.exists()

    def test_a_dead_worker_is_followed_by_another_that_makes_nothing_twice(
        self, organisation, person
    ):
        ordered = importing.order_import(full_list(organisation, row("Kalender")), person)
        dead = lifecycle.claim(ListImport, organisation.pk, ordered.pk)
        ListImport.objects.update(touched_at=timezone.now() - timedelta(hours=1))
        assert [job.pk for job in lifecycle.adopt_stuck(ListImport)] == [ordered.pk]
        importing.import_list(organisation.pk, ordered.pk)
        importing._import_list(dead)
        assert Measure.objects.count() == 1

    def test_five_thousand_rows_take_few_queries(
        self, organisation, person, django_assert_max_num_queries
    ):
        rows = [row(f"Vorhaben {number}", "Text", *(None,) * 8, 3) for number in range(5_000)]
        ordered = importing.order_import(full_list(organisation, *rows), person)
        with django_assert_max_num_queries(250):
            importing.import_list(organisation.pk, ordered.pk)
        ordered.refresh_from_db()
        assert (ordered.added, ordered.checked, ordered.total) == (5_000, 5_000, 5_000)
        assert ImportedMeasure.objects.count() == 5_000
        with django_assert_max_num_queries(400):
            undo_import(ordered, person, with_changed=False, seen="")
        assert not Measure.objects.exists()


class TestUndoing:
    @pytest.fixture
    def done(self, organisation, person):
        steps = "Fragen\n[x] Anlegen"
        rows = (row(f"Vorhaben {n}", *(None,) * 9, 3, *(None,) * 4, steps) for n in range(4))
        return import_now(full_list(organisation, *rows), person)

    def test_restores_exactly_what_was_there(self, organisation, person):
        MeasureFactory(organisation=organisation, title="Vorher", rated=(1, 2, 3, 4, 5))
        before = state_of_everything()
        done = import_now(full_list(organisation, row("Kalender"), row("Wiki")), person)
        undone = undo_import(done, person, with_changed=False, seen="")
        assert state_of_everything() == before
        assert (undone.undone_by, undone.kept) == (person, 0)

    def test_happens_once_and_says_so_in_the_trail(self, organisation, person, done):
        for _ in range(2):
            undo_import(done, person, with_changed=False, seen="")
        entries = AuditEntry.objects.of(organisation).filter(action="measure.list_undone")
        assert [entry.before for entry in entries] == [{"Maßnahmen": 4}]

    def test_finds_whatever_people_worked_on(self, organisation, person, done):
        ticked, rated, told, needed = Measure.objects.order_by("pk")
        tick_step(ticked.steps.first(), done=True, by=person)
        rate(rated, {"benefit": (4, "")}, seen_version=1, by=person)
        entry = JournalEntry(
            organisation=told.organisation, measure=told, day=timezone.localdate(), text="Angerufen"
        )
        JOURNAL_ENTRIES.add(entry, person)
        other = MeasureFactory(organisation=organisation)
        set_needed(other, seen=(), chosen=[needed], by=person)
        left = what_is_left(done)
        assert left.untouched == ()
        assert left.changed == (ticked, rated, told, needed)

    def test_keeps_what_people_worked_on(self, person, done):
        first = Measure.objects.order_by("pk").first()
        rate(first, {"benefit": (4, "")}, seen_version=1, by=person)
        undone = undo_import(done, person, with_changed=False, seen="")
        assert undone.kept == 1
        assert list(Measure.objects.all()) == [first]

    def test_removes_it_as_well_where_that_is_wished(self, person, done):
        first = Measure.objects.order_by("pk").first()
        rate(first, {"benefit": (4, "")}, seen_version=1, by=person)
        undo_import(done, person, with_changed=True, seen=str(first.pk))
        assert not Measure.objects.exists()

    def test_refuses_when_others_were_changed_than_the_page_named(self, person, done):
        first = Measure.objects.order_by("pk").first()
        rate(first, {"benefit": (4, "")}, seen_version=1, by=person)
        with pytest.raises(OthersChanged):
            undo_import(done, person, with_changed=True, seen="")
        assert Measure.objects.count() == 4

    def test_leaves_what_is_gone_already(self, person, done):
        Measure.objects.order_by("pk").first().delete()
        undo_import(done, person, with_changed=False, seen="")
        assert not Measure.objects.exists()

    def test_ends_after_thirty_days(self, person, done):
        done.finished_at = timezone.now() - timedelta(days=31)
        done.save()
        assert not done.may_be_undone
        undo_import(done, person, with_changed=False, seen="")
        assert Measure.objects.count() == 4

    def test_is_not_there_before_the_import_is_done(self, organisation):
        assert ListImportFactory(organisation=organisation).undo_ends_at is None

    def test_can_keep_others_from_working_on_them_meanwhile(self, done):
        assert len(what_is_left(done, locks=True).untouched) == 4


class TestForgetting:
    def test_lists_go_a_month_after_they_were_touched_last(self, organisation, person):
        long_ago = timezone.now() - timedelta(days=31)
        used = full_list(organisation, row("Kalender"))
        done = import_now(used, person)
        in_the_making = ListImportFactory(organisation=organisation).uploaded
        UploadedList.objects.update(touched_at=long_ago)
        new = UploadedListFactory(organisation=organisation)
        tasks.forget_old_lists()
        assert set(UploadedList.objects.all()) == {in_the_making, new}
        done.refresh_from_db()
        assert (done.uploaded, done.added) == (None, 1)


class TestAnyList(TestCase):
    @settings(max_examples=30)
    @given(
        st.lists(
            st.tuples(
                st.text("aäß 1", min_size=1, max_size=20).filter(str.strip),
                st.sampled_from(["Idee", "geplant", "umgesetzt", None]),
                st.lists(st.tuples(st.text("ab[x", min_size=1, max_size=9), st.booleans())),
                st.one_of(st.none(), st.integers(1, 5)),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_undo_restores_exactly(self, rows):
        organisation, person = OrganisationFactory(), UserFactory()
        write_steps = COLUMNS[-1].write
        with tenancy.activate(organisation):
            MeasureFactory(organisation=organisation, title="Vorher")
            before = state_of_everything()
            uploaded = full_list(
                organisation,
                *(
                    row(
                        title,
                        *(None, None, None, status),
                        *(None,) * 5,
                        *(rating,) * 5,
                        write_steps([StepText(*step) for step in steps]) or None,
                    )
                    for title, status, steps, rating in rows
                ),
                twins="add",
            )
            done = import_now(uploaded, person)
            assert done.added == len(rows)
            undo_import(done, person, with_changed=False, seen="")
            assert state_of_everything() == before


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_make_one_import_and_nothing_twice():
    organisation = OrganisationFactory()
    person = MembershipFactory(organisation=organisation).user
    uploaded = full_list(organisation, row("Kalender"), row("Wiki"), twins="add")

    def order_and_import(_number):
        with tenancy.activate(organisation):
            ordered = importing.order_import(uploaded, person)
        importing.import_list(organisation.pk, ordered.pk)
        connection.close()
        return ordered.pk

    with ThreadPoolExecutor(4) as several:
        assert len(set(several.map(order_and_import, range(8)))) == 1
    with tenancy.activate(organisation):
        assert Measure.objects.count() == 2
        assert ListImport.objects.get().added == 2
