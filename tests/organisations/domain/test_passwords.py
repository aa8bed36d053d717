"""Which passwords are refused, and why."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from organisations.domain import passwords
from organisations.models import User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


def refusal(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Sommer2026!!", "wenigen Wörtern"),
        ("Willkommen2026", "wenigen Wörtern"),
        ("Digitalisierung2026", "wenigen Wörtern"),
        ("!!Schatzi1987", "wenigen Wörtern"),
        ("IchLiebeDich99", "wenigen Wörtern"),
        ("kaffeekuchen", "wenigen Wörtern"),
        ("qwertz123456", "Datendiebstählen"),
        ("geheim12345", "wenigen Wörtern"),
        ("hallohallo", "wiederholt sich"),
        ("aaaaaaaaaaaa", "wiederholt sich"),
        ("abcdefghijkl", "einer Reihe"),
        ("yxcvfrtgbnhz", ""),
        ("12.03.1984!", "einem Datum"),
        ("83017592643164", "nur aus Ziffern"),
        ("zu kurz", "zu kurz"),
        ("ein-gutes-Passwort-2026", ""),
        ("Mein Hund heißt Bello", ""),
        ("trompete-wolke-gabel", ""),
        ("x7#Kq9!mZp2", ""),
    ],
)
def test_a_password_is_refused_with_the_reason(password, reason):
    said = refusal(password)
    assert reason in said
    assert bool(said) == bool(reason)


def test_a_refusal_leaves_what_is_better_to_the_help_of_the_field():
    said = refusal("Sommer2026!!")
    assert said.endswith("Bitte nehmen Sie ein anderes.")
    assert "Wörter, die nichts" not in said


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_without_a_person_only_the_password_counts(user):
    assert refusal("Quastenflosser-77", user) == ""


@pytest.mark.django_db
def test_names_of_person_and_organisations_are_guessable():
    organisation = OrganisationFactory(name="Treffpunkt Quastenflosser e. V.")
    person = MembershipFactory(
        organisation=organisation,
        user=UserFactory(name="Erika Zwiebelhuber", email="e.zwiebelhuber@verein.example"),
    ).user
    for password in ("Quastenflosser-77", "ErikaZwiebelhuber7", "Quastenflosserabc"):
        assert "Ihrem Namen oder dem Ihrer Organisation" in refusal(password, person)
        assert refusal(password, UserFactory()) == ""
    assert refusal("Quastenflosser tanzen samstags Tango", person) == ""


def test_the_name_counts_before_the_account_is_there():
    person = User(name="Erika Zwiebelhuber", email="e@verein.example")
    assert "Ihrem Namen" in refusal("ErikaZwiebelhuber7", person)


def test_what_django_knows_as_common_counts_as_stolen():
    validator = passwords.GuessablePasswordValidator()
    validator.known.passwords = {"x7#kq9!mzp2"}
    with pytest.raises(ValidationError, match="Datendiebstählen"):
        validator.validate("x7#Kq9!mZp2")
    assert "erraten" in validator.get_help_text()


def test_of_a_long_password_beginning_or_end_must_be_good():
    assert passwords.why_guessable("a" * 40)
    assert not passwords.why_guessable("a" * 40 + "Zwieback kaut 7 Igel")


def test_a_weakness_without_a_name_is_still_said():
    assert passwords.why_guessable("Öä7") == passwords.OTHERWISE
