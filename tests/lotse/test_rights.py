"""docs/rechte.md is the table of roles and rights. Every line of it is tried out here.

A new URL needs a line for each of its methods, nothing else. When it needs more than an object
from a factory to lead somewhere, add that to `furnish` or `WORDS` in tests/lotse/addresses.py.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lotse.help import handbook
from organisations.models import AccessLevel, Role
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.lotse.addresses import address, all_patterns, furnish
from tests.lotse.rights import COLUMNS, METHODS, WRITTEN

READER = COLUMNS.index("Berater:in (mitlesen)")
OTHER_METHODS = ["PUT", "PATCH", "DELETE"]
# The entrance of Django's own pages for hosts; the pages behind it are not ours.
FOREIGN = [("admin:index", [], None)]
# What a consultant who may only read can send: it concerns themselves and no organisation.
HARMLESS = {
    "organisations:confirm_again",
    "organisations:change_name",
    "organisations:found",
    "organisations:invitation",
    # What a colleague does, whoever they are.
    "checks:contribute",
    "checks:contribute_question",
    "checks:contribute_end",
    "reminders:unsubscribe",
    # What anyone does who has the link to a report.
    "reports:shared",
    "reports:shared_pdf",
    "portability:own_data_download",
    "portability:close_account",
    "organisations:end-accompaniment",
    "organisations:found_for_others",
}


URLS = {name: names for name, names, _ in [*all_patterns(), *FOREIGN]}


@pytest.fixture(scope="module")
def organisation(shared_rows):
    return OrganisationFactory()


@pytest.fixture(scope="module", autouse=True)
def handbook_is_there(shared_rows):
    handbook.prepare()


@pytest.fixture(scope="module")
def people(organisation):
    """The cookies of someone for each column, who is signed in; those of a stranger are none."""
    consultants = {}
    for level in AccessLevel:
        consultants[level] = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultants[level].consultancy, level=level
        )
    signed_in = [
        MembershipFactory().user,
        *(
            MembershipFactory(organisation=organisation, role=role).user
            for role in (Role.MEMBER, Role.PILOT, Role.DIRECTOR)
        ),
        consultants[AccessLevel.READ].user,
        consultants[AccessLevel.EDIT].user,
        UserFactory(is_staff=True, is_superuser=True),
    ]
    return [{}, *map(cookies_of, signed_in)]


def cookies_of(person):
    client = Client()
    client.force_login(person)
    return {name: cookie.value for name, cookie in client.cookies.items()}


@pytest.fixture(scope="module")
def furniture(organisation):
    return furnish(organisation)


@pytest.fixture
def place(organisation, furniture, settings, tmp_path):
    """Return the address of a URL name, with something behind it."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "wort.log").write_text("Subject: Probe\nTo: a@test.example\n\nText\n")
    return lambda name: address(name, URLS[name], organisation, furniture)


def outcome(cookies, method, path):
    """Try it as someone, take everything back, and say in the table's words what came of it."""
    client = Client()
    client.cookies.load(cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        response.getvalue()
        transaction.set_rollback(True)
    assert response.status_code < 500
    if response.status_code == 302 and "/login/" in response.url:
        return "Anmeldung"
    return str(response.status_code) if response.status_code in (403, 404, 405) else "darf"


@pytest.mark.parametrize("name", URLS)
def test_the_table_names_every_address_of_the_site(name):
    assert any((name, method) in WRITTEN for method in METHODS)


def test_every_line_of_the_table_names_an_address():
    assert {name for name, _ in WRITTEN} <= set(URLS)
    assert {method for _, method in WRITTEN} <= set(METHODS)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method"), WRITTEN, ids=map(" ".join, WRITTEN))
def test_everyone_may_do_exactly_what_the_table_says(name, method, people, place):
    path = place(name)
    found = {
        column: outcome(person, method, path)
        for column, person in zip(COLUMNS, people, strict=True)
    }
    assert found == dict(zip(COLUMNS, WRITTEN[name, method], strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, *_ in all_patterns()])
def test_methods_that_are_not_in_the_table_do_nothing(name, people, place):
    path = place(name)
    for method in METHODS:
        if (name, method) not in WRITTEN:
            assert "darf" not in {outcome(person, method, path) for person in people}, method
    stranger, director, host = people[0], people[4], people[-1]
    for method in OTHER_METHODS:
        for person in (stranger, director, host):
            assert outcome(person, method, path) != "darf", method


@pytest.mark.parametrize(("name", "method"), WRITTEN, ids=map(" ".join, WRITTEN))
def test_consultants_who_only_read_can_send_nothing_that_changes_an_organisation(name, method):
    if method == "POST" and name not in HARMLESS:
        assert WRITTEN[name, method][READER] != "darf"


@pytest.mark.django_db
def test_behind_the_hosts_entrance_nobody_else_gets_in(people):
    *others, host = people
    for path in (reverse("admin:organisations_user_changelist"), reverse("admin:index")):
        assert {outcome(person, "GET", path) for person in others} == {"Anmeldung"}
        assert outcome(host, "GET", path) == "darf"
