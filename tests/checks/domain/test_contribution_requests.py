"""Asking colleagues: links, the sheet, one reminder, the end, and what is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from checks.domain import contribution_requests
from checks.domain.check_state import CheckState
from checks.models import (
    Contribution,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    Voice,
)
from organisations import tenancy
from organisations.domain import secret_links
from organisations.models import AuditEntry
from tests.factories import (
    CheckFactory,
    ContributionFactory,
    ContributionLinkFactory,
    ContributionMailFactory,
    ContributionRequestFactory,
    VoiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A request in its opened organisation."""
    request = ContributionRequestFactory()
    with tenancy.activate(request.organisation):
        yield request


def find_link(secret):
    return secret_links.find(ContributionLink.objects.all(), secret)


def link_of(asked, **more):
    return ContributionLinkFactory(organisation=asked.organisation, request=asked, **more)


def trail(asked):
    found = reversed(AuditEntry.objects.of(asked.organisation))
    return [(entry.action, entry.subject, entry.before, entry.after) for entry in found]


def days(number):
    return timezone.localdate() + timedelta(days=number)


class TestARequest:
    def test_keeps_the_questions_in_the_order_of_the_catalogue(self, person):
        check = CheckFactory()
        with tenancy.activate(check.organisation):
            made = contribution_requests.ask(
                CheckState(check),
                question_keys={"backups", "pilot", "unbekannt"},
                names_agreed=True,
                message="Bitte ehrlich",
                closes_on=days(3),
                by=person,
            )
            assert made.question_keys == ["pilot", "backups"]
            assert made.is_open
            ((action, subject, _before, after),) = trail(made)
        assert (action, subject) == ("check.colleagues_asked", "2 Fragen")
        assert after["Namen"] == "vereinbart"

    def test_cannot_be_made_for_a_closed_check(self, person):
        check = CheckFactory(finished_at=timezone.now())
        with tenancy.activate(check.organisation), pytest.raises(contribution_requests.RequestOver):
            contribution_requests.ask(
                CheckState(check),
                question_keys=["pilot"],
                names_agreed=False,
                message="",
                closes_on=days(3),
                by=person,
            )

    def test_is_open_through_its_last_day(self, asked):
        for day, is_open in ((0, True), (-1, False)):
            asked.closes_on = days(day)
            assert asked.is_open is is_open

    def test_ends_with_its_check(self, asked):
        asked.check_run.finished_at = timezone.now()
        assert not asked.is_open
        assert str(asked).startswith("Anfrage vom")

    def test_knows_how_many_were_asked_and_heard(self, asked):
        first, second, revoked = (link_of(asked) for _ in range(3))
        link_of(asked, voice=None)
        contribution_requests.revoke(revoked, None)
        for link in (first, second):
            for key in ("pilot", "goals"):
                ContributionFactory(
                    organisation=asked.organisation, voice=link.voice, question_key=key
                )
        ContributionFactory(
            organisation=asked.organisation,
            voice=VoiceFactory(organisation=asked.organisation, request=asked),
        )
        (found,) = contribution_requests.requests_of(asked.check_run)
        assert (found.asked, found.heard) == (2, 3)
        assert found.is_open

    def test_can_be_ended_and_opened_again(self, asked, person):
        contribution_requests.end(asked, person)
        contribution_requests.end(asked, person)
        assert not asked.is_open
        contribution_requests.move_deadline(asked, days(20), person)
        contribution_requests.move_deadline(asked, days(20), person)
        assert asked.is_open
        assert [action for action, *_ in trail(asked)] == [
            "check.asking_ended",
            "check.asking_moved",
        ]


class TestAPersonalLink:
    def test_has_a_secret_that_is_shown_again_but_not_stored(self, asked, person):
        link = contribution_requests.ask_person(
            asked, name="Ada", function="office", email="", by=person
        )
        token = secret_links.secret_of(link)
        assert find_link(token).pk == link.pk
        stored = ContributionLink.objects.values().get()
        assert token not in map(str, stored.values())
        assert str(link) == "Ada"

    def test_cannot_be_shown_with_another_key_but_still_leads_there(self, asked, person, settings):
        link = contribution_requests.ask_person(
            asked, name="Ada", function="office", email="", by=person
        )
        token = secret_links.secret_of(link)
        settings.SECRET_KEY = "ein-anderer-schluessel"
        assert secret_links.secret_of(link) is None
        assert find_link(token) == link
        renewed = secret_links.give_secret(link)
        link.save()
        assert secret_links.secret_of(link) == renewed
        assert find_link(token) is None
        assert find_link(renewed) == link

    def test_keeps_the_name_away_from_the_voice_unless_agreed(self, asked, person):
        for agreed, name in ((False, ""), (True, "Ada")):
            asked.names_agreed = agreed
            link = contribution_requests.ask_person(
                asked, name="Ada", function="office", email="", by=person
            )
            assert link.voice.name == name
            assert str(link.voice) == (name or "Verwaltung und Büro")

    def test_makes_a_mail_due_only_with_an_address(self, asked, person):
        for email in ("", " Ada@Test.example "):
            contribution_requests.ask_person(
                asked, name="Ada", function="office", email=email, by=person
            )
        mail = ContributionMail.objects.get()
        assert mail.link.email == "ada@test.example"
        assert str(mail) == f"Anfrage: {mail.link_id}"

    def test_is_made_once_for_an_address(self, asked, person):
        first = contribution_requests.ask_person(
            asked, name="A", function="office", email="a@x.example", by=person
        )
        with pytest.raises(contribution_requests.AlreadyAsked):
            contribution_requests.ask_person(
                asked, name="B", function="office", email="A@x.example", by=person
            )
        assert Voice.objects.count() == 1
        contribution_requests.revoke(first, person)
        contribution_requests.ask_person(
            asked, name="A", function="office", email="a@x.example", by=person
        )

    def test_leaves_only_the_function_in_the_trail(self, asked, person):
        link = contribution_requests.ask_person(
            asked, name="Ada Geheim", function="office", email="a@x.example", by=person
        )
        contribution_requests.revoke(link, person)
        contribution_requests.revoke(link, person)
        assert [action for action, *_ in trail(asked)] == [
            "check.colleague_linked",
            "check.colleague_link_revoked",
        ]
        assert "Geheim" not in str(trail(asked))
        assert "x.example" not in str(trail(asked))

    def test_is_not_made_once_the_request_is_over(self, asked, person):
        asked.closes_on = days(-1)
        with pytest.raises(contribution_requests.RequestOver):
            contribution_requests.ask_person(
                asked, name="Ada", function="office", email="", by=person
            )

    def test_has_a_limit_of_mails_a_day(self, asked, person, monkeypatch):
        monkeypatch.setattr(contribution_requests, "MOST_MAILS_A_DAY", 1)
        contribution_requests.ask_person(
            asked, name="A", function="office", email="a@x.example", by=person
        )
        with pytest.raises(contribution_requests.TooManyMails):
            contribution_requests.ask_person(
                asked, name="B", function="office", email="b@x.example", by=person
            )
        contribution_requests.ask_person(asked, name="C", function="office", email="", by=person)


class TestTheSheet:
    def test_has_one_link_until_it_is_revoked(self, asked, person):
        first = contribution_requests.make_sheet(asked, person)
        assert contribution_requests.make_sheet(asked, person) == first
        assert first.is_shared
        assert str(first) == "Aushang"
        contribution_requests.revoke(first, person)
        assert contribution_requests.make_sheet(asked, person) != first
        assert [(action, subject) for action, subject, *_ in trail(asked)][:2] == [
            ("check.sheet_made", str(asked)),
            ("check.colleague_link_revoked", "Aushang"),
        ]

    def test_is_one_also_for_the_database(self, asked):
        link_of(asked, voice=None)
        with pytest.raises(IntegrityError):
            link_of(asked, voice=None, email="")


class TestAReminder:
    def test_goes_to_those_who_said_nothing_and_never_twice(self, asked, person):
        silent, answered, revoked = (link_of(asked) for _ in range(3))
        link_of(asked, email="")
        link_of(asked, voice=None, email="")
        ContributionFactory(organisation=asked.organisation, voice=answered.voice)
        contribution_requests.revoke(revoked, person)
        (mail,) = contribution_requests.remind(asked, person)
        assert mail.link == silent
        assert contribution_requests.remind(asked, person) == []
        assert contribution_requests.remind_before_closing() == []
        assert trail(asked)[-1] == ("check.colleagues_reminded", str(asked), {}, {"Mails": 1})

    def test_is_one_for_the_database_as_well(self, asked):
        link = link_of(asked)
        ContributionMailFactory(organisation=asked.organisation, link=link, kind="reminder")
        with pytest.raises(IntegrityError):
            ContributionMailFactory(organisation=asked.organisation, link=link, kind="reminder")

    def test_is_for_open_requests_only_and_keeps_to_the_limit(self, asked, person, monkeypatch):
        link_of(asked)
        monkeypatch.setattr(contribution_requests, "MOST_MAILS_A_DAY", 0)
        with pytest.raises(contribution_requests.TooManyMails):
            contribution_requests.remind(asked, person)
        contribution_requests.end(asked, person)
        with pytest.raises(contribution_requests.RequestOver):
            contribution_requests.remind(asked, person)

    @pytest.mark.parametrize(("day", "reminded"), [(0, 1), (2, 1), (3, 0), (-1, 0)])
    def test_comes_by_itself_two_days_before_the_end(self, day, reminded):
        request = ContributionRequestFactory(closes_on=days(day))
        link_of(request)
        link_of(ContributionRequestFactory(closes_on=days(9)))
        assert len(contribution_requests.remind_before_closing()) == reminded
        assert contribution_requests.remind_before_closing() == []
        with tenancy.activate(request.organisation):
            assert ContributionMail.objects.count() == reminded
            who = [entry.actor_name for entry in AuditEntry.objects.of(request.organisation)]
        assert who == ["Lotse"] * reminded

    def test_does_not_come_by_itself_after_the_button(self, person):
        request = ContributionRequestFactory(closes_on=days(1))
        link_of(request)
        with tenancy.activate(request.organisation):
            contribution_requests.remind(request, person)
        assert contribution_requests.remind_before_closing() == []


class TestForgetting:
    def test_takes_names_and_addresses_and_leaves_what_was_said(self):
        over = ContributionRequestFactory(closes_on=days(-40))
        recent = ContributionRequestFactory(closes_on=days(-5))
        for request in (over, recent):
            link = link_of(request)
            ContributionMailFactory(organisation=request.organisation, link=link)
            ContributionFactory(organisation=request.organisation, voice=link.voice)
        assert contribution_requests.forget_old_links() == 1
        with tenancy.across([over.organisation, recent.organisation]):
            assert ContributionLink.objects.get().request == recent
            assert ContributionMail.objects.count() == 1
            assert Contribution.objects.count() == 2
        assert contribution_requests.forget_old_links() == 0

    def test_counts_from_the_early_end_and_from_the_end_of_the_check(self):
        past = timezone.now() - timedelta(days=31)
        ended = ContributionRequestFactory(ended_at=past)
        closed = ContributionRequestFactory(check_run__finished_at=past)
        for request in (ended, closed):
            link_of(request)
        assert contribution_requests.forget_old_links() == 2
        with tenancy.across([ended.organisation, closed.organisation]):
            assert ContributionRequest.objects.count() == 2
            assert not ContributionLink.objects.exists()
