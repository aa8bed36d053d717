"""The system landscape: the map with its islands, single systems, and connections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from checks import queries
from checks.domain import systems
from checks.domain.surveying import Row, SystemLandscape
from checks.forms.systems import (
    ALREADY_CONNECTED,
    NAME_TAKEN,
    ConnectionForm,
    StarterForm,
    SystemForm,
)
from checks.models import Connection, System
from organisations.domain.auditing import changed_fields
from organisations.views.access import EDITORS, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved


def _page(request: Any, template: str, status: int = 200, **context: Any) -> HttpResponse:
    context = {"section": "systems"} | context
    return render(request, f"checks/systems/{template}.html", context, status=status)


def _to_landscape(request: Any) -> HttpResponse:
    return redirect("checks:systems", slug=request.organisation.slug)


def _to_system(request: Any, system_id: int) -> HttpResponse:
    return redirect("checks:system", slug=request.organisation.slug, system_id=system_id)


def _system(request: Any, system_id: int) -> System:
    found = queries.systems().of(request.organisation)
    if request.method == "POST":
        found = found.locked()
    system = found.filter(pk=system_id).first()
    if system is None:
        raise Http404
    system.organisation = request.organisation
    return system


def _connection(request: Any, connection_id: int) -> Connection:
    found = queries.connections().of(request.organisation).with_systems()
    if request.method == "POST":
        found = found.locked()
    connection = found.filter(pk=connection_id).first()
    if connection is None:
        raise Http404
    return connection


@in_organisation()
@require_safe
def landscape(request: Any) -> HttpResponse:
    """The map with its islands, the figures, and both tables."""
    return _page(request, "landscape", landscape=SystemLandscape(request.organisation.pk))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def starters(request: Any) -> HttpResponse:
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
    return _to_landscape(request)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_system(request: Any) -> HttpResponse:
    """Take in one system."""
    form = SystemForm(request.POST or None, instance=System(organisation=request.organisation))
    if request.method != "POST":
        return _page(request, "system_form", form=form)
    if form.is_valid():
        try:
            system = systems.note_system(form.save(commit=False), request.user)
        except systems.NameTaken:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, _("Das System ist aufgenommen."))
            return _to_system(request, system.pk)
    return _page(request, "system_form", UNPROCESSABLE, form=form)


@in_organisation()
@require_safe
def system(request: Any, system_id: int) -> HttpResponse:
    """One system with everything known of it, and its connections."""
    found: list[Row] = SystemLandscape(request.organisation.pk).rows
    row = next((row for row in found if row.system.pk == system_id), None)
    if row is None:
        raise Http404
    return _page(request, "system", row=row, system=row.system)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_system(request: Any, system_id: int) -> HttpResponse:
    """Change a system; a stale form shows both versions."""
    stored = _system(request, system_id)
    form = SystemForm(request.POST or None, instance=_system(request, system_id))
    context: dict[str, Any] = {"form": form, "system": stored}
    if request.method != "POST":
        return _page(request, "system_form", **context)
    status = reason_not_saved(
        form,
        lambda: systems.change_system(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
        {systems.NameTaken: ("name", NAME_TAKEN)},
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_system(request, stored.pk)
    if status == CONFLICT:
        context["other"] = changed_fields(stored, form.instance, systems.SYSTEM_FIELDS)[0]
        context["stale"] = True
    return _page(request, "system_form", status, **context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_system(request: Any, system_id: int) -> HttpResponse:
    """Ask whether a system is to go with its connections, and let it go."""
    found = _system(request, system_id)
    if request.method == "POST":
        systems.remove_system(found, request.user)
        messages.success(request, _("„%(name)s“ ist gestrichen.") % {"name": found})
        return _to_landscape(request)
    connections = [
        one
        for one in SystemLandscape(request.organisation.pk).connections
        if found.pk in (one.source_id, one.target_id)
    ]
    return _page(request, "remove_system", system=found, connections=connections)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_connection(request: Any) -> HttpResponse:
    """Take in a connection; the system from which it leaves may stand in the address."""
    form = ConnectionForm(
        request.organisation,
        request.POST or None,
        instance=Connection(organisation=request.organisation),
        initial={"source": request.GET.get("von", "")},
    )
    enough = queries.systems().of(request.organisation).count() > 1
    if request.method != "POST":
        return _page(request, "connection_form", form=form, enough=enough)
    if form.is_valid():
        try:
            made = systems.connect(form.save(commit=False), request.user)
        except systems.AlreadyConnected:
            form.add_error("data", ALREADY_CONNECTED)
        else:
            messages.success(request, _("Die Verbindung ist aufgenommen."))
            if request.POST.get("action") == "next":
                return redirect("checks:new_connection", slug=request.organisation.slug)
            return _to_system(request, made.source_id)
    return _page(request, "connection_form", UNPROCESSABLE, form=form, enough=enough)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_connection(request: Any, connection_id: int) -> HttpResponse:
    """Change a connection; a stale form shows both versions."""
    stored = _connection(request, connection_id)
    form = ConnectionForm(
        request.organisation, request.POST or None, instance=_connection(request, connection_id)
    )
    context: dict[str, Any] = {"form": form, "connection": stored, "enough": True}
    if request.method != "POST":
        return _page(request, "connection_form", **context)
    status = reason_not_saved(
        form,
        lambda: systems.change_connection(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
        {systems.AlreadyConnected: ("data", ALREADY_CONNECTED)},
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_landscape(request)
    if status == CONFLICT:
        context["other"] = changed_fields(stored, form.instance, systems.CONNECTION_FIELDS)[0]
        context["stale"] = True
    return _page(request, "connection_form", status, **context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_connection(request: Any, connection_id: int) -> HttpResponse:
    """Ask whether a connection is to go, and let it go."""
    found = _connection(request, connection_id)
    if request.method == "POST":
        systems.disconnect(found, request.user)
        messages.success(request, _("Die Verbindung ist gestrichen."))
        return _to_landscape(request)
    return _page(request, "remove_connection", connection=found)
