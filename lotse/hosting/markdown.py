"""Texts of the host, written in Markdown, as safe HTML."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# No HTML of one's own and no pictures: both could load things from elsewhere.
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image"])
LOWEST_HEADING = 6


def rendered(text: str) -> SafeString:
    """Return Markdown as HTML below the page's own heading: `#` becomes a second-level one."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST_HEADING)}"
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    return mark_safe(html)  # noqa: S308 - the renderer escapes whatever it is given
