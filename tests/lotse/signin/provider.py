"""A real OpenID provider on this machine, and people who sign in there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

LOGIN = "/konto/oidc/anmeldedienst/login/"


class Provider:
    """The provider as its users see it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def knows(self, sub: str, **claims: Any) -> None:
        """Let the provider know somebody, or something else about them."""
        answer = requests.put(f"{self.address}/users/{sub}", json=claims, timeout=10)
        answer.raise_for_status()

    def sends_back(self, client: Client, sub: str, path: str = LOGIN, **data: str) -> str:
        """Begin at Lotse, sign in at the provider as `sub`, and return the way back."""
        there = client.post(path, data)
        assert there.status_code == 302, there.content.decode()
        assert there.url.startswith(self.address), there.url
        answer = requests.post(there.url, data={"sub": sub}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"

    def signs_in(self, client: Client, sub: str, path: str = LOGIN, **data: str) -> Any:
        """Sign in through the provider and return the page where one arrives."""
        return client.get(self.sends_back(client, sub, path, **data), follow=True)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Start a provider, and stop it at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "running on" in line:
                break
        else:
            raise AssertionError(f"The provider does not start: {said}")
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.communicate(timeout=30)
