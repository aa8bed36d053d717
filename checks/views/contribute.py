"""What a colleague does who follows a link: answer questions without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from checks.domain import contributing
from checks.domain.catalogue import Question
from checks.domain.contributing import SheetFull, Visit
from checks.domain.contribution_results import said_in_words
from checks.forms.contributions import ContributionForm, FunctionForm
from checks.models import ContributionLink
from checks.views.presenting import PresentedQuestion
from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.secret_links import LinkState
from organisations.views.access import LinkRequest
from organisations.views.htmx import instead_of_the_page
from organisations.views.saving import CONFLICT, GONE, NOT_FOUND, TOO_MANY, UNPROCESSABLE

COOKIE = "lotse_beitrag_{}"
KEPT_FOR = 180 * 24 * 3600

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Decorate a view whose address carries the secret of a link.

    It runs inside the tenancy of the link's organisation and gets a `Visit` in place of the
    secret. Links that lead nowhere get a page that says why.
    """

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: LinkRequest, contribution_token: str, **kwargs: Any) -> HttpResponse:
        link = secret_links.find(ContributionLink.objects.all(), contribution_token)
        if link is None:
            return _dead_end(request, LinkState.UNKNOWN.value, NOT_FOUND)
        with tenancy.activate(link.organisation):
            visit = Visit(link, _sitting(request, link.pk), locked=request.method == "POST")
            request.link_token = contribution_token
            if visit.situation is not LinkState.OPEN:
                said = [row for row in _said(visit) if row[1] or row[2]]
                return _dead_end(request, visit.situation.value, GONE, visit=visit, said=said)
            return _unseen(view(request, visit, **kwargs))

    return opened


def _unseen(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _dead_end(request: LinkRequest, situation: str, status: int, **context: Any) -> HttpResponse:
    """Say why one cannot answer here, with what was typed, so that it can be copied."""
    typed = [
        text
        for name in ("note", "answer")
        for text in request.POST.getlist(name)
        if len(text.split()) > 1
    ]
    context |= {"situation": situation, "typed": typed}
    if request.htmx:
        status = CONFLICT  # what htmx shows in place of the page that is open
    response = render(request, "checks/contribute/dead_end.html", context, status=status)
    return _unseen(instead_of_the_page(request, response))


def _sitting(request: LinkRequest, link_id: int) -> int | None:
    """Return the voice that this browser was given at a shared link."""
    kept = request.get_signed_cookie(COOKIE.format(link_id), default="", salt=COOKIE)
    return int(kept) if kept else None


def _render(
    request: LinkRequest, template: str, visit: Visit, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "visit": visit,
        "asking": visit.request,
        "organisation": visit.link.organisation,
        "token": request.link_token,
    }
    return render(request, f"checks/contribute/{template}.html", context, status=status)


def _to(request: LinkRequest, name: str, **more: str) -> HttpResponse:
    kwargs = {"contribution_token": request.link_token} | more
    return redirect(reverse(f"checks:{name}", kwargs=kwargs))


@by_link
def start(request: LinkRequest, visit: Visit) -> HttpResponse:
    """Who asks what until when, and who will see it; at a shared link also: what do you do?"""
    if visit.voice is not None:
        if request.method == "POST":
            return _to_first(request, visit)
        return _render(request, "start", visit)
    if request.method != "POST":
        return _render(request, "start", visit, form=FunctionForm())
    form = FunctionForm(request.POST)
    if not form.is_valid():
        return _render(request, "start", visit, UNPROCESSABLE, form=form)
    if not ratelimit.consume(request, action="begin_sitting"):
        return _dead_end(request, "busy", TOO_MANY)
    try:
        voice = contributing.begin_sitting(visit, form.cleaned_data["function"])
    except SheetFull:
        return _dead_end(request, "full", GONE)
    response = _to_first(request, visit)
    response.set_signed_cookie(
        COOKIE.format(visit.link.pk),
        str(voice.pk),
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _to_first(request: LinkRequest, visit: Visit) -> HttpResponse:
    """Lead to the first question without an answer, or to the end."""
    for question in visit.questions:
        if question.key not in visit.contributions:
            return _to(request, "contribute_question", key=question.key)
    return _to(request, "contribute_end")


@by_link
def question(request: LinkRequest, visit: Visit, key: str) -> HttpResponse:
    """One question: every answer is stored at once and can be corrected until the end."""
    asked = visit.question(key)
    if asked is None:
        raise Http404
    if visit.voice is None:
        return _to(request, "contribute")
    if request.method != "POST":
        stored = visit.contributions.get(key)
        form = ContributionForm(asked, initial=_initial(asked, stored))
        return _question_page(request, visit, asked, form)
    form = ContributionForm(asked, request.POST)
    if not form.is_valid():
        page = _question_page(request, visit, asked, form, UNPROCESSABLE)
        return instead_of_the_page(request, page)
    contributing.contribute(visit, asked, form.said)
    action = request.POST.get("action", "next")
    if action == "save":
        if request.htmx:
            return render(request, "checks/contribute/saved.html")
        return _to(request, "contribute_question", key=key)
    following = visit.before(asked) if action == "previous" else visit.after(asked)
    if following is None:
        return _to(request, "contribute" if action == "previous" else "contribute_end")
    return _to(request, "contribute_question", key=following.key)


def _initial(asked: Question, stored: Any) -> dict[str, Any]:
    if stored is None:
        return {}
    stored.version = 0
    return ContributionForm.initial_for(asked, stored)


def _question_page(
    request: LinkRequest, visit: Visit, asked: Question, form: ContributionForm, status: int = 200
) -> HttpResponse:
    return _render(
        request,
        "question",
        visit,
        status,
        question=asked,
        number=visit.position(asked),
        total=len(visit.questions),
        form=form,
        presented=PresentedQuestion(visit.document, form),
    )


@by_link
def end(request: LinkRequest, visit: Visit) -> HttpResponse:
    """Thanks, with everything said to look through; sending takes all of it back."""
    if visit.voice is None:
        return _to(request, "contribute")
    if request.method == "POST":
        contributing.take_back(visit)
        return _render(request, "end", visit, taken_back=True, rows=[])
    return _render(request, "end", visit, rows=_said(visit))


def _said(visit: Visit) -> list[tuple[Question, str, str]]:
    """Return the questions with what the person answered and wrote to them so far."""
    rows = []
    for question in visit.questions:
        said = visit.contributions.get(question.key)
        rows.append((question, said_in_words(question, said), said.note if said else ""))
    return rows
