"""Whatever is sent to whatever address: an answer, no error of ours, a refusal said once."""

from __future__ import annotations

import random
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lotse.help import handbook
from organisations.models import Role
from tests.factories import MembershipFactory, OrganisationFactory
from tests.factories.organisations import PASSWORD
from tests.lotse import said_errors
from tests.lotse.addresses import OF_AN_ORGANISATION, OF_EVERYONE, address, furnish

pytestmark = pytest.mark.django_db
ROUNDS = 5
NASTY = [
    "",
    " ",
    "\0",
    "x\0y",
    "-1",
    "0",
    "9" * 30,
    "1e999",
    "NaN",
    "x" * 70_000,
    "💥\u202e\ufeff",
    "<script>alert(1)</script>",
    "'; drop table --",
    "2026-02-30",
    "0001-01-01",
    "../../etc/passwd",
    "[]",
    "{}",
    "٣",
    "true",
    "remove-x",
    "on",
]
FILES = [b"", b"\x00\xff" * 100, b"%PDF-1.7\n", b"PK\x03\x04kaputt", b"name;mail\n\xe4;x\n"]


class Fields(HTMLParser):
    """Collects the fields of a page with what a browser would send."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.found: dict[str, str] = {}
        self.files: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a field."""
        given = dict(attrs)
        name = given.get("name")
        if tag in ("input", "textarea", "select", "button") and name:
            self.found.setdefault(name, given.get("value") or "")
            if given.get("type") == "file":
                self.files.add(name)


def fields_of(response: Any) -> Fields:
    """Return the fields of a page; some that are always tried are added."""
    fields = Fields()
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        fields.feed(response.content.decode())
    for name in ("action", "decision", "version", "done"):
        fields.found.setdefault(name, "")
    fields.found.pop("csrfmiddlewaretoken", None)
    return fields


def spoiled(fields: Fields, chance: random.Random) -> dict[str, Any]:
    """Return what is sent: some fields as they were, others nasty, some twice or not at all."""
    sent: dict[str, Any] = {}
    for name, value in fields.found.items():
        fate = chance.random()
        if name in fields.files:
            sent[name] = SimpleUploadedFile(chance.choice(["a.pdf", "ä.zip"]), chance.choice(FILES))
        elif fate < 0.4:
            sent[name] = value
        elif fate < 0.9:
            sent[name] = chance.choice(NASTY)
        elif fate < 0.95:
            sent[name] = [chance.choice(NASTY), value]
    return sent


def bombard(client: Any, path: str, seed: str) -> None:
    """Send nonsense to an address; every answer has to be one."""
    chance = random.Random(seed)
    fields = fields_of(client.get(path))
    for number in range(ROUNDS):
        headers = {"HX-Request": "true"} if number % 2 else {}
        sent = spoiled(fields, chance) if number else dict.fromkeys(fields.found, "")
        response = client.post(path, sent, headers=headers)
        assert response.status_code < 500
        assert said_errors.are_said_once(response)
        query = "&".join(
            f"{quote(name)}={quote(str(chance.choice(NASTY))[:500])}" for name in fields.found
        )
        assert client.get(f"{path}?{query}", headers=headers).status_code < 500


@pytest.fixture(scope="module", autouse=True)
def handbook_is_there(shared_rows):
    handbook.prepare()


@pytest.fixture(scope="module")
def organisation(shared_rows):
    return OrganisationFactory()


@pytest.fixture(scope="module")
def people(organisation):
    """Somebody in each role."""
    return {role: MembershipFactory(organisation=organisation, role=role).user for role in Role}


@pytest.fixture(scope="module")
def furniture(organisation):
    return furnish(organisation)


@pytest.mark.parametrize("url", OF_AN_ORGANISATION, ids=lambda found: found[0])
def test_addresses_of_an_organisation_take_anything(url, client, organisation, people, furniture):
    name, names, view = url
    role = next((role for role in view.tenancy_roles if role != Role.MEMBER), Role.MEMBER)
    client.force_login(people[role])
    bombard(client, address(name, names, organisation, furniture), name)


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "stranger"])
@pytest.mark.parametrize(
    "url", [found for found in OF_EVERYONE if not found[1]], ids=lambda found: found[0]
)
def test_all_other_addresses_take_anything(url, signed_in, client):
    if signed_in:
        client.force_login(MembershipFactory().user)
    bombard(client, reverse(url[0]), url[0])


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
    ],
)
def test_account_pages_take_anything(name, client):
    if name in ("account_email", "account_change_password", "account_reauthenticate"):
        user = MembershipFactory().user
        user.set_password(PASSWORD)
        user.save()
        client.force_login(user)
    bombard(client, reverse(name), name)


@pytest.mark.parametrize("part", ["%00", "%ff", "..", "%2e%2e%2f", "a" * 3000, "💥", "\u202e"])
def test_addresses_that_nobody_wrote_lead_nowhere(part, client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    slug = membership.organisation.slug
    for path in (
        f"/{part}/",
        f"/o/{part}/",
        f"/o/{slug}/{part}/",
        f"/o/{slug}/massnahmen/{part}/",
        f"/o/{slug}/check/frage/{part}/",
        f"/konto/confirm-email/{part}/",
        f"/konto/password/reset/key/{part}/",
        f"/postausgang/{part}/",
    ):
        assert client.get(path).status_code in (200, 302, 404)
