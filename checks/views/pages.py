"""What a page of the check shows, and the outline beside it: areas with progress, their pages.

A step takes people as long as its slowest part, and nearly all of a page is the same for
everyone who sees the question. So what does not depend on the person comes from memory, and
templates get values that are ready to be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from checks import queries
from checks.domain.catalogue import QuestionKind
from checks.domain.check_flow import AreaCompletion, CheckFlow, Page, PageKind
from checks.domain.check_state import CheckState
from checks.domain.matching import Pair
from checks.domain.moving import before_move
from checks.domain.publishing import newer_version
from checks.domain.repeating import AnswerDifference, LastTime, experiences_on
from checks.domain.wording import in_words, said_of_unasked, total_in_words
from checks.forms.answers import AnswerForm, RequirementForm
from checks.models import Answer, Requirement, SetAsideAnswer
from checks.views.presenting import PresentedQuestion
from organisations.views.access import OrganisationRequest
from organisations.views.fragments import KEPT, joined, render_anew, render_once
from organisations.views.htmx import render_part, wants_part


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


def voices_link(slug: str, check_state: CheckState, key: str) -> SafeString:
    """Return the way from a question to what colleagues say, or to asking them."""
    if key not in check_state.asked_of_colleagues:
        address = f"{_address('checks:ask', slug=slug)}?frage={key}"
        return render_once("checks/parts/ask_colleagues.html", address=address)
    place = {"slug": slug, "check_id": check_state.check.pk, "key": key}
    return render_anew(
        "checks/parts/colleagues.html",
        address=reverse("checks:voices", kwargs=place),
        number=queries.heard_on(check_state.check, key),
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
        marked=sum(question.key in marks.again for question in progress.area.questions),
        changed=sum(question.key in marks.changed for question in progress.area.questions),
        is_current=is_current,
        pages=joined(pages),
    )


class Mark(NamedTuple):
    """An answer to look at again; `former` has the earlier words, where they are known.

    `others` were said to further questions that became this one.
    """

    answer: Answer
    former: Pair | None
    said: str
    others: Sequence[SetAsideAnswer]


# Where nobody typed anything, all see the same empty fields.
EMPTY_REQUIREMENT = RequirementForm()


def url_of(request: OrganisationRequest, page: Page | None) -> str:
    """Return the address of a page, or of the closing page after the last one."""
    return address_of(request.organisation.slug, page)


def about(request: OrganisationRequest, check_state: CheckState, page: Page) -> dict[str, Any]:
    """Return what every page of the check shows around its middle."""
    last_time = LastTime.of(check_state)
    marks = Marks(check_state.marked, last_time.changed_keys() if last_time else ())
    return {
        "section": "check",
        "check_state": check_state,
        "page": page,
        "here": url_of(request, page),
        "outline": outline(request.organisation.slug, check_state.flow, page, marks),
        "newer_version": newer_version(check_state.document),
        "mark": mark_of(check_state, page),
        "unasked": unasked(check_state, page),
        "last_time": last_time,
        "difference": last_time.difference(page.question) if last_time and page.question else None,
    }


def unasked(check_state: CheckState, page: Page) -> str:
    """Return what to say of a question that is not on the way any more, empty for all others."""
    return (
        ""
        if page.question is None or check_state.flow.is_asked(page)
        else said_of_unasked(page.question)
    )


def mark_of(check_state: CheckState, page: Page) -> Mark | None:
    """Return what asks people to look at the answer of a page again, None for nothing."""
    row = check_state.answers.data.get(page.key)
    if page.question is None or row is None or not (row.is_carried or row.reworded_in):
        return None
    answer = check_state.answers[page.key]
    is_of_last_move = answer.reworded_in == check_state.document.version
    former, others = before_move(check_state, page.key) if is_of_last_move else (None, [])
    return Mark(answer, former, in_words(former.old, answer) if former else "", others)


def show_page(
    request: OrganisationRequest,
    check_state: CheckState,
    page: Page,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    """Render a page: the whole of it, or for htmx only the part that changes.

    `shown` are the forms (`form`, `requirement_form`) and what else its template knows.
    """
    context = about(request, check_state, page) | shown
    if "requirement_form" in shown:
        context |= _middle(check_state, page, **shown)
        context |= _beside(
            context["last_time"], check_state, page, request.organisation.slug, context
        )
        if page.question is not None:
            context["colleagues"] = voices_link(request.organisation.slug, check_state, page.key)
    response = render_part(request, "checks/page.html", "checks/parts/page.html", context, status)
    if wants_part(request):
        # A save in passing aims at the word „Gespeichert“; the page must not land there.
        # It begins at the top, unless something in the middle was noted or taken back.
        is_same_place = "removed" in shown or "just_noted" in shown
        response["HX-Retarget"] = "#check"
        response["HX-Reswap"] = "outerHTML" if is_same_place else "outerHTML show:window:top"
    return response


def _middle(
    check_state: CheckState,
    page: Page,
    requirement_form: RequirementForm,
    form: AnswerForm | None = None,
    removed: Requirement | None = None,
    just_noted: Requirement | None = None,
    **_shown: Any,
) -> dict[str, Any]:
    """Return what the forms of a question or of an area's requirements show."""
    presented = PresentedQuestion(check_state.document, form) if form else None
    reason = presented.reason if presented else ""
    tail = _tail(check_state, page, reason, requirement_form, removed, just_noted)
    if form is None:
        return {"has_errors": bool(requirement_form.errors), "tail": tail}
    return {
        "has_errors": bool(form.errors or requirement_form.errors),
        "tail": tail,
        "other_said": form.other_said,
        "version": form["version"].value() or 0,
        "presented": presented,
        "answer_errors": form.errors.get("answer", ()),
        "note_label": render_once("checks/parts/note_label.html"),
        "note": form["note"].value() or "",
        "note_errors": form.errors.get("note", ()),
    }


def _beside(
    last_time: LastTime | None,
    check_state: CheckState,
    page: Page,
    slug: str,
    shown: dict[str, Any],
) -> dict[str, Any]:
    """Return what a page shows of the last check and of what was done since."""
    if last_time is None:
        return {}
    if page.question and page.area:
        return {
            "last_time_box": _last_time_box(last_time, page, slug, shown),
            "experiences": experiences_on(check_state, page.question, slug),
        }
    noted = {requirement.text for requirement in check_state.requirements}
    old = last_time.before.requirements
    area = page.area
    return {
        "old_requirements": [
            one for one in old if area and one.area_key == area.key and one.text not in noted
        ]
    }


def _last_time_box(last_time: LastTime, page: Page, slug: str, shown: dict[str, Any]) -> SafeString:
    """Render what was said to a question last time, from memory where nobody wrote it."""
    assert page.question is not None and page.area is not None  # noqa: S101, PT018 - a question page
    old = last_time.old(page.question)
    note = old.note if old else ""
    is_written = old is not None and (bool(note) or old.pair.old.kind is QuestionKind.TEXT)
    return (render_anew if is_written else render_once)(
        "checks/parts/last_time.html",
        day=date_format(localtime(last_time.day), "j. F Y"),
        is_new=last_time.is_new(page.question),
        sentence=old.sentence if old else "",
        but_not=old.but_not if old else "",
        level=old.level if old else None,
        note=note,
        is_note_taken=note in shown["note"],
        is_reworded=old is not None and old.pair.is_reworded,
        asked_then=old.pair.old.text if old and old.pair.is_regrouped else "",
        may_be_repeated=old is not None and old.given is not None,
        is_open=old is not None and old.is_open,
        change_mark=change_mark(shown["difference"]),
        repeat_url=(
            repeat_address(slug, page.area.key) if len(last_time.repeatable(page.area)) > 1 else ""
        ),
    )


def change_mark(difference: AnswerDifference | None, *, swaps: bool = False) -> SafeString:
    """Render the word on a change; `swaps` lets it take the place of the one that is shown."""
    is_written = difference is not None and difference.question.kind is QuestionKind.TEXT
    return (render_anew if is_written else render_once)(
        "checks/parts/change_mark.html",
        is_compared=difference is not None,
        is_changed=difference is not None and difference.is_changed,
        before=difference.before if difference else "",
        after=difference.after if difference else "",
        swaps=swaps,
    )


def _tail(
    check_state: CheckState,
    page: Page,
    reason: str,
    requirement_form: RequirementForm,
    removed: Requirement | None,
    just_noted: Requirement | None,
) -> SafeString:
    """Render what follows an answer: the reason, requirements, and the buttons."""
    noted = [
        requirement
        for requirement in check_state.requirements
        if page.area and requirement.area_key == page.area.key
    ]
    is_untouched = requirement_form is EMPTY_REQUIREMENT
    is_empty = is_untouched and not noted and removed is None
    return (render_once if is_empty else render_anew)(
        "checks/parts/page_tail.html",
        why=render_once("checks/parts/question_why.html", reason=reason),
        is_open=(
            page.kind is PageKind.REQUIREMENTS
            or removed is not None
            or just_noted is not None
            or bool(requirement_form.errors or requirement_form["text"].value())
        ),
        summary=render_once("checks/parts/requirements_summary.html", number=len(noted)),
        noted=""
        if is_empty
        else render_anew(
            "checks/parts/requirements_noted.html",
            noted=noted,
            removed=removed,
            just_noted=just_noted,
        ),
        inputs=(render_once if is_untouched else render_anew)(
            "checks/parts/requirement_inputs.html", form=requirement_form
        ),
        buttons=render_once(
            "checks/parts/page_buttons.html",
            has_before=check_state.flow.before(page.key) is not None,
        ),
    )
