"""A mandate signed on paper: who records it, what it stands for, and that it stays."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.domain.mandate_paper import may_record_paper, paper_of, record_paper
from organisations.domain.mandates import (
    MandateNotReady,
    StaleMandate,
    WrongSide,
    begin_mandate,
    change_mandate,
    confirm_mandate,
    waited_for,
)
from organisations.domain.participation import participation_by
from organisations.models import AuditEntry, MandatePaper, Side
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MandateFactory,
    MandatePaperFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(organisation):
    return MembershipFactory(organisation=organisation, user__name="Piet Lotse")


@pytest.fixture
def draft(organisation, pilot):
    return MandateFactory(organisation=organisation, pilot=pilot)


def record(draft, by, **changes):
    said = {
        "name": "../Scan Mai.PDF",
        "kind": "pdf",
        "signed_on": timezone.localdate(),
        "director_name": "Dana Direktion",
        "seen_version": draft.version,
        "by": by,
    }
    return record_paper(draft, b"%PDF-1.7 %%EOF", **said | changes)


class TestTheSheet:
    def test_stands_for_both_sides_and_lets_the_mandate_hold(self, draft, pilot):
        paper = record(draft, pilot)
        draft.refresh_from_db()
        assert draft.is_confirmed
        assert (draft.director_confirmed_name, draft.pilot_confirmed_name) == (
            "Dana Direktion",
            "Piet Lotse",
        )
        assert (paper.for_director, paper.for_pilot) == (True, True)
        assert (paper.name, paper.size, paper.recorded_by) == ("Scan Mai.pdf", 14, pilot.user)
        assert paper_of(draft) == paper
        assert not draft.is_by_one_person

    def test_leaves_an_online_confirmation_as_it_is(self, draft, pilot):
        confirm_mandate(draft, Side.PILOT, seen_version=draft.version, by=pilot)
        at = draft.pilot_confirmed_at
        paper = record(draft, pilot)
        assert (paper.for_director, paper.for_pilot) == (True, False)
        assert (draft.pilot_confirmed_by, draft.pilot_confirmed_at) == (pilot.user, at)

    def test_stands_in_the_trail(self, draft, pilot):
        record(draft, pilot)
        entry = AuditEntry.objects.latest("id")
        assert (entry.action, entry.actor) == ("mandate.signed", pilot.user)
        assert entry.after["Für die Geschäftsführung"] == "Dana Direktion"
        assert entry.after["Scan"] == "Scan Mai.pdf"

    @pytest.mark.parametrize("change", [{"name": "anders.pdf"}, {"content": b"anders"}])
    def test_is_never_changed(self, organisation, change):
        paper = MandatePaperFactory(organisation=organisation)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            MandatePaper.objects.filter(pk=paper.pk).update(**change)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            MandatePaper.objects.filter(pk=paper.pk).delete()

    def test_does_not_count_for_what_is_changed_later(self, organisation, draft, pilot):
        record(draft, pilot)
        later = begin_mandate(organisation, pilot.user)
        change_mandate(later, "tasks", {"tasks": ["Mehr"]}, seen_version=0, by=pilot.user)
        assert not later.is_confirmed
        assert paper_of(later) is None

    def test_remembers_since_when_the_words_are_what_they_are(self, draft, pilot):
        before = draft.updated_at
        confirm_mandate(draft, Side.PILOT, seen_version=draft.version, by=pilot)
        draft.refresh_from_db()
        assert draft.updated_at == before


class TestRecordingIt:
    def test_is_for_directors_and_for_pilots_while_there_is_none(self, organisation, draft, pilot):
        assert may_record_paper(pilot)
        director = MembershipFactory(organisation=organisation, role="director")
        assert may_record_paper(director)
        assert not may_record_paper(pilot)
        with pytest.raises(WrongSide):
            record(draft, pilot)

    def test_is_not_for_members_and_consultants(self, organisation):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level="edit"
        )
        assert not may_record_paper(participation_by(None, consultant.user, organisation))
        assert not may_record_paper(MembershipFactory(organisation=organisation, role="member"))

    def test_needs_a_draft_that_is_ready_and_was_read(self, organisation, draft, pilot):
        with pytest.raises(StaleMandate):
            record(draft, pilot, seen_version=draft.version + 1)
        draft.tasks = []
        with pytest.raises(MandateNotReady):
            record(draft, pilot)
        assert not MandatePaper.objects.exists()


class TestWaiting:
    def test_names_who_can_confirm_and_has_not(self, organisation, draft, pilot):
        director = MembershipFactory(
            organisation=organisation, role="director", user__name="Dana Direktion"
        )
        assert waited_for(draft, pilot) == [(Side.DIRECTOR, ["Dana Direktion"])]
        assert waited_for(draft, director) == [(Side.PILOT, ["Piet Lotse"])]
        confirm_mandate(draft, Side.DIRECTOR, seen_version=draft.version, by=director)
        assert waited_for(draft, pilot) == []

    def test_is_for_nobody_where_nobody_has_joined_or_something_is_missing(self, draft, pilot):
        assert waited_for(draft, pilot) == []
        draft.tasks = []
        assert waited_for(draft, pilot) == []
