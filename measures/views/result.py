"""The result of a check, and what is decided on its suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checks import queries as checks
from checks.domain.offering import going_on_after
from checks.domain.running import CheckRun
from measures.domain.result import Result
from measures.domain.suggesting import (
    UnknownTemplate,
    accept_suggestion,
    decline_suggestion,
    reconsider_suggestion,
    suggest_measures,
    template_of,
)
from measures.forms.measures import DeclineForm
from organisations.views.access import EDITORS, in_organisation
from organisations.views.saving import UNPROCESSABLE


def _run(request: Any, check_id: int) -> CheckRun:
    check = checks.checks().of(request.organisation).filter(pk=check_id).first()
    if check is None:
        raise Http404
    check.organisation = request.organisation
    return CheckRun(check)


def _page(request: Any, run: CheckRun, status: int = 200, **context: Any) -> HttpResponse:
    result = Result(run)
    context |= {
        "section": "check",
        "run": run,
        "result": result,
        "set_aside": checks.set_aside_answers().of_check(run.check).count(),
    }
    if request.membership.may_edit:
        context["going_on"] = going_on_after(run, request.organisation)
    context.setdefault("decline_form", DeclineForm())
    return render(request, "measures/result.html", context, status=status)


@in_organisation()
@require_safe
def result(request: Any, check_id: int) -> HttpResponse:
    """Maturity, strengths and gaps, change, requirements, and suggested measures.

    The page shows the most urgent suggestions, with `?vorschlaege=alle` all of them.
    """
    run = _run(request, check_id)
    shows_all = request.GET.get("vorschlaege") == "alle"
    if shows_all and request.htmx and not request.htmx.history_restore_request:
        context = {"run": run, "result": Result(run), "shows_all": True}
        context["decline_form"] = DeclineForm()
        response = render(request, "measures/parts/other_suggestions.html", context)
    else:
        response = _page(request, run, shows_all=shows_all)
    response["Vary"] = "HX-Request"
    return response


@in_organisation(roles=EDITORS)
@require_POST
def decide(request: Any, check_id: int, template_key: str) -> HttpResponse:
    """Accept, decline or reconsider one suggested measure."""
    run = _run(request, check_id)
    try:
        template = template_of(run, template_key)
    except UnknownTemplate:
        raise Http404 from None
    decision = request.POST.get("decision")
    if decision == "accept":
        measure = accept_suggestion(run, template_key, request.user)
        word = _("„%s“ steht jetzt auf Ihrer Liste.") % measure.title
    elif decision == "decline":
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _undecided(request, run, template_key, form)
        decline_suggestion(run, template_key, form.cleaned_data["reason"], request.user)
        word = _("„%s“ ist abgelehnt und unten wieder zu finden.") % template.title
    elif decision == "reconsider":
        reconsider_suggestion(run, template_key, request.user)
        word = _("„%s“ steht wieder bei den Vorschlägen.") % template.title
    else:
        raise BadRequest
    if request.htmx:
        return _card(request, run, template_key, announcement=word)
    messages.success(request, word)
    address = reverse(
        "measures:result", kwargs={"slug": request.organisation.slug, "check_id": run.check.pk}
    )
    return redirect(f"{address}#massnahme-{template_key}")


def _undecided(request: Any, run: CheckRun, template_key: str, form: DeclineForm) -> HttpResponse:
    """Show what is wrong with a decision, with everything typed still there."""
    if request.htmx:
        return _card(request, run, template_key, UNPROCESSABLE, decline_form=form)
    return _page(request, run, UNPROCESSABLE, bound_decline_form=form, declining=template_key)


def _card(
    request: Any, run: CheckRun, template_key: str, status: int = 200, **context: Any
) -> HttpResponse:
    suggestions = {one.template.key: one for one in suggest_measures(run)}
    suggestion = suggestions.get(template_key)
    if suggestion is None:
        raise Http404
    context |= {"run": run, "suggestion": suggestion}
    context.setdefault("decline_form", DeclineForm())
    return render(request, "measures/parts/suggestion.html", context, status=status)
