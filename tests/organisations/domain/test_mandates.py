"""Agreeing on a mandate: begun, changed, confirmed by both, renewed, discarded."""

from datetime import date

import pytest

from organisations import tenancy
from organisations.domain.mandate_content import CONTENT_FIELDS, PART_OF
from organisations.domain.mandates import (
    MandateNotReady,
    StaleMandate,
    WrongSide,
    begin_mandate,
    change_mandate,
    confirm_mandate,
    confirmable_sides,
    discard_draft,
    following_period,
    renew_mandate,
)
from organisations.domain.participation import participation_by
from organisations.models import AuditEntry, Mandate, Side
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MandateFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db
TASKS = {"tasks": ["Listen führen"]}


@pytest.fixture
def director(organisation):
    return MembershipFactory(organisation=organisation, role="director", user__name="Dana")


@pytest.fixture
def pilot(organisation):
    return MembershipFactory(organisation=organisation, role="pilot", user__name="Piet")


@pytest.fixture
def draft(organisation, pilot):
    return MandateFactory(organisation=organisation, pilot=pilot)


def confirm(draft, side, by):
    confirm_mandate(draft, side, seen_version=draft.version, by=by)


def actions(organisation):
    return [entry.action for entry in reversed(AuditEntry.objects.of(organisation))]


class TestBeginning:
    def test_names_the_only_pilot(self, organisation, pilot, director):
        draft = begin_mandate(organisation, director.user)
        assert (draft.number, draft.pilot, draft.pilot_name) == (1, pilot, "Piet")
        assert not draft.is_confirmed
        assert actions(organisation) == ["mandate.created"]

    def test_names_nobody_of_several_pilots(self, organisation, pilot):
        MembershipFactory(organisation=organisation, role="pilot")
        draft = begin_mandate(organisation, pilot.user)
        assert (draft.pilot, draft.pilot_name) == (None, "")

    def test_twice_gives_the_same_draft(self, organisation, director):
        draft = begin_mandate(organisation, director.user)
        assert begin_mandate(organisation, director.user) == draft
        assert actions(organisation) == ["mandate.created"]

    def test_after_a_confirmed_version_takes_everything_over(self, organisation, director):
        holding = MandateFactory(organisation=organisation, is_confirmed=True, number=3)
        draft = begin_mandate(organisation, director.user)
        assert draft.number == 4
        assert not draft.is_confirmed
        for name in CONTENT_FIELDS:
            assert getattr(draft, name) == getattr(holding, name)


class TestChanging:
    def test_stores_one_part_and_says_in_the_trail_what_changed(self, draft, director):
        change_mandate(draft, "tasks", TASKS, seen_version=0, by=director.user)
        draft.refresh_from_db()
        assert draft.tasks == ["Listen führen"]
        assert (draft.version, draft.version_of("tasks"), draft.version_of("time")) == (2, 1, 0)
        entry = AuditEntry.objects.get(action="mandate.changed")
        assert entry.subject == "Fassung 1"
        assert entry.before == {
            "Aufgaben": [
                "Den Digitalisierungscheck durchführen und regelmäßig wiederholen",
                "Kaffee kochen",
            ]
        }
        assert entry.after == {"Aufgaben": ["Listen führen"]}

    def test_records_only_what_changed(self, draft, director):
        content = {name: getattr(draft, name) for name in PART_OF["time"].fields}
        content["hours_per_week"], content["ends_on"] = None, date(2027, 12, 31)
        change_mandate(draft, "time", content, seen_version=0, by=director.user)
        entry = AuditEntry.objects.get(action="mandate.changed")
        assert entry.before == {"Arbeitszeit": "4 Stunden in der Woche", "Ende": "ohne festes Ende"}
        assert entry.after == {"Arbeitszeit": "", "Ende": "31. Dezember 2027"}

    def test_to_the_same_changes_nothing_whatever_one_saw(self, draft, director):
        same = {"tasks": list(draft.tasks)}
        assert change_mandate(draft, "tasks", same, seen_version=7, by=director.user) == ""
        assert draft.version == 1
        assert not AuditEntry.objects.filter(action="mandate.changed").exists()

    def test_of_a_part_that_someone_else_changed_is_noticed(self, draft, director, pilot):
        change_mandate(draft, "tasks", TASKS, seen_version=0, by=pilot.user)
        with pytest.raises(StaleMandate):
            change_mandate(draft, "tasks", {"tasks": ["x"]}, seen_version=0, by=director.user)

    def test_of_another_part_disturbs_nobody(self, draft, director, pilot):
        change_mandate(draft, "tasks", TASKS, seen_version=0, by=pilot.user)
        support = {"training": ["Kurs"], "equipment": []}
        change_mandate(draft, "support", support, seen_version=0, by=director.user)
        assert (draft.tasks, draft.training) == (["Listen führen"], ["Kurs"])

    @pytest.mark.parametrize("side", Side)
    def test_voids_the_confirmation_of_what_it_was_before(self, draft, director, pilot, side):
        by = director if side == Side.DIRECTOR else pilot
        confirm(draft, side, by)
        voided = change_mandate(draft, "tasks", TASKS, seen_version=0, by=director.user)
        assert voided == str(by.user)
        draft.refresh_from_db()
        assert (draft.director_confirmed_at, draft.pilot_confirmed_at) == (None, None)
        entry = AuditEntry.objects.get(action="mandate.changed")
        assert entry.after["Bestätigung entfällt"] == str(by.user)


class TestConfirming:
    def test_by_both_lets_the_mandate_hold(self, organisation, draft, director, pilot):
        confirm(draft, Side.PILOT, pilot)
        assert not draft.is_confirmed
        confirm(draft, Side.DIRECTOR, director)
        stored = Mandate.objects.get()
        assert stored.is_confirmed
        assert (stored.director_confirmed_name, stored.pilot_confirmed_name) == ("Dana", "Piet")
        assert stored.confirmed_at == stored.director_confirmed_at > stored.pilot_confirmed_at
        trail = [
            entry.after for entry in reversed(AuditEntry.objects.filter(action="mandate.confirmed"))
        ]
        assert trail == [
            {"Bestätigt als": "Digitalisierungslots:in"},
            {"Bestätigt als": "Geschäftsführung", "Gilt": "von beiden bestätigt"},
        ]

    def test_of_something_else_than_one_read_is_refused(self, draft, director):
        with pytest.raises(StaleMandate):
            confirm_mandate(draft, Side.DIRECTOR, seen_version=9, by=director)

    @pytest.mark.parametrize(
        "gap", [{"pilot": None}, {"pilot_name": ""}, {"tasks": []}, {"starts_on": None}]
    )
    def test_waits_until_there_is_a_person_with_tasks_and_a_beginning(
        self, organisation, pilot, director, gap
    ):
        draft = MandateFactory(organisation=organisation, **{"pilot": pilot} | gap)
        assert confirmable_sides(draft, director) == []
        with pytest.raises(MandateNotReady):
            confirm(draft, Side.DIRECTOR, director)

    def test_is_possible_without_hours_and_budget(self, organisation, pilot, director):
        draft = MandateFactory(
            organisation=organisation, pilot=pilot, hours_per_week=None, budget_per_year=None
        )
        assert confirmable_sides(draft, director) == [Side.DIRECTOR]

    def test_is_for_directors_on_one_side_and_the_named_pilot_on_the_other(
        self, organisation, draft, director, pilot
    ):
        other_pilot = MembershipFactory(organisation=organisation, role="pilot")
        member = MembershipFactory(organisation=organisation, role="member")
        assert confirmable_sides(draft, director) == [Side.DIRECTOR]
        assert confirmable_sides(draft, pilot) == [Side.PILOT]
        assert confirmable_sides(draft, other_pilot) == []
        assert confirmable_sides(draft, member) == []
        for side, who in ((Side.PILOT, director), (Side.DIRECTOR, pilot), (Side.PILOT, member)):
            with pytest.raises(WrongSide):
                confirm(draft, side, who)

    def test_is_not_for_a_named_pilot_who_only_reads(self, organisation):
        member = MembershipFactory(organisation=organisation, role="member")
        draft = MandateFactory(organisation=organisation, pilot=member)
        assert confirmable_sides(draft, member) == []

    def test_is_not_for_consultants(self, organisation, draft):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level="edit"
        )
        assert confirmable_sides(draft, participation_by(None, consultant.user, organisation)) == []

    def test_happens_once(self, draft, director):
        confirm(draft, Side.DIRECTOR, director)
        with pytest.raises(WrongSide):
            confirm(draft, Side.DIRECTOR, director)

    def test_for_both_sides_by_one_person_is_possible_and_known(self, organisation, director):
        draft = MandateFactory(organisation=organisation, pilot=director)
        assert confirmable_sides(draft, director) == [Side.DIRECTOR, Side.PILOT]
        confirm(draft, Side.DIRECTOR, director)
        confirm(draft, Side.PILOT, director)
        assert draft.is_by_one_person
        assert confirmable_sides(draft, director) == []

    def test_by_people_who_are_gone_is_not_by_one_person(self, organisation):
        assert not MandateFactory(organisation=organisation, is_confirmed=True).is_by_one_person


class TestRenewing:
    def test_takes_everything_over_for_the_following_period(self, organisation, director):
        mandate = MandateFactory(
            organisation=organisation,
            is_confirmed=True,
            starts_on=date(2090, 1, 1),
            ends_on=date(2090, 12, 31),
        )
        draft = renew_mandate(mandate, director.user)
        assert (draft.number, draft.tasks) == (2, mandate.tasks)
        assert (draft.starts_on, draft.ends_on) == (date(2091, 1, 1), date(2091, 12, 31))
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.after["Ende"]) == ("mandate.renewed", "31. Dezember 2091")

    def test_twice_gives_the_same_draft(self, organisation, director):
        mandate = MandateFactory(organisation=organisation, is_confirmed=True)
        draft = renew_mandate(mandate, director.user)
        assert renew_mandate(mandate, director.user) == draft
        assert actions(organisation) == ["mandate.renewed"]


@pytest.mark.parametrize(
    ("starts", "ends", "today", "begin", "end"),
    [
        ("2026-01-01", "2026-12-31", "2026-11-01", "2027-01-01", "2027-12-31"),
        ("2027-01-01", "2027-12-31", "2027-12-01", "2028-01-01", "2028-12-31"),
        ("2026-03-01", "2026-08-31", "2026-08-01", "2026-09-01", "2027-02-28"),
        # Long ago: from today on, for as long as it was.
        ("2020-01-01", "2020-12-31", "2026-05-15", "2026-05-15", "2027-05-14"),
        # No whole months: as many days.
        ("2026-01-10", "2026-01-19", "2026-01-01", "2026-01-20", "2026-01-29"),
        # From the last day of a long month to the last of a short one.
        ("2025-01-31", "2025-02-27", "2025-02-01", "2025-02-28", "2025-03-27"),
        ("2024-02-29", "2025-02-28", "2025-01-01", "2025-03-01", "2026-03-01"),
        ("2025-06-15", "2025-07-14", "2026-01-31", "2026-01-31", "2026-02-27"),
        (None, None, "2026-05-15", "2026-05-15", None),
        ("2026-01-01", None, "2026-05-15", "2026-05-15", None),
    ],
)
def test_the_following_period_is_as_long(starts, ends, today, begin, end):
    days = [date.fromisoformat(day) if day else None for day in (starts, ends, today)]
    found = following_period(*days)
    assert [day and day.isoformat() for day in found] == [begin, end]


class TestDiscarding:
    def test_deletes_the_draft_and_leaves_what_holds(self, organisation, director):
        holding = MandateFactory(organisation=organisation, is_confirmed=True)
        discard_draft(begin_mandate(organisation, director.user), director.user)
        assert list(Mandate.objects.all()) == [holding]
        assert actions(organisation) == ["mandate.created", "mandate.discarded"]


class TestAskingForMandates:
    def test_finds_drafts_and_the_latest_confirmed_of_each_organisation(self):
        ending = MandateFactory(is_confirmed=True, ends_on=date(2026, 5, 31))
        later = MandateFactory(is_confirmed=True, ends_on=date(2026, 5, 30))
        endless = MandateFactory(is_confirmed=True)
        draft = MandateFactory(ends_on=date(2026, 5, 1))
        renewed = MandateFactory(is_confirmed=True, ends_on=date(2026, 5, 1))
        renewed_again = MandateFactory(
            organisation=renewed.organisation,
            number=2,
            is_confirmed=True,
            ends_on=date(2027, 5, 1),
        )
        everyone = [ending, later, endless, draft, renewed]
        with tenancy.across([one.organisation for one in everyone]):
            asked = Mandate.objects
            assert list(asked.drafts()) == [draft]
            assert asked.confirmed().count() == 5
            assert {*asked.latest_of_each()} == {ending, later, endless, renewed_again}
