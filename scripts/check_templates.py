"""Every template compiles, fits the Content Security Policy, and marks its texts for gettext."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
TRANSLATED = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{#.*?#}|{%\s*comment.*?endcomment\s*%}",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_ALOUD = ("alt", "aria-label", "placeholder", "title")
# Names are the same in every language.
NAMES = {"Lotse", "PDF"}
# Mails bring their style along; no policy of ours reaches them.
OWN_STYLE = "mail"


class Reader(HTMLParser):
    """Collects what a template says and what the Content Security Policy would refuse."""

    def __init__(self, may_style: bool = False) -> None:
        """Begin with nothing found; `may_style` lets it bring its style along."""
        super().__init__()
        self.may_style = may_style
        self.found: list[tuple[int, str]] = []
        self.inside_style_or_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of one element."""
        given = dict(attrs)
        line = self.getpos()[0]
        if "style" in given and not self.may_style:
            self.found.append((line, "Attribut style (verboten durch die CSP)"))
        for name in given:
            if name.startswith("on"):
                self.found.append((line, f"Attribut {name} (verboten durch die CSP)"))
        if (tag == "style" and not self.may_style) or (tag == "script" and "src" not in given):
            self.found.append((line, f"<{tag}> im Dokument (verboten durch die CSP)"))
        self.inside_style_or_script = tag in ("style", "script")
        for name in READ_ALOUD:
            self._text(line, given.get(name) or "")
        for name in ("href", "src", "action"):
            if re.match(r"(https?:)?//", given.get(name) or ""):
                self.found.append((line, f"fremde Adresse: {given[name]}"))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside_style_or_script = False

    def handle_data(self, data: str) -> None:
        """Look at the text between elements."""
        if not self.inside_style_or_script:
            self._text(self.getpos()[0], data)

    def _text(self, line: int, text: str) -> None:
        words = [word for word in LETTERS.findall(text) if word not in NAMES]
        if words:
            self.found.append((line, f"nicht mit translate ausgezeichnet: {' '.join(words)[:60]}"))


def problems(path: Path) -> Iterator[str]:
    """Yield what is wrong in one template, with its line."""
    from django.template import TemplateSyntaxError, engines

    source = path.read_text()
    name = path.relative_to(TEMPLATES)
    try:
        engines["django"].engine.get_template(str(name))
    except TemplateSyntaxError as error:
        yield f"{name}: {error}"
    if path.suffix != ".html":
        return
    # Line breaks stay, so that the lines of what is found are right.
    plain = TRANSLATED.sub(lambda match: "\n" * match[0].count("\n"), source)
    plain = TAG.sub(lambda match: "\n" * match[0].count("\n"), plain)
    reader = Reader(may_style=OWN_STYLE in name.parts)
    reader.feed(plain)
    for line, problem in reader.found:
        yield f"{name}:{line}: {problem}"


def main() -> int:
    """Check all templates; return 1 when something is wrong."""
    django.setup()
    found = [
        problem
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.suffix in (".html", ".txt")
        for problem in problems(path)
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
