"""The administration for the people who run an instance, reduced to what concerns them.

It shows accounts, the directory of organisations, consultancies and settings, and nothing that
belongs to an organisation: row security would refuse it anyway.
"""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class ForHosts:
    """What hosts may do on a page; the site lets in only hosts."""

    may_delete = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Hosts see everything that is registered."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Hosts see every row."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Hosts add rows, unless a page says otherwise."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Hosts change rows, unless a page says otherwise."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Hosts delete what `may_delete` says."""
        return self.may_delete


class HostAdmin(ForHosts, admin.ModelAdmin):
    """Base of every page of the administration."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call a list what it is; Django would ask to choose something to change."""
        title = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, title | (extra_context or {}))


class HostSite(admin.AdminSite):
    """Only pages made for hosts; one signs in as everywhere else, with the second factor."""

    site_header = _("Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Für die Menschen, die diese Installation betreiben")
    site_url = "/organisationen/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leave out what libraries bring along.

        With their pages a host could change addresses and second factors and so take over
        accounts.
        """
        if isinstance(admin_class, type) and issubclass(admin_class, HostAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to the site's own sign-in, with its limits and its second factor."""
        guarded = secure_admin_login(super().login)
        response: HttpResponse = guarded(request, extra_context)
        return response

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to the site's own page for that."""
        return redirect("account_change_password")
