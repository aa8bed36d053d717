"""Which passwords are refused, and the sentence that says why and what is better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from zxcvbn import zxcvbn

from organisations import tenancy
from organisations.domain.german_words import COMMON_WORDS
from organisations.models import Membership, User

# On the scale of zxcvbn from 0 to 4: this many guesses are too many even for stolen hashes.
STRONG = 3
# More is not looked at: estimating takes long where many characters stand for others.
JUDGED_LENGTH = 20
WORDS = re.compile(r"\w{3,}")
NO_LETTERS = re.compile(r"[\W\d_]+")

ADVICE = _(
    "Besser ist ein ganzer Satz oder vier Wörter, die nichts miteinander zu tun haben. Bitte "
    "denken Sie sich etwas aus, das nur Ihnen einfällt."
)
# What zxcvbn recognised → what is wrong, most telling first.
REASONS: dict[str, str | Promise] = {
    "own": _("Dieses Passwort besteht vor allem aus Ihrem Namen oder dem Ihrer Organisation."),
    "passwords": _("Dieses Passwort steht auf Listen, die nach Datendiebstählen kursieren."),
    "dictionary": _("Dieses Passwort besteht aus wenigen Wörtern, die viele benutzen."),
    "repeat": _("In diesem Passwort wiederholt sich zu viel."),
    "spatial": _("Dieses Passwort folgt den Tasten, die nebeneinander liegen."),
    "sequence": _("Dieses Passwort folgt einer Reihe wie „abc“ oder „123“."),
    "date": _("Dieses Passwort besteht vor allem aus einem Datum."),
    "regex": _("Dieses Passwort besteht vor allem aus einem Datum."),
    "digits": _("Dieses Passwort besteht nur aus Ziffern."),
}
OTHERWISE = _("Dieses Passwort lässt sich leicht erraten.")


class GuessablePasswordValidator:
    """Refuses what attackers try first: stolen passwords, names, common German words."""

    def __init__(self) -> None:
        self.known = CommonPasswordValidator()

    def validate(self, password: str, user: User | AnonymousUser | None = None) -> None:
        """Raise ValidationError with reason and advice when `password` is easily guessed."""
        own = words_around(user) if isinstance(user, User) else []
        reason = why_guessable(password, own)
        if not reason and password.lower().strip() in self.known.passwords:
            reason = REASONS["passwords"]
        if reason:
            raise ValidationError(f"{reason} {ADVICE}", code="password_guessable")

    def get_help_text(self) -> str:
        """Return what to know before choosing a password."""
        return gettext("Nehmen Sie kein Passwort, das andere erraten können.")


def words_around(user: User) -> list[str]:
    """Return the words that others connect with a person: names, address, organisations."""
    texts = [user.name, user.email]
    if user.pk:
        with tenancy.own_memberships(user):
            memberships = Membership.objects.of_person(user).with_organisations()
            texts += [membership.organisation.name for membership in memberships]
    return [word for text in texts for word in WORDS.findall(text.lower())]


def why_guessable(password: str, own: Iterable[str] = ()) -> str | Promise:
    """Return the German reason why a password is easily guessed, or "" when it is not.

    `own` holds words that others connect with the person. Of a long password the beginning
    and the end are judged; it is good when one of them is.
    """
    if password.isdecimal():
        return REASONS["digits"]
    mine = sorted({word.lower() for word in own}, key=len, reverse=True)
    letters = NO_LETTERS.sub("", password).lower()
    if _is_made_of(letters, mine):
        return REASONS["own"]
    if letters in COMMON_WORDS:
        return REASONS["dictionary"]
    begin, end = password[:JUDGED_LENGTH], password[-JUDGED_LENGTH:]
    judgement = _judge(begin, mine)
    if judgement["score"] < STRONG and end != begin:
        judgement = _judge(end, mine)
    return "" if judgement["score"] >= STRONG else _reason(judgement, mine)


def _is_made_of(letters: str, words: Iterable[str]) -> bool:
    rest = letters
    for word in words:
        rest = rest.replace(word, "")
    return rest != letters and len(rest) < 3


def _judge(text: str, own: list[str]) -> Mapping[str, Any]:
    # The instance's own name counts as common as well.
    judgement: Mapping[str, Any] = zxcvbn(
        text, user_inputs=[*own, *COMMON_WORDS, *WORDS.findall(settings.BASE_URL)]
    )
    return judgement


def _reason(judgement: Mapping[str, Any], own: list[str]) -> str | Promise:
    found = {_kind(match, own) for match in judgement["sequence"]}
    return next((text for kind, text in REASONS.items() if kind in found), OTHERWISE)


def _kind(match: Mapping[str, Any], own: list[str]) -> str:
    if match["pattern"] != "dictionary":
        return str(match["pattern"])
    if match["matched_word"] in own:
        return "own"
    return "passwords" if match["dictionary_name"] == "passwords" else "dictionary"
