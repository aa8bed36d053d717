"""The mails to colleagues: one of each kind for a link, as long as the request is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks import tasks
from checks.domain import contribution_mail, contribution_requests
from checks.models import ContributionLink, ContributionMail
from lotse.jobs import lifecycle
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.letters import LetterOutcome
from tests.factories import (
    ContributionLinkFactory,
    ContributionMailFactory,
    ContributionRequestFactory,
    UserFactory,
)
from tests.postman import deliver, waiting_mails

pytestmark = pytest.mark.django_db


def find_link(secret):
    return secret_links.find(ContributionLink.objects.all(), secret)


def post(row):
    with tenancy.activate(row.organisation):
        contribution_mail.post_mail(row)


def again(row):
    with tenancy.activate(row.organisation):
        return ContributionMail.objects.get(pk=row.pk)


def link_in(message):
    return next(word for word in message.body.split() if "/beitrag/" in word).split("/")[-2]


def test_carries_a_link_that_works_and_who_asks(mailoutbox):
    asker = UserFactory(name="Petra Pilot")
    request = ContributionRequestFactory(asked_by=asker, message="Bitte ehrlich & offen")
    with tenancy.activate(request.organisation):
        link = contribution_requests.ask_person(
            request, name="Ada", function="office", email="ada@test.example", by=asker
        )
        row = link.mails.get()
    deliver()
    (message,) = mailoutbox
    assert find_link(link_in(message)) == link
    assert (message.to, message.reply_to) == (["ada@test.example"], [asker.email])
    assert "Petra Pilot möchte wissen" in message.body
    assert "Bitte ehrlich & offen" in message.body
    assert "erst ab drei Stimmen" in message.body
    assert again(row).sent_at


def test_says_so_when_names_were_agreed_and_nobody_is_left_who_asked(mailoutbox):
    request = ContributionRequestFactory(names_agreed=True, asked_by=None, question_keys=["pilot"])
    link = ContributionLinkFactory(organisation=request.organisation, request=request)
    post(ContributionMailFactory(organisation=request.organisation, link=link))
    deliver()
    (message,) = mailoutbox
    assert "steht Ihr Name neben Ihren Antworten" in message.body
    assert "Es ist 1 Frage" in message.body
    assert message.reply_to == []


def test_a_reminder_has_the_same_link_and_promises_to_be_the_last(mailoutbox):
    request = ContributionRequestFactory()
    with tenancy.activate(request.organisation):
        contribution_requests.ask_person(
            request, name="Ada", function="office", email="a@x.example", by=request.asked_by
        )
        contribution_requests.remind(request, request.asked_by)
    deliver()
    first, second = mailoutbox
    assert link_in(first) == link_in(second)
    assert "Eine weitere Erinnerung gibt es nicht." in second.body
    assert "Erinnerung" in second.subject


def test_posted_twice_is_sent_once(mailoutbox):
    row = ContributionMailFactory()
    for _ in range(2):
        post(row)
        deliver()
    assert len(mailoutbox) == 1


class TestNothingLeaves:
    @pytest.fixture
    def row(self):
        row = ContributionMailFactory()
        post(row)
        return row

    def test_for_a_link_that_was_taken_back(self, row, mailoutbox):
        with tenancy.activate(row.organisation):
            contribution_requests.revoke(row.link, None)
        deliver()
        assert mailoutbox == []

    def test_for_a_request_that_was_ended_until_it_goes_on(self, row, mailoutbox):
        request = row.link.request
        with tenancy.activate(row.organisation):
            contribution_requests.end(request, None)
        deliver()
        assert mailoutbox == []
        with tenancy.activate(row.organisation):
            contribution_requests.move_deadline(
                request, timezone.localdate() + timedelta(days=9), None
            )
        deliver()
        assert len(mailoutbox) == 1

    def test_after_the_last_day_until_it_is_moved(self, row, mailoutbox):
        with tenancy.activate(row.organisation):
            Mail.objects.update(not_after=timezone.now())
        deliver()
        assert mailoutbox == []
        assert again(row).error == "Der Anlass war vorbei, bevor der Versand gelang."
        with tenancy.activate(row.organisation):
            contribution_requests.move_deadline(
                row.link.request, timezone.localdate() + timedelta(days=12), None
            )
        deliver()
        assert len(mailoutbox) == 1
        assert again(row).error == ""


class TestOfALinkThatIsTakenBack:
    def revoked(self, mailoutbox, **row):
        mail = ContributionMailFactory(sent_at=timezone.now(), **row)
        with tenancy.activate(mail.organisation):
            contribution_requests.revoke(mail.link, None)
        deliver()
        return [message.body for message in mailoutbox]

    def test_tells_who_got_it_by_mail(self, mailoutbox):
        (body,) = self.revoked(mailoutbox)
        assert "Ihr Link dazu gilt nicht mehr" in body
        assert "/beitrag/" not in body

    def test_tells_nobody_once_the_request_is_over(self, mailoutbox):
        assert self.revoked(mailoutbox, link__request__ended_at=timezone.now()) == []


class TestOfAnEarlyEnd:
    @pytest.fixture
    def row(self):
        """The mail that asked, sent."""
        return ContributionMailFactory(sent_at=timezone.now())

    def ended(self, row):
        with tenancy.activate(row.organisation):
            return contribution_requests.end(row.link.request, None)

    def goes_on(self, row):
        with tenancy.activate(row.organisation):
            later = timezone.localdate() + timedelta(days=20)
            contribution_requests.move_deadline(row.link.request, later, None)

    def test_one_goes_to_whoever_was_asked(self, row, mailoutbox):
        with tenancy.activate(row.organisation):
            row.link.request.asked_by = None
            row.link.request.save()
        assert len(self.ended(row)) == 1
        deliver()
        assert "ist gespeichert und zählt mit" in mailoutbox[0].body
        # Nobody is left whom one could speak to.
        assert "sprechen Sie" not in mailoutbox[0].body

    def test_none_leaves_once_the_request_goes_on(self, row, mailoutbox):
        self.ended(row)
        self.goes_on(row)
        deliver()
        assert mailoutbox == []
        assert len(self.ended(row)) == 1
        deliver()
        assert len(mailoutbox) == 1

    def test_whoever_was_told_learns_that_it_goes_on_and_of_the_next_end(self, row, mailoutbox):
        told = []
        for _time in range(2):
            self.ended(row)
            deliver()
            self.goes_on(row)
            deliver()
            told += [mail.subject.partition(" (")[0][8:] for mail in mailoutbox[len(told) :]]
        assert told == ["Die Anfrage ist beendet", "Die Anfrage geht weiter"] * 2
        assert "Sie geht nun doch weiter" in mailoutbox[-1].body
        with tenancy.activate(row.organisation):
            assert row.link.mails.count() == 2

    def test_nobody_is_told_twice(self, row, mailoutbox):
        assert len(self.ended(row)) == 1
        assert self.ended(row) == []
        deliver()
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize("change", ["not_asked", "revoked", "announced"])
    def test_none_goes_to_whom_nothing_was_promised(self, row, change):
        request = row.link.request
        with tenancy.activate(row.organisation):
            if change == "not_asked":
                ContributionMail.objects.update(sent_at=None)
            elif change == "revoked":
                contribution_requests.revoke(row.link, None)
            else:
                request.closes_on = timezone.localdate() - timedelta(days=1)
                request.save()
        assert self.ended(row) == []


def test_that_cannot_be_sent_say_why_where_people_asked():
    row = ContributionMailFactory()
    post(row)
    (mail,) = waiting_mails()
    lifecycle.fail(lifecycle.claim(Mail, mail.organisation_id, mail.pk), "Unbekannter Empfänger")
    assert (again(row).sent_at, again(row).error) == (None, "Unbekannter Empfänger")


def test_of_other_kinds_are_not_noted_here():
    row = ContributionMailFactory()
    with tenancy.activate(row.organisation):
        contribution_mail.note_outcome(
            LetterOutcome(
                organisation_id=row.organisation_id, kind="invitation", about=row.pk, to=""
            )
        )
    assert again(row).sent_at is None


def test_a_link_made_with_another_key_gets_a_new_secret_with_its_mail(mailoutbox):
    row = ContributionMailFactory(link__secret="alt")
    post(row)
    deliver()
    assert find_link(link_in(mailoutbox[0])) == row.link
    assert find_link("alt") is None


def test_tasks_remind_once_and_forget():
    request = ContributionRequestFactory(closes_on=timezone.localdate())
    ContributionLinkFactory(organisation=request.organisation, request=request)
    tasks.remind_before_closing()
    tasks.remind_before_closing()
    tasks.forget_old_contribution_links()
    with tenancy.activate(request.organisation):
        assert ContributionMail.objects.get().kind == "reminder"
    assert len(waiting_mails()) == 1
