"""The outline beside every page of a check: areas with progress, pages of the current one."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from checks import queries
from checks.domain.check_flow import AreaCompletion, CheckFlow, Page, PageKind
from checks.domain.check_state import CheckState
from checks.domain.wording import total_in_words
from organisations.views.fragments import KEPT, joined, render_anew, render_once


@lru_cache(maxsize=KEPT)
def _address(name: str, **kwargs: str) -> str:
    return reverse(name, kwargs=kwargs)


def address_of(slug: str, page: Page | None) -> str:
    """Return the address of a page, or of the closing page after the last one."""
    if page is None:
        return _address("checks:finish", slug=slug)
    if page.kind is PageKind.FACTS:
        return _address("checks:facts", slug=slug)
    name = "checks:question" if page.kind is PageKind.QUESTION else "checks:requirements"
    return _address(name, slug=slug, key=page.key)


def repeat_address(slug: str, area_key: str) -> str:
    """Return the address at which an area is answered as last time."""
    return _address("checks:repeat_area", slug=slug, key=area_key)


def voices_link(slug: str, run: CheckState, key: str) -> SafeString:
    """Return the way from a question to what colleagues say, or to asking them."""
    if key not in run.asked_of_colleagues:
        address = f"{_address('checks:ask', slug=slug)}?frage={key}"
        return render_once("checks/parts/ask_colleagues.html", address=address)
    place = {"slug": slug, "check_id": run.check.pk, "key": key}
    return render_anew(
        "checks/parts/colleagues.html",
        address=reverse("checks:voices", kwargs=place),
        number=queries.heard_on(run.check, key),
    )


class Marks(NamedTuple):
    """The keys of what stands out: answers to look at again, and answers other than last time."""

    again: Collection[str] = ()
    changed: Collection[str] = ()


NO_MARKS = Marks()


def outline(slug: str, flow: CheckFlow, current: Page, marks: Marks = NO_MARKS) -> SafeString:
    """Return the outline as it stands beside the page `current`.

    From step to step nearly all of it stays the same, so its entries are kept.
    """
    summary = render_once(
        "checks/parts/outline_summary.html",
        answered=flow.answered,
        total=total_in_words(flow),
        percent=flow.percent,
    )
    entries = [_area(slug, flow, progress, current, marks) for progress in flow.progress]
    if flow.document.facts:
        is_current = current.kind is PageKind.FACTS
        address = _address("checks:facts", slug=slug)
        entries.insert(
            0,
            render_once("checks/parts/outline_facts.html", address=address, is_current=is_current),
        )
    finish = render_once(
        "checks/parts/outline_finish.html",
        address=_address("checks:finish", slug=slug),
        colleagues=_address("checks:contributions", slug=slug),
    )
    return format_html("{}<ol>{}{}</ol>", summary, joined(entries), finish)


def _area(
    slug: str, flow: CheckFlow, progress: AreaCompletion, current: Page, marks: Marks
) -> SafeString:
    is_current = progress.area is current.area
    pages = (
        render_once(
            "checks/parts/outline_page.html",
            address=address_of(slug, page),
            text=page.question.text if page.question else "",
            is_done=page.key in flow.given,
            is_marked=page.key in marks.again,
            is_changed=page.key in marks.changed,
            is_current=page.key == current.key,
        )
        for page in (flow.pages if is_current else ())
        if page.area is current.area and flow.is_asked(page)
    )
    return (render_anew if is_current else render_once)(
        "checks/parts/outline_area.html",
        address=_address("checks:area", slug=slug, key=progress.area.key),
        title=progress.area.title,
        given=progress.given,
        total=progress.total,
        is_complete=progress.is_complete,
        changed=sum(question.key in marks.changed for question in progress.area.questions),
        is_current=is_current,
        pages=joined(pages),
    )
