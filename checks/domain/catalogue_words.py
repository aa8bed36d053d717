"""What single German sentences of a catalogue give away: halves, absolutes, hard words, likeness.

Pure, and without a dictionary: endings, capital letters and short lists of words. So each finding
is a question to the person who writes, never a verdict; `catalogue_lint` asks it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import pairwise

from checks.domain.similarity import WORD, words_of

# Two clauses: „…, und …“. Without a comma two verbs may still share a subject: „… und sehen ihn“.
CLAUSES = re.compile(r", (?:und|sowie) ")
AND = re.compile(r"(?<![,\w])(\S+) und (\S+)(?: (\S+))?")
# The second half tells what follows from the first, or more of the same thing.
SAME_THING = re.compile(
    r"(?:niemand|nichts|kaum)\b|.*\b(?:dort|da(?:r?(?:an|auf|aus|bei|für|in|mit|nach|über|von)))\b"
    r"|.*\b(?:es|ihn|ihm|darüber)[.,]?(?:$| )"
)
ASKED_TWICE = re.compile(
    r"\bund (?:\w+ )?(?:wie|wer|wen|wem|was|wann|wo|woher|wohin|womit|warum|welche\w*)\b"
)
NOUN = r"(?:\w+e[nrsm]? )?([A-ZÄÖÜ][\w:-]+)"
NOUNS = re.compile(rf"(?:{NOUN}, )?{NOUN} und {NOUN}")
# What ends like a verb and is none.
_NO_VERBS = """
bald bereit damit dort direkt echt erst fast fest gut hat jetzt laut leicht lieber meist mit nicht
nächst oft rasch recht sanft schlecht seit selbst sofort sonst später statt unbekannt ungenutzt
weit zuerst zuletzt allen anderen beiden deren den denen einen eigenen einzelnen ihren jeden
keinen meisten neuen oben unten unseren vielen außen innen
"""
NO_VERBS = frozenset(_NO_VERBS.split())
VERB = re.compile(r"[a-zäöüß]+(?:t|en|rn|ln)")
_COMMON_VERBS = """
ist sind hat haben wird werden kann können darf dürfen weiß wissen gibt geben steht stehen liegt
liegen kommt kommen geht gehen tragen trägt sehen sieht nennt nennen prüft prüfen nutzt nutzen tut
tun läuft laufen
"""
COMMON_VERBS = frozenset(_COMMON_VERBS.split())

ABSOLUTE = re.compile(
    r"(?<![\w:])(?:(?P<all>alle[nrm]?|sämtliche[nrsm]?|jede(?::r|[nrsm])?)"
    r"|immer|stets|nie|niemals|niemand\w*|ausnahmslos|überall)(?![\w:])",
    re.IGNORECASE,
)
SOFTENED = re.compile(
    r"(?:\b(?:fast|nahezu|beinahe|gut wie|nicht|noch|vor|wie)(?: an| in| von| bei| mit| zu)?) $",
    re.IGNORECASE,
)
# „Alle zwei Wochen“ is an interval, „immer wieder“ and „immer mehr“ say how it grows.
NO_ABSOLUTE = re.compile(
    r" (?:(?:zwei|drei|vier|fünf|sechs|acht|zehn|zwölf|paar|\d+)\b|wieder\b|mehr\b|noch\b)"
)
TURN = re.compile(r" (Tag|Woche|Monat|Quartal|Vierteljahr|Halbjahr|Jahr)\b")

# Words that begin with two capital letters: AVV, DSG-EKD. Names such as LibreOffice do not.
ABBREVIATION = re.compile(r"(?<![\w:-])[A-ZÄÖÜ]{2,}[\w-]*")
# What one meets on forms, keyboards and doors, in the field of social work too.
_WELL_KNOWN = """
BAföG CD DVD EDV EU IBAN IT KG LKW PC PCs PDF PDFs PIN PKW QR SGB SMS TV USB WC WG WGs WLAN
"""
WELL_KNOWN = frozenset(_WELL_KNOWN.split())
_HARD_WORDS = """
abgetrennten Bereich, abgetrennter Bereich, Adminrechte, Administrator, Algorithmus, Audit,
Auftragsverarbeiter, Auftragsverarbeitung, Authentifizierung, Backup, Cloud, Compliance, Cookie,
Cyberangriff, Dashboard, Data Act, Datenschutz-Folgenabschätzung, Datenschutzfolgenabschätzung,
Domain, E-Rechnung, Ende-zu-Ende, Export, Firewall, Firmware, Geräteverwaltung, Hosting,
Interoperabilität, Makro, Malware, Mandantenfähigkeit, Metadaten, Netztrennung, Open Source,
Passkey, Passwortmanager, Passwortspeicher, Phishing, Provider, Proxy, Ransomware, Redundanz,
Router, Schnittstelle, Server, Single Sign-on, Ticketsystem, Token, Trojaner,
Verfahrensdokumentation, Verschlüsselung, Virtualisierung, VPN, Webhook, Workflow, XRechnung,
Zwei-Faktor, zweiten Faktor, zweiter Faktor, ZUGFeRD
"""
HARD_WORDS = sorted((word.strip() for word in _HARD_WORDS.split(",")), reverse=True)
HARD = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, HARD_WORDS))})")
EXPLAINS = r"(?:ist|sind|heißt|heißen|meint|meinen|bedeutet|nennt|genannt|also|kurz|das heißt)"

# Words that levels of any topic share.
_ANY_TOPIC = """
ander anderen einzeln einzelne meist meiste fest fast gerad gleich selbst wenig viel viele manch
manches gibt steht steh liegt lieg kommt kommen weiß niemand jemand jahr woch monat tag regelmäßig
mindesten einmal neu neue weg allein wichtig best nie stell erst person gemeinsam einricht einfuhr
anleg schreib fuhr festleg regeln aufbau schaff vereinbar
"""
ANY_TOPIC = frozenset(_ANY_TOPIC.split())
LONG_ENOUGH = 5
QUOTES = str.maketrans("„“", "‚‘")


def two_halves(text: str) -> tuple[str, str] | None:
    """Return what stands before and after an „und“ that joins two statements, None without.

    None, too, where the second speaks of the first: „…, und niemand spricht darüber“.
    """
    clauses = CLAUSES.search(text)
    if clauses:
        after = text[clauses.end() :]
        return None if SAME_THING.match(after) else (text[: clauses.start()], after)
    for found in AND.finditer(text):
        before, after, then = found[1], found[2], found[3] or ""
        if after in NO_VERBS or not VERB.fullmatch(after) or VERB.fullmatch(before):
            continue
        if after in COMMON_VERBS or not then[:1].isupper():
            return text[: found.end(1)], text[found.start(2) :]
    return None


def beginning(text: str) -> str:
    """Return the first words of a text, to be quoted."""
    said = text.translate(QUOTES).rstrip(".?!").split()
    return " ".join(said[:5]) + (" …" if len(said) > 5 else "")


def asks_twice(text: str) -> bool:
    """Whether a question asks two things: „Wie …, und wer …?“."""
    return bool(CLAUSES.search(text) or ASKED_TWICE.search(text))


def parted_nouns(text: str, levels: Iterable[str]) -> tuple[str, str] | None:
    """Return two things that a question names together and its levels apart, None without."""
    told = [words_of(level) for level in levels]
    for found in NOUNS.finditer(text):
        nouns = [noun for noun in found.groups() if noun]
        for one, other in pairwise(nouns):
            where = [{n for n, words in enumerate(told) if _tells(words, x)} for x in (one, other)]
            if where[0] - where[1] and where[1] - where[0]:
                return one, other
    return None


def _tells(words: Collection[str], noun: str) -> bool:
    return any(is_near(word, stem) for stem in words_of(noun) for word in words)


def absolutes(text: str) -> list[tuple[str, bool]]:
    """Return the words that one exception makes untrue, and whether each is about a rhythm."""
    found = []
    for word in ABSOLUTE.finditer(text):
        rest = text[word.end() :]
        if SOFTENED.search(text[: word.start()]) or NO_ABSOLUTE.match(rest):
            continue
        turn = TURN.match(rest) if word["all"] else None
        found.append((word[0] + (turn[0] if turn else ""), turn is not None))
    return found


def hard_words(text: str) -> list[str]:
    """Return the abbreviations and technical words in a text, each once, in their order."""
    # A compound is as well known as its beginning: „WLAN-Passwort“, „PDF-Datei“.
    short = [
        word
        for word in ABBREVIATION.findall(text)
        if word.partition("-")[0] not in WELL_KNOWN and not HARD.match(word)
    ]
    return list(dict.fromkeys([*short, *HARD.findall(text)]))


def is_explained(word: str, text: str) -> bool:
    """Whether a text says what a word means: „X ist …“, „… heißt X“, „X (…)“, „… (X)“."""
    name = rf"{re.escape(word)}\w*"
    return bool(
        re.search(rf"{name}[“”]? \(|\([^)]*{name}[“”]?\)", text)
        or re.search(rf"{name}[“”]?,? (?:\w+ )?{EXPLAINS}\b", text)
        or re.search(rf"\b{EXPLAINS} (?:\w+ ){{0,2}}[„”]?{name}", text)
        or re.search(rf"(?:oder|auch) [„]?{name}[“”]? genannt", text)
    )


def topic(*texts: str) -> frozenset[str]:
    """Return the stems of the words in texts that belong to a topic."""
    return frozenset(word for text in texts for word in words_of(text) if word not in ANY_TOPIC)


def share(words: Collection[str], others: Collection[str]) -> float:
    """Return which part of some words has a near one among others; without words all."""
    if not words:
        return 1.0
    return sum(any(is_near(word, other) for other in others) for word in words) / len(words)


def is_near(one: str, other: str) -> bool:
    """Whether two stems are the same, begin the same, or one is a part of the other."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONG_ENOUGH:
        return False
    return one[:LONG_ENOUGH] == other[:LONG_ENOUGH] or one in other or other in one


def likeness(words: Collection[str], others: Collection[str]) -> float:
    """Return how many of the words of two texts have a near one in the other, from 0 to 1."""
    if not words or not others:
        return 0.0
    common = share(words, others) * len(words) + share(others, words) * len(others)
    return common / (len(words) + len(others))


def sameness(one: str, other: str) -> float:
    """Return which part of all words two sentences share, small words too, from 0 to 1."""
    told = [WORD.findall(text.casefold()) for text in (one, other)]
    common = (Counter(told[0]) & Counter(told[1])).total()
    return 2 * common / max(1, len(told[0]) + len(told[1]))
