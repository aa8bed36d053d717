"""What a board is asked to decide, and what measures need against what the mandate gives."""

from datetime import date, timedelta

from django.utils import timezone

from lotse.reports.domain.kinds.deciding import Needs
from measures.domain.prioritising import ranked_list
from measures.models import RoundState
from tests.factories import (
    JournalEntryFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
)


def measure(organisation, **more):
    return MeasureFactory(organisation=organisation, rated=(3, 3, 3, 3, 3), **more)


def needs(organisation):
    return Needs(organisation, ranked_list(organisation))


def agreed(organisation, **more):
    return MandateFactory(organisation=organisation, is_confirmed=True, **more)


class TestWhatIsToDecide:
    def test_is_nothing_where_all_is_settled(self, organisation):
        agreed(organisation)
        assert needs(organisation).to_decide() == ["Im Moment ist nichts zu entscheiden."]

    def test_begins_with_a_round_that_waits(self, organisation):
        agreed(organisation)
        PrioritisationRoundFactory(
            organisation=organisation, held_on=date(2026, 5, 3), state=RoundState.CLOSED
        )
        assert needs(organisation).to_decide() == [
            "Die Reihenfolge aus der Runde vom 3. Mai 2026 bestätigen oder zurückgeben."
        ]

    def test_is_which_measures_may_begin_with_what_they_need_and_who_cares(self, organisation):
        pilot = MembershipFactory(organisation=organisation)
        agreed(organisation, pilot=pilot)
        measure(organisation, effort_hours=30, cost=1200, responsible=pilot)
        assert needs(organisation).to_decide() == [
            "Die nächste Maßnahme freigeben: etwa 30 Stunden und 1.200 Euro."
        ]
        measure(organisation)
        measure(organisation)
        assert needs(organisation).to_decide() == [
            "Die nächsten drei Maßnahmen freigeben: zusammen etwa 30 Stunden und 1.200 Euro.",
            "Für 2 der nächsten Maßnahmen sagen, wer sie übernimmt.",
        ]

    def test_leaves_out_what_was_decided_already(self, organisation):
        pilot = MembershipFactory(organisation=organisation)
        agreed(organisation, pilot=pilot)
        measure(organisation, responsible=pilot, status="planned", effort_hours=10)
        assert needs(organisation).to_decide() == ["Im Moment ist nichts zu entscheiden."]

    def test_names_no_figures_that_nobody_estimated(self, organisation):
        agreed(organisation)
        measure(organisation)
        assert needs(organisation).to_decide() == [
            "Die nächste Maßnahme freigeben.",
            "Für eine der nächsten Maßnahmen sagen, wer sie übernimmt.",
        ]

    def test_is_the_mandate_while_none_holds(self, organisation):
        assert needs(organisation).to_decide() == [
            "Eine Person beauftragen, mit Stunden in der Woche und einem Budget."
        ]
        MandateFactory(organisation=organisation)
        (said,) = needs(organisation).to_decide()
        assert said.startswith("Die Beauftragung abschließen. Es fehlt noch: die Bestätigung")

    def test_is_whether_a_mandate_goes_on(self, organisation):
        agreed(organisation, ends_on=timezone.localdate() + timedelta(days=10))
        (said,) = needs(organisation).to_decide()
        assert said.startswith("Die Beauftragung verlängern. Sie endet am ")

    def test_is_more_money_or_time_where_they_are_too_little(self, organisation):
        pilot = MembershipFactory(organisation=organisation)
        agreed(organisation, pilot=pilot, hours_per_week=1, budget_per_year=500)
        measure(organisation, responsible=pilot, effort_hours=60, cost=2000)
        assert needs(organisation).to_decide()[1:] == [
            "Mehr Geld bewilligen oder weniger vornehmen: Es fehlen 1.500 Euro.",
            "Mehr Stunden geben oder weniger vornehmen: So dauert es über ein Jahr.",
        ]


class TestAgainstTheMandate:
    def test_stand_hours_and_euros(self, organisation):
        agreed(organisation, hours_per_week=6, budget_per_year=2400)
        one = measure(organisation, effort_hours=76, cost=300)
        JournalEntryFactory(organisation=organisation, measure=one, hours=6)
        assert needs(organisation).against_the_mandate() == [
            "Diese Maßnahmen brauchen zusammen noch etwa 70 Stunden. Die Beauftragung gibt "
            "6 Stunden in der Woche, das sind rund 12 Wochen.",
            "Sie kosten zusammen etwa 300 Euro. Vereinbart sind 2.400 Euro im Jahr.",
        ]

    def test_is_said_what_nobody_estimated(self, organisation):
        agreed(organisation, hours_per_week=1, budget_per_year=None)
        measure(organisation, effort_hours=1, cost=0)
        measure(organisation)
        hours, euros = needs(organisation).against_the_mandate()
        assert hours == (
            "Diese Maßnahmen brauchen zusammen noch etwa 1 Stunde. Bei einer ist der Aufwand "
            "noch nicht geschätzt. Die Beauftragung gibt 1 Stunde in der Woche, das reicht für "
            "eine Woche."
        )
        assert euros == (
            "Sie kosten zusammen etwa 0 Euro. Bei einer sind die Kosten noch nicht geschätzt. "
            "Ein Budget ist nicht vereinbart."
        )

    def test_is_said_that_nothing_is_estimated_or_agreed(self, organisation):
        assert needs(organisation).against_the_mandate() == []
        measure(organisation)
        hours, euros = needs(organisation).against_the_mandate()
        assert hours == "Wie viele Stunden diese Maßnahmen noch brauchen, ist nicht geschätzt."
        assert euros.startswith("Was diese Maßnahmen kosten, ist noch nicht geschätzt.")
        agreed(organisation, number=2, hours_per_week=3)
        assert needs(organisation).against_the_mandate()[0] == (
            f"{hours} Die Beauftragung gibt 3 Stunden in der Woche."
        )

    def test_is_said_that_no_mandate_gives_hours(self, organisation):
        measure(organisation, effort_hours=5)
        assert "Es gibt noch keine Beauftragung" in needs(organisation).against_the_mandate()[0]
