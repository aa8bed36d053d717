"""Where an organisation stands with its mandate."""

from datetime import date

import pytest

from organisations import tenancy
from organisations.domain.mandate_standing import (
    MandateStanding,
    Need,
    VersionState,
    needs_in_words,
    standing_of,
)
from organisations.models import Mandate
from tests.factories import MandateFactory, MembershipFactory, OrganisationFactory

TODAY = date(2026, 6, 15)
CONFIRMED = {
    "director_confirmed_at": "x",
    "pilot_confirmed_at": "x",
}


def version(number, **fields):
    """Return a complete version that is in no database."""
    given = {
        "pk": number,
        "pilot_id": 1,
        "pilot_name": "Piet",
        "tasks": ["Etwas"],
        "starts_on": date(2026, 1, 1),
        "hours_per_week": 4,
        "budget_per_year": 0,
    }
    return Mandate(number=number, **given | fields)


def standing(*versions):
    return MandateStanding(tuple(sorted(versions, key=lambda one: -one.number)), TODAY)


def states(*versions):
    return [one.state for one in standing(*versions).all_versions]


class TestTheVersions:
    def test_of_nothing(self):
        nothing = standing()
        assert (nothing.draft, nothing.latest, nothing.holding) == (None, None, None)
        assert not nothing.is_in_force
        assert nothing.missing == ["die Beauftragung selbst"]
        assert not nothing.has_ended
        assert not nothing.ends_soon

    def test_a_draft_waits_beside_what_holds(self):
        holding, draft = version(1, **CONFIRMED), version(2)
        found = standing(holding, draft)
        assert (found.draft, found.holding, found.is_in_force) == (draft, holding, True)
        assert states(holding, draft) == [VersionState.DRAFT, VersionState.HOLDS]

    def test_the_latest_confirmed_one_replaces_the_others(self):
        assert states(version(1, **CONFIRMED), version(2, **CONFIRMED)) == [
            VersionState.HOLDS,
            VersionState.REPLACED,
        ]

    def test_one_that_begins_later_lets_the_other_hold_until_then(self):
        now = version(1, **CONFIRMED, ends_on=date(2026, 6, 30))
        later = version(2, **CONFIRMED, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
        found = standing(now, later)
        assert (found.holding, found.latest) == (now, later)
        assert states(now, later) == [VersionState.COMING, VersionState.HOLDS]
        assert not found.ends_soon

    def test_the_only_one_may_begin_later(self):
        coming = version(1, **CONFIRMED, starts_on=date(2026, 7, 1))
        assert standing(coming).holding == coming
        assert states(coming) == [VersionState.COMING]

    def test_one_that_never_came_into_force_is_replaced(self):
        never = version(1, **CONFIRMED, starts_on=date(2026, 7, 1))
        assert states(never, version(2, **CONFIRMED)) == [
            VersionState.HOLDS,
            VersionState.REPLACED,
        ]


class TestTheEnd:
    @pytest.mark.parametrize(
        ("ends_on", "ends_soon", "has_ended"),
        [
            (date(2026, 8, 15), False, False),
            (date(2026, 8, 14), True, False),
            (TODAY, True, False),
            (date(2026, 6, 14), False, True),
            (None, False, False),
        ],
    )
    def test_is_near_for_sixty_days(self, ends_on, ends_soon, has_ended):
        found = standing(version(1, **CONFIRMED, ends_on=ends_on))
        assert (found.ends_soon, found.has_ended) == (ends_soon, has_ended)
        assert found.is_in_force != has_ended
        assert (found.state_of(found.latest) == VersionState.ENDED) == has_ended


class TestWhatIsMissing:
    def test_nothing_when_both_agreed_on_time_and_money(self):
        assert standing(version(1, **CONFIRMED)).missing == []

    def test_is_named_in_a_draft(self):
        empty = version(
            1, pilot_id=None, pilot_name="", tasks=[], starts_on=None, hours_per_week=None
        )
        empty.budget_per_year = None
        assert standing(empty).missing == [
            "der Name der Digitalisierungslots:in",
            "die Aufgaben",
            "der Beginn",
            "Stunden in der Woche",
            "ein Budget",
            "die Bestätigung der Geschäftsführung",
            "die Bestätigung der Digitalisierungslots:in",
        ]

    def test_is_the_person_when_they_have_no_account_or_have_left(self):
        wanted = "eine Digitalisierungslots:in mit Zugang zu Lotse"
        assert wanted in standing(version(1, pilot_id=None)).missing
        assert standing(version(1, **CONFIRMED, pilot_id=None)).missing == [wanted]

    def test_is_looked_for_in_what_holds_before_any_draft(self):
        found = standing(version(1, **CONFIRMED, hours_per_week=None), version(2))
        assert found.missing == ["Stunden in der Woche"]

    def test_is_the_mandate_itself_once_it_has_run_out(self):
        ended = version(1, **CONFIRMED, ends_on=date(2026, 1, 31))
        assert standing(ended).missing == ["die Beauftragung selbst"]
        assert standing(ended, version(2)).missing == [
            "die Bestätigung der Geschäftsführung",
            "die Bestätigung der Digitalisierungslots:in",
        ]

    def test_has_a_word_for_every_need(self):
        assert all(needs_in_words(Need))


@pytest.mark.django_db
def test_the_standing_is_asked_in_one_query(django_assert_num_queries):
    organisation = OrganisationFactory()
    pilot = MembershipFactory(organisation=organisation)
    for number in range(1, 6):
        MandateFactory(
            organisation=organisation, pilot=pilot, number=number, is_confirmed=number < 5
        )
    with tenancy.activate(organisation), django_assert_num_queries(1):
        found = standing_of(organisation)
        assert [one.number for one in found.versions] == [5, 4, 3, 2, 1]
        assert found.draft.number == 5
        assert found.latest.number == 4


def test_without_a_draft_nothing_keeps_it_from_holding():
    assert standing().missing_to_hold == []
