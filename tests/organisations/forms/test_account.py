"""The forms around an account speak formal German, whatever allauth would say."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.utils.translation import override

from organisations.forms.account import (
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)

pytestmark = pytest.mark.django_db
# What this site never asks for.
NEVER_SHOWN = ("username", "phone", "select_only_one", "cannot_remove_primary_email")


def errors(form):
    return {name: list(found) for name, found in form.errors.items()}


def test_an_empty_sign_up_says_what_is_needed():
    assert errors(SignupForm({})) == {
        "name": ["Bitte nennen Sie Ihren Namen."],
        "email": ["Bitte geben Sie eine E-Mail-Adresse ein."],
        "password1": ["Bitte wählen Sie ein Passwort."],
        "password2": ["Bitte geben Sie das Passwort hier noch einmal ein."],
    }


def test_an_empty_sign_in_says_what_is_needed():
    assert errors(LoginForm({})) == {
        "login": ["Bitte geben Sie Ihre E-Mail-Adresse ein."],
        "password": ["Bitte geben Sie Ihr Passwort ein."],
    }


def test_an_address_that_is_none_is_shown_what_one_looks_like():
    found = errors(ResetPasswordForm({"email": "kein"}))
    assert found == {"email": ["Das ist keine E-Mail-Adresse. Sie sieht aus wie name@beispiel.de."]}


def test_two_different_passwords_are_refused_in_our_words():
    form = ResetPasswordKeyForm(
        {"password1": "ein-gutes-Passwort-2026", "password2": "ein-anderes-Passwort"}
    )
    assert errors(form) == {
        "password2": ["Beide Passwörter müssen gleich sein. Bitte geben Sie sie noch einmal ein."]
    }


def test_no_message_of_an_account_is_informal():
    with override("de"):
        shown = {
            key: str(text)
            for key, text in get_adapter().error_messages.items()
            if not key.startswith(NEVER_SHOWN)
        }
    informal = re.compile(r"\b(du|dich|dir|dein\w*|gib|habe|wähle)\b", re.IGNORECASE)
    assert {key: text for key, text in shown.items() if informal.search(text)} == {}
