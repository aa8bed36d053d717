"""The configuration of gunicorn beside its command line: `--config=python:lotse.server`."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def pre_request(worker: Any, request: Any) -> None:
    """End the connection after a large body, and say so, whatever becomes of the request.

    What refuses a request has often not read its body. gunicorn skips 64 KB of it at most; then it
    closes the connection without having said so, and the client's next request on it is lost.
    `Connection` belongs to the server (PEP 3333), so no view can set it.
    """
    length = next((value for name, value in request.headers if name == "CONTENT-LENGTH"), "0")
    if not length.isdigit() or int(length) > settings.LARGE_BODY:
        request.force_close()
    if any(name == "TRANSFER-ENCODING" for name, _value in request.headers):
        request.force_close()
