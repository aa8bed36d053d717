"""What a page with a refused form has to look like: each sentence once, next to its field."""

from __future__ import annotations

from typing import Any

from lxml import html


def are_said_once(response: Any) -> bool:
    """Assert that a summary names fields, leads to them, and leaves the sentences to them."""
    if not response["Content-Type"].startswith("text/html") or not response.content:
        return True
    page = html.fromstring(response.content.decode())
    summaries = page.find_class("error-summary")
    assert len(summaries) <= 1
    for summary in summaries:
        _names_fields(page, summary)
    return True


def _names_fields(page: Any, summary: Any) -> None:
    entries = [_words(entry) for entry in summary.iter("li")]
    assert all(entries), "an entry without words"
    assert len(entries) == len(set(entries)), f"twice in the summary: {entries}"
    sentences = {_words(error) for error in page.find_class("error") if error not in summary.iter()}
    assert not sentences & set(entries), f"in the summary and at its field: {entries}"
    for link in summary.iter("a"):
        place = link.get("href").removeprefix("#")
        (field,) = page.xpath("//*[@id=$place]", place=place)
        assert _has_its_sentence(field), f"nothing is said at „{_words(link)}“"


def _has_its_sentence(field: Any) -> bool:
    around = [field, *field.iterancestors()]
    within = [element for element in around if element.tag not in ("form", "main", "body", "html")]
    return any(element.find_class("error") for element in within)


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
