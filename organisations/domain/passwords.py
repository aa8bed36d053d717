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
from organisations.models import Membership, User

_LIKELIEST_FIRST = """
passwort kennwort passwörter geheim hallo schatz sommer winter herbst frühling frühjahr fruehling
ichliebedich iloveyou hallowelt gutentag gutenmorgen lassmichrein keineahnung weissnicht
willkommen start test admin administrator gast benutzer anmeldung zugang login büro buero chef
montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende urlaub ferien
januar februar märz maerz april mai juni juli august september oktober november dezember
weihnachten ostern silvester neujahr advent nikolaus geburtstag
liebe schatzi engel maus mausi hase hasi bärchen baerchen süße suesse prinzessin prinz baby
sonnenschein schnucki spatz schnecke herz herzchen mama papa oma opa mutter vater bruder schwester
scheiße scheisse mist quatsch egal
hund katze pferd kater vogel tiger löwe loewe bär baer schmetterling delfin igel fuchs adler
sonne mond stern himmel regen schnee wasser feuer blume rose garten baum wald wiese berg meer
rot blau grün gruen gelb schwarz weiß weiss lila silber gold
eins zwei drei vier fünf fuenf sechs sieben acht neun zehn hundert tausend
fussball fußball verein bundesliga bayern schalke dortmund werder hertha köln koeln hamburg berlin
münchen muenchen frankfurt stuttgart leipzig dresden hannover bremen nürnberg nuernberg essen bonn
deutschland europa österreich schweiz sachsen hessen thüringen niedersachsen brandenburg
auto fahrrad motorrad computer rechner tastatur telefon handy internet drucker laptop
kaffee kuchen schokolade pizza bier wein apfel banane kartoffel wurst brot
guten morgen tag abend nacht alles klar danke bitte
glück glueck freiheit frieden hoffnung freude leben zukunft familie freunde freund freundin
haus heim wohnung schule kirche arbeit firma praxis kita kindergarten hort krippe
ich bin ist mein meine dein deine unser unsere das der die ein eine und oder nicht
lotse lotsin digital digitalisierung digitalisierungslotse digitalisierungscheck check maßnahme
massnahme bericht organisation träger traeger leitung geschäftsführung geschaeftsfuehrung
sozial soziales sozialarbeit sozialdienst beratung beratungsstelle jugend jugendhilfe jugendclub
jugendzentrum pflege pflegedienst betreuung betreuer betreuungsverein familienzentrum
familienhilfe stiftung diakonie caritas awo paritätischer paritaetischer kreuz lebenshilfe
tafel nachbarschaft stadtteil treffpunkt ehrenamt freiwillig spende inklusion integration
lindenhof sonnenwinkel brückenhaus brueckenhaus hilfe helfen mensch menschen kinder kind eltern
senioren frauen frauenhaus männer migration flüchtlinge sucht suchtberatung schuldnerberatung
verwaltung sekretariat empfang kasse team kollege kollegin mitarbeiter praktikant vorstand
michael thomas andreas stefan christian peter klaus wolfgang jürgen juergen hans dieter frank uwe
martin markus daniel alexander sebastian tobias jan tim lukas leon paul max felix jonas finn
sabine petra monika andrea claudia susanne birgit karin gabriele ursula renate heike martina
nicole julia anna lisa laura lena sarah sandra katrin stefanie melanie lea mia emma hannah marie
müller mueller schmidt schneider fischer weber meyer maier wagner becker schulz hoffmann schäfer
koch bauer richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann hartmann
"""

COMMON_WORDS = _LIKELIEST_FIRST.split()


# On the scale of zxcvbn from 0 to 4: this many guesses are too many even for stolen hashes.
STRONG = 3
# More is not looked at: estimating takes long where many characters stand for others.
JUDGED_LENGTH = 20
WORDS = re.compile(r"\w{3,}")
NO_LETTERS = re.compile(r"[\W\d_]+")

# What would be better stands at the field already.
ADVICE = _("Bitte nehmen Sie ein anderes.")
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
        """Raise ValidationError with the reason when `password` is easily guessed."""
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
