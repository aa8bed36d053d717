"""For supervisors: is the application at work, and how is the background work?

Whoever asks for figures shows the token that the host has set; without one these addresses are
closed, because they tell how much an instance is used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from lotse.monitoring.domain.metrics import exposition
from lotse.monitoring.domain.standing import standing_with_failures

View = Callable[[HttpRequest], HttpResponse]


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 and `{"status": "ok"}`, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def for_supervisors(view: View) -> View:
    """Let in who sends `Authorization: Bearer …` with the host's token; 404 for all others."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        expected = settings.MONITORING_TOKEN
        given = request.headers.get("Authorization", "")
        if not expected or not compare_digest(
            given.encode(errors="replace"), f"Bearer {expected}".encode()
        ):
            raise Http404
        return view(request)

    return guarded


@require_safe
@never_cache
@for_supervisors
def work(request: HttpRequest) -> JsonResponse:
    """Tell queues, failures, last sign of life and versions; 503 when something is wrong."""
    found = standing_with_failures()
    answer = {
        "status": "ok" if found.is_well else "trouble",
        "troubles": found.troubles,
        "last_beat": found.last_beat,
        "workers": {
            beat.worker: {"at": beat.at, "version": beat.version} for beat in found.workers
        },
        "queues": {
            queue.kind: {
                "waiting": queue.waiting,
                "running": queue.running,
                "done": queue.done,
                "failed": queue.failed,
                "oldest_waiting_seconds": int(queue.age(found.now).total_seconds()),
            }
            for queue in found.queues
        },
        "failures": [
            {"kind": failure.kind, "id": failure.pk, "at": failure.at, "reason": failure.reason}
            for failure in found.failures
        ],
        "versions": found.versions,
    }
    return JsonResponse(answer, status=200 if found.is_well else 503)


@require_safe
@never_cache
@for_supervisors
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics in the format of Prometheus."""
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
