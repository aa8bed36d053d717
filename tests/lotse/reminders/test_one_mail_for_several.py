"""Who belongs to several organisations gets one mail a day, with a part for each of them."""

from datetime import timedelta

import pytest

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.mails.domain import joining, returning
from lotse.mails.domain.sending import send_mail
from lotse.mails.models import Mail
from lotse.reminders.domain import sending
from lotse.reminders.domain.workdays import moment
from lotse.reminders.models import Unsubscription
from organisations import tenancy
from organisations.models import Organisation
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ReviewRhythmFactory,
    UnsubscriptionFactory,
)
from tests.lotse.mails.returned import report
from tests.lotse.reminders.reminded import MONDAY, NOW, due, posted
from tests.lotse.reminders.test_simultaneous import simultaneously
from tests.postman import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(pilot):
    """A second organisation to which the pilot belongs."""
    return MembershipFactory(
        organisation=OrganisationFactory(name="Kita Sonne"), user=pilot.user
    ).organisation


def remind(*organisations, now=NOW):
    return sending.remind_all([one.pk for one in organisations], now)


def rows():
    with tenancy.across(Organisation.objects.all()):
        return list(Mail.objects.order_by("pk"))


class TestOneMail:
    def test_does_not_wait_for_an_organisation_whose_rhythm_leaves_no_day(
        self, organisation, other, mailoutbox
    ):
        ReviewRhythmFactory(organisation=other, weekdays=[])
        due(organisation, title="Drucker")
        assert remind(organisation, other) == 1
        deliver()
        assert "Drucker" in mailoutbox[0].body

    def test_has_a_part_for_each_and_each_its_links(self, organisation, other, pilot, mailoutbox):
        due(organisation, title="Drucker")
        due(other, title="Passwörter")
        due(other, MONDAY + timedelta(days=2), title="Sicherung")
        assert remind(organisation, other) == 2
        deliver()
        deliver()
        (mail,) = mailoutbox
        html = mail.alternatives[0].content
        assert mail.to == [pilot.user.email]
        assert mail.subject == "[Lotse] Termine aus 2 Organisationen"
        for text in (mail.body, html):
            places = [
                text.index(words)
                for words in (
                    "Guten Tag Piet Lotse,",
                    "Bei „Verein Lindenhof“",
                    "Drucker",
                    "Bei „Kita Sonne“",
                    "Passwörter",
                    "Sicherung",
                    "Freundliche Grüße",
                    "„Verein Lindenhof“:",
                    "„Kita Sonne“:",
                )
            ]
            assert places == sorted(places)
            assert text.count("Guten Tag") == text.count("Freundliche Grüße") == 1
            assert "BEIM-VERSAND" not in text
            for one in (organisation, other):
                assert f"/o/{one.slug}/" in text
        assert mail.body.count("/abbestellen/") == 2
        assert [name for name, *_ in mail.attachments] == ["termine.ics", "termine-2.ics"]
        assert {one.state for one in rows()} == {State.DONE}

    def test_one_click_ends_what_it_tells_about_from_all_of_them(
        self, organisation, other, pilot, mailoutbox, client
    ):
        due(organisation, title="Drucker")
        due(other, title="Passwörter")
        remind(organisation, other)
        deliver()
        address = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        page = client.post(address, {"List-Unsubscribe": "One-Click"}).text
        assert "„Verein Lindenhof“ nicht mehr" in page
        assert "„Kita Sonne“ nicht mehr" in page
        with tenancy.across([organisation, other]):
            told = Unsubscription.objects.values_list("organisation_id", "topic")
            assert set(told) == {(organisation.pk, "measure"), (other.pk, "measure")}

    def test_one_click_fits_a_line_of_a_mail_however_many_take_part(self):
        parts = [
            Mail(headers={"List-Unsubscribe": f"<https://lotse.example/abbestellen/{n:0120}/>"})
            for n in range(20)
        ]
        address = joining.headers_of(parts)["List-Unsubscribe"]
        assert len(f"List-Unsubscribe: {address}") < 998
        assert address.count("~") == 6, "seven of twenty fit; the rest have links in their parts"

    def test_is_stored_as_a_row_of_each_behind_its_own_wall(self, organisation, other):
        due(organisation, title="Drucker")
        due(other, title="Passwörter")
        remind(organisation, other)
        (mine,), (theirs,) = posted(organisation), posted(other)
        assert "Passwörter" not in mine.text + mine.html
        assert "Drucker" not in theirs.text + theirs.html

    def test_leaves_out_what_is_unsubscribed_in_one_of_them(
        self, organisation, other, pilot, mailoutbox
    ):
        UnsubscriptionFactory(organisation=organisation, membership=pilot, topic="measure")
        due(organisation, title="Drucker")
        due(other, title="Passwörter")
        remind(organisation, other)
        deliver()
        (mail,) = mailoutbox
        assert "Drucker" not in mail.body
        assert mail.subject.endswith("(Kita Sonne)")
        assert "List-Unsubscribe" in mail.extra_headers

    def test_is_as_before_for_everyone_else(self, organisation, pilot, mailoutbox):
        due(organisation, title="Drucker")
        remind(organisation)
        deliver()
        assert "bei „Verein Lindenhof“ steht etwas an:" in mailoutbox[0].body
        assert rows()[0].joins == ""


class TestWhenItLeaves:
    def test_waits_until_all_that_write_today_have_opened(self, organisation, other):
        ReviewRhythmFactory(organisation=other, begins=11, ends=18)
        due(organisation)
        due(other)
        assert remind(organisation, other) == 1
        assert remind(organisation, other, now=moment(MONDAY, 11)) == 1
        assert [one.next_try_at for one in rows()] == [
            moment(MONDAY, 11) + timedelta(minutes=10)
        ] * 2

    def test_does_not_wait_longer_than_its_own_organisation_writes(self, organisation, other):
        ReviewRhythmFactory(organisation=organisation, begins=8, ends=10)
        ReviewRhythmFactory(organisation=other, begins=11, ends=18)
        due(organisation)
        remind(organisation)
        assert rows()[0].next_try_at == moment(MONDAY, 10)

    def test_waits_for_nobody_who_writes_nothing_today(self, organisation, other):
        ReviewRhythmFactory(organisation=other, sends_mails=False, begins=11, ends=18)
        due(organisation)
        remind(organisation)
        assert rows()[0].next_try_at == NOW + timedelta(minutes=10)

    def test_what_is_new_after_it_left_comes_tomorrow(self, organisation, other, mailoutbox):
        due(organisation)
        remind(organisation, other)
        deliver()
        with tenancy.activate(organisation):
            Mail.objects.update(handed_over_at=NOW + timedelta(minutes=10))
        due(other, title="Später eingetragen")
        assert remind(other, now=NOW + timedelta(hours=1)) == 0
        assert remind(other, now=NOW + timedelta(days=1)) == 1

    def test_one_that_left_before_a_place_opened_keeps_nothing_from_it(self, organisation, other):
        ReviewRhythmFactory(organisation=other, begins=14, ends=18)
        due(organisation)
        remind(organisation)
        deliver()
        with tenancy.activate(organisation):
            Mail.objects.update(handed_over_at=NOW)
        due(other)
        assert remind(other, now=moment(MONDAY, 14)) == 1


class TestNothingTwice:
    @pytest.fixture
    def two(self, organisation, other):
        due(organisation, title="Drucker")
        due(other, title="Passwörter")
        remind(organisation, other)
        return rows()

    def change(self, mail, **values):
        with tenancy.activate(mail.organisation):
            Mail.objects.filter(pk=mail.pk).update(**values)

    def send(self, mail):
        send_mail(mail.organisation_id, mail.pk)

    def test_who_was_taken_along_follows_whatever_comes_first(self, two, mailoutbox):
        first, second = two
        self.send(second)
        assert len(mailoutbox) == 1
        assert {one.sent_with for one in rows()} == {second.message_id}
        self.send(first)
        assert len(mailoutbox) == 1
        assert {one.state for one in rows()} == {State.DONE}

    def test_a_leader_killed_before_the_server_had_it_is_sent_again_with_all(self, two, mailoutbox):
        first, second = two
        self.change(first, sent_with=first.message_id)
        self.change(second, sent_with=first.message_id)
        self.send(second)
        assert mailoutbox == []
        waiting = rows()[1]
        assert (waiting.state, waiting.error) == (
            State.QUEUED,
            "Geht zusammen mit einer anderen Mail hinaus.",
        )
        self.send(first)
        assert "Passwörter" in mailoutbox[0].body
        assert len(mailoutbox) == 1

    def test_a_leader_killed_while_the_server_got_it_is_unconfirmed_with_all(self, two, mailoutbox):
        first, second = two
        at = NOW + timedelta(minutes=10)
        self.change(first, sent_with=first.message_id, handed_over_at=at)
        self.change(second, sent_with=first.message_id)
        self.send(first)
        self.send(second)
        assert mailoutbox == []
        assert [(one.state, one.is_unconfirmed) for one in rows()] == [(State.DONE, True)] * 2

    def test_what_fails_for_good_fails_for_all(self, two):
        first, second = two
        self.change(second, sent_with=first.message_id)
        self.change(
            first,
            sent_with=first.message_id,
            state=State.FAILED,
            error="Unbekannt",
            is_for_good=True,
        )
        self.send(second)
        failed = rows()[1]
        assert (failed.state, failed.error, failed.is_for_good) == (
            State.FAILED,
            "Unbekannt",
            True,
        )

    def test_what_was_to_go_with_a_withdrawn_one_goes_alone(self, two, mailoutbox):
        first, second = two
        self.change(second, sent_with=first.message_id)
        self.change(first, sent_with=first.message_id, state=State.CANCELLED)
        self.send(second)
        (mail,) = mailoutbox
        assert "Drucker" not in mail.body
        assert "Passwörter" in mail.body

    def test_a_worker_that_was_overtaken_takes_nothing_along(self, two):
        first, _second = two
        slow = lifecycle.claim(Mail, first.organisation_id, first.pk)
        self.change(first, attempts=2)
        with pytest.raises(lifecycle.Overtaken):
            joining.parts_to_send(slow)
        assert rows()[1].sent_with == ""

    def test_what_comes_back_comes_back_for_all(self, two, mailoutbox):
        first, second = two
        self.send(first)
        self.send(second)
        assert returning.take_returned_mail(report(first.message_id))
        assert [(one.state, one.is_returned) for one in rows()] == [(State.FAILED, True)] * 2

    def test_ordered_again_it_leaves_alone(self, two, mailoutbox):
        first, second = two
        self.change(first, state=State.FAILED, sent_with=first.message_id)
        self.change(second, state=State.FAILED, sent_with=first.message_id)
        lifecycle.retry(second)
        self.send(second)
        (mail,) = mailoutbox
        assert "Drucker" not in mail.body
        assert "Passwörter" in mail.body

    def test_a_withdrawn_part_does_not_leave(self, two, mailoutbox):
        first, second = two
        self.change(second, state=State.CANCELLED)
        self.send(first)
        assert "Passwörter" not in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(organisation, other, mailoutbox):
    due(organisation, title="Drucker")
    due(other, title="Passwörter")
    remind(organisation, other)
    waiting = rows()

    def work():
        one = waiting.pop()
        send_mail(one.organisation_id, one.pk)

    simultaneously(2, work)
    (mail,) = mailoutbox
    assert "Drucker" in mail.body
    assert "Passwörter" in mail.body
