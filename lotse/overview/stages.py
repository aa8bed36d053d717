"""The words of an organisation's way: its milestones, their states, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

DONE, CURRENT, TODO = "done", "current", "todo"


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next: a title, a sentence, and where it is done.

    `other_action` and `other_url` name what one may do first instead.
    """

    title: str
    text: str
    action: str
    url: str
    other_action: str = ""
    other_url: str = ""


@dataclass(frozen=True)
class Milestone:
    """One part of the way with its state and a word on it."""

    title: str
    state: str
    text: str
    url: str
