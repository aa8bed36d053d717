"""Consultants at work: looking in by consent, and what happens when it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import PASSWORD, Visitor

CONSULTANT = "beratung@kompass.example"
DIRECTOR = "leitung@brueckenhaus.example"
CLUB = "/o/jugendclub-brueckenhaus-demo/"


def test_access_that_is_withdrawn_ends_at_once_in_an_open_tab(
    visit: Callable[..., Visitor],
) -> None:
    consultant, director = visit(), visit()
    assert consultant.sign_in(CONSULTANT) == "/portfolio/"
    consultant.click("Jugendclub Brückenhaus (Demo)")
    consultant.sees("Sie begleiten diese Organisation als Berater:in (mitlesen und bearbeiten).")
    consultant.goto(f"{CLUB}check/")
    other_tab = consultant.second_tab()
    other_tab.goto(f"{consultant.address}{CLUB}massnahmen/")

    director.sign_in(DIRECTOR)
    director.go_to("Organisation")
    director.click("Begleitung", exact=True)
    director.sees("Digitalberatung Kompass (Demo)")
    director.sees("Uhr, Demo-Beraterin Kompass")
    director.click("Zugang entziehen")
    director.sees("hat ab sofort keinen Zugang mehr")

    consultant.click("Weiter", exact=True)
    expect(consultant.page.locator("h1")).to_have_text("Ihr Zugang ist beendet")
    assert consultant.findings() == []
    other_tab.get_by_role("link", name="Übersicht").click()
    expect(other_tab.locator("h1")).to_have_text("Ihr Zugang ist beendet")
    consultant.click("Zur Startseite")
    consultant.sees("Pflegeverein Sonnenwinkel (Demo)")
    expect(consultant.page.locator("main")).not_to_contain_text("Jugendclub Brückenhaus")

    director.page.get_by_label("Beratung", exact=True).select_option(
        "Digitalberatung Kompass (Demo)"
    )
    director.page.get_by_label("Mitlesen und bearbeiten:").check()
    director.click("Zugang erteilen")
    director.sees("begleitet Sie ab jetzt")
    director.goto(f"{CLUB}protokoll/?topic=access")
    for line in ("Zugang erteilt", "Zugang entzogen", "Hat hineingesehen"):
        director.sees(line)


def test_the_portfolio_works_without_javascript_and_on_a_telephone(
    visit: Callable[..., Visitor],
) -> None:
    consultant = visit(javascript=False, width=360)
    consultant.sign_in(CONSULTANT)
    # Two organisations need no search; whoever comes with one sees it.
    expect(consultant.page.get_by_text("Suchen, filtern und ordnen")).to_have_count(0)
    consultant.goto("/portfolio/?q=jugend")
    consultant.page.get_by_text("Suchen, filtern und ordnen").click()
    consultant.fill("Name enthält", "pflege")
    consultant.click("Anzeigen")
    consultant.sees("1 Organisation")
    expect(consultant.page.locator("main")).not_to_contain_text("Jugendclub Brückenhaus")
    assert not consultant.is_wider_than_the_window()


def test_a_consultant_founds_an_organisation_and_hands_it_over(
    visit: Callable[..., Visitor],
) -> None:
    consultant, director = visit(), visit()
    consultant.sign_in(CONSULTANT)
    consultant.click("Organisation für andere anlegen")
    consultant.fill("Name der Organisation", "Elterninitiative Wiesengrund")
    consultant.page.get_by_label("Rechtsform").select_option("initiative")
    consultant.page.get_by_label("Arbeitsfeld").select_option("daycare")
    consultant.fill("Zahl der Mitarbeitenden", "4")
    consultant.fill("Name der Geschäftsführung", "Wilma Wiesengrund")
    consultant.fill("E-Mail-Adresse der Geschäftsführung", "falsch@wiesengrund.example")
    consultant.fill("Persönliche Nachricht", "Wie am Telefon besprochen.")
    assert consultant.findings() == []
    consultant.click("Anlegen und einladen")
    consultant.sees("Noch nicht übergeben")
    home = consultant.path

    consultant.click("Adresse berichtigen oder noch einmal senden")
    assert consultant.findings() == []
    consultant.fill("E-Mail-Adresse der Geschäftsführung", "wilma@wiesengrund.example")
    consultant.click("Einladung senden")
    consultant.sees("Die Einladung an wilma@wiesengrund.example ist unterwegs.")
    consultant.goto("/portfolio/?q=wiesengrund")
    consultant.sees("noch nicht übergeben")

    link = director.invitation_for("wilma@wiesengrund.example")
    director.sees("Wie am Telefon besprochen.")
    director.goto(link)
    director.sees("übergibt sie Ihnen")
    director.page.locator("input[name=password1]").fill(PASSWORD)
    director.page.locator("input[name=password2]").fill(PASSWORD)
    director.click("Konto anlegen und mitmachen")
    director.sees("Willkommen! Sie gehören jetzt zu „Elterninitiative Wiesengrund“.")
    director.sees("Geschäftsführung")
    assert director.path == home
    director.go_to("Organisation")
    director.click("Begleitung", exact=True)
    director.sees("mitlesen und bearbeiten")

    consultant.goto("/portfolio/?q=wiesengrund")
    expect(consultant.page.locator("table")).not_to_contain_text("noch nicht übergeben")
    consultant.goto(home)
    expect(consultant.page.locator("main")).not_to_contain_text("Noch nicht übergeben")
