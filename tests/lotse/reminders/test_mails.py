"""The mail that reminds."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import icalendar
import ics
import pytest
from django.core import mail

from lotse.reminders.domain import sending
from organisations import tenancy
from organisations.models import Membership, Role
from tests.factories import MembershipFactory
from tests.lotse.reminders.reminded import MONDAY, NOW, due, posted
from tests.postman import deliver


def parsed():
    """Return the only mail that left, as a mail program reads it."""
    (sent,) = mail.outbox
    return message_from_bytes(sent.message().as_bytes(), policy=policy.default)


@pytest.mark.django_db
class TestTheMail:
    def test_is_text_and_html_in_german_with_one_button(self, organisation, pilot):
        measure = due(organisation, title="Ein <Kalender> & mehr")
        sending.remind(organisation, NOW)
        deliver()
        message = parsed()
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        address = f"/o/{organisation.slug}/massnahmen/{measure.pk}/"
        assert "Guten Tag Piet Lotse," in text
        assert "Der Termin ist heute, Montag, 1. Juni 2026." in text
        assert address in text
        assert "Ein <Kalender> & mehr" in text
        assert html.count('class="button"') == 1
        assert f'{address}">Maßnahme ansehen</a>' in html
        assert "Ein &lt;Kalender&gt; &amp; mehr" in html
        assert message["Subject"].strip() == (
            "[Lotse] Maßnahme heute: Ein <Kalender> & mehr (Verein Lindenhof)"
        )

    def test_can_be_unsubscribed_from_by_the_mail_program(self, organisation, pilot):
        due(organisation)
        sending.remind(organisation, NOW)
        deliver()
        message = parsed()
        assert message["List-Unsubscribe"].strip().startswith("<http")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_brings_its_dates_for_the_calendar(self, organisation, pilot):
        measure = due(organisation, title="Kalender, gemeinsam; für alle")
        sending.remind(organisation, NOW)
        deliver()
        (attachment,) = parsed().iter_attachments()
        assert attachment.get_content_type() == "text/calendar"
        assert attachment.get_param("method") == "PUBLISH"
        assert attachment.get_filename() == "termine.ics"
        content = attachment.get_content()
        (event,) = ics.Calendar(content.replace("\r\n", "\n")).events
        assert event.name == "Fällig: Kalender, gemeinsam; für alle"
        assert event.all_day
        assert event.begin.date() == MONDAY
        assert event.uid.startswith(f"massnahme-{measure.pk}@")
        (same,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert same["DTSTART"].dt == MONDAY
        assert str(same["URL"]).endswith(f"/massnahmen/{measure.pk}/")

    def test_moves_the_date_in_the_calendar(self, organisation, pilot):
        measure = due(organisation, MONDAY + timedelta(days=5))
        sending.remind(organisation, NOW)
        with tenancy.activate(organisation):
            measure.due_date = date(2026, 9, 1)
            measure.save()
        sending.remind(organisation, NOW + timedelta(days=1))
        first, then = (
            next(iter(icalendar.Calendar.from_ical(one.attachments[0]["content"]).walk("VEVENT")))
            for one in posted(organisation)
        )
        assert first["UID"] == then["UID"]
        assert then["SEQUENCE"] == first["SEQUENCE"] + 1
        assert then["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt
        assert then["DTSTART"].dt == date(2026, 9, 1)
        assert "Der Termin ist verschoben" in posted(organisation)[1].text

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (0, "Der Termin ist heute"),
            (1, "(morgen)"),
            (3, "(in 3 Tagen)"),
            (-1, "seit 1 Tag überfällig"),
        ],
    )
    def test_says_how_far_the_date_is(self, organisation, pilot, days, words):
        due(organisation, MONDAY + timedelta(days=days))
        sending.remind(organisation, NOW)
        assert words in posted(organisation)[0].text

    def test_counts_what_is_overdue_in_its_subject(self, organisation, pilot):
        due(organisation, title="x" * 150)
        sending.remind(organisation, NOW)
        assert "x…" in posted(organisation)[0].subject
        due(organisation)
        due(organisation)
        sending.remind(organisation, NOW + timedelta(days=1))
        assert "2 Termine, 2 überfällig" in posted(organisation)[1].subject

    def test_tells_the_director_also_where_those_reminded_have_left(
        self, organisation, pilot, director
    ):
        gone = MembershipFactory(organisation=organisation, role=Role.MEMBER)
        measure = due(organisation, responsible=gone)
        for day in (0, 7):
            sending.remind(organisation, NOW + timedelta(days=day))
        assert len(posted(organisation)) == 2
        with tenancy.activate(organisation):
            measure.responsible = None
            measure.save()
            Membership.objects.filter(pk=pilot.pk).delete()
        # What was told to the one who left counts for the date.
        with tenancy.activate(organisation):
            Membership.objects.filter(pk=director.pk).update(role=Role.DIRECTOR)
        sending.remind(organisation, NOW + timedelta(days=14))
        assert posted(organisation)[2].to == director.user.email
