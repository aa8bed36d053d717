"""An instance as hosts run it: a second factor for consultants, and an OpenID provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lotse.demo.content import CONSULTANT
from tests.embedded import copy_of, running_lotse
from tests.journeys.visitor import Visitor, app_code
from tests.lotse.signin.provider import Provider, running_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def strict(demo_data: Path, provider: Provider) -> Iterator[str]:
    with (
        copy_of(demo_data) as folder,
        running_lotse(
            folder,
            LOTSE_REQUIRE_SECOND_FACTOR="true",
            LOTSE_OIDC_SERVER_URL=provider.address,
            LOTSE_OIDC_CLIENT_ID="lotse",
            LOTSE_OIDC_CLIENT_SECRET="geheim",
            LOTSE_OIDC_NAME="Verbandskonto",
            LOTSE_OIDC_DOMAINS="verein.example",
        ) as address,
    ):
        yield address


@pytest.fixture
def who(strict: str, provider: Provider, browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, strict)
    visitor.meet_provider(provider.address)
    yield visitor
    visitor.leave()
    assert visitor.amiss == []


def test_a_consultant_sets_up_a_second_factor_before_anything_else(who: Visitor) -> None:
    who.goto("/konto/login/")
    who.page.locator("input[name=login]").fill(CONSULTANT.email)
    who.page.locator("input[name=password]").fill("lotse-demo-2026")
    who.page.locator("main form button[type=submit]").first.click()
    who.page.wait_for_url("**/konto/2fa/")
    who.sees("Bitte richten Sie ihn jetzt ein")
    who.goto("/portfolio/")
    assert who.path == "/konto/2fa/"
    assert not who.findings()

    secret = who.set_up_app()
    who.click("Ich habe die Codes gesichert")
    assert who.heading == "Mein Konto"
    who.goto("/portfolio/")
    assert who.path == "/portfolio/"

    who.leave_account()
    who.goto("/konto/login/")
    who.page.locator("input[name=login]").fill(CONSULTANT.email)
    who.page.locator("input[name=password]").fill("lotse-demo-2026")
    who.page.locator("main form button[type=submit]").first.click()
    who.page.locator("input[name=code]").fill(app_code(secret, later=1))
    who.page.locator("main form button[type=submit]").first.click()
    who.page.wait_for_url("**/portfolio/")


def test_somebody_comes_in_through_the_provider(who: Visitor, provider: Provider) -> None:
    provider.knows("ida-1", email="ida@verein.example", email_verified=True, name="Ida Beispiel")
    who.goto("/konto/login/")
    assert not who.findings()
    who.click("Anmelden über „Verbandskonto“")
    who.page.wait_for_url(f"{provider.address}/**")
    who.page.locator("input[name=sub]").fill("ida-1")
    who.page.get_by_role("button", name="Authorize").first.click()
    who.page.wait_for_url("**/organisationen/neu/")
    who.sees("Ida Beispiel")

    who.goto("/konto/")
    who.click("Verbindung verwalten")
    who.sees("ida@verein.example")
    assert not who.findings()

    # The page one sees when following a link to the provider.
    who.leave_account()
    who.goto("/konto/oidc/anmeldedienst/login/")
    assert not who.findings()
    who.click("Weiter")
    who.page.wait_for_url(f"{provider.address}/**")
