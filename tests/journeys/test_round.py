"""A full Priorisierungsrunde: three people, two of whom rate alone, one disagreement, a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_carrying_out import write_measure
from tests.journeys.test_systems import found
from tests.journeys.test_team import MEMBER_CHOICE, PILOT_CHOICE
from tests.journeys.visitor import PASSWORD, Visitor

CALENDAR, FILES = "Kalender gemeinsam führen", "Ablage ordnen"
SOON = str(timezone.localdate() + timedelta(weeks=8))


def invite(director: Visitor, home: str, name: str, email: str, choice: str) -> str:
    """Invite someone and return the path of the link in the mail."""
    director.goto(f"{home}team/")
    director.click("Jemanden einladen")
    director.fill("E-Mail-Adresse", email)
    director.choose(choice)
    director.click("Einladung senden")
    director.sees(f"Die Einladung an {email} ist unterwegs.")
    return director.invitation_for(email)


def join(who: Visitor, link: str, name: str) -> None:
    """Accept an invitation with a new account."""
    who.goto(link)
    who.fill("Ihr Name", name)
    who.page.locator("input[name=password1]").fill(PASSWORD)
    who.page.locator("input[name=password2]").fill(PASSWORD)
    who.click("Konto anlegen und mitmachen")
    who.sees("Willkommen!")


def rate(who: Visitor, ratings: str) -> None:
    """Choose a number on each of the five criteria and go on."""
    for place, rating in enumerate(ratings):
        fieldset = who.page.locator("fieldset.criterion").nth(place)
        fieldset.locator(f"input[value='{rating}']").check()
    who.page.locator("main form button[value=next]").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_opening_to_the_directors_word(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    way = "mit" if javascript else "ohne"
    director, pilot, colleague = (visit(javascript=javascript) for _ in range(3))
    director.sign_up("Dora Leitung", f"dora-{way}@probe.example")
    director.choose("Ich gehöre zur Geschäftsführung: Ich beauftrage und entscheide.")
    home = found(director, f"Rundenverein {way}")
    for who, name, choice in (
        (pilot, "Paul Lotse", PILOT_CHOICE),
        (colleague, "Kira Team", MEMBER_CHOICE),
    ):
        email = f"{name.split()[0].lower()}-runde-{way}@probe.example"
        join(who, invite(director, home, name, email, choice), name)

    def is_clean(who: Visitor) -> None:
        """Without JavaScript axe cannot look; the other run sees the same pages."""
        if javascript:
            assert who.findings() == []

    # The pilot opens a round in which everyone rates alone first.
    for title in (CALENDAR, FILES):
        write_measure(pilot, home, title)
    pilot.goto(f"{home}massnahmen/")
    pilot.page.locator(".toolbar summary").click()
    pilot.click("Priorisierungsrunde")
    pilot.sees("Noch keine Runde")
    is_clean(pilot)
    pilot.click("Runde eröffnen")
    pilot.choose("jede Person zuerst für sich, danach vergleichen wir")
    pilot.choose("Kira Team")
    is_clean(pilot)
    pilot.click("Runde eröffnen", exact=True)
    pilot.sees("Die Runde ist eröffnet.")
    course = pilot.path
    is_clean(pilot)
    pilot.click("Rückblick: Was hat sich verändert?")
    pilot.sees("Das ist Ihre erste Runde.")
    is_clean(pilot)

    # Two rate alone, neither sees the other's numbers. One of them closes the laptop in between.
    pilot.goto(f"{course}allein/")
    pilot.click(CALENDAR, exact=True)
    is_clean(pilot)
    rate(pilot, "55555")
    colleague.goto(home)
    colleague.sees("Maßnahmen für sich bewerten")
    colleague.click("Für mich bewerten")
    colleague.click(CALENDAR, exact=True)
    rate(colleague, "51555")
    expect(colleague.page.locator("h1")).to_have_text(FILES)
    colleague.goto(f"{course}allein/")
    colleague.sees("1 von 2 bewertet")
    is_clean(colleague)
    colleague.click(FILES, exact=True)
    rate(colleague, "33333")
    colleague.sees("Sie haben alles bewertet.")
    colleague.click("Meine Bewertungen abgeben")
    colleague.sees("Ihre Bewertungen sind abgegeben.")

    pilot.goto(f"{course}bewerten/")
    pilot.sees("Es fehlen: Paul Lotse.")
    assert "auseinander" not in pilot.page.locator("main").inner_text().split("Darüber")[1]
    is_clean(pilot)
    pilot.goto(f"{course}allein/")
    pilot.click(FILES, exact=True)
    rate(pilot, "33333")
    pilot.click("Meine Bewertungen abgeben")

    # The disagreement comes first, is shown, talked about and settled.
    pilot.click("Vergleichen und festlegen")
    pilot.sees("4 Stufen auseinander")
    pilot.click("Mit der ersten offenen beginnen")
    expect(pilot.page.locator("h1")).to_have_text(CALENDAR)
    pilot.sees("Von 1 (Kira Team) bis 5 (Paul Lotse).")
    is_clean(pilot)
    benefit = pilot.page.locator("fieldset.criterion").nth(1)
    benefit.locator("input[value='3']").check()
    benefit.get_by_label(re.compile("Warum gilt das")).fill("Nützt der Hälfte des Teams.")
    pilot.page.locator("main form button[value=next]").click()
    # What everyone said alike holds already.
    pilot.sees("Alles für diese Runde ist bewertet.")

    # By hand, with a reason.
    pilot.click("Weiter: Reihenfolge")
    is_clean(pilot)
    pilot.page.locator(".order-list li", has_text=FILES).get_by_role(
        "link", name="Verschieben"
    ).click()
    pilot.fill("Neuer Platz", "1")
    pilot.click("Verschieben", exact=True)
    pilot.sees("Bitte sagen Sie in einem Satz, warum Sie sie verschieben.")
    is_clean(pilot)
    pilot.fill("Warum?", "Der Schrank wird abgebaut.")
    pilot.click("Verschieben", exact=True)
    expect(pilot.page.locator(".order-list li").first).to_contain_text("von Hand auf Platz 1")

    # What comes next, and closing.
    pilot.click("Weiter: auswählen")
    pilot.page.get_by_label(FILES).check()
    pilot.fill("Tag der nächsten Runde", SOON)
    pilot.click("Speichern und neu rechnen")
    pilot.sees("zusammen etwa 10 Stunden")
    pilot.sees("Es gibt noch keine Beauftragung, in der Stunden in der Woche stehen.")
    is_clean(pilot)
    pilot.goto(f"{course}abschliessen/")
    pilot.sees("Das geschieht beim Abschließen")
    pilot.page.get_by_label("Verantwortlich").select_option(label="Kira Team")
    is_clean(pilot)
    pilot.click("Runde abschließen", exact=True)
    pilot.sees("liegt der Geschäftsführung vor")
    is_clean(pilot)

    # The director returns it once, then confirms.
    director.goto(home)
    director.sees("Die Priorisierungsrunde bestätigen")
    director.click("Ansehen und entscheiden")
    director.sees(FILES)
    is_clean(director)
    director.choose("Zurückgeben: Es soll sich noch etwas ändern.")
    director.click("Entscheidung festhalten")
    director.sees("Bitte schreiben Sie, was sich ändern soll.")
    is_clean(director)
    director.fill("Bemerkung", "Bitte auch den Kalender.")
    director.click("Entscheidung festhalten")
    director.sees("Die Runde geht mit Ihrer Bemerkung zurück.")

    pilot.goto(course)
    pilot.sees("Dora Leitung hat die Runde zurückgegeben")
    is_clean(pilot)
    pilot.click("Auswählen, was als Nächstes kommt")
    pilot.page.get_by_label(CALENDAR).check()
    pilot.click("Speichern", exact=True)
    pilot.goto(f"{course}abschliessen/")
    pilot.click("Runde abschließen", exact=True)
    director.goto(f"{course}bestaetigen/")
    director.choose("Bestätigen: So machen wir es.")
    director.click("Entscheidung festhalten")
    director.sees("Die Runde ist bestätigt.")
    is_clean(director)
    director.click("Fassung 1")
    director.sees("Bitte auch den Kalender.")

    # Everyone sees what came of it.
    colleague.goto(home)
    colleague.sees("Maßnahmen gemeinsam neu ordnen")
    colleague.goto(f"{home}massnahmen/")
    first = colleague.page.locator(".measure-row").first
    expect(first).to_contain_text(FILES)
    expect(first).to_contain_text("Der Schrank wird abgebaut.")
    expect(first).to_contain_text("geplant")
    expect(first).to_contain_text("Kira Team")
    first.get_by_role("link", name=FILES).click()
    colleague.sees("Von Hand auf Platz 1 gesetzt: Der Schrank wird abgebaut.")


def test_everything_fits_on_a_phone(visit: Callable[..., Visitor]) -> None:
    who = visit(width=320)
    home = who.sign_in("lotsin@sonnenwinkel.example")
    who.goto(f"{home}massnahmen/runden/")
    assert not who.is_wider_than_the_window()
    who.click("Runde fortsetzen")
    course = who.path
    for step in ("rueckblick", "bewerten", "reihenfolge", "auswahl", "abschliessen", "aendern"):
        who.goto(f"{course}{step}/")
        assert not who.is_wider_than_the_window(), step
    who.goto(f"{course}bewerten/")
    who.click("Mit der ersten offenen beginnen")
    assert not who.is_wider_than_the_window()
    for name in ("Ergebnis ansehen", "Die letzten beiden Runden vergleichen"):
        who.goto(f"{home}massnahmen/runden/")
        who.click(name)
        assert not who.is_wider_than_the_window(), name
