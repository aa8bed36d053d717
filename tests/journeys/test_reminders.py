"""Somebody is reminded by mail, follows its button, and unsubscribes."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import ics
import pytest
from playwright.sync_api import Page

from tests.journeys.test_accessibility import what_is_wrong_here
from tests.journeys.visitor import DEMO_PASSWORD, Visitor

PILOT = "lotsin@sonnenwinkel.example"
# The next moment at which mails may leave, whatever the hour of the test.
REMIND = """
from datetime import timedelta
from django.utils import timezone
from lotse.reminders.domain import sending
from lotse.reminders.domain.workdays import WorkDays, moment
from organisations.models import Organisation
days = WorkDays((1, 2, 3, 4, 5))
now = moment(days.next_from(timezone.localdate()), 9)
ids = list(Organisation.objects.filter(slug='{slug}').values_list('pk', flat=True))
print(sending.remind_all(ids, now), 'posted')
"""


def mail_to(folder: Path, email: str, subject: str, page: Page) -> EmailMessage:
    """Return the mail in the local outbox; it comes within moments."""
    end = monotonic() + 60
    while monotonic() < end:
        for path in sorted(folder.glob("*.log")):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            if email in str(message["To"]) and subject in str(message["Subject"]):
                return message
        page.wait_for_timeout(500)
    raise AssertionError(f"No mail to {email} about {subject}")


def links_of(message: EmailMessage) -> list[str]:
    """Return the paths of all links of the mail's HTML, the button first."""
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    button = re.findall(r'class="button" href="([^"]+)"', html)
    others = [one for one in re.findall(r'href="([^"]+)"', html) if one not in button]
    return [re.sub(r"^https?://[^/]+", "", one) for one in [*button, *others]]


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_a_mail_reminds_leads_there_and_is_unsubscribed_from(
    visit: Callable[..., Visitor],
    manage: Callable[..., str],
    data_dir: Path,
    javascript: bool,
) -> None:
    pilot = visit(javascript=javascript)
    home = pilot.sign_in(PILOT)
    slug = home.split("/")[2]
    pilot.goto(home)
    pilot.click("Zur Wiedervorlage")
    pilot.sees("Ihr Rhythmus")
    assert what_is_wrong_here(pilot) == []

    pilot.click("Rhythmus ändern")
    pilot.page.get_by_label("Priorisierungsrunde").select_option(label="alle 2 Monate")
    pilot.click("Speichern", exact=True)
    pilot.sees("Der Rhythmus ist gespeichert.")
    pilot.sees("alle 2 Monate")

    manage("shell", "-c", REMIND.format(slug=slug))
    message = mail_to(data_dir / "outbox", PILOT, "(Pflegeverein", pilot.page)
    assert "Guten Tag" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for part in message.iter_attachments():
        assert ics.Calendar(part.get_content().replace("\r\n", "\n")).events

    # Whoever reads it on a phone is not signed in there.
    reader = visit(javascript=javascript, width=360)
    for path in links_of(message):
        response = reader.page.goto(reader.address + path)
        assert response
        assert response.status == 200, path
    button, *_others = links_of(message)
    reader.page.goto(reader.address + button)
    reader.page.locator("input[name=login]").fill(PILOT)
    reader.page.locator("input[name=password]").fill(DEMO_PASSWORD)
    reader.page.locator("main form button[type=submit]").first.click()
    reader.page.wait_for_url(f"**{urlsplit(button).path}*")
    assert reader.page.locator("h1").count() == 1

    stranger = visit(javascript=javascript, width=360)
    unsubscribe = re.sub(r"^https?://[^/]+", "", str(message["List-Unsubscribe"]).strip(" <>"))
    stranger.goto(unsubscribe)
    assert stranger.heading == "Erinnerungen abbestellen?"
    assert what_is_wrong_here(stranger) == []
    stranger.click("Abbestellen", exact=True)
    assert stranger.heading == "Abbestellt"

    pilot.goto(f"{home}wiedervorlage/meine-mails/")
    boxes = pilot.page.get_by_role("checkbox")
    states = [boxes.nth(number).is_checked() for number in range(boxes.count())]
    assert False in states
    assert what_is_wrong_here(pilot) == []
    stranger.click("Doch wieder erinnern")
    assert stranger.heading == "Wieder bestellt"
