"""The help of a page: beside it with scripts, a page of its own without."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


def test_the_help_lies_beside_the_page_and_escape_leads_back(visit: Callable[..., Visitor]) -> None:
    who = visit()
    who.goto("/konto/signup/")
    who.fill("Ihr Name", "Ada")
    who.control("Hilfe zu dieser Seite").press("Enter")
    beside = who.page.get_by_role("dialog", name="Konto anlegen")
    expect(beside).to_contain_text("Ein Beispiel")
    expect(beside.get_by_role("heading", name="Konto anlegen")).to_be_focused()
    assert who.findings() == []
    who.page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(who.control("Hilfe zu dieser Seite")).to_be_focused()
    expect(who.page.get_by_label("Ihr Name")).to_have_value("Ada")
    who.control("Hilfe zu dieser Seite").click()
    who.click("Schließen")
    expect(beside).to_be_hidden()


def test_without_scripts_it_is_a_page_that_leads_back(visit: Callable[..., Visitor]) -> None:
    who = visit(javascript=False, width=360)
    who.goto("/konto/signup/?next=/organisationen/")
    who.click("Hilfe zu dieser Seite")
    assert who.path == "/hilfe/konto-anlegen/"
    who.click("Zurück zur Seite")
    assert who.page.url.endswith("/konto/signup/?next=/organisationen/")
    who.click("Hilfe zu dieser Seite")
    who.page.get_by_role("main").get_by_role("link", name="Hilfe").click()
    who.fill("Suchen in der Hilfe", "Passkey")
    who.click("Suchen", exact=True)
    who.sees("mit „Passkey“")
    who.click("Zweiter Faktor")
    assert who.heading == "Zweiter Faktor"
