"""Pages and colours that the host decides on."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from lotse.markdown import rendered
from organisations.domain import instance
from organisations.domain.colours import style_sheet


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Say who runs this instance."""
    return render(request, "hosting/imprint.html", {"text": rendered(instance.current().imprint)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what happens with people's data."""
    return render(request, "hosting/privacy.html", {"text": rendered(instance.current().privacy)})


def _sheet() -> str:
    host = instance.current()
    return style_sheet(host.accent, host.accent_dark)


def _etag(request: HttpRequest) -> str:
    return f'"{hashlib.sha256(_sheet().encode()).hexdigest()[:20]}"'


@require_safe
@cache_control(public=True, max_age=86400)
@condition(etag_func=_etag)
def colours(request: HttpRequest) -> HttpResponse:
    """The style sheet with the colours of the instance; pages name it with its colours."""
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8")
