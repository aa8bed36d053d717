"""Changing many measures at once, and undoing it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures.domain.bulk import UndoneAlready, change_many, in_words, latest_to_undo, undo
from measures.models import BulkChange, JournalEntry, Measure
from organisations.models import AuditEntry
from tests.factories import MeasureFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def measures_of(organisation):
    return list(Measure.objects.filter(organisation=organisation).order_by("id"))


def seen(organisation):
    return {measure.pk: measure.version for measure in measures_of(organisation)}


def state(organisation):
    return [
        (one.pk, one.status, one.responsible_id, one.due_date, one.done_at)
        for one in measures_of(organisation)
    ]


class TestChanging:
    def test_sets_the_same_for_all_and_leaves_the_rest_alone(self, organisation, person):
        member = MembershipFactory(organisation=organisation)
        for _ in range(3):
            MeasureFactory(organisation=organisation, due_date=date(2027, 1, 1))
        done = change_many(
            organisation, seen(organisation), {"status": "done", "responsible": member}, person
        )
        assert (done.number, done.stale) == (3, ())
        for measure in measures_of(organisation):
            assert (measure.status, measure.responsible_id) == ("done", member.pk)
            assert measure.due_date == date(2027, 1, 1)
            assert measure.version == 2
            assert measure.done_at is not None

    def test_leaves_alone_what_is_so_already(self, organisation, person):
        planned = MeasureFactory(organisation=organisation, status="planned")
        idea = MeasureFactory(organisation=organisation)
        done = change_many(organisation, seen(organisation), {"status": "planned"}, person)
        assert done.number == 1
        assert seen(organisation) == {planned.pk: 1, idea.pk: 2}

    def test_of_nothing_leaves_nothing_to_undo(self, organisation, person):
        MeasureFactory(organisation=organisation, status="planned")
        done = change_many(organisation, seen(organisation), {"status": "planned"}, person)
        assert (done.change, done.number) == (None, 0)
        assert latest_to_undo(organisation) is None

    def test_names_what_someone_changed_meanwhile_and_leaves_it(self, organisation, person):
        before = MeasureFactory(organisation=organisation)
        stale = MeasureFactory(organisation=organisation, version=4)
        done = change_many(organisation, {before.pk: 1, stale.pk: 3}, {"status": "planned"}, person)
        assert (done.number, done.stale) == (1, (stale,))
        assert [one.status for one in measures_of(organisation)] == ["planned", "idea"]

    def test_does_not_reach_another_organisation(self, organisation, person):
        foreign = MeasureFactory()
        done = change_many(organisation, {foreign.pk: 1}, {"status": "planned"}, person)
        assert (done.number, done.stale) == (0, ())

    def test_is_noted_in_verlauf_and_trail_for_each(self, organisation, person):
        first = MeasureFactory(organisation=organisation, title="Eins")
        MeasureFactory(organisation=organisation, title="Zwei")
        change_many(organisation, seen(organisation), {"status": "planned"}, person)
        notes = JournalEntry.objects.filter(measure=first)
        assert [note.text for note in notes] == ["Stand geändert: von „Idee“ auf „geplant“"]
        entries = AuditEntry.objects.of(organisation)
        assert {(one.action, one.subject) for one in entries} == {
            ("measure.changed", "Eins"),
            ("measure.changed", "Zwei"),
        }
        assert entries[0].before == {"Stand": "Idee"}
        assert entries[0].after == {"Stand": "geplant"}

    def test_of_a_day_is_no_change_of_the_stand(self, organisation, person):
        MeasureFactory(organisation=organisation)
        change_many(organisation, seen(organisation), {"due_date": date(2027, 5, 1)}, person)
        assert not JournalEntry.objects.exists()

    @pytest.mark.parametrize("number", [1, 60])
    def test_takes_as_many_queries_for_one_as_for_sixty(
        self, organisation, person, number, django_assert_num_queries
    ):
        for _ in range(number):
            MeasureFactory(organisation=organisation)
        ids = seen(organisation)
        with django_assert_num_queries(6):
            done = change_many(organisation, ids, {"status": "planned"}, person)
        made = BulkChange.objects.get(pk=done.change.pk)
        with django_assert_num_queries(7):
            undo(made, person)


class TestUndoing:
    def test_brings_back_what_was_and_says_how_many(self, organisation, person):
        member = MembershipFactory(organisation=organisation)
        MeasureFactory(organisation=organisation, responsible=member, due_date=date(2027, 1, 1))
        MeasureFactory(organisation=organisation, status="done")
        before = state(organisation)
        wanted = {"status": "idea", "responsible": None, "due_date": None}
        made = change_many(organisation, seen(organisation), wanted, person).change
        assert state(organisation) != before
        assert undo(made, person) == (2, [])
        assert state(organisation) == before

    def test_leaves_and_names_what_was_set_otherwise_since(self, organisation, person):
        first = MeasureFactory(organisation=organisation)
        second = MeasureFactory(organisation=organisation)
        made = change_many(organisation, seen(organisation), {"status": "planned"}, person).change
        Measure.objects.filter(pk=second.pk).update(status="in_progress", version=7)
        assert undo(made, person) == (1, [second])
        assert [one.status for one in measures_of(organisation)] == ["idea", "in_progress"]
        assert first.status == "idea"

    def test_keeps_other_changes_made_since(self, organisation, person):
        measure = MeasureFactory(organisation=organisation)
        made = change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).change
        Measure.objects.filter(pk=measure.pk).update(title="Neuer Titel", version=3)
        undo(made, person)
        [now] = measures_of(organisation)
        assert (now.status, now.title, now.version) == ("idea", "Neuer Titel", 4)

    def test_is_noted_as_well(self, organisation, person):
        measure = MeasureFactory(organisation=organisation)
        made = change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).change
        undo(made, person)
        texts = set(JournalEntry.objects.values_list("text", flat=True))
        assert "Stand geändert: von „geplant“ auf „Idee“" in texts
        assert len(AuditEntry.objects.of(organisation)) == 2

    def test_happens_once(self, organisation, person):
        measure = MeasureFactory(organisation=organisation)
        made = change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).change
        undo(made, person)
        with pytest.raises(UndoneAlready):
            undo(made, person)

    def test_is_offered_for_the_newest_and_for_a_day(self, organisation, person):
        measure = MeasureFactory(organisation=organisation)
        first = change_many(organisation, {measure.pk: 1}, {"status": "planned"}, person).change
        second = change_many(organisation, {measure.pk: 2}, {"status": "done"}, person).change
        offered = latest_to_undo(organisation)
        assert (offered, offered.number) == (second, 1)
        assert str(offered) == f"{offered.made_at:%d.%m.%Y %H:%M}"
        assert str(offered.items.get()) == str(measure.pk)
        undo(second, person)
        assert latest_to_undo(organisation) == first
        long_ago = timezone.now() - timedelta(days=2)
        BulkChange.objects.filter(pk=first.pk).update(made_at=long_ago)
        assert latest_to_undo(organisation) is None

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def test_restores_exactly_after_any_changes(self, organisation, person, data):
        members = [MembershipFactory(organisation=organisation) for _ in range(2)]
        statuses = st.sampled_from(["idea", "planned", "in_progress", "done", "rejected"])
        responsible = st.sampled_from([None, *members])
        days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
        Measure.objects.all().delete()
        for _ in range(data.draw(st.integers(1, 4))):
            MeasureFactory(
                organisation=organisation,
                status=data.draw(statuses),
                responsible=data.draw(responsible),
                due_date=data.draw(days),
            )
        pasts = []
        for _ in range(data.draw(st.integers(1, 3))):
            wanted = data.draw(
                st.fixed_dictionaries(
                    {},
                    optional={"status": statuses, "responsible": responsible, "due_date": days},
                ).filter(bool)
            )
            versions = seen(organisation)
            chosen = data.draw(st.sets(st.sampled_from(sorted(versions))))
            before = state(organisation)
            ids = {pk: versions[pk] for pk in chosen}
            made = change_many(organisation, ids, wanted, person).change
            if made:
                pasts.append((made, before))
        for made, before in reversed(pasts):
            assert undo(made, person)[1] == []
            assert state(organisation) == before


class TestWords:
    def test_say_what_was_set(self, organisation, person):
        member = MembershipFactory(organisation=organisation, user__name="Ada Beispiel")
        measure = MeasureFactory(organisation=organisation)
        wanted = {"status": "planned", "responsible": member, "due_date": date(2027, 5, 1)}
        change_many(organisation, {measure.pk: 1}, wanted, person)
        said = in_words(latest_to_undo(organisation))
        assert said.startswith("Stand: geplant, Verantwortlich: Ada Beispiel")
        assert said.endswith("Fällig am: 1. Mai 2027")

    def test_say_what_was_taken_away(self, organisation, person):
        measure = MeasureFactory(organisation=organisation, due_date=date(2027, 5, 1))
        change_many(organisation, {measure.pk: 1}, {"due_date": None}, person)
        assert in_words(latest_to_undo(organisation)) == "Fällig am: –"
