"""Comparisons of tools: the list, the table with its summary, tools, and what is said of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checks import queries
from checks.domain import tools
from checks.domain.tool_table import RequirementSheet
from checks.domain.tools import NameTaken
from checks.forms.tools import (
    COMPARISON_NAME_TAKEN,
    TOOL_NAME_TAKEN,
    ComparisonForm,
    JudgementForm,
    ToolForm,
)
from checks.models import Tool, ToolComparison
from organisations.domain.auditing import changed_fields
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved


def _page(request: Any, template: str, status: int = 200, **context: Any) -> HttpResponse:
    context = {"section": "requirements"} | context
    return render(request, f"checks/tools/{template}.html", context, status=status)


def _to_comparison(request: Any, comparison_id: int) -> HttpResponse:
    return redirect(
        "checks:tool_comparison",
        slug=request.organisation.slug,
        tool_comparison_id=comparison_id,
    )


def _comparison(request: Any, comparison_id: int) -> ToolComparison:
    found = queries.tool_comparisons().of(request.organisation)
    if request.method == "POST":
        found = found.locked()
    comparison = found.filter(pk=comparison_id).first()
    if comparison is None:
        raise Http404
    return comparison


def _tool(request: Any, tool_id: int) -> Tool:
    found = queries.tools().filter(organisation=request.organisation).select_related("comparison")
    if request.method == "POST":
        found = found.locked()
    tool = found.filter(pk=tool_id).first()
    if tool is None:
        raise Http404
    return tool


@in_organisation()
@require_safe
def comparisons(request: Any) -> HttpResponse:
    """All comparisons of tools."""
    found = queries.tool_comparisons().of(request.organisation)
    counted = found.annotate(number_of_tools=Count("tools")).order_by("-id")
    return _page(request, "comparisons", comparisons=counted)


@in_organisation()
@require_safe
def comparison(request: Any, tool_comparison_id: int) -> HttpResponse:
    """The summary of every tool and the table, requirement by requirement."""
    found = _comparison(request, tool_comparison_id)
    sheet = RequirementSheet(request.organisation, comparison=found)
    return _page(request, "comparison", comparison=found, sheet=sheet)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_comparison(request: Any) -> HttpResponse:
    """Begin a comparison; the requirements to be ticked may stand in the address."""
    form = ComparisonForm(
        request.organisation,
        request.POST or None,
        ticked=request.GET.getlist("wahl"),
        instance=ToolComparison(organisation=request.organisation),
    )
    if request.method != "POST":
        return _page(request, "comparison_form", form=form)
    if form.is_valid():
        try:
            begun = tools.begin_comparison(
                form.save(commit=False), form.cleaned_data["requirements"], request.user
            )
        except NameTaken:
            form.add_error("name", COMPARISON_NAME_TAKEN)
        else:
            messages.success(request, _("Der Vergleich ist angelegt."))
            return _to_comparison(request, begun.pk)
    return _page(request, "comparison_form", UNPROCESSABLE, form=form)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_comparison(request: Any, tool_comparison_id: int) -> HttpResponse:
    """Change name, purpose and requirements; a stale form shows both versions."""
    stored = _comparison(request, tool_comparison_id)
    form = ComparisonForm(
        request.organisation,
        request.POST or None,
        instance=_comparison(request, tool_comparison_id),
    )
    context: dict[str, Any] = {"form": form, "comparison": stored}
    if request.method != "POST":
        return _page(request, "comparison_form", **context)
    status = reason_not_saved(
        form,
        lambda: tools.change_comparison(
            form.save(commit=False),
            form.cleaned_data["requirements"],
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
        {NameTaken: ("name", COMPARISON_NAME_TAKEN)},
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_comparison(request, stored.pk)
    if status == CONFLICT:
        context["other"] = changed_fields(stored, form.instance, tools.COMPARISON_FIELDS)[0]
        context["stale"] = True
    return _page(request, "comparison_form", status, **context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_comparison(request: Any, tool_comparison_id: int) -> HttpResponse:
    """Ask whether a comparison is to go with its tools, and let it go."""
    found = _comparison(request, tool_comparison_id)
    if request.method == "POST":
        tools.discard_comparison(found, request.user)
        messages.success(request, _("„%(name)s“ ist gelöscht.") % {"name": found})
        return redirect("checks:tool_comparisons", slug=request.organisation.slug)
    names = list(queries.tools().of_comparison(found))
    return _page(request, "discard_comparison", comparison=found, tools=names)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tool(request: Any, tool_comparison_id: int) -> HttpResponse:
    """Take a tool into a comparison, and go on to judging it."""
    found = _comparison(request, tool_comparison_id)
    form = ToolForm(
        request.POST or None, instance=Tool(organisation=request.organisation, comparison=found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            tool = tools.note_tool(form.save(commit=False), request.user)
        except NameTaken:
            form.add_error("name", TOOL_NAME_TAKEN)
        else:
            messages.success(request, _("Das Werkzeug ist aufgenommen. Beurteilen Sie es jetzt."))
            return redirect("checks:judge", slug=request.organisation.slug, tool_id=tool.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return _page(request, "tool_form", status, form=form, comparison=found)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_tool(request: Any, tool_id: int) -> HttpResponse:
    """Change what is known of a tool; a stale form shows both versions."""
    stored = _tool(request, tool_id)
    form = ToolForm(request.POST or None, instance=_tool(request, tool_id))
    context: dict[str, Any] = {"form": form, "tool": stored, "comparison": stored.comparison}
    if request.method != "POST":
        return _page(request, "tool_form", **context)
    status = reason_not_saved(
        form,
        lambda: tools.change_tool(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
        {NameTaken: ("name", TOOL_NAME_TAKEN)},
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_comparison(request, stored.comparison_id)
    if status == CONFLICT:
        context["other"] = changed_fields(stored, form.instance, tools.TOOL_FIELDS)[0]
        context["stale"] = True
    return _page(request, "tool_form", status, **context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_tool(request: Any, tool_id: int) -> HttpResponse:
    """Ask whether a tool is to go with what was said of it, and let it go."""
    found = _tool(request, tool_id)
    if request.method == "POST":
        tools.remove_tool(found, request.user)
        messages.success(request, _("„%(name)s“ ist gestrichen.") % {"name": found})
        return _to_comparison(request, found.comparison_id)
    return _page(request, "remove_tool", tool=found, comparison=found.comparison)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Any, tool_id: int) -> HttpResponse:
    """Say of every requirement how far a tool meets it; a stale form shows both versions."""
    tool = _tool(request, tool_id)
    sheet = RequirementSheet(request.organisation, comparison=tool.comparison)
    form = JudgementForm(tool, sheet, request.POST or None)
    context: dict[str, Any] = {"form": form, "tool": tool, "comparison": tool.comparison}
    if request.method != "POST":
        return _page(request, "judge", **context)
    status = UNPROCESSABLE
    if form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            tools.judge_tool(tool, form.said, seen_version=seen, by=request.user)
        except StaleRow:
            form.let_next_save_replace(tool.version)
            context["stale"], status = True, CONFLICT
        else:
            messages.success(request, _("Gespeichert."))
            return _to_comparison(request, tool.comparison_id)
    return _page(request, "judge", status, **context)
