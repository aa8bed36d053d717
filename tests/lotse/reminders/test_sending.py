"""People are reminded, once, in one mail a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lotse.reminders import tasks
from lotse.reminders.domain import sending
from lotse.reminders.domain.workdays import moment
from lotse.reminders.terms import ReminderStage
from organisations.domain import letters
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ReminderFactory,
    ReviewRhythmFactory,
    UnsubscriptionFactory,
)
from tests.lotse.reminders.reminded import MONDAY, NOW, due, posted, stored


@pytest.mark.django_db
class TestReminding:
    def test_posts_one_mail_with_everything_of_the_day(self, organisation, pilot):
        due(organisation, title="Kalender")
        due(organisation, MONDAY + timedelta(days=2), title="Passwörter")
        assert sending.remind(organisation, NOW) == 1
        (one,) = posted(organisation)
        assert one.to == pilot.user.email
        assert one.subject == "[Lotse] 2 Termine (Verein Lindenhof)"
        assert one.text.index("Kalender") < one.text.index("Passwörter")
        assert {(row.stage, row.mail) for row in stored(organisation)} == {
            (ReminderStage.DUE, one),
            (ReminderStage.BEFORE, one),
        }

    def test_posts_nothing_where_nothing_is_due(self, organisation, pilot):
        due(organisation, date(2027, 1, 1))
        assert sending.remind(organisation, NOW) == 0
        assert stored(organisation) == []

    def test_reminds_nobody_twice(self, organisation, pilot):
        due(organisation)
        assert [sending.remind(organisation, NOW) for _beat in range(3)] == [1, 0, 0]
        assert len(posted(organisation)) == 1

    def test_writes_at_most_once_a_day_and_tells_the_rest_tomorrow(self, organisation, pilot):
        due(organisation)
        sending.remind(organisation, NOW)
        due(organisation, title="Später eingetragen")
        assert sending.remind(organisation, NOW + timedelta(hours=1)) == 0
        assert sending.remind(organisation, NOW + timedelta(days=1)) == 1
        assert "Später eingetragen" in posted(organisation)[1].text

    @pytest.mark.parametrize(
        "now",
        [
            moment(MONDAY, 7),
            moment(MONDAY, 18),
            moment(date(2026, 5, 31), 10),
            moment(date(2026, 5, 25), 10),
        ],
        ids=["früh", "abends", "Sonntag", "Pfingstmontag"],
    )
    def test_keeps_quiet_hours_weekends_and_holidays(self, organisation, pilot, now):
        due(organisation, date(2026, 5, 24))
        assert sending.remind(organisation, now) == 0

    def test_reminds_nobody_of_organisations_that_want_no_mails(self, organisation, pilot):
        ReviewRhythmFactory(organisation=organisation, sends_mails=False)
        due(organisation)
        assert sending.remind(organisation, NOW) == 0

    def test_reminds_nobody_of_organisations_about_to_be_deleted(self, organisation, pilot):
        due(organisation)
        organisation.deletes_at = NOW + timedelta(days=3)
        organisation.save()
        assert sending.remind(organisation, NOW) == 0
        assert organisation.pk not in sending.organisations_awake(NOW)

    def test_notes_silently_what_people_do_not_want(self, organisation, pilot):
        UnsubscriptionFactory(organisation=organisation, membership=pilot, topic="measure")
        due(organisation)
        assert sending.remind(organisation, NOW) == 0
        (one,) = stored(organisation)
        assert (one.stage, one.mail) == (ReminderStage.DUE, None)

    def test_writes_nothing_to_locked_accounts(self, organisation, pilot):
        pilot.user.is_active = False
        pilot.user.save()
        due(organisation)
        assert sending.remind(organisation, NOW) == 0
        assert [one.mail for one in stored(organisation)] == [None]

    def test_tells_the_director_after_two_misses(self, organisation, pilot, director):
        due(organisation, title="Kalender", responsible=pilot)
        for day in range(30):
            sending.remind(organisation, NOW + timedelta(days=day))
        to_pilot, again, to_director = posted(organisation)
        assert [one.to for one in (to_pilot, again)] == [pilot.user.email] * 2
        assert to_director.to == director.user.email
        assert "Zuständig: Piet Lotse." in to_director.text
        assert not to_director.attachments

    def test_catches_up_on_days_that_were_slept_through_with_one_mail(self, organisation, pilot):
        due(organisation)
        late = NOW + timedelta(days=21)
        assert sending.remind(organisation, late) == 1
        assert "seit 21 Tagen überfällig" in posted(organisation)[0].text

    def test_writes_nothing_to_demo_people(self, organisation, pilot):
        due(organisation)
        with letters.held_back():
            assert sending.remind(organisation, NOW) == 0
        assert posted(organisation) == []


@pytest.mark.django_db
class TestTheDatabase:
    def test_allows_each_reminder_once(self, organisation, pilot):
        one = ReminderFactory(organisation=organisation, membership=pilot, subject_id=7)
        with pytest.raises(IntegrityError, match="reminded_once"), transaction.atomic():
            ReminderFactory(organisation=organisation, membership=pilot, subject_id=7)
        assert str(one) == "Maßnahme 7: am Tag"

    def test_forgets_reminders_and_keeps_what_is_young(self, organisation, pilot):
        today = timezone.localdate()
        ReminderFactory(organisation=organisation, sent_on=today - timedelta(days=401))
        young = ReminderFactory(organisation=organisation, sent_on=today - timedelta(days=399))
        tasks.forget_old_reminders()
        assert [one.pk for one in stored(organisation)] == [young.pk]


@pytest.mark.django_db
class TestAllOrganisations:
    def test_are_reminded_by_the_hourly_task(self, organisation, pilot, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: NOW)
        monkeypatch.setattr(
            tasks.remind_organisations, "delay", lambda ids: tasks.remind_organisations(ids)
        )
        ReviewRhythmFactory(begins=11, ends=20, organisation=(late := OrganisationFactory()))
        MembershipFactory(organisation=late)
        for one in (organisation, late):
            due(one)
        tasks.remind_everyone()
        assert len(posted(organisation)) == 1
        assert posted(late) == []

    def test_do_not_suffer_from_trouble_in_one(self, organisation, pilot, caplog):
        broken = OrganisationFactory()
        MembershipFactory(organisation=broken)
        ReviewRhythmFactory(organisation=broken, weekdays=[])
        due(broken)
        due(organisation)
        assert sending.remind_all([broken.pk, organisation.pk], NOW) == 1
        assert f"organisation {broken.pk} were not reminded" in caplog.text
