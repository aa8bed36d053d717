"""Mails on behalf of an organisation: written here and in the apps above, sent by the project.

A letter is handed over with `post`, in the transaction of what it tells about, so that both are
stored or neither. The project keeps it as a row and sends it, and tells `WHEN_SETTLED` how that
ended. Apps append their functions when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

# Stands in a stored text where the secret of a link belongs, which is put in on sending only.
SECRET_PLACE = "HIER-STEHT-BEIM-VERSAND-DAS-GEHEIMNIS"  # noqa: S105
# Around what is put into the mail with which a letter leaves, where letters are joined.
PART_BEGINS, PART_ENDS = "HIER-BEGINNT-BEIM-VERSAND-EIN-TEIL", "HIER-ENDET-BEIM-VERSAND-EIN-TEIL"


@dataclass(frozen=True)
class Attachment:
    """A small file in a mail: its name, its media type and its text."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail to one person on behalf of an organisation.

    `identity` says which mail it is: an organisation sends each only once, however often it is
    posted. `kind` and `about` (the id of a row) are for finding it again, `person_id` says whose
    address it is when it is a person with an account. With a `seed`, every `SECRET_PLACE` in the
    texts becomes the secret made from it (`secret_links`) when it is sent. What has not left by
    `not_after` says nothing true any more and stays. Letters with the same `joins` leave as one,
    whichever organisations they are of, not before `not_before`; what each adds stands between
    `PART_BEGINS` and `PART_ENDS`, at the same places in all of them.
    """

    organisation_id: int
    kind: str
    identity: str
    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    about: int | None = None
    person_id: int | None = None
    seed: str = ""
    not_after: datetime | None = None
    joins: str = ""
    not_before: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, kw_only=True)
class LetterOutcome:
    """How sending a letter ended: `error` is a reason for people, empty when it was sent.

    `is_for_good`: a mail server said that it will never arrive, `is_returned`: after it had left.
    `is_accepted`: a mail server took it.
    """

    organisation_id: int
    kind: str
    about: int | None = None
    to: str
    error: str = ""
    is_for_good: bool = False
    is_returned: bool = False
    is_accepted: bool = False


# What is called with a letter to be sent, inside the transaction that it belongs to.
WHEN_POSTED: list[Callable[[Letter], object]] = []
# What is called with organisation, kind and row of letters that are not to be sent after all.
WHEN_WITHDRAWN: list[Callable[[int, str, int], object]] = []
# What is told an end, inside the transaction that stores it; once more for what comes back.
WHEN_SETTLED: list[Callable[[LetterOutcome], object]] = []

_are_held_back = ContextVar("lotse_letters_held_back", default=False)


def post(letter: Letter) -> None:
    """Hand a letter over to be sent once this transaction is committed.

    Posting the same identity again does nothing, unless it was withdrawn or came too late.
    """
    if not _are_held_back.get():
        for take in WHEN_POSTED:
            take(letter)


@contextmanager
def held_back() -> Iterator[None]:
    """Post nothing for the length of the block: for demo people, whose addresses nobody has."""
    token = _are_held_back.set(True)
    try:
        yield
    finally:
        _are_held_back.reset(token)


def withdraw(organisation_id: int, kind: str, about: int) -> None:
    """See that letters of a kind about something are not sent any more, where they still wait."""
    for take_back in WHEN_WITHDRAWN:
        take_back(organisation_id, kind, about)
