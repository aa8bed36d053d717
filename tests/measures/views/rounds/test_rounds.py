"""The pages of rounds."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from measures.models import (
    ManualPlace,
    Measure,
    PrioritisationRound,
    RoundMeasure,
    RoundRating,
    RoundSnapshot,
)
from organisations import tenancy
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    ManualPlaceFactory,
    MeasureFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
    RoundMeasureFactory,
    RoundParticipantFactory,
    RoundSnapshotFactory,
    snapshot_content,
    snapshot_row,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(weeks=8)
ALL_FIVE = {
    f"{key}_value": "4" for key in ("feasibility", "benefit", "capability", "integration", "reuse")
}


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(user__name="Ada Probe")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def organisation(pilot):
    return pilot.organisation


@pytest.fixture
def measure(organisation):
    return MeasureFactory(
        organisation=organisation, title="Kalender teilen", rated=(3,) * 5, effort_hours=10
    )


def a_round(pilot, *others, **kwargs):
    one = PrioritisationRoundFactory(organisation=pilot.organisation, **kwargs)
    for member in (pilot, *others):
        RoundParticipantFactory(organisation=one.organisation, round=one, user=member.user)
    return one


def at(one, name, **kwargs):
    kwargs |= {"slug": one.organisation.slug}
    if isinstance(one, PrioritisationRound):
        kwargs["prioritisation_round_id"] = one.pk
    return reverse(f"measures:{name}", kwargs=kwargs)


def everything(organisation, model):
    with tenancy.activate(organisation):
        return list(model.objects.all())


def reloaded(row):
    with tenancy.activate(row.organisation):
        return type(row).objects.get(pk=row.pk)


def text_of(response):
    return " ".join(response.content.decode().split())


class TestOpening:
    def test_leads_to_the_course(self, client, pilot, organisation):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        assert "Ada Probe" in text_of(client.get(url))
        data = {"held_on": str(TODAY), "way": "alone", "people": [pilot.user_id]}
        response = client.post(url, data)
        [one] = everything(organisation, PrioritisationRound)
        assert response.url == at(one, "round")
        assert one.rates_alone

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"held_on": "morgen"}, "Bitte ein Datum eingeben"),
            ({"held_on": ""}, "Bitte wählen Sie einen Tag."),
            ({"people": []}, "Bitte wählen Sie mindestens eine Person."),
            ({"people": ["999999"]}, "Das gibt es hier nicht."),
            ({"way": "laut"}, "Das gibt es hier nicht."),
        ],
    )
    def test_with_an_error_says_so(self, client, pilot, organisation, data, error):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        good = {"held_on": str(TODAY), "way": "alone", "people": [pilot.user_id]}
        response = client.post(url, good | data)
        assert response.status_code == 422
        assert error in text_of(response)
        assert everything(organisation, PrioritisationRound) == []

    def test_while_one_runs_leads_to_that_one(self, client, pilot, organisation):
        one = a_round(pilot)
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        data = {"held_on": str(TODAY), "way": "alone", "people": [pilot.user_id]}
        for response in (client.get(url), client.post(url, data)):
            assert response.url == at(one, "round")

    def test_offers_consultants_who_may_edit(self, client, organisation):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        for level in ("read", "edit"):
            consultant = ConsultantFactory(user__name=f"Berater {level}")
            AccompanimentFactory(
                organisation=organisation, consultancy=consultant.consultancy, level=level
            )
        page = text_of(client.get(url))
        assert "Berater edit" in page
        assert "Berater read" not in page


class TestTheList:
    def test_shows_all_rounds_and_what_to_compare(self, client, pilot, organisation):
        page = text_of(client.get(at(organisation_of(pilot), "rounds")))
        assert "Noch keine Runde" in page
        for number in (1, 2):
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed", next_on=SOON
            )
            RoundSnapshotFactory(organisation=organisation, round=one)
        running = a_round(pilot, number=3)
        page = text_of(client.get(at(organisation_of(pilot), "rounds")))
        assert page.count("Ergebnis ansehen") == 2
        assert "Die letzten beiden Runden vergleichen" in page
        assert at(running, "round") in page

    def test_asks_the_database_as_often_for_many_as_for_few(self, client, pilot, organisation):
        url = at(organisation_of(pilot), "rounds")
        counts = []
        for number in (1, 2, 3, 4, 5, 6):
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed"
            )
            RoundParticipantFactory(organisation=organisation, round=one)
            RoundSnapshotFactory(organisation=organisation, round=one)
            if number in (2, 6):
                counts.append(queries_of(client, url))
        assert counts[0] == counts[1]


class Of:
    """Stands for a round where an address needs only the organisation."""

    def __init__(self, organisation):
        self.organisation = organisation


def organisation_of(membership):
    return Of(membership.organisation)


def queries_of(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


class TestTheCourse:
    @pytest.mark.parametrize("way", ["together", "alone"])
    def test_leads_through_every_step(self, client, pilot, measure, way):
        one = a_round(pilot, way=way)
        page = text_of(client.get(at(one, "round")))
        for name in ("round_news", "round_ratings", "round_order", "round_choice", "close_round"):
            assert at(one, name) in page
        assert ("Für mich bewerten" in page) == (way == "alone")
        for name in ("round_news", "round_ratings", "round_order", "round_choice", "close_round"):
            assert client.get(at(one, name)).status_code == 200

    def test_asks_the_database_as_often_for_many_measures(self, client, pilot, organisation):
        one = a_round(pilot, way="alone")
        names = ("round", "round_ratings", "round_order", "round_choice", "alone")
        for _ in range(2):
            MeasureFactory(organisation=organisation, rated=(3,) * 5)
        few = {name: queries_of(client, at(one, name)) for name in names}
        for _ in range(8):
            MeasureFactory(organisation=organisation, rated=(3,) * 5)
        assert {name: queries_of(client, at(one, name)) for name in names} == few

    def test_shows_what_was_returned(self, client, pilot, measure):
        one = a_round(pilot)
        RoundSnapshotFactory(
            organisation=one.organisation,
            round=one,
            verdict="returned",
            remark="Bitte weniger.",
            judged_by_name="Ben Probe",
            judged_at=timezone.now(),
        )
        page = text_of(client.get(at(one, "round")))
        assert "Ben Probe hat die Runde zurückgegeben" in page
        assert "Bitte weniger." in page
        response = client.post(at(one, "discard_round"), follow=True)
        assert "Ihr Ergebnis bleibt stehen" in text_of(response)

    def test_can_be_read_by_colleagues_who_take_no_part(self, client, pilot, measure):
        one = a_round(pilot)
        member = MembershipFactory(organisation=one.organisation, role="member")
        client.force_login(member.user)
        page = text_of(client.get(at(one, "round")))
        assert "Hier sehen Sie, wie weit die Runde ist." in page
        assert at(one, "round_choice") not in page

    def test_is_over_once_it_is_closed(self, client, pilot, measure):
        one = a_round(pilot, state="closed")
        RoundSnapshotFactory(organisation=one.organisation, round=one)
        assert client.get(at(one, "round_ratings")).url == at(one, "round")
        response = client.post(at(one, "show_voices"), follow=True)
        assert "Diese Runde ist schon abgeschlossen." in text_of(response)

    def test_is_discarded_after_a_question(self, client, pilot, organisation):
        one = a_round(pilot)
        assert "Runde verwerfen?" in text_of(client.get(at(one, "discard_round")))
        client.post(at(one, "discard_round"))
        assert everything(organisation, PrioritisationRound) == []


class TestChanging:
    def test_is_saved(self, client, pilot):
        one = a_round(pilot)
        assert "Runde ändern" in text_of(client.get(at(one, "change_round")))
        data = {"held_on": "2030-05-04", "way": "alone", "people": [pilot.user_id], "version": 1}
        assert client.post(at(one, "change_round"), data).url == at(one, "round")
        assert str(reloaded(one).held_on) == "2030-05-04"

    def test_of_a_round_changed_meanwhile_shows_both_versions(self, client, pilot):
        one = a_round(pilot, version=3)
        data = {"held_on": "2030-05-04", "way": "alone", "people": [pilot.user_id], "version": 2}
        response = client.post(at(one, "change_round"), data)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Runde" in text_of(response)
        assert client.post(at(one, "change_round"), data | {"version": 3}).status_code == 302

    def test_with_an_error_changes_nothing(self, client, pilot):
        one = a_round(pilot)
        assert client.post(at(one, "change_round"), {"version": 1}).status_code == 422


class TestRatingAlone:
    @pytest.fixture
    def one(self, pilot, measure):
        return a_round(pilot, way="alone")

    def test_goes_from_measure_to_measure(self, client, one, measure):
        other = MeasureFactory(organisation=one.organisation, title="Ablage ordnen")
        assert "0 von 2 bewertet" in text_of(client.get(at(one, "alone")))
        url = at(one, "rate_alone", measure_id=measure.pk)
        assert "Kalender teilen" in text_of(client.get(url))
        response = client.post(url, ALL_FIVE | {"action": "next"})
        assert response.url == at(one, "rate_alone", measure_id=other.pk)
        assert "1 von 2 bewertet" in text_of(client.get(at(one, "alone")))
        last = client.post(response.url, ALL_FIVE | {"action": "next"}, follow=True)
        assert "Sie haben alles bewertet." in text_of(last)
        assert client.post(url, ALL_FIVE).url == at(one, "alone")

    def test_a_note_without_a_number_is_an_error(self, client, one, measure):
        url = at(one, "rate_alone", measure_id=measure.pk)
        response = client.post(url, {"benefit_note": "Weil."})
        assert response.status_code == 422
        assert everything(one.organisation, RoundRating) == []

    def test_shows_nobody_elses_numbers(self, client, pilot, one, measure):
        other = MembershipFactory(organisation=one.organisation, user__name="Ben Geheim")
        part = RoundParticipantFactory(organisation=one.organisation, round=one, user=other.user)
        client.force_login(other.user)
        url = at(one, "rate_alone", measure_id=measure.pk)
        client.post(url, ALL_FIVE | {"benefit_note": "Streng geheim"})
        client.force_login(pilot.user)
        settle = at(one, "settle", measure_id=measure.pk)
        for page in (url, settle):
            assert "Streng geheim" not in text_of(client.get(page))
        assert "sobald sie abgegeben haben" in text_of(client.get(settle))
        client.post(at(one, "show_voices"))
        page = text_of(client.get(settle))
        assert "Streng geheim" in page
        assert "Alle sagen 4." in page
        assert reloaded(part).handed_in_at is None

    def test_ends_by_handing_in(self, client, one, measure):
        response = client.post(at(one, "hand_in"), follow=True)
        assert "Ihre Bewertungen sind abgegeben" in text_of(response)
        url = at(one, "rate_alone", measure_id=measure.pk)
        for answer in (
            client.get(at(one, "alone"), follow=True),
            client.post(url, ALL_FIVE, follow=True),
            client.post(at(one, "hand_in"), follow=True),
        ):
            assert "schon abgegeben" in text_of(answer)

    def test_ends_with_the_comparison(self, client, one):
        client.post(at(one, "show_voices"))
        page = text_of(client.get(at(one, "alone"), follow=True))
        assert "Der Vergleich ist schon geöffnet." in page

    def test_is_for_those_who_take_part(self, client, one):
        other = MembershipFactory(organisation=one.organisation, role="member")
        client.force_login(other.user)
        page = text_of(client.get(at(one, "alone"), follow=True))
        assert "Sie nehmen an dieser Runde nicht teil." in page

    def test_is_not_there_where_people_rate_together(self, client, pilot, measure):
        one = a_round(pilot)
        page = text_of(client.get(at(one, "alone"), follow=True))
        assert "Diese Runde bewertet gemeinsam." in page


class TestSettling:
    def test_goes_on_to_the_next(self, client, pilot, measure):
        other = MeasureFactory(organisation=measure.organisation, title="Ablage ordnen")
        one = a_round(pilot)
        url = at(one, "settle", measure_id=measure.pk)
        page = text_of(client.get(url))
        assert "Ablage ordnen" in page
        response = client.post(url, ALL_FIVE | {"version": 1, "action": "next"})
        assert response.url == at(one, "settle", measure_id=other.pk)
        last = client.post(response.url, ALL_FIVE | {"version": 1, "action": "next"}, follow=True)
        assert "Alles, worüber die Runde spricht, ist bewertet." in text_of(last)
        assert "in dieser Runde bewertet" in text_of(last)

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        one = a_round(pilot)
        url = at(one, "settle", measure_id=measure.pk)
        response = client.post(url, ALL_FIVE | {"version": 0})
        assert response.status_code == 409
        assert "Gespeichert ist: 3" in text_of(response)
        assert client.post(url, ALL_FIVE | {"version": 1}).url == at(one, "round_ratings")

    def test_with_an_error_keeps_what_was_typed(self, client, pilot, measure):
        url = at(a_round(pilot), "settle", measure_id=measure.pk)
        response = client.post(url, {"version": 1, "benefit_note": "Weil das so ist."})
        # Nothing was chosen beside the note.
        assert response.status_code == 422
        assert "Weil das so ist." in text_of(response)

    def test_is_for_open_measures(self, client, pilot, organisation):
        done = MeasureFactory(organisation=organisation, status="done")
        assert client.get(at(a_round(pilot), "settle", measure_id=done.pk)).status_code == 404

    def test_disagreement_is_drawn_and_said(self, client, pilot, measure):
        other = MembershipFactory(organisation=measure.organisation, user__name="Ben Probe")
        one = a_round(pilot, other, way="alone")
        url = at(one, "rate_alone", measure_id=measure.pk)
        for member, value in ((pilot, "1"), (other, "5")):
            client.force_login(member.user)
            client.post(url, ALL_FIVE | {"benefit_value": value})
            client.post(at(one, "hand_in"))
        client.force_login(pilot.user)
        page = text_of(client.get(at(one, "settle", measure_id=measure.pk)))
        assert "Von 1 (Ada Probe) bis 5 (Ben Probe)." in page
        assert "spread-range" in page
        assert "4 Stufen auseinander" in text_of(client.get(at(one, "round_ratings")))

    def test_fills_in_what_all_said_until_something_else_is_settled(self, client, pilot, measure):
        one = a_round(pilot, way="alone")
        client.post(at(one, "rate_alone", measure_id=measure.pk), ALL_FIVE)
        client.post(at(one, "hand_in"))
        url = at(one, "settle", measure_id=measure.pk)
        assert 'name="benefit_value" value="4" checked' in text_of(client.get(url))
        client.post(url, ALL_FIVE | {"benefit_value": "2", "version": 1})
        page = text_of(client.get(url))
        assert "Alle sagen 4." in page
        assert 'name="benefit_value" value="2" checked' in page

    def test_marks_as_disputed(self, client, pilot, measure):
        one = a_round(pilot)
        url = at(one, "dispute", measure_id=measure.pk)
        for wanted in ("1", "0"):
            client.post(url, {"strittig": wanted})
            [note] = everything(one.organisation, RoundMeasure)
            assert note.is_disputed == (wanted == "1")


class TestMoving:
    def test_is_shown_on_list_measure_and_explanation(self, client, pilot, measure):
        other = MeasureFactory(organisation=measure.organisation, rated=(1,) * 5, title="Spät")
        one = a_round(pilot)
        url = at(one, "move_measure", measure_id=other.pk)
        assert "Nach Punkten steht sie auf Platz 2" in text_of(client.get(url))
        data = {"place": 1, "reason": "Die Förderung läuft ab.", "version": 1}
        assert client.post(url, data).url == at(one, "round_order")
        pages = (
            at(one, "round_order"),
            at(organisation_of(pilot), "list"),
            at(organisation_of(pilot), "explanation"),
            at(organisation_of(pilot), "detail", measure_id=other.pk),
        )
        for page in pages:
            words = text_of(client.get(page))
            assert "von Hand auf Platz 1" in words, page
            assert "Die Förderung läuft ab." in words, page

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"place": ""}, "Bitte geben Sie einen Platz ein."),
            ({"place": "0"}, "Bitte eine Zahl ab 1 eingeben."),
            ({"place": "2"}, "So viele Plätze gibt es nicht, der letzte ist 1."),
            ({"place": "vorn"}, "Bitte eine ganze Zahl eingeben."),
            ({"reason": " "}, "Bitte sagen Sie in einem Satz"),
            ({"reason": "x" * 501}, "Höchstens 500 Zeichen"),
        ],
    )
    def test_with_an_error_says_so(self, client, pilot, measure, data, error):
        url = at(a_round(pilot), "move_measure", measure_id=measure.pk)
        response = client.post(url, {"place": 1, "reason": "Eilig.", "version": 1} | data)
        assert response.status_code == 422
        assert error in text_of(response)
        assert everything(measure.organisation, ManualPlace) == []

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        url = at(a_round(pilot), "move_measure", measure_id=measure.pk)
        ManualPlaceFactory(organisation=measure.organisation, measure=measure, reason="Von dort.")
        response = client.post(url, {"place": 1, "reason": "Eilig.", "version": 0})
        assert response.status_code == 409
        assert "Inzwischen hat sich etwas geändert" in text_of(response)
        assert "Von dort." in text_of(response)
        assert "Von dort." in text_of(client.get(url))

    def test_is_for_measures_with_a_place(self, client, pilot, organisation):
        unrated = MeasureFactory(organisation=organisation)
        url = at(a_round(pilot), "move_measure", measure_id=unrated.pk)
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize("sent", ["here", "", "nichts", "999999999999", "9" * 40])
    def test_is_taken_back_from_the_round_or_the_measure(self, client, pilot, measure, sent):
        one = a_round(pilot)
        ManualPlaceFactory(organisation=measure.organisation, measure=measure)
        url = at(organisation_of(pilot), "move_back", measure_id=measure.pk)
        response = client.post(url, {"runde": one.pk if sent == "here" else sent})
        back = at(organisation_of(pilot), "detail", measure_id=measure.pk)
        assert response.url == (at(one, "round_order") if sent == "here" else back)
        assert everything(measure.organisation, ManualPlace) == []


class TestChoosing:
    def test_saves_and_counts(self, client, pilot, measure):
        one = a_round(pilot)
        url = at(one, "round_choice")
        data = {"next_on": str(SOON), "chosen": [measure.pk], "version": 1}
        assert client.post(url, data | {"action": "count"}).url == url
        assert "zusammen etwa 10 Stunden" in text_of(client.get(url))
        assert client.post(url, data | {"version": 2}).url == at(one, "round")

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"next_on": str(TODAY)}, "Die nächste Runde muss nach dieser liegen."),
            ({"next_on": "bald"}, "Bitte ein Datum eingeben"),
            ({"chosen": ["alle"]}, "Das gibt es hier nicht."),
        ],
    )
    def test_with_an_error_keeps_the_ticks(self, client, pilot, measure, data, error):
        one = a_round(pilot)
        sent = {"next_on": str(SOON), "chosen": [measure.pk], "version": 1} | data
        response = client.post(at(one, "round_choice"), sent)
        page = text_of(response)
        assert response.status_code == 422
        assert error in page
        if "chosen" not in data:
            assert f'value="{measure.pk}" checked' in page

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        one = a_round(pilot, version=2, next_on=SOON)
        RoundMeasureFactory(
            organisation=one.organisation, round=one, measure=measure, is_chosen=True
        )
        response = client.post(at(one, "round_choice"), {"next_on": "", "version": 1})
        page = text_of(response)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Auswahl" in page
        assert "Kalender teilen" in page.split("Die andere Fassung behalten")[0]


class TestClosing:
    def ready(self, pilot, measure, **kwargs):
        one = a_round(pilot, next_on=SOON, **kwargs)
        RoundMeasureFactory(
            organisation=one.organisation, round=one, measure=measure, is_chosen=True
        )
        return one

    def test_says_what_it_does_and_does_it(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        url = at(one, "close_round")
        page = text_of(client.get(url))
        assert "Die ausgewählte Maßnahme bekommt den Stand „geplant“" in page
        data = {
            "version": 1,
            f"responsible_{measure.pk}": pilot.pk,
            f"due_date_{measure.pk}": str(SOON),
        }
        assert client.post(url, data).url == at(one, "round")
        found = reloaded(measure)
        assert (found.status, found.responsible_id, found.due_date) == ("planned", pilot.pk, SOON)
        page = text_of(client.get(at(one, "round")))
        assert "wartet auf die Geschäftsführung" in page
        assert "Kalender teilen" in page

    def test_says_what_is_missing(self, client, pilot, measure):
        one = a_round(pilot)
        url = at(one, "close_round")
        assert "Es fehlt der Tag der nächsten Runde." in text_of(client.get(url))
        assert client.post(url, {"version": 1}).status_code == 422
        assert reloaded(one).is_open

    def test_with_an_error_changes_nothing(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        for data in ({f"due_date_{measure.pk}": "bald"}, {f"responsible_{measure.pk}": "0"}):
            assert client.post(at(one, "close_round"), {"version": 1} | data).status_code == 422
        assert reloaded(one).is_open

    def test_two_at_once_are_told(self, client, pilot, measure):
        one = self.ready(pilot, measure, version=4)
        response = client.post(at(one, "close_round"), {"version": 3})
        assert response.status_code == 409
        assert "Inzwischen hat sich etwas geändert" in text_of(response)


class TestTheVerdict:
    @pytest.fixture
    def closed(self, pilot, measure):
        one = a_round(pilot, state="closed", next_on=SOON)
        RoundSnapshotFactory(organisation=one.organisation, round=one)
        return one

    @pytest.fixture
    def director(self, client, closed):
        found = MembershipFactory(
            organisation=closed.organisation, role="director", user__name="Ben Probe"
        )
        client.force_login(found.user)
        return found

    def snapshot(self, closed):
        return everything(closed.organisation, RoundSnapshot)[0]

    def test_confirms(self, client, closed, director):
        assert "Ihre Bestätigung fehlt noch" in text_of(client.get(at(closed, "round")))
        url = at(closed, "judge_round")
        assert "Kalender teilen" not in text_of(client.get(url))
        data = {"verdict": "confirmed", "snapshot": self.snapshot(closed).pk}
        page = text_of(client.post(url, data, follow=True))
        assert "Die Runde ist bestätigt." in page
        assert reloaded(closed).state == "confirmed"
        assert client.get(url).url == at(closed, "round")

    def test_returns_with_a_remark(self, client, closed, director):
        url = at(closed, "judge_round")
        data = {"verdict": "returned", "snapshot": self.snapshot(closed).pk}
        response = client.post(url, data)
        assert response.status_code == 422
        assert "Bitte schreiben Sie, was sich ändern soll." in text_of(response)
        page = text_of(client.post(url, data | {"remark": "Zu viel."}, follow=True))
        assert "Ben Probe hat die Runde zurückgegeben" in page
        assert reloaded(closed).is_open

    def test_needs_a_decision(self, client, closed, director):
        assert client.post(at(closed, "judge_round"), {}).status_code == 422

    def test_is_about_what_was_read(self, client, closed, director):
        data = {"verdict": "confirmed", "snapshot": "1" * 9}
        page = text_of(client.post(at(closed, "judge_round"), data, follow=True))
        assert "Inzwischen gibt es eine neue Fassung." in page

    def test_is_the_directors_next_step(self, client, closed, director):
        overview = reverse("overview", kwargs={"slug": closed.organisation.slug})
        page = text_of(client.get(overview))
        assert "Die Priorisierungsrunde bestätigen" in page
        assert at(closed, "judge_round") in page

    def test_is_nobody_elses(self, client, closed):
        assert client.get(at(closed, "judge_round")).status_code == 403


class TestResults:
    def test_old_versions_stay_readable(self, client, pilot):
        one = a_round(pilot, state="confirmed", next_on=SOON)
        ids = []
        for number, title in ((1, "Erste Fassung"), (2, "Zweite Fassung")):
            content = snapshot_content(
                snapshot_row(title, move={"place": 1, "reason": "Eilig."}), version=number
            )
            ids.append(
                RoundSnapshotFactory(
                    organisation=one.organisation,
                    round=one,
                    number=number,
                    document=content.model_dump(mode="json"),
                ).pk
            )
        assert "Zweite Fassung" in text_of(client.get(at(one, "round")))
        page = text_of(client.get(at(one, "round_snapshot", round_snapshot_id=ids[0])))
        assert "Erste Fassung" in page
        assert "Eilig." in page
        other = PrioritisationRoundFactory(organisation=one.organisation, number=99)
        url = at(other, "round_snapshot", round_snapshot_id=ids[0])
        assert client.get(url).status_code == 404

    def test_two_are_compared(self, client, pilot, organisation):
        ids = []
        for number, places in ((1, (1, 2)), (2, (2, 1))):
            rows = [
                snapshot_row(f"M{key}", key=UUID(int=key), place=place)
                for key, place in enumerate(places, start=1)
            ]
            rows.append(snapshot_row(f"Nur {number}", key=UUID(int=9 + number), place=3))
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed"
            )
            document = snapshot_content(*rows).model_dump(mode="json")
            ids.append(
                RoundSnapshotFactory(organisation=organisation, round=one, document=document).pk
            )
        url = at(organisation_of(pilot), "compare_rounds")
        assert "Vergleichen" in text_of(client.get(url))
        # Whichever is named first, the earlier one is the earlier one.
        for first, second in (ids, ids[::-1]):
            page = text_of(client.get(url, {"von": first, "bis": second}))
            assert "1 gestiegen, 1 gefallen, 1 neu und 1 nicht mehr dabei." in page
            assert "▲ von Platz 2 auf Platz 1" in page
        same = client.get(url, {"von": ids[0], "bis": ids[0]})
        assert same.status_code == 422
        assert "Bitte wählen Sie zwei verschiedene Runden." in text_of(same)
        assert client.get(url, {"von": "x", "bis": "0"}).status_code == 422


class TestTheOverview:
    def overview(self, client, organisation):
        return text_of(client.get(reverse("overview", kwargs={"slug": organisation.slug})))

    def test_leads_back_to_a_running_round(self, client, pilot, organisation):
        a_round(pilot)
        assert "Die Priorisierungsrunde fortsetzen" in self.overview(client, organisation)

    def test_asks_people_to_rate_alone(self, client, pilot, organisation):
        member = MembershipFactory(organisation=organisation, role="member")
        one = a_round(pilot, member, way="alone")
        client.force_login(member.user)
        assert "Maßnahmen für sich bewerten" in self.overview(client, organisation)
        client.post(at(one, "hand_in"))
        assert "Auf dem Laufenden bleiben" in self.overview(client, organisation)

    def test_while_a_round_waits_others_go_on(self, client, pilot, organisation):
        a_round(pilot, state="closed")
        assert "Priorisierungsrunde fortsetzen" not in self.overview(client, organisation)

    @pytest.mark.parametrize(
        ("days", "words"),
        [(30, "Die nächste Priorisierungsrunde ist am"), (-3, "war für den")],
    )
    def test_says_when_the_next_round_is(self, client, pilot, organisation, days, words):
        a_round(pilot, state="confirmed", next_on=TODAY + timedelta(days=days))
        page = self.overview(client, organisation)
        assert "Wiedervorlage" in page
        assert words in page

    def test_has_nothing_to_say_without_rounds(self, client, organisation):
        assert "Priorisierungsrunde" not in self.overview(client, organisation)
        assert everything(organisation, Measure) == []
