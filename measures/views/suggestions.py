"""What is decided on the suggestions of a check, and on what cannot wait."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from checks.domain.catalogue import Template
from checks.domain.check_state import CheckState
from measures.domain.result import Result
from measures.domain.suggesting import (
    Suggestion,
    accept_suggestion,
    decline_suggestion,
    reconsider_suggestion,
    take_up,
)
from measures.forms.measures import DeclineForm, PutOffForm
from measures.views.result import run_or_404
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE

AT_ONCE = 5


@in_organisation()
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: OrganisationRequest, check_id: int) -> HttpResponse:
    """Show the five suggestions that fit best, or with `?bereich=` all of one area; decide."""
    check_state = run_or_404(request, check_id)
    if request.method != "POST":
        return _page(request, check_state, request.GET)
    if not request.membership.may_edit:
        raise PermissionDenied
    if "decline" in request.POST:
        return _decline(request, check_state, request.POST["decline"])
    # Whatever became of the answers meanwhile, what one sees can be accepted.
    name = "shown" if request.POST.get("decision") == "all" else "template"
    chosen = [
        key for key in request.POST.getlist(name) if key in check_state.document.template_by_key
    ]
    if not chosen:
        return _page(request, check_state, request.POST, UNPROCESSABLE, nothing_chosen=True)
    for key in chosen:
        accept_suggestion(check_state, key, request.user)
    said = ngettext(
        "Eine Maßnahme steht jetzt auf Ihrer Liste.",
        "%(number)d Maßnahmen stehen jetzt auf Ihrer Liste.",
        len(chosen),
    )
    messages.success(request, said % {"number": len(chosen)})
    return redirect("measures:list", slug=request.organisation.slug)


def _page(
    request: OrganisationRequest,
    check_state: CheckState,
    sent: QueryDict,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show suggestions; `sent` says of which area, and what is ticked."""
    result = Result(check_state)
    found = result.best_suggestions
    areas = [
        (area, sum(one.area.key == area.key for one in found))
        for area in check_state.document.areas
    ]
    area = next((one for one, number in areas if one.key == sent.get("bereich") and number), None)
    shown = [one for one in found if one.area == area] if area else found[:AT_ONCE]
    context |= {
        "section": "check",
        "check_state": check_state,
        "result": result,
        "shown": shown,
        "area": area,
        "areas": [(one, number) for one, number in areas if number and one != area],
        "ticked": sent.getlist("template"),
        "just_declined": _just_declined(result, sent.get("abgelehnt")),
    }
    context.setdefault("decline_form", DeclineForm())
    return render(request, "measures/suggestions.html", context, status=status)


def _template_or_404(check_state: CheckState, key: str) -> Template:
    """Return a template, whatever became of the answers that suggested it meanwhile."""
    template = check_state.document.template_by_key.get(key)
    if template is None:
        raise Http404
    return template


def _just_declined(result: Result, key: str | None) -> Suggestion | None:
    return next((one for one in result.declined_suggestions if one.template.key == key), None)


def _decline(request: OrganisationRequest, check_state: CheckState, key: str) -> HttpResponse:
    """Decline one suggestion; what is ticked stays so."""
    _template_or_404(check_state, key)
    form = DeclineForm({"reason": request.POST.get(f"reason-{key}", "")})
    if not form.is_valid():
        context = {"bound_decline_form": form, "declining": key}
        return _page(request, check_state, request.POST, UNPROCESSABLE, **context)
    decline_suggestion(check_state, key, form.cleaned_data["reason"], request.user)
    query = _kept(request)
    query["abgelehnt"] = key
    query.setlist("template", [one for one in query.getlist("template") if one != key])
    return redirect(f"{request.path}?{query.urlencode()}")


def _kept(request: OrganisationRequest) -> QueryDict:
    """Return the area and the ticks of the page of suggestions, as they were sent."""
    query = QueryDict(mutable=True)
    for name in ("bereich", "template"):
        if name in request.POST:
            query.setlist(name, request.POST.getlist(name))
    return query


def _back(request: OrganisationRequest, check_state: CheckState) -> HttpResponseRedirect:
    """Lead back to the page on which something was decided."""
    where, _minus, number = request.GET.get("von", "").partition("-")
    slug = request.organisation.slug
    if where == "liste":
        return redirect("measures:list", slug=slug)
    if where == "runde" and number.isascii() and number.isdecimal():
        return redirect("measures:round_order", slug=slug, prioritisation_round_id=int(number))
    if where != "vorschlaege":
        return redirect("measures:result", slug=slug, check_id=check_state.check.pk)
    kept = _kept(request).urlencode()
    url = reverse("measures:suggestions", kwargs={"slug": slug, "check_id": check_state.check.pk})
    return redirect(f"{url}?{kept}" if kept else url)


@in_organisation(roles=EDITORS)
@require_POST
def decide(request: OrganisationRequest, check_id: int, template_key: str) -> HttpResponse:
    """Take up what cannot wait, or take back that something was declined or put off."""
    check_state = run_or_404(request, check_id)
    template = _template_or_404(check_state, template_key)
    words = {"title": template.title}
    if request.POST.get("decision") == "take_up":
        measure = take_up(check_state, template_key, request.user)
        if request.GET.get("von", "").startswith("runde"):
            messages.success(request, _("„%(title)s“ ist geplant.") % words)
            return _back(request, check_state)
        said = _("„%(title)s“ ist geplant. Wer kümmert sich bis wann darum?")
        messages.success(request, said % words)
        return redirect("measures:edit", slug=request.organisation.slug, measure_id=measure.pk)
    if request.POST.get("decision") != "reconsider":
        raise BadRequest
    reconsider_suggestion(check_state, template_key, request.user)
    messages.success(request, _("„%(title)s“ steht wieder zur Entscheidung.") % words)
    return _back(request, check_state)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: OrganisationRequest, check_id: int, template_key: str) -> HttpResponse:
    """Say why something that cannot wait has to wait all the same."""
    check_state = run_or_404(request, check_id)
    template = _template_or_404(check_state, template_key)
    form = PutOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decline_suggestion(check_state, template_key, form.cleaned_data["reason"], request.user)
        messages.success(
            request,
            _("„%(title)s“ ist aufgeschoben.") % {"title": template.title},
        )
        return _back(request, check_state)
    context = {
        "section": "check",
        "check_state": check_state,
        "template": template,
        "form": form,
        "back": _back(request, check_state).url,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "measures/put_off.html", context, status=status)
