"""People are reminded, once, in one mail a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email import message_from_bytes, policy
from functools import partial
from threading import Barrier

import icalendar
import ics
import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from lotse.jobs.models import State
from lotse.mails.models import Mail
from lotse.reminders import tasks
from lotse.reminders.domain import sending
from lotse.reminders.domain.occasions import Team, all_occasions
from lotse.reminders.domain.workdays import moment
from lotse.reminders.models import Reminder
from lotse.reminders.review_queries import rhythm_of
from lotse.reminders.terms import Kind, Stage
from measures.models import RoundState, Status
from organisations import tenancy
from organisations.domain import letters
from organisations.models import Membership, Role
from tests.factories import (
    CheckFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    PrioritisationRoundFactory,
    ReminderFactory,
    ReviewRhythmFactory,
    StepFactory,
    UnsubscriptionFactory,
)
from tests.postman import deliver

MONDAY = date(2026, 6, 1)
NOW = moment(MONDAY, 9)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Verein Lindenhof")


@pytest.fixture
def pilot(organisation):
    return MembershipFactory(organisation=organisation, user__name="Piet Lotse")


@pytest.fixture
def director(organisation):
    return MembershipFactory(
        organisation=organisation, role=Role.DIRECTOR, user__name="Dana Direktion"
    )


def due(organisation, day=MONDAY, **changes):
    return MeasureFactory(organisation=organisation, due_date=day, **changes)


def stored(organisation):
    with tenancy.activate(organisation):
        return list(Reminder.objects.select_related("mail", "membership__user"))


def posted(organisation):
    with tenancy.activate(organisation):
        return list(Mail.objects.order_by("id"))


def occasions_of(organisation):
    with tenancy.activate(organisation):
        team = Team.of(Membership.objects.all())
        return {
            (one.kind, one.due_on, one.people)
            for one in all_occasions(organisation, rhythm_of(organisation), team)
        }


@pytest.mark.django_db
class TestOccasions:
    def test_are_round_and_check_counted_from_the_latest_check(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        assert occasions_of(organisation) == {
            (Kind.ROUND, date(2026, 2, 28), (pilot.pk,)),
            (Kind.CHECK, date(2026, 11, 30), (pilot.pk,)),
        }

    def test_follow_the_rhythm_of_the_organisation(self, organisation, pilot):
        ReviewRhythmFactory(organisation=organisation, round_months=6, check_months=24)
        CheckFactory(organisation=organisation, finished_at="2024-02-29T12:00Z")
        assert {day for _kind, day, _people in occasions_of(organisation)} == {
            date(2024, 8, 29),
            date(2026, 2, 28),
        }

    def test_are_the_day_agreed_on_in_the_latest_round(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        PrioritisationRoundFactory(
            organisation=organisation,
            number=1,
            state=RoundState.CONFIRMED,
            held_on=date(2026, 1, 10),
            next_on=date(2026, 5, 4),
        )
        assert (Kind.ROUND, date(2026, 5, 4), (pilot.pk,)) in occasions_of(organisation)

    def test_are_no_round_while_one_is_under_way(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        PrioritisationRoundFactory(organisation=organisation, state=RoundState.OPEN)
        assert {kind for kind, _day, _people in occasions_of(organisation)} == {Kind.CHECK}

    def test_are_none_of_a_check_while_one_is_running(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        CheckFactory(organisation=organisation)
        assert {kind for kind, _day, _people in occasions_of(organisation)} == {Kind.ROUND}

    def test_are_the_end_of_the_mandate_for_both_sides(self, organisation, pilot, director):
        MandateFactory(
            organisation=organisation, is_confirmed=True, pilot=pilot, ends_on=date(2026, 12, 31)
        )
        assert occasions_of(organisation) == {
            (Kind.MANDATE, date(2026, 12, 31), (director.pk, pilot.pk))
        }

    def test_are_not_mandates_without_an_end_or_confirmation(self, organisation, pilot):
        MandateFactory(organisation=organisation, is_confirmed=True, pilot=pilot)
        MandateFactory(organisation=organisation, number=2, pilot=pilot, ends_on=MONDAY)
        assert occasions_of(organisation) == set()

    def test_are_measures_and_steps_for_those_who_look_after_them(self, organisation, pilot):
        member = MembershipFactory(organisation=organisation, role=Role.MEMBER)
        measure = due(organisation, responsible=member)
        StepFactory(organisation=organisation, measure=measure, due_date=MONDAY, responsible=pilot)
        StepFactory(organisation=organisation, measure=measure, due_date=date(2026, 6, 2))
        due(organisation, date(2026, 6, 3))
        assert occasions_of(organisation) == {
            (Kind.MEASURE, MONDAY, (member.pk,)),
            (Kind.STEP, MONDAY, (pilot.pk,)),
            (Kind.STEP, date(2026, 6, 2), (member.pk,)),
            (Kind.MEASURE, date(2026, 6, 3), (pilot.pk,)),
        }

    def test_are_none_of_what_is_done_or_has_no_date(self, organisation, pilot):
        measure = due(organisation, None)
        StepFactory(organisation=organisation, measure=measure)
        StepFactory(organisation=organisation, measure=measure, due_date=MONDAY, done_at=NOW)
        done = due(organisation, status=Status.DONE)
        StepFactory(organisation=organisation, measure=done, due_date=MONDAY)
        assert occasions_of(organisation) == set()

    def test_fall_to_the_director_where_there_is_no_pilot(self, organisation, director):
        due(organisation)
        assert occasions_of(organisation) == {(Kind.MEASURE, MONDAY, (director.pk,))}


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
            (Stage.DUE, one),
            (Stage.BEFORE, one),
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
        assert (one.stage, one.mail) == (Stage.DUE, None)

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


def parsed():
    """Return the only mail that left, as a mail program reads it."""
    (sent,) = mail.outbox
    return message_from_bytes(sent.message().as_bytes(), policy=policy.default)


@pytest.mark.django_db
class TestTheMail:
    def test_is_text_and_html_in_german_with_one_button(self, organisation, pilot):
        measure = due(organisation, title="Ein <Kalender> & mehr")
        sending.remind(organisation, NOW)
        deliver()
        message = parsed()
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        address = f"/o/{organisation.slug}/massnahmen/{measure.pk}/"
        assert "Guten Tag Piet Lotse," in text
        assert "Der Termin ist heute, Montag, 1. Juni 2026." in text
        assert address in text
        assert "Ein <Kalender> & mehr" in text
        assert html.count('class="button"') == 1
        assert f'{address}">Maßnahme ansehen</a>' in html
        assert "Ein &lt;Kalender&gt; &amp; mehr" in html
        assert message["Subject"].strip() == (
            "[Lotse] Maßnahme heute: Ein <Kalender> & mehr (Verein Lindenhof)"
        )

    def test_can_be_unsubscribed_from_by_the_mail_program(self, organisation, pilot):
        due(organisation)
        sending.remind(organisation, NOW)
        deliver()
        message = parsed()
        assert message["List-Unsubscribe"].strip().startswith("<http")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_brings_its_dates_for_the_calendar(self, organisation, pilot):
        measure = due(organisation, title="Kalender, gemeinsam; für alle")
        sending.remind(organisation, NOW)
        deliver()
        (attachment,) = parsed().iter_attachments()
        assert attachment.get_content_type() == "text/calendar"
        assert attachment.get_param("method") == "PUBLISH"
        assert attachment.get_filename() == "termine.ics"
        content = attachment.get_content()
        (event,) = ics.Calendar(content.replace("\r\n", "\n")).events
        assert event.name == "Maßnahme: Kalender, gemeinsam; für alle"
        assert event.all_day
        assert event.begin.date() == MONDAY
        assert event.uid.startswith(f"measure-{measure.pk}-{organisation.pk}@")
        (same,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert (same["SEQUENCE"], same["DTSTART"].dt) == (0, MONDAY)
        assert str(same["URL"]).endswith(f"/massnahmen/{measure.pk}/")

    def test_moves_the_date_in_the_calendar(self, organisation, pilot):
        measure = due(organisation, MONDAY + timedelta(days=5))
        sending.remind(organisation, NOW)
        with tenancy.activate(organisation):
            measure.due_date = date(2026, 9, 1)
            measure.save()
        sending.remind(organisation, NOW + timedelta(days=1))
        first, then = (
            next(iter(icalendar.Calendar.from_ical(one.attachments[0]["content"]).walk("VEVENT")))
            for one in posted(organisation)
        )
        assert first["UID"] == then["UID"]
        assert (first["SEQUENCE"], then["SEQUENCE"]) == (0, 1)
        assert then["DTSTART"].dt == date(2026, 9, 1)
        assert "Der Termin ist verschoben" in posted(organisation)[1].text

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (0, "Der Termin ist heute"),
            (1, "(morgen)"),
            (3, "(in 3 Tagen)"),
            (-1, "seit 1 Tag überfällig"),
        ],
    )
    def test_says_how_far_the_date_is(self, organisation, pilot, days, words):
        due(organisation, MONDAY + timedelta(days=days))
        sending.remind(organisation, NOW)
        assert words in posted(organisation)[0].text

    def test_counts_what_is_overdue_in_its_subject(self, organisation, pilot):
        due(organisation, title="x" * 150)
        sending.remind(organisation, NOW)
        assert "x…" in posted(organisation)[0].subject
        due(organisation)
        due(organisation)
        sending.remind(organisation, NOW + timedelta(days=1))
        assert "2 Termine, 2 überfällig" in posted(organisation)[1].subject

    def test_tells_the_director_also_where_those_reminded_have_left(
        self, organisation, pilot, director
    ):
        gone = MembershipFactory(organisation=organisation, role=Role.MEMBER)
        measure = due(organisation, responsible=gone)
        for day in (0, 7):
            sending.remind(organisation, NOW + timedelta(days=day))
        assert len(posted(organisation)) == 2
        with tenancy.activate(organisation):
            measure.responsible = None
            measure.save()
            Membership.objects.filter(pk=pilot.pk).delete()
        # What was told to the one who left counts for the date.
        with tenancy.activate(organisation):
            Membership.objects.filter(pk=director.pk).update(role=Role.DIRECTOR)
        sending.remind(organisation, NOW + timedelta(days=14))
        assert posted(organisation)[2].to == director.user.email


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


def simultaneously(number, work):
    """Let several connections do the same at once; return what came of it."""
    together = Barrier(number)

    def run():
        try:
            together.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return [one.result() for one in [pool.submit(run) for _one in range(number)]]


@pytest.mark.django_db(transaction=True)
class TestTwoBeatsAtOnce:
    def test_remind_everyone_exactly_once(self, organisation, pilot, director):
        for number in range(5):
            due(organisation, MONDAY + timedelta(days=number - 2), responsible=pilot)
        MandateFactory(
            organisation=organisation, is_confirmed=True, pilot=pilot, ends_on=date(2026, 7, 1)
        )
        results = simultaneously(4, lambda: sending.remind(organisation, NOW))
        assert sorted(results) == [0, 0, 0, 2]
        mails = posted(organisation)
        assert {one.to for one in mails} == {pilot.user.email, director.user.email}
        assert len(mails) == 2
        assert len(stored(organisation)) == 7
        assert all(one.mail for one in stored(organisation))

    def test_lose_nothing_when_one_dies_before_it_commits(self, organisation, pilot):
        due(organisation)

        with tenancy.activate(organisation):
            sending.remind(organisation, NOW)
            transaction.set_rollback(True)
        assert posted(organisation) == []
        assert stored(organisation) == []
        assert sending.remind(organisation, NOW) == 1
        assert [one.state for one in posted(organisation)] == [State.QUEUED]

    def test_send_each_mail_once_also_day_after_day(self, organisation, pilot, director):
        for number in range(4):
            due(organisation, MONDAY + timedelta(days=number), responsible=pilot)
        for day in range(20):
            now = NOW + timedelta(days=day)
            simultaneously(2, partial(sending.remind, organisation, now))
        with tenancy.activate(organisation):
            identities = list(
                Reminder.objects.values_list("membership", "subject_id", "due_on", "stage")
            )
            days = list(Mail.objects.values_list("about", "identity"))
        assert len(identities) == len(set(identities)) == 3 + 4 + 4 + 4
        assert len(days) == len(set(days))
