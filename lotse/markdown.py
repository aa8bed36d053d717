"""Texts in Markdown as safe HTML: what hosts write, and the help."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# No HTML of one's own and no pictures: both could load things from elsewhere.
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image"])
LOWEST_HEADING = 6


def rendered(text: str, deeper: int = 1) -> SafeString:
    """Return a text as HTML whose headings stand `deeper` by that much: `#` becomes h2."""
    tokens = parsed(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + deeper, LOWEST_HEADING)}"
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    return mark_safe(html)  # noqa: S308 - the renderer escapes whatever it is given


def parsed(text: str) -> list[Token]:
    """Return the tokens of a text, for those who make something else than HTML of it."""
    return _markdown.parse(text)
