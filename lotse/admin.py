"""The settings of the instance, in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from lotse.hosting.forms import InstanceSettingsForm
from organisations.administration import HostAdmin
from organisations.models import InstanceSettings


@admin.register(InstanceSettings)
class InstanceSettingsAdmin(HostAdmin):
    """The one row of settings: its list leads straight to it."""

    form = InstanceSettingsForm
    fieldsets = [
        (None, {"fields": ["name", "registration", "default_catalogue"]}),
        (
            _("Farben"),
            {
                "fields": ["accent", "accent_dark"],
                "description": _(
                    "Jede Farbe wird geprüft, damit alle sie lesen können. Eine Änderung ist "
                    "nach wenigen Sekunden überall zu sehen."
                ),
            },
        ),
        (_("Impressum und Datenschutz"), {"fields": ["imprint", "privacy"]}),
        (
            _("Aufbewahrung"),
            {"fields": ["keep_checks_months", "keep_trail_months", "keep_reports_months"]},
        ),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one row, and it makes itself."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the settings, with those of a new instance until there are any."""
        row, _created = InstanceSettings.objects.get_or_create(pk=InstanceSettings.THE_ONE)
        return redirect("admin:organisations_instancesettings_change", row.pk)
