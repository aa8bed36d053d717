"""Choosing, closing, the verdict, and snapshots that stay as they are."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.domain.prioritising import WEIGHTS
from measures.domain.rounds import choosing
from measures.domain.rounds.choosing import Choice, set_choice
from measures.domain.rounds.closing import (
    MeasurePlan,
    RoundNotReady,
    close_round,
    first_step,
    gaps,
    judge,
    record_round,
)
from measures.domain.rounds.moving import place_by_hand
from measures.domain.rounds.rating_alone import part_of, rate_alone, show_all
from measures.models import (
    CriterionWeights,
    JournalEntry,
    Measure,
    RatingMode,
    RoundMeasure,
    RoundParticipant,
    RoundSnapshot,
    RoundVerdict,
)
from organisations import tenancy
from organisations.domain.mandate_standing import MandateStanding, standing_of
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry, Membership, Organisation
from tests.factories import (
    CatalogueFactory,
    JournalEntryFactory,
    MandateFactory,
    MeasureFactory,
    OrganisationFactory,
    RoundSnapshotFactory,
    StepFactory,
)
from tests.measures.domain.rounds.conftest import IN_EIGHT_WEEKS, TODAY

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def reloaded(row):
    return type(row).objects.get(pk=row.pk)


def give_hours(organisation, hours):
    now = timezone.now()
    MandateFactory(
        organisation=organisation,
        hours_per_week=hours,
        starts_on=TODAY - timedelta(days=9),
        director_confirmed_at=now,
        director_confirmed_name="Ben Probe",
        pilot_confirmed_at=now,
        pilot_confirmed_name="Ada Probe",
    )


def replace_end(mandate, day):
    mandate.ends_on = day
    return mandate


def set_effort(measure, hours):
    type(measure).objects.filter(pk=measure.pk).update(effort_hours=hours)


@pytest.fixture
def one(opened):
    return opened()


@pytest.fixture
def ready(one, pilot, measures):
    """A round with everything it needs, in which two measures are chosen."""
    chosen = [measure.pk for measure in measures[:2]]
    set_choice(one, next_on=IN_EIGHT_WEEKS, chosen=chosen, seen_version=1, by=pilot)
    return one


def close(organisation, one, pilot, plans=None):
    return close_round(Choice(organisation, one), plans or {}, seen_version=one.version, by=pilot)


class TestBeginning:
    def test_is_the_first_open_step_of_what_was_chosen(self, organisation, ready, pilot, measures):
        StepFactory(organisation=organisation, measure=measures[0], text="Fertig", done_at=NOW)
        StepFactory(organisation=organisation, measure=measures[0], text="Anbieter fragen")
        content = close(organisation, ready, pilot).content
        found = first_step(ready, content)
        assert (found.measure, found.text) == (measures[0], "Anbieter fragen")

    def test_is_the_measure_itself_where_no_step_is_written(
        self, organisation, ready, pilot, measures
    ):
        content = close(organisation, ready, pilot).content
        assert first_step(ready, content).text == ""
        Measure.objects.filter(pk=measures[0].pk).update(status="done")
        assert first_step(ready, content).measure == measures[1]
        Measure.objects.filter(pk=measures[1].pk).update(status="rejected")
        assert first_step(ready, content) is None


class TestChoosing:
    def test_adds_up_what_is_left_against_the_hours_there_are(self, organisation, ready, measures):
        give_hours(organisation, 2)
        JournalEntryFactory(organisation=organisation, measure=measures[0], hours=Decimal(4))
        choice = Choice(organisation, reloaded(ready))
        assert [offer.hours_in_words for offer in choice.offers[:2]] == [
            "noch etwa 6 Stunden",
            "noch etwa 10 Stunden",
        ]
        assert choice.available == 16
        assert choice.hours_in_words.startswith("2 Stunden in der Woche × 8 Wochen bis zum ")
        assert choice.hours_in_words.endswith(" = 16 Stunden")
        assert choice.balance_in_words == (
            "2 Maßnahmen ausgewählt, zusammen etwa 16 Stunden. Es bleiben 0 Stunden."
        )

    def test_says_when_it_is_too_much_and_what_nobody_estimated(
        self, organisation, one, pilot, measures
    ):
        give_hours(organisation, 1)
        unknown = MeasureFactory(organisation=organisation)
        chosen = [*(measure.pk for measure in measures[:1]), unknown.pk]
        set_choice(one, next_on=IN_EIGHT_WEEKS, chosen=chosen, seen_version=1, by=pilot)
        choice = Choice(organisation, one)
        assert choice.balance_in_words == (
            "2 Maßnahmen ausgewählt, zusammen etwa 10 Stunden. Das sind 2 Stunden mehr, als da "
            "sind. Bei einer davon ist der Aufwand noch nicht geschätzt."
        )
        [offer] = [offer for offer in choice.offers if offer.measure == unknown]
        assert offer.hours_in_words == "Aufwand noch nicht geschätzt"
        two = [unknown.pk, MeasureFactory(organisation=organisation).pk]
        three = Choice(organisation, one, chosen=[measures[0].pk, *two])
        assert three.balance_in_words.endswith("Bei 2 davon ist der Aufwand noch nicht geschätzt.")
        # Nothing is known about their hours, which is not the same as none.
        assert Choice(organisation, one, chosen=two).balance_in_words == (
            "2 Maßnahmen ausgewählt. Bei keiner ist der Aufwand schon geschätzt."
        )

    def test_without_a_figure_says_which_one_is_missing(self, organisation, one):
        choice = Choice(organisation, one)
        assert choice.hours_in_words == (
            "Es gibt noch keine Beauftragung, in der Stunden in der Woche stehen."
        )
        assert choice.balance_in_words == "Noch nichts ausgewählt."
        give_hours(organisation, 2)
        assert "mit dem Tag der nächsten Runde" in Choice(organisation, one).hours_in_words
        assert choosing.hours_per_week(standing_of(organisation)) == 2

    def test_names_what_a_draft_with_hours_lacks(self, organisation, one):
        draft = MandateFactory(
            organisation=organisation,
            hours_per_week=Decimal("2.5"),
            starts_on=TODAY,
            pilot_confirmed_at=timezone.now(),
            pilot_confirmed_name="Ada Probe",
        )
        assert Choice(organisation, one).hours_in_words == (
            "Der Entwurf der Beauftragung gibt 2,5 Stunden in der Woche. Es fehlt noch: "
            "die Bestätigung der Geschäftsführung."
        )
        choice = Choice(organisation, one, next_on=TODAY + timedelta(weeks=4))
        assert choice.available == 10
        assert choice.hours_in_words.endswith(
            "= 10 Stunden. Die Stunden stehen im Entwurf der Beauftragung. Es fehlt noch: "
            "die Bestätigung der Geschäftsführung."
        )
        type(draft).objects.filter(pk=draft.pk).update(hours_per_week=1, tasks=[])
        assert Choice(organisation, one).hours_in_words == (
            "Der Entwurf der Beauftragung gibt 1 Stunde in der Woche. Es fehlt noch: "
            "die Aufgaben und die Bestätigung der Geschäftsführung."
        )
        type(draft).objects.filter(pk=draft.pk).update(hours_per_week=None)
        assert Choice(organisation, one).hours_in_words == (
            "Im Entwurf der Beauftragung stehen noch keine Stunden in der Woche."
        )

    def test_says_when_the_mandate_knows_no_hours_or_is_over(self, organisation, one):
        give_hours(organisation, None)
        assert Choice(organisation, one).hours_in_words == (
            "In der Beauftragung stehen keine Stunden in der Woche."
        )
        over = TODAY - timedelta(days=1)
        latest = standing_of(organisation).latest
        ended = MandateStanding((replace_end(latest, over),), TODAY)
        assert choosing.why_no_hours(ended) == (
            "Die Beauftragung ist ausgelaufen und gibt keine Stunden mehr."
        )

    def test_speaks_of_a_single_hour_and_a_single_week(self, organisation, one, pilot, measures):
        give_hours(organisation, 1)
        in_a_week = TODAY + timedelta(weeks=1)
        set_effort(measures[0], 2)
        ids = [measures[0].pk]
        choice = Choice(organisation, one, next_on=in_a_week, chosen=ids)
        assert choice.hours_in_words.startswith("1 Stunde in der Woche × 1 Woche bis zum ")
        assert choice.hours_in_words.endswith(" = 1 Stunde")
        assert choice.balance_in_words == (
            "1 Maßnahme ausgewählt, zusammen etwa 2 Stunden. Das ist 1 Stunde mehr, als da ist."
        )
        in_three = Choice(organisation, one, next_on=TODAY + timedelta(weeks=3), chosen=ids)
        assert in_three.balance_in_words.endswith("Es bleibt 1 Stunde.")

    def test_without_hours_only_adds_up(self, organisation, ready):
        assert Choice(organisation, ready).balance_in_words == (
            "2 Maßnahmen ausgewählt, zusammen etwa 20 Stunden."
        )

    def test_can_be_changed_and_keeps_to_the_organisation(self, one, pilot, measures):
        foreign = 999_999_999
        ids = [measure.pk for measure in measures]
        set_choice(one, next_on=None, chosen=[ids[0], foreign], seen_version=1, by=pilot)
        set_choice(one, next_on=None, chosen=ids[1:2], seen_version=2, by=pilot)
        chosen = RoundMeasure.objects.filter(is_chosen=True)
        assert [note.measure_id for note in chosen] == ids[1:2]
        assert str(chosen[0]) == f"{one.pk}: {ids[1]}"
        entry = AuditEntry.objects.order_by("-id").first()
        assert (entry.before, entry.after) == (
            {"Als Nächstes": "Kalender"},
            {"Als Nächstes": "Ablage"},
        )

    def test_the_same_again_changes_nothing(self, ready, pilot, measures):
        ids = [measure.pk for measure in measures[:2]]
        set_choice(ready, next_on=IN_EIGHT_WEEKS, chosen=ids, seen_version=0, by=pilot)
        assert ready.version == 2

    def test_by_two_at_once_is_noticed(self, ready, pilot):
        with pytest.raises(StaleRow):
            set_choice(ready, next_on=IN_EIGHT_WEEKS, chosen=[], seen_version=1, by=pilot)


class TestWhatIsMissing:
    def test_is_said(self, organisation, one):
        said = [gap.sentence for gap in gaps(one, Choice(organisation, one))]
        assert said == ["Es fehlt der Tag der nächsten Runde.", "Noch keine Maßnahme ist bewertet."]
        RoundParticipant.objects.all().delete()
        one.next_on = TODAY
        assert [gap.step for gap in gaps(one, Choice(organisation, one))] == [
            *("change_round", "round_choice", "round_ratings"),
        ]

    def test_is_nothing_in_the_end(self, organisation, ready):
        assert gaps(ready, Choice(organisation, ready)) == []


class TestClosing:
    def test_plans_what_was_chosen(self, organisation, ready, pilot, measures):
        member = Membership.objects.get(user=pilot)
        Measure.objects.filter(pk=measures[1].pk).update(status="in_progress")
        close(organisation, ready, pilot, {measures[0].pk: MeasurePlan(member, TODAY)})
        first, second, third = (reloaded(measure) for measure in measures)
        assert (first.status, first.responsible, first.due_date) == ("planned", member, TODAY)
        assert (second.status, second.responsible, second.version) == ("in_progress", None, 1)
        assert third.status == "idea"
        assert JournalEntry.objects.get().text == "Stand geändert: von „Idee“ auf „geplant“"
        assert ready.state == "closed"

    def test_leaves_measures_alone_that_were_done_meanwhile(
        self, organisation, ready, pilot, measures
    ):
        Measure.objects.filter(pk=measures[0].pk).update(status="done")
        snapshot = close(organisation, ready, pilot)
        assert reloaded(measures[0]).status == "done"
        assert [row.title for row in snapshot.content.chosen] == ["Ablage"]

    def test_writes_down_everything(self, organisation, opened, pilot, director, measures):
        give_hours(organisation, 2)
        round_ = opened(RatingMode.ALONE)
        for person, value in ((pilot, 2), (director, 5)):
            rate_alone(part_of(round_, person), measures[0], {"benefit": (value, "")})
        show_all(round_, pilot)
        MeasureFactory(organisation=organisation, title="Ohne Bewertung")
        place_by_hand(reloaded(measures[2]), 1, "Eilig.", seen_version=1, by=pilot)
        weights = CriterionWeights(organisation=organisation, benefit=9)
        stored = CriterionWeights.of(organisation)
        WEIGHTS.change(weights, stored=stored, seen_version=0, by=pilot)
        set_choice(
            round_, next_on=IN_EIGHT_WEEKS, chosen=[measures[0].pk], seen_version=2, by=pilot
        )
        content = close(organisation, round_, pilot).content
        assert [(row.place, row.rank, row.title) for row in content.rows] == [
            (1, 3, "Telefon"),
            (2, 1, "Kalender"),
            (3, 2, "Ablage"),
            (None, None, "Ohne Bewertung"),
        ]
        assert content.participants == ("Ada Probe", "Ben Probe")
        assert content.rows[0].move.reason == "Eilig."
        assert content.weights["benefit"] == 9
        assert content.hours_available == 16
        assert content.rated_alone
        benefit = content.rows[1].rating_by_criterion["benefit"]
        assert [(one.name, one.value) for one in benefit.opinions] == [
            ("Ada Probe", 2),
            ("Ben Probe", 5),
        ]
        assert [row.title for row in content.chosen] == ["Kalender"]
        assert "Telefon" in content.news.new
        assert content.rows[3].ratings == ()
        assert content.row_by_key[measures[0].key].title == "Kalender"

    def test_says_what_is_only_suggested(self, organisation, ready, pilot):
        MeasureFactory(
            organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
        )
        [row] = [
            row
            for row in close(organisation, ready, pilot).content.rows
            if row.score != 100 and row.title not in ("Ablage", "Telefon")
        ]
        assert [rating.by for rating in row.ratings] == [""] * 5

    def test_needs_everything(self, organisation, one, pilot):
        with pytest.raises(RoundNotReady):
            close(organisation, one, pilot)
        with pytest.raises(ValueError, match="next one"):
            record_round(Choice(organisation, one), 1)

    def test_happens_once(self, organisation, ready, pilot):
        close(organisation, ready, pilot)
        with pytest.raises(RoundNotReady):
            close(organisation, ready, pilot)
        with pytest.raises(StaleRow):
            close_round(Choice(organisation, ready), {}, seen_version=1, by=pilot)

    def test_without_a_choice_is_fine(self, organisation, one, pilot, measures):
        set_choice(one, next_on=IN_EIGHT_WEEKS, chosen=[], seen_version=1, by=pilot)
        close(organisation, one, pilot)
        assert "Als Nächstes" not in AuditEntry.objects.order_by("-id").first().after


class TestTheVerdict:
    def test_confirms(self, organisation, ready, pilot, director):
        snapshot = close(organisation, ready, pilot)
        judge(ready, snapshot, RoundVerdict.CONFIRMED, "", seen_snapshot=snapshot.pk, by=director)
        assert reloaded(ready).state == "confirmed"
        found = reloaded(snapshot)
        assert (found.verdict, found.judged_by_name) == ("confirmed", "Ben Probe")
        assert AuditEntry.objects.order_by("-id").first().action == "round.confirmed"

    def test_returns_for_a_correction_whose_earlier_version_stays(
        self, organisation, ready, pilot, director, measures
    ):
        first = close(organisation, ready, pilot)
        before = reloaded(first).document
        judge(
            ready,
            first,
            RoundVerdict.RETURNED,
            "Bitte weniger.",
            seen_snapshot=first.pk,
            by=director,
        )
        assert reloaded(ready).is_open
        set_choice(
            ready,
            next_on=IN_EIGHT_WEEKS,
            chosen=[measures[0].pk],
            seen_version=ready.version,
            by=pilot,
        )
        second = close(organisation, ready, pilot)
        assert (second.number, second.content.version) == (2, 2)
        assert str(second) == "Fassung 2"
        assert len(second.content.chosen) == 1
        assert reloaded(first).document == before
        entry = AuditEntry.objects.get(action="round.returned")
        assert entry.after == {"Bemerkung": "Bitte weniger."}

    def test_is_about_what_the_person_read(self, organisation, ready, pilot, director):
        snapshot = close(organisation, ready, pilot)
        with pytest.raises(StaleRow):
            judge(ready, snapshot, RoundVerdict.CONFIRMED, "", seen_snapshot=0, by=director)
        judge(ready, snapshot, RoundVerdict.CONFIRMED, "", seen_snapshot=snapshot.pk, by=director)
        with pytest.raises(StaleRow):
            judge(
                ready,
                snapshot,
                RoundVerdict.RETURNED,
                "Doch",
                seen_snapshot=snapshot.pk,
                by=director,
            )


class TestASnapshotInTheDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            {"document": {}},
            {"number": 7},
            {"made_by_name": "Jemand"},
            {"made_at": timezone.now()},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_never_changes_not_even_by_a_migration(self, owner, organisation, ready, pilot, change):
        snapshot = close(organisation, ready, pilot)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            RoundSnapshot.objects.filter(pk=snapshot.pk).update(**change)

    def test_is_not_deleted_not_even_by_a_migration(self, owner, organisation, ready, pilot):
        snapshot = close(organisation, ready, pilot)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            snapshot.delete()

    def test_goes_only_when_the_time_of_its_organisation_has_come(self, organisation):
        snapshot = RoundSnapshotFactory(organisation=organisation)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            RoundSnapshot.go_with(organisation)
        due = OrganisationFactory(deletes_at=timezone.now())
        RoundSnapshot.go_with(due)
        assert RoundSnapshot.objects.get() == snapshot
        Organisation.objects.filter(pk=organisation.pk).update(deletes_at=timezone.now())
        RoundSnapshot.go_with(organisation)
        assert not RoundSnapshot.objects.exists()

    def test_keeps_its_verdict(self, organisation):
        snapshot = RoundSnapshotFactory(
            organisation=organisation, verdict="confirmed", judged_at=timezone.now()
        )
        snapshot.verdict = "returned"
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            RoundSnapshot.objects.store_verdict(snapshot)

    def test_gets_no_verdict_from_another_organisation(self, organisation):
        snapshot = RoundSnapshotFactory(organisation=organisation)
        snapshot.verdict, snapshot.judged_at = "confirmed", timezone.now()
        with tenancy.activate(OrganisationFactory()):
            RoundSnapshot.objects.store_verdict(snapshot)
        assert reloaded(snapshot).verdict == ""

    def test_loses_references_to_people_but_not_their_names(
        self, organisation, ready, pilot, director
    ):
        snapshot = close(organisation, ready, pilot)
        judge(ready, snapshot, RoundVerdict.CONFIRMED, "", seen_snapshot=snapshot.pk, by=director)
        Membership.objects.all().delete()
        pilot.delete()
        director.delete()
        found = reloaded(snapshot)
        assert (found.made_by, found.made_by_name) == (None, "Ada Probe")
        assert (found.judged_by, found.judged_by_name) == (None, "Ben Probe")

    def test_says_the_same_whatever_becomes_of_measures(self, organisation, ready, pilot, measures):
        snapshot = close(organisation, ready, pilot)
        before = reloaded(snapshot).content
        Measure.objects.update(title="Anders", status="done")
        place = reloaded(measures[0])
        place_by_hand(place, 2, "Egal.", seen_version=place.version, by=pilot)
        assert reloaded(snapshot).content == before
