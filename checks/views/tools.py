"""Comparisons of tools: the list, the table with its summary, tools, and what is said of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from checks.domain import tools
from checks.domain.tool_table import RequirementSheet
from checks.forms.tools import (
    COMPARISON_NAME_TAKEN,
    TOOL_NAME_TAKEN,
    JudgementForm,
    ToolComparisonForm,
    ToolForm,
)
from checks.models import Tool, ToolComparison
from organisations.domain.editing import NameTaken
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.editing import AddView, ChangeView, OrganisationMixin, RemoveView
from organisations.views.saving import CONFLICT, UNPROCESSABLE


def _page(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"section": "requirements"} | context
    return render(request, f"checks/tools/{template}.html", context, status=status)


def _comparison(request: OrganisationRequest, comparison_id: int) -> ToolComparison:
    found = ToolComparison.objects.filter(organisation=request.organisation)
    if request.method == "POST":
        found = found.select_for_update()
    return get_object_or_404(found, pk=comparison_id)


@in_organisation()
@require_safe
def comparisons(request: OrganisationRequest) -> HttpResponse:
    """All comparisons of tools."""
    found = ToolComparison.objects.filter(organisation=request.organisation)
    counted = found.annotate(number_of_tools=Count("tools")).order_by("-id")
    return _page(request, "comparisons", comparisons=counted)


@in_organisation()
@require_safe
def comparison(request: OrganisationRequest, tool_comparison_id: int) -> HttpResponse:
    """The summary of every tool and the table, requirement by requirement."""
    found = _comparison(request, tool_comparison_id)
    sheet = RequirementSheet(request.organisation, comparison=found)
    return _page(request, "comparison", comparison=found, sheet=sheet)


class ComparisonPages(OrganisationMixin):
    """What the pages of one comparison have in common."""

    section = "requirements"
    model, editor = ToolComparison, tools.COMPARISONS
    form_class = ToolComparisonForm
    pk_url_kwarg = "tool_comparison_id"
    context_object_name = "comparison"
    template_name = "checks/tools/comparison_form.html"
    refusals = {NameTaken: ("name", COMPARISON_NAME_TAKEN)}

    def get_form_kwargs(self) -> Any:
        """Let the form offer the organisation's requirements."""
        return super().get_form_kwargs() | {"organisation": self.request.organisation}

    def get_success_url(self) -> str:
        """Lead to the comparison."""
        return self.url("checks:tool_comparison", tool_comparison_id=self.object.pk)


class NewComparison(ComparisonPages, AddView):
    """Begin a comparison; the requirements to be ticked may stand in the address."""

    message = _("Der Vergleich ist angelegt.")

    def get_form_kwargs(self) -> Any:
        """Tick what stands in the address."""
        return super().get_form_kwargs() | {"ticked": self.request.GET.getlist("wahl")}

    def save(self, form: ToolComparisonForm) -> Any:
        """Store the comparison with its requirements."""
        chosen = form.cleaned_data["requirements"]
        return tools.begin_comparison(form.save(commit=False), chosen, self.request.user)


class EditComparison(ComparisonPages, ChangeView):
    """Change name, purpose and requirements."""

    def save(self, form: ToolComparisonForm) -> Any:
        """Store the comparison with its requirements."""
        data, row, by = form.cleaned_data, form.save(commit=False), self.request.user
        seen_version, stored = data["version"], self.stored
        tools.change_comparison(
            row, data["requirements"], seen_version=seen_version, stored=stored, by=by
        )
        return row


class DiscardComparison(ComparisonPages, RemoveView):
    """Ask whether a comparison is to go with its tools, and let it go."""

    message = _("„%(name)s“ ist gelöscht.")
    template_name = "checks/tools/discard_comparison.html"

    def get_context_data(self, **context: Any) -> Any:
        """Name the tools that go too."""
        return super().get_context_data(tools=self.object.tools.all(), **context)

    def get_success_url(self) -> str:
        """Lead to all comparisons."""
        return self.url("checks:tool_comparisons")


class ToolPages(OrganisationMixin):
    """What the pages of one tool have in common."""

    section = "requirements"
    model, editor = Tool, tools.TOOLS
    form_class = ToolForm
    pk_url_kwarg = "tool_id"
    template_name = "checks/tools/tool_form.html"
    refusals = {NameTaken: ("name", TOOL_NAME_TAKEN)}

    def get_queryset(self) -> Any:
        """Fetch the comparison along."""
        return super().get_queryset().select_related("comparison")

    def get_success_url(self) -> str:
        """Lead to the comparison."""
        return self.url("checks:tool_comparison", tool_comparison_id=self.object.comparison_id)


class NewTool(ToolPages, AddView):
    """Take a tool into a comparison, and go on to judging it."""

    message = _("Das Werkzeug ist aufgenommen. Beurteilen Sie es jetzt.")

    def new_row(self) -> Tool:
        """Return a tool of the comparison in the address."""
        comparison = _comparison(self.request, self.kwargs["tool_comparison_id"])
        return Tool(organisation=self.request.organisation, comparison=comparison)

    def get_success_url(self) -> str:
        """Lead to judging it."""
        return self.url("checks:judge", tool_id=self.object.pk)


class EditTool(ToolPages, ChangeView):
    """Change what is known of a tool."""


class RemoveTool(ToolPages, RemoveView):
    """Ask whether a tool is to go with what was said of it, and let it go."""

    message = _("„%(name)s“ ist gestrichen.")
    template_name = "checks/tools/remove_tool.html"


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: OrganisationRequest, tool_id: int) -> HttpResponse:
    """Say of every requirement how far a tool meets it; a stale form shows both versions."""
    found = Tool.objects.filter(organisation=request.organisation).select_related("comparison")
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    tool = get_object_or_404(found, pk=tool_id)
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
            messages.success(request, gettext("Gespeichert."))
            slug, pk = request.organisation.slug, tool.comparison_id
            return redirect("checks:tool_comparison", slug=slug, tool_comparison_id=pk)
    return _page(request, "judge", status, **context)
