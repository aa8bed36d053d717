"""The result of a check, and what is decided on its suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checks import queries as checks
from checks.domain.check_state import CheckState
from checks.domain.contribution_requests import requests_of
from checks.domain.offering import going_on_after
from checks.models import Check, SetAsideAnswer
from measures.domain.result import Result
from measures.domain.suggesting import (
    accept_suggestion,
    decline_suggestion,
    reconsider_suggestion,
    suggest_measures,
)
from measures.forms.measures import DeclineForm
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import wants_part
from organisations.views.saving import UNPROCESSABLE


def _run(request: OrganisationRequest, check_id: int) -> CheckState:
    check = Check.objects.of(request.organisation).filter(pk=check_id).first()
    if check is None:
        raise Http404
    check.organisation = request.organisation
    return CheckState(check)


def _page(
    request: OrganisationRequest, run: CheckState, status: int = 200, **context: Any
) -> HttpResponse:
    result = Result(run)
    context |= {
        "section": "check",
        "run": run,
        "result": result,
        "opened_area": request.GET.get("feld"),
        "set_aside": SetAsideAnswer.objects.filter(move__check_run=run.check).count(),
    }
    if request.membership.may_edit:
        context["going_on"] = going_on_after(run, request.organisation)
        context["asked"] = requests_of(run.check)
        context["clarify"] = _way_to_clarify(run) if result.to_clarify else ""
    context.setdefault("decline_form", DeclineForm())
    return render(request, "measures/result.html", context, status=status)


def _way_to_clarify(run: CheckState) -> str:
    """Say how colleagues can be asked now: „ask“, „reopen“ first, or empty for not at all.

    They are asked in the running check; without one, the latest can be opened again.
    """
    if not run.check.is_finished or checks.current_check(run.check.organisation):
        return "ask"
    latest = Check.objects.of(run.check.organisation).finished().first()
    return "reopen" if latest == run.check else ""


@in_organisation()
@require_safe
def result(request: OrganisationRequest, check_id: int) -> HttpResponse:
    """Maturity, strengths and gaps, change, requirements, and suggested measures.

    The page shows the most urgent suggestions, with `?vorschlaege=alle` all of them.
    """
    run = _run(request, check_id)
    shows_all = request.GET.get("vorschlaege") == "alle"
    if shows_all and wants_part(request):
        context = {"run": run, "result": Result(run), "shows_all": True}
        context["decline_form"] = DeclineForm()
        response = render(request, "measures/parts/other_suggestions.html", context)
    else:
        opened = request.GET.get("entschieden")
        response = _page(request, run, shows_all=shows_all, opened=opened)
    patch_vary_headers(response, ["HX-Request"])
    return response


@in_organisation(roles=EDITORS)
@require_POST
def decide(request: OrganisationRequest, check_id: int, template_key: str) -> HttpResponse:
    """Accept, decline or reconsider one suggested measure."""
    run = _run(request, check_id)
    template = run.document.template_by_key.get(template_key)
    if template is None:
        raise Http404
    decision, following = request.POST.get("decision"), _following(run, template_key)
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
        opened = "decline" if following is None else ""
        return _suggestions(request, run, announcement=word, place=following or "", opened=opened)
    messages.success(request, word)
    address = reverse(
        "measures:result", kwargs={"slug": request.organisation.slug, "check_id": run.check.pk}
    )
    return redirect(f"{address}?entschieden={decision}#massnahme-{template_key}")


def _following(run: CheckState, template_key: str) -> str | None:
    """Return before which open suggestion one stands, empty at the end, None for decided ones.

    There the page says what was decided, because the card itself moves.
    """
    keys = [one.template.key for one in suggest_measures(run) if one.is_open]
    if template_key not in keys:
        return None
    return next(iter(keys[keys.index(template_key) + 1 :]), "")


def _undecided(
    request: OrganisationRequest, run: CheckState, template_key: str, form: DeclineForm
) -> HttpResponse:
    """Show what is wrong with a decision, with everything typed still there."""
    context = {"bound_decline_form": form, "declining": template_key}
    if request.htmx:
        return _suggestions(request, run, UNPROCESSABLE, **context)
    return _page(request, run, UNPROCESSABLE, **context)


def _suggestions(
    request: OrganisationRequest, run: CheckState, status: int = 200, **context: Any
) -> HttpResponse:
    """Show the part of the page with all suggestions: what was decided on stands below."""
    context |= {"run": run, "result": Result(run), "decline_form": DeclineForm()}
    context["shows_all"] = request.POST.get("vorschlaege") == "alle"
    return render(request, "measures/parts/suggestions.html", context, status=status)
