"""Answering together on one screen: one question, large, hands up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checks.domain import meeting
from checks.domain.contribution_requests import RequestOver
from checks.forms.contributions import HandsForm
from checks.models import ContributionRequest
from checks.views.contribution_requests import find_request
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


def _to_request(request: OrganisationRequest, one: ContributionRequest) -> HttpResponse:
    return redirect(
        "checks:contribution_request",
        slug=request.organisation.slug,
        contribution_request_id=one.pk,
    )


def _to_question(request: OrganisationRequest, one: ContributionRequest, key: str) -> HttpResponse:
    return redirect(
        "checks:meeting_question",
        slug=request.organisation.slug,
        contribution_request_id=one.pk,
        key=key,
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: OrganisationRequest, contribution_request_id: int, key: str) -> HttpResponse:
    """One question for everyone in the room, and a field for the hands of each answer."""
    one = find_request(request, contribution_request_id)
    questions = meeting.questions_for_hands(one)
    asked = next((found for found in questions if found.key == key), None)
    if asked is None:
        raise Http404
    place = questions.index(asked)
    stored = meeting.hands_on(one, asked)
    form = HandsForm(asked, stored, request.POST if request.method == "POST" else None)
    context = {
        "section": "check",
        "asking": one,
        "question": asked,
        "number": place + 1,
        "total": len(questions),
        "form": form,
        "counted": sum(stored.values()),
    }
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                meeting.count_hands(one, asked, form.hands, seen=form.seen, by=request.user)
            except meeting.StaleHands as stale:
                form.let_next_save_replace(stale.stored)
                words = meeting.answers_for_hands(asked)
                context["other"] = [(words[key], n) for key, n in stale.stored.items()]
                status = CONFLICT
            except RequestOver as reason:
                form.add_error(None, str(reason))
            else:
                return _go_on(request, one, questions, place)
    return render(request, "checks/contributions/meeting.html", context, status=status)


def _go_on(
    request: OrganisationRequest, one: ContributionRequest, questions: list[Any], place: int
) -> HttpResponse:
    """Lead where the pressed button points; after the last question back to the request."""
    step = -1 if request.POST.get("action") == "previous" else 1
    following = place + step
    if 0 <= following < len(questions):
        return _to_question(request, one, questions[following].key)
    messages.success(request, _("Die Hände sind gezählt. Danke fürs Mitmachen."))
    return _to_request(request, one)
