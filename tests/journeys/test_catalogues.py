"""Catalogues: from the Kurzcheck into the full check, and from one version to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks.domain.catalogue import CatalogueDocument
from checks.forms.catalogue_file import write_catalogue
from tests.checks.domain.test_editions import first, second
from tests.checks.forms.test_catalogue_guide import EXAMPLES, second_version
from tests.journeys.test_accessibility import what_is_wrong_here
from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_systems import found
from tests.journeys.visitor import Visitor

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


def wrong_here(who: Visitor) -> list[str]:
    """Return what axe and a narrow window show; both need scripts to look at the page."""
    return what_is_wrong_here(who) if who.javascript else []


def begin(who: Visitor, home: str, key: str) -> None:
    """Begin the first check, on one of the offered catalogues."""
    who.goto(f"{home}check/")
    who.page.locator(f"button[name=catalogue][value={key}]").click()


def answer(who: Visitor, level: int, note: str = "") -> None:
    """Answer the question that stands there and go on."""
    who.page.locator(f"input[name=answer][value='{level}']").check()
    if note:
        who.fill("Notiz", note)
    who.go_on()


@WAYS
def test_the_answers_of_the_kurzcheck_go_on_in_the_full_check(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    who = visit(javascript=javascript)
    name = "mit" if javascript else "ohne"
    who.sign_up("Kira Kurz", f"kira-{name}@probe.example")
    home = found(who, f"Kurzverein {name}")

    who.goto(f"{home}check/")
    who.sees("Kurzcheck (12 Fragen, etwa zehn Minuten)")
    who.sees(
        "Digitalisierungscheck für Kleinstorganisationen (höchstens 47 Fragen, etwa 40 Minuten)"
    )
    assert wrong_here(who) == []
    begin(who, home, "kurzcheck")
    expect(who.page.locator("h1")).to_have_text("Wer treibt bei Ihnen die Digitalisierung voran?")
    answer(who, 1, "Nebenbei, seit Mai.")
    answer(who, 0)

    who.goto(f"{home}check/abschluss/")
    who.sees("Sie haben 2 von 12 Fragen beantwortet.")
    who.click("Trotzdem abschließen")
    who.sees("Mehr sehen Sie im ganzen Check")
    who.sees("2 Antworten sind schon da.")
    assert wrong_here(who) == []

    who.click("Damit weitermachen")
    who.sees("2 Antworten aus „Kurzcheck“")
    expect(who.page.locator("input[name=carry]")).to_be_checked()
    assert wrong_here(who) == []
    who.click("Neuen Check beginnen")
    who.sees("2 Antworten aus „Kurzcheck“")
    who.sees("sind übernommen und gekennzeichnet")

    who.goto(f"{home}check/frage/leadership-pilot/")
    who.sees("Das hat Kira Kurz am")
    expect(who.page.get_by_label("Notiz")).to_have_value("Nebenbei, seit Mai.")
    expect(who.page.locator("input[name=answer][value='1']")).to_be_checked()
    assert wrong_here(who) == []
    who.go_on()
    who.sees("Das hat Kira Kurz am")
    who.goto(f"{home}check/frage/leadership-pilot/")
    expect(who.page.locator(".mark")).to_have_count(0)
    who.goto(f"{home}check/abschluss/")
    who.sees("Bitte prüfen: eine Antwort")
    assert wrong_here(who) == []


@WAYS
def test_a_running_check_moves_to_the_next_version_and_back(
    visit: Callable[..., Visitor], manage: Callable[..., str], tmp_path: Path, javascript: bool
) -> None:
    name = "mit" if javascript else "ohne"
    key = f"telefon-{name}"
    first = tmp_path / "katalog.yaml"
    example = next(text for text in EXAMPLES if re.search(r"^key: ", text, re.MULTILINE))
    first.write_text(example.replace("kurzcheck-telefon", key), encoding="utf-8")
    manage("import_catalogue", first)
    who = visit(javascript=javascript)
    who.sign_up("Vera Version", f"vera-{name}@probe.example")
    home = found(who, f"Versionsverein {name}")
    begin(who, home, key)
    who.choose("Ja")
    who.click("Speichern und zur ersten Frage")
    expect(who.page.locator("h1")).to_contain_text("ans Telefon geht")
    answer(who, 2)
    who.page.get_by_label("Messenger auf dem Handy").check()
    who.fill("Notiz", "Vor allem Jugendliche.")
    who.go_on()
    answer(who, 1)

    assert "Version 1 → Version 2" in manage("diff_catalogue", first, second_version(first))
    manage("import_catalogue", second_version(first))
    notice = who.page.get_by_text("Von diesem Fragenkatalog gibt es Version 2.")
    for _ in range(300):
        who.goto(f"{home}check/frage/reach-phone/")
        if notice.count():
            break
    assert wrong_here(who) == []
    who.click("Ansehen, was sich ändert")
    expect(who.page.locator("h1")).to_have_text("Von Version 1 auf Version 2")
    who.sees("Rückrufe bleiben manchmal liegen.")
    who.sees("Rückrufe dauern oft mehrere Tage.")
    who.sees("Diese Antwort gibt es dort nicht mehr.")
    who.sees("Vor allem Jugendliche.")
    assert wrong_here(who) == []

    who.click("Auf Version 2 umstellen")
    who.sees("Der Check läuft jetzt auf Version 2.")
    who.sees("Bitte prüfen: eine Antwort")
    who.sees("Vor allem Jugendliche.")
    assert wrong_here(who) == []
    who.click("Zurück zur Version 1")
    who.sees("Der Check läuft wieder auf Version 1.")
    who.goto(f"{home}check/frage/reach-channels/")
    expect(who.page.get_by_label("Messenger auf dem Handy")).to_be_checked()

    who.goto(f"{home}check/version/")
    who.click("Auf Version 2 umstellen")
    who.goto(f"{home}check/frage/reach-phone/")
    who.sees("Seit Version 2 ist diese Frage anders formuliert.")
    who.page.get_by_text("Was bisher hier stand").click()
    who.sees("Rückrufe bleiben manchmal liegen.")
    assert wrong_here(who) == []
    answer(who, 3)
    who.goto(f"{home}check/version/")
    who.sees("Seitdem wurde geantwortet oder etwas notiert.")

    who.goto(f"{home}check/abschluss/")
    who.page.locator("form[data-once] button[type=submit]").first.click()
    who.click("Aufgehobene Antworten lesen")
    who.sees("Vor allem Jugendliche.")
    assert wrong_here(who) == []


# Answers all questions of the check that runs in an organisation.
FILL = """
from checks.domain import answering
from checks.domain.check_state import CheckState
from checks.models import Check
from organisations import tenancy
from organisations.models import Organisation

organisation = Organisation.objects.get(name={name!r})
with tenancy.activate(organisation):
    check = Check.objects.get()
    run = CheckState(check)
    for number, question in enumerate(run.document.questions):
        note = f"Notiz zu {{question.key}}."
        said = answering.AnswerInput("answered", level=number % 5, note=note)
        answering.save_answer(run, question, said, seen_version=0, by=check.started_by)
"""


def number_to_check(who: Visitor) -> int:
    """Return how many answers wait to be looked at, as the page of the version says."""
    heading = who.page.get_by_role("heading", name="Bitte prüfen:").inner_text()
    return int(re.findall(r"[0-9]+", heading)[0])


def test_a_whole_check_on_the_first_edition_moves_to_the_second(
    visit: Callable[..., Visitor], manage: Callable[..., str], tmp_path: Path
) -> None:
    def publish(document: CatalogueDocument) -> None:
        path = tmp_path / "katalog.yaml"
        path.write_text(write_catalogue(document.model_copy(update={"key": "ausgaben"})))
        manage("import_catalogue", path)

    publish(first)
    who = visit()
    who.sign_up("Ella Edition", "ella-edition@probe.example")
    home = found(who, "Editionsverein")
    begin(who, home, "ausgaben")
    manage("shell", "-c", FILL.format(name="Editionsverein"))
    publish(second)

    who.goto(f"{home}check/version/")
    expect(who.page.locator("h1")).to_have_text("Von Version 2 auf Version 3")
    who.sees("Mehrere Fragen sind in dieser aufgegangen.")
    who.sees("Aus einer Frage wurden mehrere. Ihre Antwort steht bei jeder.")
    assert wrong_here(who) == []
    who.click("Auf Version 3 umstellen")
    before = number_to_check(who)
    assert before > 40
    who.sees("Notiz zu systems-contacts.")
    assert wrong_here(who) == []

    who.goto(f"{home}check/frage/systems-double-entry/")
    who.sees("In Version 3 sind mehrere Fragen in dieser aufgegangen.")
    who.page.get_by_text("Was bisher hier stand").click()
    who.sees("Notiz zu systems-contacts.")
    who.sees("Notiz zu systems-interfaces.")
    expect(who.page.get_by_text(re.compile("^[0-9]+ prüfen$")).first).to_be_visible()
    assert wrong_here(who) == []
    who.go_on()
    who.goto(f"{home}check/frage/systems-double-entry/")
    expect(who.page.locator(".mark")).to_have_count(0)
    expect(who.page.get_by_label("Notiz")).to_have_value("Notiz zu systems-double-entry.")
    who.goto(f"{home}check/version/")
    assert number_to_check(who) == before - 1


def test_choosing_and_moving_work_by_keyboard(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.sign_up("Tina Taste", "tina-taste@probe.example")
    home = found(who, "Tastenverein")
    who.goto(f"{home}check/")
    # What the button says depends on which catalogues others published here.
    button = who.page.locator("button[name=catalogue][value=kurzcheck]")
    tab_to(who, " ".join(button.inner_text().split()))
    who.page.keyboard.press("Enter")
    expect(who.page.locator("h1")).to_contain_text("Wer treibt bei Ihnen")
    who.page.keyboard.press("3")
    expect(who.page.locator("input[name=answer][value='3']")).to_be_checked()
