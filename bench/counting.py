"""Counts the queries of a request, on demand only, so that timed requests pay nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

ASK, TELL = "X-Bench-Count", "X-Bench-Queries"


def count_queries(answer: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: tell the number of queries, begin and commit included, when asked for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return answer(request)
        with CaptureQueriesContext(connection) as captured:
            response = answer(request)
        response[TELL] = str(len(captured))
        return response

    return middleware
