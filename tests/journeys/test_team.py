"""A team comes together: inviting by mail, joining, changing roles, leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessibility import what_is_wrong_here
from tests.journeys.visitor import PASSWORD, Visitor

DIRECTOR = "leitung@lindenhof.example"
PILOT_CHOICE = (
    "Digitalisierungslots:in: führt Check, Maßnahmenliste und Berichte; darf Menschen einladen"
)
MEMBER_CHOICE = "Mitarbeitende: liest Ergebnisse, Maßnahmen und Berichte mit; ändert nichts"


def invite(director: Visitor, home: str, email: str) -> str:
    """Invite an address as pilot and return the path of the link in the mail."""
    director.goto(home)
    director.go_to("Organisation")
    director.click("Jemanden einladen")
    director.fill("E-Mail-Adresse", email)
    director.choose(PILOT_CHOICE)
    director.click("Einladung senden")
    director.sees(f"Die Einladung an {email} ist unterwegs.")
    return director.invitation_for(email)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_director_invites_a_pilot(visit: Callable[..., Visitor], javascript: bool) -> None:
    email = f"neu-{'mit' if javascript else 'ohne'}@probe.example"
    name = f"Neue Lotsin {'mit' if javascript else 'ohne'}"
    director = visit(javascript=javascript)
    home = director.sign_in(DIRECTOR)
    link = invite(director, home, email)

    pilot = visit(javascript=javascript)
    pilot.goto(link)
    pilot.sees("Demo-Leitung Lindenhof lädt Sie ein")
    if javascript:
        assert what_is_wrong_here(pilot) == []
    pilot.fill("Ihr Name", name)
    expect(pilot.page.get_by_label("E-Mail-Adresse")).to_have_value(email)
    pilot.page.locator("input[name=password1]").fill("kurz")
    pilot.page.locator("input[name=password2]").fill("kurz")
    pilot.click("Konto anlegen und mitmachen")
    pilot.sees("Bitte noch einmal ansehen")
    pilot.page.locator("input[name=password1]").fill(PASSWORD)
    pilot.page.locator("input[name=password2]").fill(PASSWORD)
    pilot.click("Konto anlegen und mitmachen")
    pilot.sees("Willkommen! Sie gehören jetzt zu „Beratungsstelle Lindenhof (Demo)“.")
    assert pilot.path == home
    pilot.click("Check", exact=True)
    expect(pilot.page.locator("button[name=catalogue][value=kurzcheck]")).to_be_visible()

    stranger = visit(javascript=javascript)
    stranger.goto(link)
    stranger.sees("Diese Einladung ist schon angenommen")

    director.goto(f"{home}team/")
    row = director.page.locator("tr", has_text=name)
    row.get_by_role("link", name="Rolle ändern").click()
    director.choose(MEMBER_CHOICE)
    director.click("Speichern")
    director.sees(f"{name} hat jetzt die Rolle „Mitarbeitende“.")
    pilot.goto(f"{home}check/")
    pilot.sees("Das ist für Ihre Rolle nicht vorgesehen")

    row.get_by_role("link", name="Entfernen").click()
    director.sees("Was die Person geschrieben hat, bleibt mit ihrem Namen stehen")
    director.click("Entfernen", exact=True)
    director.sees(f"{name} gehört nicht mehr zur Organisation.")
    pilot.goto(home)
    pilot.sees("Ihr Zugang ist beendet")


def test_the_wrong_account_asks_and_comes_in_by_a_new_mail(visit: Callable[..., Visitor]) -> None:
    director, other = visit(), visit()
    home = director.sign_in(DIRECTOR)
    other.sign_up("Kim Anders", "kim-anders@probe.example")
    link = invite(director, home, "kim@probe.example")

    other.goto(link)
    other.sees("Sie sind mit einem anderen Konto angemeldet")
    assert what_is_wrong_here(other) == []
    other.click("An meine Adresse senden lassen")
    other.sees("Ihre Bitte ist notiert.")

    director.goto(f"{home}team/")
    director.sees("bittet um eine Einladung dorthin")
    assert what_is_wrong_here(director) == []
    director.click("An diese Adresse senden")
    director.sees("Die Einladung an kim-anders@probe.example ist unterwegs.")

    other.goto(link)
    other.sees("Diesen Link kennt Lotse nicht")
    other.goto(director.invitation_for("kim-anders@probe.example"))
    assert what_is_wrong_here(other) == []
    other.click("Einladung annehmen")
    other.sees("Willkommen!")
    other.go_to("Organisation")
    other.click("Organisation verlassen")
    assert what_is_wrong_here(other) == []
    other.click("Organisation verlassen")
    other.sees("Sie gehören nicht mehr zu „Beratungsstelle Lindenhof (Demo)“.")


def test_someone_signed_out_signs_in_and_joins(visit: Callable[..., Visitor]) -> None:
    director, known = visit(), visit()
    home = director.sign_in(DIRECTOR)
    known.sign_up("Uli Bekannt", "uli@probe.example")
    known.context.clear_cookies()
    link = invite(director, home, "uli@probe.example")

    known.goto(link)
    assert what_is_wrong_here(known) == []
    known.page.locator("main").get_by_role("link", name="Anmelden").click()
    known.page.locator("input[name=login]").fill("uli@probe.example")
    known.page.locator("input[name=password]").fill(PASSWORD)
    known.page.locator("main form button[type=submit]").first.click()
    assert known.path == link
    known.click("Einladung annehmen")
    known.sees("Willkommen!")

    director.goto(f"{home}team/")
    director.page.locator("tr", has_text="Uli Bekannt").get_by_role(
        "link", name="Entfernen"
    ).click()
    director.click("Entfernen", exact=True)
    director.sees("Uli Bekannt gehört nicht mehr zur Organisation.")
