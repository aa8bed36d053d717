"""The colleague's side: finding one's link, answering, correcting, taking back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.domain import contributing
from checks.domain.answering import AnswerInput
from checks.domain.contributing import Visit
from checks.models import Answer, AnswerState, Contribution, ContributionLink, Voice
from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.secret_links import LinkState
from tests.factories import (
    AnswerFactory,
    ContributionFactory,
    ContributionLinkFactory,
    ContributionRequestFactory,
    VoiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    link = ContributionLinkFactory(request__question_keys=["pilot", "goals", "backup-place"])
    with tenancy.activate(link.organisation):
        yield link


def find_link(secret):
    return secret_links.find(ContributionLink.objects.all(), secret)


def shared(link):
    return ContributionLinkFactory(
        organisation=link.organisation, request=link.request, voice=None, name="", email=""
    )


def keys(questions):
    return [question and question.key for question in questions]


class TestALink:
    def test_is_found_by_its_secret_only(self):
        link = ContributionLinkFactory(secret="wort")
        assert find_link("wort") == link
        for other in ("", "Wort", link.token_digest, "wort\x00", "\ud800", "x" * 5000):
            assert find_link(other) is None

    def test_leads_nowhere_once_revoked_over_or_its_check_closed(self, link):
        assert Visit(link).situation is LinkState.OPEN
        request = link.request
        check = request.check_run
        check.finished_at = timezone.now()
        check.save()
        assert Visit(link).situation is LinkState.OVER
        check.finished_at = None
        check.save()
        request.closes_on = timezone.localdate() - timedelta(days=1)
        request.save()
        assert Visit(link).situation is LinkState.OVER
        link.revoked_at = timezone.now()
        link.save()
        assert Visit(link).situation is LinkState.REVOKED


class TestTheQuestions:
    def test_are_the_chosen_ones_in_order(self, link):
        visit = Visit(link)
        first, second, third = visit.questions
        assert keys(visit.questions) == ["pilot", "goals", "backup-place"]
        assert keys([visit.before(first), visit.after(first)]) == [None, "goals"]
        assert keys([visit.before(third), visit.after(third)]) == ["goals", None]
        assert keys([visit.before(second)]) == ["pilot"]
        assert visit.position(third) == 3
        assert visit.question("security") is None

    def test_are_asked_whatever_the_pilot_answered(self):
        link = ContributionLinkFactory(request__question_keys=["donation-goals"])
        AnswerFactory(
            organisation=link.organisation,
            check_run=link.request.check_run,
            question_key="donations",
            level=None,
            value=False,
        )
        with tenancy.activate(link.organisation):
            assert keys(Visit(link).questions) == ["donation-goals"]


class TestAnswering:
    def test_stores_changes_and_takes_back_and_touches_no_answer(self, link):
        AnswerFactory(organisation=link.organisation, check_run=link.request.check_run, level=4)
        visit = Visit(link, locked=True)
        pilot = visit.question("pilot")
        assert (visit.answered, visit.contributions) == (0, {})
        contributing.contribute(
            visit, pilot, AnswerInput(AnswerState.ANSWERED, level=1, note="Nie")
        )
        contributing.contribute(visit, pilot, AnswerInput(AnswerState.ANSWERED, level=2))
        stored = Contribution.objects.get()
        assert (stored.level, stored.note, stored.voice) == (2, "", link.voice)
        assert str(stored) == "pilot: beantwortet"
        assert visit.answered == 1
        contributing.contribute(visit, pilot, AnswerInput(note="Nur ein Wort"))
        assert (visit.answered, len(visit.contributions)) == (0, 1)
        contributing.contribute(visit, pilot, AnswerInput())
        assert not Contribution.objects.exists()
        assert Answer.objects.get().level == 4

    def test_takes_everything_back_of_this_person_only(self, link):
        for voice in (
            link.voice,
            VoiceFactory(organisation=link.organisation, request=link.request),
        ):
            ContributionFactory(organisation=link.organisation, voice=voice)
        contributing.take_back(Visit(link))
        assert Contribution.objects.get().voice != link.voice


class TestASheet:
    def test_gives_each_sitting_a_voice_of_its_own(self, link):
        sheet = shared(link)
        visit = Visit(sheet)
        assert (visit.voice, visit.contributions) == (None, {})
        voice = contributing.begin_sitting(visit, "volunteer")
        assert visit.voice == voice
        assert Visit(sheet, voice.pk).voice == voice
        assert Visit(sheet, voice.pk, locked=True).voice == voice
        assert voice.name == ""

    def test_does_not_lead_to_voices_of_others(self, link):
        sheet = shared(link)
        elsewhere = VoiceFactory(
            organisation=link.organisation,
            request=ContributionRequestFactory(
                organisation=link.organisation, check_run=link.request.check_run
            ),
        )
        for voice in (link.voice, elsewhere, VoiceFactory()):
            assert Visit(sheet, voice.pk).voice is None
        assert Visit(link, elsewhere.pk).voice == link.voice

    def test_is_full_at_some_point(self, link, monkeypatch):
        monkeypatch.setattr(contributing, "MOST_SITTINGS", 1)
        sheet = shared(link)
        contributing.begin_sitting(Visit(sheet), "office")
        with pytest.raises(contributing.SheetFull):
            contributing.begin_sitting(Visit(sheet), "office")
        assert Voice.objects.filter(links=None).count() == 1
