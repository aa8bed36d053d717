"""A person's browser, reduced to what costs the server something: one kept connection."""

from __future__ import annotations

import socket
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urlencode

import brotli

from bench.counting import ASK, TELL

HOST = "localhost"
ORIGIN = f"https://{HOST}"
CSRF_SECRET = "b" * 32
TIMEOUT = 30.0
OK, VISITS = 200, 6


@dataclass(frozen=True)
class Answer:
    """What came back, how long it took, and how many bytes it was, headers included."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    transferred: int

    @property
    def text(self) -> str:
        """The unpacked body."""
        packing = self.headers.get("content-encoding")
        if packing == "br":
            return brotli.decompress(self.body).decode()
        if packing == "gzip":
            return zlib.decompress(self.body, wbits=31).decode()
        return self.body.decode()

    @property
    def queries(self) -> int:
        """How many queries the request took, when it asked for that."""
        return int(self.headers[TELL.lower()])


class Visitor:
    """Someone with a session at one server; without a key a stranger."""

    def __init__(self, port: int, session_key: str = "") -> None:
        self.port = port
        self.cookie = f"csrftoken={CSRF_SECRET}"
        if session_key:
            self.cookie += f"; sessionid={session_key}"
        self._socket: socket.socket | None = None

    def get(self, path: str, *, htmx: bool = False, counted: bool = False) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, b"", htmx, counted)

    def post(
        self, path: str, data: dict[str, str], *, htmx: bool = False, counted: bool = False
    ) -> Answer:
        """Send a form."""
        body = urlencode(data | {"csrfmiddlewaretoken": CSRF_SECRET}).encode()
        return self._ask("POST", path, body, htmx, counted)

    def page(self, path: str) -> Answer:
        """Fetch a page that is there. Raises RuntimeError when it is not."""
        answer = self.get(path)
        if answer.status != OK:
            raise RuntimeError(f"{path} antwortet mit {answer.status}.")
        return answer

    def queries_of(self, path: str) -> int:
        """Return how many queries a page takes that was seen before.

        Every process asks once for a catalogue, and again every few seconds for what hosts set.
        """
        self.page(path)
        return min(self.get(path, counted=True).queries for _visit in range(VISITS))

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _ask(self, method: str, path: str, body: bytes, htmx: bool, counted: bool) -> Answer:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            f"Cookie: {self.cookie}",
            f"Origin: {ORIGIN}",
            # As the reverse proxy in front says it.
            "X-Forwarded-Proto: https",
            "Accept: text/html, */*",
            "Accept-Encoding: gzip, br",
            "Accept-Language: de",
        ]
        if htmx:
            lines += ["HX-Request: true", "HX-Target: check", f"HX-Current-URL: {ORIGIN}{path}"]
        if counted:
            lines.append(f"{ASK}: 1")
        if body:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        self._connect()
        begin = time.perf_counter()
        head, content = self._exchange(message, method)
        seconds = time.perf_counter() - begin
        status_line, *rest = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in rest)
        }
        if headers.get("connection", "").lower() == "close":
            self.close()
        status = int(status_line.split()[1])
        return Answer(status, headers, content, seconds, len(head) + 4 + len(content))

    def _connect(self) -> None:
        """Connect where the server hung up: an idle connection has something to read, the end."""
        if self._socket:
            self._socket.setblocking(False)
            try:
                self._socket.recv(1)
                self.close()
            except BlockingIOError:
                self._socket.settimeout(TIMEOUT)
                return
            except OSError:
                self.close()
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _exchange(self, message: bytes, method: str) -> tuple[bytes, bytes]:
        assert self._socket is not None
        self._socket.sendall(message)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _gap, content = received.partition(b"\r\n\r\n")
        length = _content_length(head)
        while len(content) < length:
            content += self._receive()
        return head, content

    def _receive(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("The server hung up in the middle of an answer.")
        return part


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ConnectionError("An answer without a length.")
