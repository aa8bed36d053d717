"""The background work of the instance, in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from lotse.jobs.tasks import enqueue
from lotse.monitoring.domain.standing import (
    CannotTryAgain,
    kind_named,
    standing_with_failures,
    try_again,
)
from lotse.monitoring.models import Heartbeat
from organisations.administration import HostAdmin

PAGE = "admin:monitoring_heartbeat_changelist"


@admin.register(Heartbeat)
class WorkAdmin(HostAdmin):
    """One page about all background work in the place of a list."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Workers give signs of life, hosts do not."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is nothing to change."""
        return False

    def get_urls(self) -> list[Any]:
        """Add the address behind „noch einmal“."""
        again = path(
            "noch-einmal/",
            self.admin_site.admin_view(self.again),
            name="monitoring_heartbeat_again",
        )
        return [again, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show queues, failures, signs of life and versions."""
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "standing": standing_with_failures(),
        }
        return render(request, "admin/work.html", context)

    def again(self, request: HttpRequest) -> HttpResponse:
        """Put a failed job into the queue again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind = kind_named(request.POST.get("kind", ""))
        try:
            organisation_id, job_id = (int(request.POST[name]) for name in ("organisation", "job"))
        except (KeyError, ValueError):
            raise Http404 from None
        if kind is None:
            raise Http404
        try:
            job = try_again(kind, organisation_id, job_id, request.user)  # type: ignore[arg-type]
        except CannotTryAgain:
            messages.warning(
                request,
                _(
                    "Dieser Auftrag lässt sich nicht noch einmal beginnen: Er ist nicht mehr "
                    "fehlgeschlagen, oder ein gleicher ist schon unterwegs."
                ),
            )
        else:
            enqueue(job)
            messages.success(request, _("Der Auftrag steht wieder an."))
        return redirect(PAGE)
