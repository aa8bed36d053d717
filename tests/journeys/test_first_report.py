"""The main job, from nothing to the first report, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.visitor import WHOLE_CHECK, Visitor

NOTE = "Fragen Sie dazu unsere Verwaltung im Erdgeschoss."
REQUIREMENT = "Muss auch auf dem Diensthandy lesbar sein"
OWN_MEASURE = "Den alten Drucker im Flur abschaffen"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_sign_up_to_the_first_report(
    visit: Callable[..., Visitor], tmp_path: Path, javascript: bool
) -> None:
    who = visit(javascript=javascript)
    suffix = "mit" if javascript else "ohne"
    organisation = f"Beratung am Markt ({suffix})"

    who.type_sign_up("Kim Probe", f"kim-{suffix}@probe.example")
    found_organisation(who, organisation)
    who.click(WHOLE_CHECK)
    answer_facts(who)
    first_question = answer_everything(who)
    who.sees("Antworten lauten „Weiß ich nicht“")
    who.page.get_by_role("button", name="abschließen").click()
    who.sees("Im Ganzen stehen Sie bei")

    accepted = decide_on_suggestions(who)
    write_own_measure(who)
    rate_everything(who)
    set_weights(who)
    see_the_ranked_list(who, accepted)

    report = order_report(who, tmp_path)
    text = text_of(report)
    for expected in (
        organisation,
        "Wo wir stehen",
        "Die nächsten Maßnahmen",
        "Was dafür nötig ist",
        *accepted,
        OWN_MEASURE,
        REQUIREMENT,
        NOTE,
        first_question,
    ):
        assert squeezed(expected) in text


def found_organisation(who: Visitor, name: str) -> None:
    expect(who.page.locator("h1")).to_have_text("Organisation anlegen")
    who.fill("Name der Organisation", name)
    who.page.locator("select").first.select_option(index=1)
    who.page.locator("select").nth(1).select_option(index=1)
    who.fill("Zahl der Mitarbeitenden", "7")
    who.choose("Ich bin Digitalisierungslots:in: Ich fülle den Check aus und setze um.")
    who.page.locator("main form button[type=submit]").click()
    expect(who.page.locator("h1")).to_have_text("Digitalisierungscheck")
    who.sees(name)


def answer_facts(who: Visitor) -> None:
    expect(who.page.locator("h1")).to_have_text("Angaben zur Organisation")
    for group in who.page.locator("fieldset").all():
        group.locator("input[type=radio]").first.check()
    for number in who.page.locator("input[type=number]").all():
        number.fill("4")
    who.go_on("Speichern und zur ersten Frage")


def answer_everything(who: Visitor) -> str:
    """Answer all questions of the check; return the text of the first."""
    first_question = who.heading
    who.fill("Notiz", NOTE)
    # As if in thought: the requirement is only noted, the answer is given afterwards.
    who.page.locator("details.requirements summary").click()
    who.page.locator("textarea[name=requirement-text]").fill(REQUIREMENT)
    who.click("Notieren", exact=True)
    who.sees("in diesem Handlungsfeld: 1")
    levels = cycle(["1", "0", "2", "unknown", "1", "3", "0", "4"])
    starters = 0
    while not who.path.endswith("/abschluss/"):
        if "/frage/" in who.path:
            level = next(levels)
            if level == "unknown":
                who.choose("Weiß ich nicht")
            else:
                who.page.locator(f"input[name=answer][value='{level}']").check()
        elif starters == 0:
            starters += 1
            who.page.locator(".starters button").first.click()
            who.sees("in diesem Handlungsfeld: 2")
        who.go_on()
    return first_question


def decide_on_suggestions(who: Visitor) -> list[str]:
    """Decline one suggestion and accept three at once; return the titles of the accepted."""
    who.click("Vorschläge ansehen")
    cards = who.page.locator("article.suggestion")
    expect(cards).to_have_count(5)
    titles = [cards.nth(number).locator("h2").inner_text() for number in range(4)]
    for title in titles[:3]:
        who.page.get_by_role("checkbox", name=title, exact=True).check()
    declined = cards.nth(3)
    declined.locator("details.decline summary").click()
    declined.locator("textarea").fill("Das hat Zeit bis zum Umzug.")
    declined.locator("button[name=decline]").click()
    who.sees(f"„{titles[3]}“ ist")
    for title in titles[:3]:
        expect(who.page.get_by_role("checkbox", name=title, exact=True)).to_be_checked()
    who.click("Angekreuzte übernehmen")
    who.sees("3 Maßnahmen stehen jetzt auf Ihrer Liste.")
    return titles[:3]


def write_own_measure(who: Visitor) -> None:
    who.click("Maßnahmen", exact=True)
    who.click("Eigene Maßnahme")
    who.fill("Titel", OWN_MEASURE)
    who.page.locator("main form button[type=submit]").first.click()
    who.sees(OWN_MEASURE)


def rate_everything(who: Visitor) -> None:
    """Rate measure after measure until none is left."""
    who.click("Maßnahmen", exact=True)
    row = who.page.locator(".measure-row").filter(has_text=OWN_MEASURE)
    row.get_by_role("link", name="Bewerten").click()
    values = cycle("4251342")
    for _ in range(4):
        expect(who.page.locator("h1")).to_contain_text("Bewerten: ")
        before = who.heading
        for scale in who.page.locator(".rating-scale").all():
            scale.locator(f"input[value='{next(values)}']").check()
        who.click("Speichern und nächste bewerten")
        expect(who.page.locator("h1")).not_to_have_text(before)


def set_weights(who: Visitor) -> None:
    who.click("Maßnahmen", exact=True)
    who.page.locator(".toolbar summary").click()
    who.click("Wie kommt die Reihenfolge zustande?")
    who.page.get_by_label("Klarer Mehrwert", exact=True).fill("9")
    who.click("Speichern und Liste neu ordnen")


def see_the_ranked_list(who: Visitor, accepted: list[str]) -> None:
    expect(who.page.locator(".measure-row")).to_have_count(4)
    ranks = who.page.locator(".measure-row .rank").all_inner_texts()
    numbers = [int(rank.split()[-1]) for rank in ranks]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1 < numbers[-1]
    for title in (*accepted, OWN_MEASURE):
        who.sees(title)
    expect(who.page.locator(".measure-row .why").first).to_contain_text(re.compile("Dafür|Dagegen"))


def order_report(who: Visitor, folder: Path) -> Path:
    who.click("Berichte", exact=True)
    who.click("Bericht erstellen")
    ready = who.page.get_by_role("link", name="PDF herunterladen")
    if who.javascript:
        expect(ready).to_be_visible(timeout=60_000)
    else:
        # Without JavaScript the page asks the browser to load it anew.
        ready.wait_for(timeout=60_000)
    return who.download("PDF herunterladen", folder)


def squeezed(text: str) -> str:
    """Return `text` without white space and soft hyphens, for comparing with a PDF."""
    return "".join(text.replace("\u00ad", "").replace("-\n", "").split())


def text_of(path: Path) -> str:
    """Return all text of a PDF, squeezed; hyphens at line ends disappear."""
    pages = [page.extract_text() for page in PdfReader(path).pages]
    return "".join("\n".join(pages).replace("\u00ad", "").replace("‐\n", "").split())
