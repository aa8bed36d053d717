"""A pilot asks colleagues; they answer by link, from a sheet, and together; the pilot decides."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import WHOLE_CHECK, Visitor

QUESTION = "calendar-shared"


def found(who: Visitor, name: str) -> str:
    """Found an organisation, begin its check, and return its address."""
    who.fill("Name der Organisation", name)
    for select in who.page.locator("select").all():
        select.select_option(index=1)
    who.fill("Zahl der Mitarbeitenden", "6")
    who.click("Organisation anlegen")
    who.sees(name)
    who.click(WHOLE_CHECK)
    who.sees("Angaben zur Organisation")
    return who.home


def findings(who: Visitor) -> list[str]:
    """Return what axe finds; it needs JavaScript, the pages do not."""
    return who.findings() if who.javascript else []


def choose_level(who: Visitor, level: int) -> None:
    """Choose a level of the question at hand."""
    who.page.locator(f"input[name=answer][value='{level}']").check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_asking_to_deciding(visit: Callable[..., Visitor], javascript: bool) -> None:
    word = "mit" if javascript else "ohne"
    amiss: list[str] = []
    pilot = visit(javascript=javascript)
    pilot.sign_up("Paula Pilot", f"paula-{word}@probe.example")
    home = found(pilot, f"Fragestunde {word} e. V.")

    # From a question to asking colleagues about it.
    pilot.goto(f"{home}check/frage/{QUESTION}/")
    pilot.page.locator(".check-main").get_by_role("link", name="Kolleg:innen fragen").click()
    pilot.page.locator("#id_closes_on").fill("")
    pilot.click("Weiter zu den Kolleg:innen")
    pilot.sees("Bitte einen Tag angeben")
    expect(pilot.page.locator(f"input[value='{QUESTION}']")).to_be_checked()
    amiss += findings(pilot)
    pilot.page.locator("#id_closes_on").fill("2027-03-01")
    pilot.fill("Ein paar Worte an Ihre Kolleg:innen", "Am Montag sprechen wir darüber.")
    pilot.click("Weiter zu den Kolleg:innen")
    pilot.sees("Noch hat niemand einen eigenen Link.")
    request = pilot.path

    # A colleague with a link of their own, on a phone.
    pilot.fill("Name", "Karim Kollege")
    pilot.page.get_by_label("Aufgabe im Team").select_option(label="Verwaltung und Büro")
    pilot.page.locator("#person input[name=email]").fill(f"karim-{word}@probe.example")
    pilot.click("Link erstellen")
    pilot.sees("Karim Kollege bekommt eine Mail mit einem eigenen Link.")
    amiss += findings(pilot)
    mails = pilot.page.locator("main li", has_text=f"An karim-{word}@probe.example,")
    for _ in range(300):
        pilot.goto("/postausgang/")
        if mails.count():
            break
    mails.get_by_role("link").first.click()
    address = pilot.page.locator("main a[href*='/beitrag/']").first.get_attribute("href")
    karim = visit(javascript=javascript, width=360)
    karim.goto(urlsplit(str(address)).path)
    karim.sees("Guten Tag Karim Kollege!")
    karim.sees("Ihr Name steht nicht bei Ihren Antworten.")
    assert not karim.is_wider_than_the_window()
    amiss += findings(karim)
    karim.click("Beginnen")
    choose_level(karim, 0)
    if javascript:
        karim.sees("Gespeichert.")
    karim.fill("Möchten Sie etwas dazu sagen?", "Ich sehe ihn unterwegs nie.")
    assert not karim.is_wider_than_the_window()
    amiss += findings(karim)
    karim.click("Fertig")
    karim.sees("Die Frage ist beantwortet.")
    assert not karim.is_wider_than_the_window()
    amiss += findings(karim)

    # One voice is not shown, and the page says why.
    voices = f"{home}check/frage/{QUESTION}/"
    pilot.goto(voices)
    pilot.click("Stimmen der Kolleg:innen (1)")
    pilot.sees("Was gesagt wurde, zeigt Lotse ab 3 Stimmen.")
    assert "Ich sehe ihn unterwegs nie." not in pilot.page.content()
    amiss += findings(pilot)

    # Two more from the sheet in the team room.
    pilot.goto(request)
    pilot.click("Aushang erstellen")
    expect(
        pilot.page.get_by_role("img", name="QR-Code zum Link für Ihre Antworten")
    ).to_be_visible()
    amiss += findings(pilot)
    sheet = urlsplit(pilot.page.locator(".sheet-address").inner_text()).path
    for level in (1, 4):
        someone = visit(javascript=javascript, width=360)
        someone.goto(sheet)
        someone.click("Beginnen")
        someone.sees("Bitte wählen Sie, was am ehesten passt.")
        amiss += findings(someone)
        someone.choose("Ehrenamt")
        someone.click("Beginnen")
        choose_level(someone, level)
        someone.click("Fertig")
        someone.sees("Vielen Dank")
        someone.goto(sheet)
        someone.sees("Weiter antworten")

    # And hands in a meeting.
    pilot.goto(request)
    pilot.sees("3 Personen haben geantwortet.")
    pilot.click("Treffen beginnen")
    pilot.page.locator("input[type=number]").nth(3).fill("-2")
    pilot.click("Fertig")
    pilot.sees("Bitte eine Zahl ab 0 eingeben.")
    amiss += findings(pilot)
    pilot.page.locator("input[type=number]").nth(3).fill("2")
    pilot.click("Fertig")
    pilot.sees("Die Hände sind gezählt.")

    # The spread, and the decision.
    pilot.goto(voices)
    pilot.click("Stimmen der Kolleg:innen (5)")
    pilot.sees("2 von 5 Stimmen liegen auf Stufe 0 oder 1, 3 auf Stufe 3 oder 4.")
    pilot.sees("Ich sehe ihn unterwegs nie.")
    assert "Karim" not in pilot.page.content()
    amiss += findings(pilot)
    choose_level(pilot, 2)
    pilot.fill("Notiz", "Im Büro ja, unterwegs nein.")
    pilot.click("So entscheiden")
    pilot.sees("Ihre Entscheidung steht jetzt als Antwort im Check.")
    pilot.goto(voices)
    expect(pilot.page.locator("input[name=answer][value='2']")).to_be_checked()

    # Big differences become topics in the result.
    pilot.goto(f"{home}check/abschluss/")
    pilot.click("beenden und Check abschließen")
    pilot.sees("Darüber sollten Sie reden")
    pilot.sees("2 von 5 Stimmen liegen auf Stufe 0 oder 1")
    amiss += findings(pilot)

    # Nobody answers any more, and what was typed is not lost.
    karim.goto(urlsplit(str(address)).path)
    karim.sees("Diese Anfrage ist beendet")
    amiss += findings(karim)
    assert amiss == []


def test_a_revoked_link_leads_nowhere(visit: Callable[..., Visitor]) -> None:
    pilot = visit()
    home = pilot.sign_in("lotse@brueckenhaus.example")
    pilot.goto(f"{home}check/kolleginnen/")
    pilot.page.get_by_role("link", name="Anfrage vom").first.click()
    pilot.fill("Name", "Rita Rückzug")
    pilot.page.get_by_label("Aufgabe im Team").select_option(label="Ehrenamt")
    pilot.click("Link erstellen")
    pilot.sees("Der Link für Rita Rückzug steht unten.")
    card = pilot.page.locator("li.card", has_text="Rita Rückzug")
    path = urlsplit(card.get_by_label("Link: Rita Rückzug").input_value()).path
    rita = visit(width=360)
    rita.goto(path)
    rita.click("Beginnen")
    rita.page.locator("input[name=answer][value='1']").check()
    rita.sees("Gespeichert.")
    card.get_by_role("button", name="Zurückziehen").click()
    pilot.sees("Der Link „Rita Rückzug“ gilt nicht mehr.")
    rita.page.locator("textarea").fill("Das wollte ich noch sagen.")
    rita.click("Weiter")
    rita.sees("Dieser Link gilt nicht mehr")
    rita.sees("Das wollte ich noch sagen.")
    assert rita.findings() == []
    rita.goto("/beitrag/gibt-es-nicht/")
    rita.sees("Diesen Link kennt Lotse nicht")
    assert rita.findings() == []


def test_hands_are_counted_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    pilot = visit()
    home = pilot.sign_in("lotse@brueckenhaus.example")
    pilot.goto(f"{home}check/kolleginnen/")
    pilot.page.get_by_role("link", name="Anfrage vom").first.press("Enter")
    pilot.page.get_by_role("link", name="Treffen beginnen").press("Enter")
    first = pilot.page.locator("input[type=number]").first
    first.fill("3")
    before = pilot.heading
    first.press("Enter")
    expect(pilot.page.locator("h1")).not_to_have_text(before)
    pilot.sees("Frage 2 von 3")
    pilot.page.get_by_role("button", name="Zurück").press("Enter")
    expect(pilot.page.locator("input[type=number]").first).to_have_value("3")
