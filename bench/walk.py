"""A person on the way through the check, over HTTP, as the page in the browser does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.client import Answer, Visitor

VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')
LEVEL = re.compile(r'<input type="radio" name="answer" value="([0-4])"([^>]*)>')


@dataclass
class Page:
    """The question that is shown: its address, the version of its answer, and the answer."""

    path: str
    version: str
    level: str


class Walk:
    """Goes from question to question, again and again, with another answer every time."""

    def __init__(self, visitor: Visitor, first_question: str) -> None:
        self.visitor = visitor
        self.first_question = first_question
        self.page = self._start()

    def step(self, counted: bool = False) -> Answer:
        """Give another answer and go on: one request saves it and brings the next question."""
        self.page.level = self._other_level()
        return self._next(counted)

    def save(self, counted: bool = False) -> Answer:
        """Choose another answer: the page saves it in passing."""
        self.page.level = self._other_level()
        answer = self._post("save", htmx=True, counted=counted)
        self.page.version = _found(VERSION, answer)
        return answer

    def forward(self, counted: bool = False) -> Answer:
        """Go on without another answer, as after `save`."""
        return self._next(counted)

    def plain(self, counted: bool = False) -> tuple[Answer, Answer]:
        """As `step`, without JavaScript: the answer is sent, then the next page is fetched."""
        self.page.level = self._other_level()
        sent = self._post("next", htmx=False, counted=counted, expected=302)
        path = sent.headers["location"]
        got = self.visitor.get(path, counted=counted)
        self._arrive(path, got)
        return sent, got

    def _next(self, counted: bool) -> Answer:
        answer = self._post("next", htmx=True, counted=counted)
        self._arrive(answer.headers.get("hx-push-url", ""), answer)
        return answer

    def _arrive(self, path: str, answer: Answer) -> None:
        """Take over the page that came, and pass what is no question without being measured."""
        while "/check/anforderungen/" in path:
            answer = self.visitor.post(path, {"action": "next"}, htmx=True)
            path = answer.headers.get("hx-push-url", "")
        # After the last question the closing page follows, and the way begins anew.
        self.page = _read(path, answer) if "/check/frage/" in path else self._start()

    def _start(self) -> Page:
        return _read(self.first_question, self.visitor.get(self.first_question, htmx=True))

    def _other_level(self) -> str:
        return str((int(self.page.level) + 1) % 5)

    def _post(self, action: str, *, htmx: bool, counted: bool, expected: int = 200) -> Answer:
        data = {
            "version": self.page.version,
            "answer": self.page.level,
            "note": "Das machen wir seit einem Jahr so.",
            "requirement-text": "",
            "requirement-priority": "should",
            "requirement-needed_by": "",
            "action": action,
        }
        answer = self.visitor.post(self.page.path, data, htmx=htmx, counted=counted)
        if answer.status != expected:
            raise RuntimeError(f"{action} {self.page.path}: {answer.status}\n{answer.text[:2000]}")
        return answer


def _read(path: str, answer: Answer) -> Page:
    chosen = [level for level, rest in LEVEL.findall(answer.text) if "checked" in rest]
    return Page(urlsplit(path).path, _found(VERSION, answer), chosen[0] if chosen else "0")


def _found(pattern: re.Pattern[str], answer: Answer) -> str:
    match = pattern.search(answer.text)
    if match is None:
        raise RuntimeError(f"Unexpected page ({answer.status}):\n{answer.text[:2000]}")
    return match.group(1)
