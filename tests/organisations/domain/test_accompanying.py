"""Consent: letting a consultancy in, changing what it may do, showing it out, seeing its visits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.domain.accompanying import (
    change_level,
    end_accompaniment,
    grant_access,
    has_taken_part,
    note_visit,
    withdraw_access,
)
from organisations.domain.participation import participation_by
from organisations.models import Accompaniment, AuditEntry
from tests.factories import (
    AccompanimentFactory,
    ConsultancyFactory,
    ConsultantFactory,
    UserFactory,
)
from tests.postman import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return UserFactory(name="Dora Direktorin")


@pytest.fixture
def consultant():
    return ConsultantFactory(consultancy__name="Beratung Nord", user__name="Bea Beraterin")


def trail(organisation):
    """Return the trail, oldest first, as (who, action, subject, before, after)."""
    return [
        (entry.actor_name, entry.action, entry.subject, entry.before, entry.after)
        for entry in reversed(AuditEntry.objects.of(organisation))
    ]


class TestGranting:
    def test_lets_a_consultancy_in_and_records_it(self, organisation, director, consultant):
        granted = grant_access(organisation, consultant.consultancy, "read", director)
        assert (granted.level, granted.granted_by) == ("read", director)
        assert participation_by(None, consultant.user, organisation).accompaniment == granted
        assert trail(organisation) == [
            ("Dora Direktorin", "access.granted", "Beratung Nord", {}, {"Zugang": "mitlesen"})
        ]

    def test_a_second_time_changes_the_level(self, organisation, director):
        consultancy = ConsultancyFactory()
        first = grant_access(organisation, consultancy, "read", director)
        assert grant_access(organisation, consultancy, "edit", director) == first
        assert Accompaniment.objects.get().level == "edit"


class TestChangingTheLevel:
    def test_is_recorded_with_before_and_after(self, organisation, director, consultant):
        granted = AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy
        )
        change_level(granted, "edit", director)
        assert Accompaniment.objects.get().level == "edit"
        assert trail(organisation) == [
            (
                "Dora Direktorin",
                "access.changed",
                "Beratung Nord",
                {"Zugang": "mitlesen"},
                {"Zugang": "mitlesen und bearbeiten"},
            )
        ]

    def test_to_the_same_one_is_no_change(self, organisation, director):
        change_level(AccompanimentFactory(organisation=organisation), "read", director)
        assert trail(organisation) == []


class TestWithdrawing:
    def test_ends_the_access_and_records_it_once(self, organisation, director, consultant):
        granted = AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy
        )
        withdraw_access(granted, director)
        withdraw_access(granted, director)
        assert participation_by(None, consultant.user, organisation) is None
        assert trail(organisation) == [
            ("Dora Direktorin", "access.withdrawn", "Beratung Nord", {"Zugang": "mitlesen"}, {})
        ]

    def test_tells_its_people_by_mail_each_time(
        self, organisation, director, consultant, mailoutbox
    ):
        for _ in range(2):
            granted = AccompanimentFactory(
                organisation=organisation, consultancy=consultant.consultancy
            )
            withdraw_access(granted, director)
        deliver()
        assert [mail.to for mail in mailoutbox] == [[consultant.user.email]] * 2
        assert "Guten Tag Bea Beraterin," in mailoutbox[0].body
        assert "den Zugang von „Beratung Nord“ beendet" in mailoutbox[0].body

    def test_by_the_consultancy_itself_ends_it_as_well(self, organisation, consultant):
        AccompanimentFactory(organisation=organisation, consultancy=consultant.consultancy)
        end_accompaniment(participation_by(None, consultant.user, organisation))
        assert participation_by(None, consultant.user, organisation) is None
        assert trail(organisation) == [
            ("Bea Beraterin", "access.ended", "Beratung Nord", {"Zugang": "mitlesen"}, {})
        ]


class TestLookingIn:
    @pytest.fixture
    def granted(self, organisation, consultant):
        return AccompanimentFactory(organisation=organisation, consultancy=consultant.consultancy)

    def visit(self, organisation, consultant):
        note_visit(participation_by(None, consultant.user, organisation))
        return Accompaniment.objects.get()

    def test_is_noted_with_person_and_time(self, organisation, consultant, granted):
        seen = self.visit(organisation, consultant)
        assert seen.last_seen_by == consultant.user
        assert timezone.now() - seen.last_seen_at < timedelta(minutes=1)
        assert trail(organisation) == [("Bea Beraterin", "access.visited", "Beratung Nord", {}, {})]

    def test_within_the_hour_is_not_noted_again(
        self, organisation, consultant, granted, django_assert_num_queries
    ):
        first = self.visit(organisation, consultant)
        access = participation_by(None, consultant.user, organisation)
        with django_assert_num_queries(0):
            note_visit(access)
        assert self.visit(organisation, consultant).last_seen_at == first.last_seen_at

    def test_later_on_the_same_day_moves_the_time_and_adds_nothing_to_the_trail(
        self, organisation, consultant, granted
    ):
        self.visit(organisation, consultant)
        earlier = timezone.now() - timedelta(hours=2)
        Accompaniment.objects.update(last_seen_at=earlier)
        assert self.visit(organisation, consultant).last_seen_at > earlier
        assert len(trail(organisation)) == 1

    def test_on_another_day_stands_in_the_trail_again(self, organisation, consultant, granted):
        yesterday = timezone.now() - timedelta(days=1)
        AuditEntry.objects.create(
            organisation=organisation,
            at=yesterday,
            actor=consultant.user,
            actor_name="Bea Beraterin",
            action="access.visited",
        )
        Accompaniment.objects.update(last_seen_at=yesterday, last_seen_by=consultant.user)
        self.visit(organisation, consultant)
        assert len(trail(organisation)) == 2

    def test_of_every_colleague_is_noted(self, organisation, consultant, granted):
        colleague = ConsultantFactory(consultancy=consultant.consultancy, user__name="Cem Kollege")
        self.visit(organisation, consultant)
        assert self.visit(organisation, colleague).last_seen_by == colleague.user
        assert [who for who, *_ in trail(organisation)] == ["Bea Beraterin", "Cem Kollege"]

    def test_at_the_same_moment_is_noted_once(self, organisation, consultant, granted):
        both = [participation_by(None, consultant.user, organisation) for _ in range(2)]
        for access in both:
            note_visit(access)
        assert len(trail(organisation)) == 1


def test_who_did_something_here_has_taken_part(organisation, director, consultant):
    grant_access(organisation, consultant.consultancy, "read", director)
    assert has_taken_part(director, organisation)
    assert not has_taken_part(consultant.user, organisation)
