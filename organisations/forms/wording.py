"""What fields say in our words, where Django's would be terse or call a choice „gültig“."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_LONG = {
    "max_length": _(
        "Höchstens %(limit_value)d Zeichen, Ihr Text hat %(show_value)d. "
        "Bitte kürzen Sie ihn; er ist noch vollständig da."
    )
}
NO_SUCH_CHOICE = _("Das gibt es hier nicht. Bitte wählen Sie eine der Möglichkeiten.")
NOT_OFFERED = {"invalid_choice": NO_SUCH_CHOICE, "invalid_pk_value": NO_SUCH_CHOICE}
NOT_A_NUMBER = {
    "invalid": _("Bitte eine ganze Zahl eingeben."),
    "min_value": _("Bitte eine Zahl ab %(limit_value)s eingeben."),
    "max_value": _("Bitte eine Zahl bis %(limit_value)s eingeben."),
}
NOT_A_DAY = {"invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026.")}

WORDS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (forms.CharField, TOO_LONG),
    ((forms.ChoiceField, forms.ModelChoiceField), NOT_OFFERED),
    (forms.DateField, NOT_A_DAY),
    (forms.IntegerField, NOT_A_NUMBER),
)


def use_our_words(fields: dict[str, forms.Field]) -> None:
    """Let fields say what is wrong in our words, except where form or field have their own."""
    for field in fields.values():
        django: dict[str, Any] = {}
        for base in reversed(type(field).__mro__):
            if base.__module__.startswith("django."):
                django |= getattr(base, "default_error_messages", {})
        for kinds, words in WORDS:
            if isinstance(field, kinds):
                for code, message in words.items():
                    if field.error_messages.get(code) == django.get(code):
                        field.error_messages[code] = message
