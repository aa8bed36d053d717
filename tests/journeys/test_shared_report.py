"""A report that somebody without an account reads by a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

SECRET = "sonnenblume-am-zaun"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_whoever_knows_link_and_password_reads_the_report(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    pilot = visit(javascript=javascript)
    home = pilot.sign_in("lotsin@sonnenwinkel.example")
    pilot.goto(f"{home}berichte/")
    pilot.click("Ansehen")
    pilot.fill("Für wen ist der Link?", "Stiftung")
    pilot.fill("Passwort", SECRET)
    pilot.click("Link erstellen")
    pilot.sees("Der Link ist fertig.")
    link = pilot.page.locator("input[readonly]").first.input_value()
    assert link.startswith(pilot.address)

    reader = visit(javascript=javascript, width=360)
    reader.goto(link.removeprefix(pilot.address))
    if javascript:
        assert reader.findings() == []
    reader.fill("Passwort", "geraten")
    reader.click("Dokument öffnen")
    expect(reader.page.locator("[aria-invalid=true]")).to_have_count(1)
    reader.fill("Passwort", SECRET)
    reader.click("Dokument öffnen")
    reader.sees("Wo wir stehen")
    assert reader.heading == "Pflegeverein Sonnenwinkel (Demo)"
    if javascript:
        assert reader.findings() == []
    assert not reader.is_wider_than_the_window()

    pilot.click("Zurückziehen")
    reader.page.reload()
    expect(reader.page.locator("body")).not_to_contain_text("Wo wir stehen")
