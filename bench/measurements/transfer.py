"""Bytes over the wire, headers included: a first page with everything it loads, and a step.

Style sheets, scripts and pictures come packed from the web server. Pages are packed by the
reverse proxy (`encode` in deploy/Caddyfile); what it makes of them is computed here.
"""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from bench.client import Answer, Visitor
from bench.figures import Figure
from bench.stage import Stage

MOST_FIRST_PAGE, MOST_FILES, MOST_STEP = 45.0, 8, 10.0
STEPS = 60
# What Caddy takes for gzip when nothing else is said.
PROXY_LEVEL = 5
REFERENCE = re.compile(r"""(?:url\(|@import\s+)['"]?([^'")\s]+)""")


def measure(stage: Stage) -> list[Figure]:
    """Return the bytes of first page views and of the largest step of a whole check."""
    few = stage.few
    walk = few.walk()
    steps = [walk.step() for _step in range(STEPS)]
    saves = [answer for _step in range(3) for answer in (walk.save(), walk.forward())][::2]
    overview = f"/o/{few.organisation.slug}/"
    return [
        *first_view("erster Aufruf: Startseite", few.stranger(), "/"),
        *first_view("erster Aufruf: Anmelden", few.stranger(), "/konto/login/"),
        *first_view("erster Aufruf: Übersicht", few.visitor(), overview),
        *first_view("erster Aufruf: Maßnahmen", few.visitor(), f"{overview}massnahmen/"),
        *first_view("erster Aufruf: eine Frage", few.visitor(), few.first_question),
        Figure(
            "ein Schritt im Check, der größte",
            max(packed(step) for step in steps) / 1000,
            "KB",
            MOST_STEP,
            _unpacked(max(step.transferred for step in steps)),
        ),
        Figure("beim Auswählen speichern", max(map(packed, saves)) / 1000, "KB", MOST_STEP),
    ]


def packed(answer: Answer) -> int:
    """Return the bytes of an answer as the reverse proxy passes it on."""
    is_text = answer.headers.get("content-type", "").startswith("text/")
    if "content-encoding" in answer.headers or not is_text or not _proxy_packs():
        return answer.transferred
    note = len("Content-Encoding: gzip\r\n")
    head = answer.transferred - len(answer.body)
    return head + note + len(gzip.compress(answer.body, PROXY_LEVEL))


def _proxy_packs() -> bool:
    caddyfile = settings.BASE_DIR / "deploy" / "Caddyfile"
    return bool(re.search(r"^\s*encode\b.*\bgzip\b", caddyfile.read_text(), re.MULTILINE))


def first_view(name: str, visitor: Visitor, path: str) -> list[Figure]:
    """Load a page as a browser with an empty cache does; return its bytes and its files."""
    page = visitor.page(path)
    waiting, seen, total = _Assets.of(path, page.text), {path}, packed(page)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        asset = visitor.page(address)
        total += packed(asset)
        if asset.headers.get("content-type", "").startswith("text/css"):
            waiting += [
                urljoin(address, found)
                for found in REFERENCE.findall(asset.text)
                if not found.startswith("data:")
            ]
    detail = f"Seite allein {packed(page) / 1000:.1f} KB".replace(".", ",")
    return [
        Figure(name, total / 1000, "KB", MOST_FIRST_PAGE, detail),
        Figure(f"{name}, Dateien", len(seen), "", MOST_FILES),
    ]


def _unpacked(size: int) -> str:
    return f"ungepackt {size / 1000:.1f} KB".replace(".", ",")


class _Assets(HTMLParser):
    """Finds what a browser loads along with a page."""

    LOADED_LINKS = {"stylesheet", "icon", "preload", "manifest"}

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: list[str] = []

    @classmethod
    def of(cls, base: str, html: str) -> list[str]:
        """Return the addresses of everything the page loads."""
        parser = cls(base)
        parser.feed(html)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("src")
        if tag == "use" or (tag == "link" and self.LOADED_LINKS & {*(given["rel"] or "").split()}):
            address = given.get("href")
        if address and not address.startswith(("data:", "#")):
            self.found.append(urlsplit(urljoin(self.base, address)).path)
