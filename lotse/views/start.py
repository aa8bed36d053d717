"""The first page for someone who is not signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what Lotse is; people who are signed in go on to their organisations."""
    if request.user.is_authenticated:
        return redirect("organisations:mine")
    return render(request, "start.html")
