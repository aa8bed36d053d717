"""The calendar of one member behind a secret address."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lotse.reminders.domain import feeds
from lotse.reminders.models import CalendarFeed
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    CalendarFeedFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "ein-geheimnis"
DAY = date(2026, 12, 1)


@pytest.fixture
def member():
    return MembershipFactory(organisation__name="Beratung, Übersee", role="member")


@pytest.fixture
def feed(member):
    return CalendarFeedFactory(organisation=member.organisation, membership=member, secret=SECRET)


def mine(member, **more):
    return MeasureFactory(
        organisation=member.organisation, responsible=member, **{"due_date": DAY} | more
    )


def fetch(client, secret=SECRET, **headers):
    return client.get(reverse("reminders:feed", args=[secret]), headers=headers)


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


class TestFeed:
    def test_holds_what_is_open_has_a_day_and_is_in_ones_care(self, client, member, feed, settings):
        settings.BASE_URL = "https://lotse.test.example"
        measure = mine(member, title="Kalender; für „alle“", what="Ein Kalender,\nfür alle.")
        step = StepFactory(
            organisation=member.organisation,
            measure=measure,
            text="Wünsche sammeln.",
            note="Im Team.",
            responsible=member,
            due_date=date(2026, 11, 3),
        )
        # None of these.
        mine(member, due_date=None)
        mine(member, status="done")
        mine(member, status="rejected")
        MeasureFactory(organisation=member.organisation, due_date=DAY)
        more = {"organisation": member.organisation, "measure": measure, "responsible": member}
        StepFactory(**more)
        StepFactory(**more, due_date=DAY, done_at=timezone.now())
        mine(MembershipFactory(user=member.user))

        response = fetch(client)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        first, second = events(response)
        assert first["UID"] == f"massnahme-{measure.pk}@lotse.test.example"
        assert first["SUMMARY"] == "Fällig: Kalender; für „alle“"
        assert (first["DTSTART"].dt, first["DTEND"].dt) == (DAY, date(2026, 12, 2))
        url = f"https://lotse.test.example/o/{member.organisation.slug}/massnahmen/{measure.pk}/"
        assert first["URL"] == url
        assert first["DESCRIPTION"] == f"Ein Kalender,\nfür alle.\n\n{url}"
        assert second["UID"] == f"schritt-{step.pk}@lotse.test.example"
        assert second["SUMMARY"] == "Fällig: Wünsche sammeln."
        assert second["DTSTART"].dt == date(2026, 11, 3)
        assert "Teilschritt von „Kalender; für „alle““\n\nIm Team." in second["DESCRIPTION"]
        [calendar] = Calendar.from_ical(response.content, multiple=True)
        assert calendar["X-WR-CALNAME"] == "Lotse: Beratung, Übersee"
        assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=4)
        # What older programs look at instead.
        assert calendar["X-PUBLISHED-TTL"] == "PT4H"

    def test_another_library_reads_the_same(self, client, member, feed):
        measure = mine(member, title="Ümlaute, und; Zeichen")
        [event] = ics.Calendar(fetch(client).content.decode()).events
        assert event.name == "Fällig: Ümlaute, und; Zeichen"
        assert event.all_day
        assert event.begin.date() == DAY
        assert event.uid.startswith(f"massnahme-{measure.pk}@")
        assert event.url.endswith(f"/massnahmen/{measure.pk}/")

    def test_without_dates_holds_the_zone_of_its_days(self, client, member, feed):
        """RFC 5545, 3.4: a calendar has one component at least."""
        response = fetch(client)
        [calendar] = Calendar.from_ical(response.content, multiple=True)
        assert [one.name for one in calendar.subcomponents] == ["VTIMEZONE"]
        assert response.content == fetch(client).content
        assert not ics.Calendar(response.content.decode()).events
        [zone] = calendar.walk("VTIMEZONE")
        read, ours = zone.to_tz(), ZoneInfo("Europe/Berlin")
        for hour in range(0, 24 * 366, 3):
            moment = datetime(2026, 1, 1, 1, 30) + timedelta(hours=hour)
            assert read.utcoffset(moment) == ours.utcoffset(moment), moment
        for moment in (datetime(2030, 3, 31, 1, 59), datetime(2030, 3, 31, 3)):
            assert read.utcoffset(moment) == ours.utcoffset(moment), moment

    def test_answers_a_program_that_has_the_same_already_in_one_line(self, client, member, feed):
        mine(member)
        first = fetch(client)
        again = fetch(client, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        mine(member)
        changed = fetch(client, if_none_match=first["ETag"])
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]

    def test_sets_no_cookie_and_is_neither_indexed_nor_kept_by_others(self, client, member, feed):
        for response in (fetch(client), fetch(client, "falsch")):
            assert not response.cookies
            assert response["Cache-Control"] == "private, no-cache"
            assert response["X-Robots-Tag"] == "noindex"
            assert response["Referrer-Policy"] == "no-referrer"

    def test_holds_what_comes_back_for_those_who_look_after_it(self, client, member):
        pilot = MembershipFactory(organisation=member.organisation)
        CalendarFeedFactory(organisation=member.organisation, membership=pilot, secret="anderes")
        CalendarFeedFactory(organisation=member.organisation, membership=member, secret=SECRET)
        CheckFactory(organisation=member.organisation, finished_at="2026-11-30T12:00Z")
        content = fetch(client, "anderes").content
        assert content == fetch(client, "anderes").content
        found = {event.name: event.begin.date() for event in ics.Calendar(content.decode()).events}
        assert found == {
            "Priorisierungsrunde: Maßnahmen gemeinsam neu ordnen": date(2027, 2, 28),
            "Digitalisierungscheck: Check vom 30. November 2026 wiederholen": date(2027, 11, 30),
        }
        assert events(fetch(client)) == []

    def test_costs_the_same_however_much_is_due(
        self, client, member, feed, django_assert_num_queries
    ):
        fetch(client)
        for _number in range(10):
            measure = mine(member)
            StepFactory(
                organisation=member.organisation,
                measure=measure,
                responsible=member,
                due_date=DAY,
            )
        # What changed since the last time is noted in two queries more.
        for number in (QUERIES + 2, QUERIES):
            with django_assert_num_queries(number):
                response = fetch(client)
            assert len(events(response)) == 20

    def test_is_gone_when_revoked_and_unknown_otherwise(self, client, member, feed):
        assert fetch(client, "falsch").status_code == 404
        with tenancy.activate(member.organisation):
            feeds.revoke_feed(member, member.user)
        response = fetch(client)
        assert response.status_code == 410
        assert "zurückgezogen" in response.content.decode()

    def test_is_gone_with_the_person(self, client, member, feed):
        member.user.is_active = False
        member.user.save()
        assert fetch(client).status_code == 410
        with tenancy.activate(member.organisation):
            member.delete()
        assert fetch(client).status_code == 404

    def test_refuses_those_who_ask_too_often(self, client, feed):
        answers = [fetch(client, "falsch") for _ in range(61)]
        assert [answer.status_code for answer in answers[-2:]] == [404, 429]
        assert answers[-1]["Retry-After"] == "60"

    def test_keeps_to_the_hour_when_it_was_fetched(self, client, member, feed):
        def fetched():
            with tenancy.activate(member.organisation):
                return CalendarFeed.objects.get().fetched_at

        fetch(client)
        first = fetched()
        fetch(client)
        assert fetched() == first
        with tenancy.activate(member.organisation):
            CalendarFeed.objects.update(fetched_at=first - timedelta(hours=2))
        fetch(client)
        assert fetched() >= first


# Counting requests takes twelve; the rest is tenancy, feed, member, and what is due.
QUERIES = 32


class TestPage:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, member):
        client.force_login(member.user)

    def at(self, member, name="calendar"):
        return reverse(f"reminders:{name}", kwargs={"slug": member.organisation.slug})

    def test_makes_a_link_that_is_shown_once_and_works(self, client, member):
        page = client.get(self.at(member)).content.decode()
        assert "Link erstellen" in page
        response = client.post(self.at(member))
        assert "no-store" in response["Cache-Control"]
        address = response.context["address"]
        assert address in response.content.decode()
        path = "/" + address.split("/", 3)[3]
        assert client.get(path).status_code == 200
        page = client.get(self.at(member)).content.decode()
        assert "Der Link gilt" in page
        assert address not in page

    def test_a_new_link_ends_the_old_one(self, client, member):
        old, new = (
            client.post(self.at(member)).context["address"].split("/")[-2] for _ in range(2)
        )
        assert fetch(client, old).status_code == 410
        assert fetch(client, new).status_code == 200

    def test_revoking_twice_is_revoking_once(self, client, member):
        client.post(self.at(member))
        client.post(self.at(member))
        for _once_more in range(2):
            assert client.post(self.at(member, "revoke_calendar")).status_code == 302
        with tenancy.activate(member.organisation):
            entries = AuditEntry.objects.of(member.organisation)
            assert sorted(entry.action for entry in entries) == [
                "people.calendar_made",
                "people.calendar_renewed",
                "people.calendar_revoked",
            ]
            assert "Kalender-Link vom" in str(CalendarFeed.objects.first())

    def test_the_database_knows_no_secret(self, client, member):
        secret = client.post(self.at(member)).context["address"].split("/")[-2]
        with tenancy.activate(member.organisation):
            [row] = CalendarFeed.objects.values()
        assert secret not in map(str, row.values())
