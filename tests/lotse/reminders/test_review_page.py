"""The page with what is coming, and its rhythm."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lotse.reminders.models import ReviewRhythm, validate_weekdays
from lotse.reminders.terms import OccasionKind, ReminderStage
from organisations import tenancy
from organisations.models import AccessLevel, AuditEntry, Role
from tests.factories import (
    AccompanimentFactory,
    CheckFactory,
    ConsultantFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    ReminderFactory,
    ReviewRhythmFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return MembershipFactory(user__name="Piet Lotse")


def address(membership, name="review"):
    return reverse(f"reminders:{name}", args=[membership.organisation.slug])


def shown(client, membership):
    client.force_login(membership.user)
    return client.get(address(membership)).text


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


class TestThePage:
    def test_says_what_to_expect_where_nothing_is_coming(self, pilot, client):
        assert "Noch steht nichts an" in shown(client, pilot)

    def test_groups_what_is_coming_by_month_and_says_who_is_reminded_when(self, pilot, client):
        due = in_days(40)
        MeasureFactory(organisation=pilot.organisation, title="Kalender", due_date=due)
        content = shown(client, pilot)
        assert f'<h2 id="month-1">{date_format(due, "F Y")}</h2>' in content
        assert "Kalender" in content
        assert "Piet Lotse · " in content
        assert "in 40 Tagen" in content
        assert "Erinnerung:" in content

    def test_shows_first_what_is_overdue_and_since_when_people_know(self, pilot, client):
        measure = MeasureFactory(organisation=pilot.organisation, due_date=in_days(-3))
        ReminderFactory(
            organisation=pilot.organisation,
            membership=pilot,
            kind=OccasionKind.MEASURE,
            subject_id=measure.pk,
            stage=ReminderStage.DUE,
            due_on=in_days(-3),
            sent_on=in_days(-2),
            mail=None,
        )
        content = shown(client, pilot)
        assert "Überfällig" in content
        assert "seit 3 Tagen überfällig" in content
        # It counted as told, but no mail went out.
        assert "Zuletzt erinnert" not in content

    def test_names_no_days_where_no_mails_go_out(self, pilot, client):
        ReviewRhythmFactory(organisation=pilot.organisation, sends_mails=False)
        MeasureFactory(organisation=pilot.organisation, due_date=in_days(40))
        assert "Erinnerung:" not in shown(client, pilot)

    def test_leads_members_to_pages_that_they_may_see(self, pilot, client):
        member = MembershipFactory(organisation=pilot.organisation, role=Role.MEMBER)
        CheckFactory(organisation=pilot.organisation, finished_at=timezone.now())
        standing = reverse("checks:standing", args=[pilot.organisation.slug])
        start = reverse("checks:start", args=[pilot.organisation.slug])
        assert f'<h3><a href="{standing}">' in shown(client, member)
        assert f'<h3><a href="{start}">' in shown(client, pilot)

    def test_is_read_by_consultants_without_settings_of_their_own(self, pilot, client):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=pilot.organisation,
            consultancy=consultant.consultancy,
            level=AccessLevel.READ,
        )
        client.force_login(consultant.user)
        content = client.get(address(pilot)).text
        assert "Meine Erinnerungen" not in content
        assert "Rhythmus ändern" not in content

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_fifty_as_for_one(
        self, pilot, client, number, django_assert_num_queries
    ):
        organisation = pilot.organisation
        CheckFactory(organisation=organisation, finished_at=timezone.now())
        MandateFactory(
            organisation=organisation, is_confirmed=True, pilot=pilot, ends_on=in_days(90)
        )
        for one in range(number):
            measure = MeasureFactory(organisation=organisation, due_date=in_days(one - 3))
            StepFactory(organisation=organisation, measure=measure, due_date=in_days(one))
        client.force_login(pilot.user)
        client.get(address(pilot))
        with django_assert_num_queries(16):
            client.get(address(pilot))


TYPED = {
    "round_months": "2",
    "check_months": "24",
    "sends_mails": "on",
    "state": "BE",
    "weekdays": ["1", "3"],
    "begins": "9",
    "ends": "12",
}


class TestTheRhythm:
    def rhythm(self, membership):
        with tenancy.activate(membership.organisation):
            return ReviewRhythm.objects.get()

    def test_is_changed_and_recorded(self, pilot, client):
        client.force_login(pilot.user)
        page = address(pilot, "rhythm")
        assert "jedes Jahr" in client.get(page).text
        response = client.post(page, TYPED | {"version": "0"}, follow=True)
        assert "Der Rhythmus ist gespeichert." in response.text
        assert "Montag und Mittwoch, zwischen 9 und 12 Uhr" in response.text
        found = self.rhythm(pilot)
        assert (found.round_months, found.check_months, found.state) == (2, 24, "BE")
        assert (found.weekdays, found.begins, found.ends) == ([1, 3], 9, 12)
        with tenancy.activate(pilot.organisation):
            entry = AuditEntry.objects.get(action="organisation.rhythm_changed")
        assert entry.before["Bundesland"] == "nur bundesweite Feiertage"
        assert entry.after["Bundesland"] == "Berlin"
        assert entry.after["Wochentage"] == "Montag und Mittwoch"

    def test_stays_when_nothing_changes(self, pilot, client):
        ReviewRhythmFactory(organisation=pilot.organisation, version=3)
        client.force_login(pilot.user)
        usual = TYPED | {
            "round_months": "3",
            "check_months": "12",
            "state": "",
            "weekdays": ["1", "2", "3", "4", "5"],
            "begins": "8",
            "ends": "18",
        }
        client.post(address(pilot, "rhythm"), usual | {"version": "1"})
        assert self.rhythm(pilot).version == 3

    def test_keeps_its_days_while_something_else_changes(self, pilot, client):
        client.force_login(pilot.user)
        client.post(address(pilot, "rhythm"), TYPED | {"version": "0"})
        client.post(address(pilot, "rhythm"), TYPED | {"version": "1", "state": "HH"})
        with tenancy.activate(pilot.organisation):
            latest = AuditEntry.objects.of(pilot.organisation).first()
        assert latest.after == {"Bundesland": "Hamburg"}

    def test_shows_both_versions_when_someone_else_was_quicker(self, pilot, client):
        ReviewRhythmFactory(organisation=pilot.organisation, version=3, weekdays=[6])
        client.force_login(pilot.user)
        response = client.post(address(pilot, "rhythm"), TYPED | {"version": "2"})
        assert response.status_code == 409
        assert "Zwei Fassungen" in response.text
        assert "Samstag" in response.text
        with tenancy.activate(pilot.organisation):
            assert not AuditEntry.objects.filter(action="organisation.rhythm_changed")
        again = client.post(address(pilot, "rhythm"), TYPED | {"version": "3"})
        assert again.status_code == 302
        assert self.rhythm(pilot).weekdays == [1, 3]

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"weekdays": []}, "weekdays", "Bitte mindestens einen Wochentag wählen."),
            ({"begins": "17", "ends": "18"}, "ends", "mindestens 2 Stunden"),
            ({"begins": "nie"}, "begins", "Das gibt es hier nicht."),
            ({"state": "XX"}, "state", "Das gibt es hier nicht."),
            ({"round_months": "0"}, "round_months", "Das gibt es hier nicht."),
        ],
    )
    def test_refuses_what_makes_no_sense_next_to_its_field(
        self, pilot, client, changed, field, words
    ):
        client.force_login(pilot.user)
        response = client.post(address(pilot, "rhythm"), TYPED | changed)
        assert response.status_code == 422
        said = re.findall(r'id="id_(\w+)_error"><p class="error">([^<]+)</p>', response.text)
        assert [name for name, _sentence in said] == [field]
        assert words in said[0][1]

    @pytest.mark.parametrize("wrong", [[], [0], [8], [1, 1], ["1"], [True], "1", None, {"1": 1}])
    def test_has_only_weekdays(self, wrong):
        with pytest.raises(Exception, match="keine Wochentage"):
            validate_weekdays(wrong)

    @pytest.mark.parametrize("right", [[1], [1, 2, 3, 4, 5], [7, 6]])
    def test_may_have_any_weekdays(self, right):
        validate_weekdays(right)

    def test_has_a_name(self, pilot):
        assert str(ReviewRhythmFactory(organisation=pilot.organisation)).startswith("Rhythmus")
