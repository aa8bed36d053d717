"""The system landscape: the map with its islands, single systems, and connections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from checks.domain import systems
from checks.domain.surveying import SystemLandscape, SystemRow
from checks.forms.systems import (
    ALREADY_CONNECTED,
    NAME_TAKEN,
    ConnectionForm,
    StarterForm,
    SystemForm,
)
from checks.models import Connection, System
from organisations.domain.editing import NameTaken
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.editing import AddView, ChangeView, OrganisationMixin, RemoveView
from organisations.views.saving import UNPROCESSABLE


def _page(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"section": "systems"} | context
    return render(request, f"checks/systems/{template}.html", context, status=status)


@in_organisation()
@require_safe
def landscape(request: OrganisationRequest) -> HttpResponse:
    """The map with its islands, the figures, and both tables."""
    return _page(request, "landscape", landscape=SystemLandscape(request.organisation.pk))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def starters(request: OrganisationRequest) -> HttpResponse:
    """Tick common kinds of systems, all at once."""
    form = StarterForm(request.organisation, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, "starters", form=form)
    if not form.is_valid():
        return _page(request, "starters", UNPROCESSABLE, form=form)
    noted = systems.note_starters(request.organisation, form.cleaned_data["kinds"], request.user)
    said = ngettext(
        "%d System ist aufgenommen. Geben Sie ihm bei Gelegenheit seinen richtigen Namen.",
        "%d Systeme sind aufgenommen. Geben Sie ihnen bei Gelegenheit ihre richtigen Namen.",
        len(noted),
    )
    messages.success(request, said % len(noted))
    return redirect("checks:systems", slug=request.organisation.slug)


@in_organisation()
@require_safe
def system(request: OrganisationRequest, system_id: int) -> HttpResponse:
    """One system with everything known of it, and its connections."""
    found: list[SystemRow] = SystemLandscape(request.organisation.pk).rows
    row = next((row for row in found if row.system.pk == system_id), None)
    if row is None:
        raise Http404
    return _page(request, "system", row=row, system=row.system)


class SystemPages(OrganisationMixin):
    """What the pages of one system have in common."""

    section = "systems"
    model, editor = System, systems.SYSTEMS
    form_class = SystemForm
    pk_url_kwarg = "system_id"
    template_name = "checks/systems/system_form.html"
    refusals = {NameTaken: ("name", NAME_TAKEN)}

    def get_success_url(self) -> str:
        """Lead to the system."""
        return self.url("checks:system", system_id=self.object.pk)


class NewSystem(SystemPages, AddView):
    """Take in one system."""

    message = _("Das System ist aufgenommen.")


class EditSystem(SystemPages, ChangeView):
    """Change a system."""


class RemoveSystem(SystemPages, RemoveView):
    """Ask whether a system is to go with its connections, and let it go."""

    message = _("„%(name)s“ ist gestrichen.")
    template_name = "checks/systems/remove_system.html"

    def get_context_data(self, **context: Any) -> Any:
        """Name the connections that go too."""
        connections = SystemLandscape(self.request.organisation.pk).connections
        ends = self.object.pk
        going = [one for one in connections if ends in (one.source_id, one.target_id)]
        return super().get_context_data(connections=going, **context)

    def get_success_url(self) -> str:
        """Lead to all systems."""
        return self.url("checks:systems")


class ConnectionPages(OrganisationMixin):
    """What the pages of one connection have in common."""

    section = "systems"
    model, editor = Connection, systems.CONNECTIONS
    form_class = ConnectionForm
    pk_url_kwarg = "connection_id"
    template_name = "checks/systems/connection_form.html"
    refusals = {systems.AlreadyConnected: ("data", ALREADY_CONNECTED)}

    def get_queryset(self) -> Any:
        """Fetch both systems along."""
        return super().get_queryset().select_related("source", "target")

    def get_form_kwargs(self) -> Any:
        """Let the form offer the organisation's systems."""
        return super().get_form_kwargs() | {"organisation": self.request.organisation}

    def get_success_url(self) -> str:
        """Lead to all systems."""
        return self.url("checks:systems")


class NewConnection(ConnectionPages, AddView):
    """Take in a connection; the system from which it leaves may stand in the address."""

    message = _("Die Verbindung ist aufgenommen.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the system in the address."""
        return {"source": self.request.GET.get("von", "")}

    def get_context_data(self, **context: Any) -> Any:
        """Say whether there are two systems to connect."""
        enough = System.objects.filter(organisation=self.request.organisation).count() > 1
        return super().get_context_data(enough=enough, **context)

    def get_success_url(self) -> str:
        """Lead to the next connection, or to the system from which this one leaves."""
        if self.request.POST.get("action") == "next":
            return self.url("checks:new_connection")
        return self.url("checks:system", system_id=self.object.source_id)


class EditConnection(ConnectionPages, ChangeView):
    """Change a connection."""

    extra_context = {"enough": True}


class RemoveConnection(ConnectionPages, RemoveView):
    """Ask whether a connection is to go, and let it go."""

    message = _("Die Verbindung ist gestrichen.")
    template_name = "checks/systems/remove_connection.html"
