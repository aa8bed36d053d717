"""What colleagues said to one question, and the pilot's decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checks.domain.answering import CheckClosed, StaleAnswer
from checks.domain.check_state import CheckState
from checks.domain.contribution_results import ContributionResults, decide, options_of
from checks.domain.voices import FEWEST, OTHERS, UNKNOWN
from checks.domain.wording import said_of_unasked
from checks.forms.answers import AnswerForm
from checks.models import Check, TeamFunction
from checks.views.presenting import PresentedQuestion
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def voices(request: OrganisationRequest, check_id: int, key: str) -> HttpResponse:
    """The spread of all voices on a question, and the form to decide on its answer."""
    found = Check.objects.of(request.organisation)
    if request.method == "POST":
        found = found.select_for_update()
    check = get_object_or_404(found, pk=check_id)
    check.organisation = request.organisation
    check_state = CheckState(check)
    question = check_state.document.by_key.get(key)
    if question is None or question in check_state.document.facts:
        raise Http404
    if request.method != "POST":
        return _page(request, check_state, question, AnswerForm.of(check_state, question))
    form = AnswerForm.of(check_state, question, request.POST)
    if not form.is_valid():
        return _page(request, check_state, question, form, UNPROCESSABLE)
    try:
        seen = form.cleaned_data["version"]
        decide(check_state, question, form.said, seen_version=seen, by=request.user)
    except StaleAnswer as stale:
        form.show_other_version(stale.stored, to=request.user)
        return _page(request, check_state, question, form, CONFLICT)
    except CheckClosed:
        form.add_error(None, _("Der Check ist abgeschlossen. Ihre Eingabe ist nicht gespeichert."))
        return _page(request, check_state, question, form, CONFLICT)
    messages.success(request, _("Ihre Entscheidung steht jetzt als Antwort im Check."))
    if key not in check_state.flow.visible:
        messages.warning(request, said_of_unasked(question))
    return redirect(request.path)


def _page(
    request: OrganisationRequest,
    check_state: CheckState,
    question: Any,
    form: Any,
    status: int = 200,
) -> HttpResponse:
    heard = ContributionResults(check_state).on(question)
    spread = heard.spread
    counts = spread.counts or {}
    words = options_of(question)
    answer = check_state.answers.get(question.key)
    context = {
        "section": "check",
        "check_state": check_state,
        "question": question,
        "area": check_state.document.area_of[question.key],
        "heard": heard,
        "spread": spread,
        "fewest": FEWEST,
        "rows": [
            (key, words.get(key, key), number, answer is not None and str(answer.level) == key)
            for key, number in counts.items()
        ],
        "groups": [
            (_function(group.function), group.number, _counts(group.counts, words, question))
            for group in spread.groups
        ],
        "form": form,
        "presented": PresentedQuestion(check_state.document, form),
    }
    return render(request, "checks/contributions/voices.html", context, status=status)


def _function(key: str) -> str:
    return _("Alle anderen") if key == OTHERS else str(TeamFunction(key).label)


def _counts(counts: Any, words: Any, question: Any) -> list[tuple[str, int]]:
    said = []
    for key, number in counts.items():
        if key == UNKNOWN:
            said.append((_("Weiß ich nicht"), number))
        elif question.levels:
            said.append((_("Stufe %(level)s") % {"level": key}, number))
        else:
            said.append((words.get(key, key), number))
    return said
