"""A round from opening to what people settle on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.domain.journal import Journal
from measures.domain.prioritising import Row, given_ratings, ranked_list
from measures.domain.rounds import opening
from measures.domain.rounds.agenda import Agenda
from measures.domain.rounds.moving import place_by_hand, take_back
from measures.domain.rounds.news import News
from measures.domain.rounds.rating_alone import (
    Sealed,
    Voices,
    hand_in,
    may_rate_alone,
    part_of,
    rate_alone,
    show_all,
)
from measures.domain.rounds.settling import mark_disputed, settle
from measures.models import (
    ManualPlace,
    Measure,
    PrioritisationRound,
    RatingMode,
    RoundRating,
    RoundState,
)
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import (
    JournalEntryFactory,
    MeasureFactory,
    RoundSnapshotFactory,
    UserFactory,
)
from tests.measures.domain.rounds.conftest import TODAY

pytestmark = pytest.mark.django_db
FIVES = dict.fromkeys(("feasibility", "benefit", "capability", "integration", "reuse"), (5, ""))


def reloaded(row):
    return type(row).objects.get(pk=row.pk)


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def order(organisation):
    return [(row.place, row.measure.title) for row in ranked_list(organisation) if row.ranked]


def confirmed(round_, days_ago):
    """Let a round have been confirmed some days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    RoundSnapshotFactory(
        organisation=round_.organisation,
        round=round_,
        made_at=at,
        verdict="confirmed",
        judged_at=at,
    )
    round_.state = RoundState.CONFIRMED
    round_.save()


class TestOpening:
    def test_counts_rounds_and_names_people(self, opened):
        round_ = opened()
        assert (round_.number, round_.state) == (1, "open")
        assert [str(part) for part in round_.participants.all()] == ["Ada Probe", "Ben Probe"]
        assert AuditEntry.objects.get().after == {"Dabei": "Ada Probe, Ben Probe"}

    def test_is_refused_while_one_is_not_confirmed(self, opened):
        round_ = opened()
        with pytest.raises(opening.RoundInProgress) as refusal:
            opened()
        assert refusal.value.found == round_
        confirmed(round_, 1)
        assert opened().number == 2


class TestChanging:
    def test_lets_people_come_and_go(self, opened, pilot, director, measures):
        round_ = opened(RatingMode.ALONE)
        rate_alone(part_of(round_, director), measures[0], FIVES)
        stored, changed = reloaded(round_), reloaded(round_)
        changed.held_on = TODAY + timedelta(days=1)
        newcomer = UserFactory(name="Cem Probe")
        opening.change_round(changed, [pilot, newcomer], seen_version=1, stored=stored, by=pilot)
        found = reloaded(round_)
        assert found.version == 2
        assert [str(part) for part in found.participants.all()] == ["Ada Probe", "Cem Probe"]
        assert not RoundRating.objects.exists()
        entry = AuditEntry.objects.order_by("-id").first()
        assert entry.before["Nicht mehr dabei"] == "Ben Probe"
        assert entry.after["Neu dabei"] == "Cem Probe"

    def test_nothing_is_no_change(self, opened, pilot, director):
        round_ = opened()
        opening.change_round(
            reloaded(round_), [pilot, director], seen_version=0, stored=reloaded(round_), by=pilot
        )
        assert reloaded(round_).version == 1

    def test_by_another_moderator_is_noticed(self, opened, pilot):
        round_ = opened()
        with pytest.raises(StaleRow):
            opening.change_round(
                reloaded(round_), [pilot], seen_version=0, stored=reloaded(round_), by=pilot
            )


class TestDiscarding:
    def test_removes_a_round_that_was_never_closed(self, opened, pilot):
        opening.discard_round(opened(), pilot)
        assert not PrioritisationRound.objects.exists()

    def test_is_refused_once_it_was_closed(self, opened, pilot):
        round_ = opened()
        RoundSnapshotFactory(organisation=round_.organisation, round=round_)
        with pytest.raises(opening.NotDiscardable):
            opening.discard_round(round_, pilot)


class TestTheDayOfTheNextRound:
    def test_is_that_of_the_latest_confirmed_one(self):
        round_ = PrioritisationRound(state="confirmed", next_on=TODAY)
        assert opening.next_round_on([round_]) == TODAY
        assert opening.next_round_on([PrioritisationRound(state="open", next_on=TODAY)]) is None
        assert opening.next_round_on([]) is None


class TestNews:
    def test_of_the_first_round_are_all_open_measures(self, opened, measures):
        news = News(opened())
        assert news.since is None
        assert news.new == measures
        assert (news.done, news.stuck) == ([], [])

    def test_since_the_round_before(self, organisation, opened, measures):
        confirmed(opened(), days_ago=10)
        weeks_ago = timezone.now() - timedelta(days=30)
        Measure.objects.update(created_at=weeks_ago)
        new = MeasureFactory(organisation=organisation, title="Neu")
        still, moving, late = (
            MeasureFactory(organisation=organisation, title=title, status="in_progress", **more)
            for title, more in (
                ("Stillstand", {}),
                ("Bewegung", {}),
                ("Zu spät", {"due_date": TODAY - timedelta(days=2)}),
            )
        )
        Measure.objects.filter(pk__in=[still.pk, moving.pk, late.pk]).update(created_at=weeks_ago)
        JournalEntryFactory(organisation=organisation, measure=moving)
        JournalEntryFactory(organisation=organisation, measure=late)
        done = measures[0]
        done.status = "done"
        done.save()
        old = MeasureFactory(organisation=organisation, status="done", done_at=weeks_ago)
        news = News(opened())
        assert news.new == [new]
        assert news.done == [done]
        assert old not in news.done
        assert [stuck.measure for stuck in news.stuck] == [late, still]
        assert news.stuck[0].why.startswith("überfällig seit ")
        assert "letzter Eintrag im Verlauf am" in news.stuck[0].why
        assert news.stuck[1].why == "noch kein Eintrag im Verlauf"

    def test_a_round_that_was_never_closed_is_no_measure_of_time(self, opened):
        round_ = opened()
        round_.state = RoundState.CONFIRMED
        round_.save()
        assert News(opened()).since is None


class TestRatingAlone:
    @pytest.fixture
    def round_(self, opened):
        return opened(RatingMode.ALONE)

    def test_is_kept_and_can_be_changed(self, round_, pilot, measures):
        part = part_of(round_, pilot)
        rate_alone(part, measures[0], {"benefit": (4, "Weil."), "reuse": (2, "")})
        rate_alone(part, measures[0], {"benefit": (3, "")})
        [rating] = RoundRating.objects.all()
        assert (rating.criterion, rating.value, rating.note) == ("benefit", 3, "")
        assert str(rating) == "benefit: 3"

    def test_is_hidden_from_others_until_they_handed_in(self, round_, pilot, director, measures):
        for person, value in ((pilot, 2), (director, 5)):
            rate_alone(part_of(round_, person), measures[0], {"benefit": (value, "")})
        assert not Voices(round_, pilot).are_seen
        assert Voices(round_, pilot).of(measures[0].pk) == {}
        hand_in(part_of(round_, pilot), pilot)
        round_ = reloaded(round_)
        assert not Voices(round_, director).are_seen
        # Who handed in sees what is handed in, here their own.
        assert Voices(round_, pilot).of(measures[0].pk)["benefit"].highest == 2
        hand_in(part_of(round_, director), director)
        round_ = reloaded(round_)
        assert Voices(round_, UserFactory()).of(measures[0].pk)["benefit"].width == 3
        assert Voices(round_, UserFactory()).are_shown_to_all

    def test_is_seen_by_nobody_outside_before(self, round_):
        assert not Voices(round_, UserFactory()).are_seen
        assert Voices(round_, None).are_seen

    def test_the_moderator_can_open_the_comparison(self, round_, pilot, director, measures):
        rate_alone(part_of(round_, director), measures[0], {"benefit": (5, "")})
        show_all(round_, pilot)
        show_all(round_, pilot)
        assert Voices(round_, pilot).of(measures[0].pk)["benefit"].agreed == 5
        assert actions().count("round.shown") == 1
        assert [part.name for part in Voices(round_, pilot).missing] == ["Ada Probe", "Ben Probe"]

    @pytest.mark.parametrize("seal", ["handed in", "shown", "closed", "together"])
    def test_ends(self, round_, pilot, measures, seal):
        if seal == "handed in":
            hand_in(part_of(round_, pilot), pilot)
        elif seal == "shown":
            show_all(round_, pilot)
        elif seal == "closed":
            round_.state = RoundState.CLOSED
            round_.save()
        else:
            round_.rating_mode = RatingMode.TOGETHER
            round_.save()
        part = part_of(reloaded(round_), pilot)
        assert not may_rate_alone(part.round, part)
        with pytest.raises(Sealed):
            rate_alone(part, measures[0], FIVES)
        with pytest.raises(Sealed):
            hand_in(part, pilot)

    def test_is_for_those_who_take_part(self, round_):
        assert part_of(round_, UserFactory()) is None
        assert not may_rate_alone(round_, None)

    def test_together_nobody_has_a_voice_of_their_own(self, opened, pilot):
        assert not Voices(opened(), pilot).are_seen


class TestTheAgenda:
    def test_has_new_unrated_and_disputed_measures(
        self, organisation, opened, pilot, director, measures
    ):
        confirmed(opened(), days_ago=10)
        Measure.objects.update(created_at=timezone.now() - timedelta(days=30))
        MeasureFactory(organisation=organisation, title="Neu", rated=(3,) * 5)
        unrated = MeasureFactory(organisation=organisation, title="Ohne Bewertung")
        Measure.objects.filter(pk=unrated.pk).update(created_at=timezone.now() - timedelta(days=30))
        round_ = opened(RatingMode.ALONE)
        mark_disputed(round_, measures[1], is_disputed=True, by=pilot)
        for person, value in ((pilot, 1), (director, 4)):
            rate_alone(part_of(round_, person), measures[2], {"benefit": (value, "")})
        show_all(round_, pilot)
        agenda = Agenda(organisation, round_, pilot)
        assert {item.measure.title: item.why_up for item in agenda.up} == {
            "Telefon": ["3 Stufen auseinander"],
            "Ablage": ["als strittig vorgemerkt"],
            "Neu": ["neu"],
            "Ohne Bewertung": ["noch nicht bewertet"],
        }
        assert agenda.up[0].measure.title == "Telefon"
        assert [item.measure.title for item in agenda.others] == ["Kalender"]
        assert agenda.to_settle == agenda.up
        titles = [item.measure.title for item in agenda.up]
        before, after = agenda.around(agenda.up[1].measure.pk)
        assert (before.title, after.title) == (titles[0], titles[2])
        assert agenda.around(agenda.up[0].measure.pk)[0] is None
        assert agenda.around(agenda.up[-1].measure.pk)[1] is None
        assert agenda.around(measures[0].pk) == (None, None)
        assert agenda.item_of(measures[0].pk).measure == measures[0]
        assert agenda.item_of(0) is None

    def test_says_so_when_there_is_nothing_to_talk_about(
        self, organisation, opened, pilot, measures
    ):
        confirmed(opened(), days_ago=10)
        Measure.objects.update(created_at=timezone.now() - timedelta(days=30))
        agenda = Agenda(organisation, opened(), pilot)
        assert agenda.standing == "Nichts Neues und nichts Strittiges."

    def test_a_mark_can_be_lifted(self, organisation, opened, pilot, measures):
        round_ = opened()
        for wanted in (True, True, False):
            mark_disputed(round_, measures[0], is_disputed=wanted, by=pilot)
        assert not Agenda(organisation, round_, pilot).items[0].is_disputed
        assert actions()[-2:] == ["round.disputed", "round.not_disputed"]


class TestSettling:
    def test_becomes_the_rating_and_stands_in_the_journal(
        self, organisation, opened, pilot, measures
    ):
        round_ = opened()
        stored = Measure.objects.get(pk=measures[2].pk)
        values = FIVES | {"benefit": (2, "Wie bisher.")}
        settle(stored, values, seen_version=stored.version, by=pilot)
        assert given_ratings(reloaded(stored))["feasibility"].value == 5
        [entry] = Journal(stored).entries
        assert entry.text.startswith(
            "In der Priorisierungsrunde bewertet. „Einfache Umsetzbarkeit“: 5 (vorher 2), "
        )
        assert "Mehrwert" not in entry.text
        item = Agenda(organisation, round_, pilot).item_of(stored.pk)
        assert item.is_settled

    def test_the_same_again_leaves_no_entry(self, organisation, opened, pilot):
        measure = MeasureFactory(organisation=organisation)
        opened()
        settle(measure, FIVES, seen_version=1, by=pilot)
        assert "(vorher" not in Journal(measure).entries[0].text
        settle(reloaded(measure), FIVES, seen_version=2, by=pilot)
        assert len(Journal(measure).entries) == 1

    def test_by_two_at_once_is_noticed(self, pilot, measures):
        with pytest.raises(StaleRow):
            settle(measures[0], FIVES, seen_version=0, by=pilot)


class TestMoving:
    def test_counts_in_the_list_and_says_why(self, organisation, pilot, measures):
        place_by_hand(measures[2], 1, "Die Förderung läuft ab.", seen_version=1, by=pilot)
        assert order(organisation) == [(1, "Telefon"), (2, "Kalender"), (3, "Ablage")]
        first = ranked_list(organisation)[0]
        assert (first.moved.place, first.moved.reason) == (1, "Die Förderung läuft ab.")
        assert str(first.moved) == "1: Die Förderung läuft ab."
        assert first.how_sure.startswith("Nach Punkten Platz 3")
        assert Journal(measures[2]).entries[0].text == (
            "Von Hand auf Platz 1 gesetzt: Die Förderung läuft ab."
        )

    def test_can_be_changed_and_taken_back(self, organisation, pilot, measures):
        place_by_hand(measures[2], 1, "Eilig.", seen_version=1, by=pilot)
        place_by_hand(reloaded(measures[2]), 2, "Doch nicht.", seen_version=2, by=pilot)
        assert order(organisation)[1] == (2, "Telefon")
        take_back(reloaded(measures[2]), pilot)
        take_back(reloaded(measures[2]), pilot)
        assert order(organisation)[2] == (3, "Telefon")
        assert actions() == ["measure.moved", "measure.moved", "measure.moved_back"]
        assert AuditEntry.objects.order_by("-id").first().before == {
            "Platz": 2,
            "Warum?": "Doch nicht.",
        }

    def test_the_same_again_changes_nothing(self, pilot, measures):
        for _ in range(2):
            place_by_hand(reloaded(measures[2]), 1, "Eilig.", seen_version=1, by=pilot)
        assert reloaded(measures[2]).version == 2

    def test_by_two_at_once_is_noticed(self, pilot, measures):
        with pytest.raises(StaleRow):
            place_by_hand(measures[2], 1, "Eilig.", seen_version=0, by=pilot)
        assert not ManualPlace.objects.exists()

    def test_ends_when_the_measure_is_done(self, organisation, pilot, measures):
        place_by_hand(measures[2], 1, "Eilig.", seen_version=1, by=pilot)
        Measure.objects.filter(pk=measures[2].pk).update(status="done")
        assert order(organisation) == [(1, "Kalender"), (2, "Ablage")]
        assert all(row.moved is None for row in ranked_list(organisation))

    def test_a_row_without_a_rank_says_nothing(self):
        assert Row(Measure(), None, False).how_sure == ""
