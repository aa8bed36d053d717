"""Where the measurements take place: two databases, each with a web server and a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench import loader
from bench.client import Visitor
from bench.databases import Databases, use
from bench.servers import web_server
from bench.size import Size
from bench.walk import Walk
from checks.domain.publishing import document_of, publish
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, read_catalogue
from checks.models import Check
from organisations import tenancy
from organisations.models import Membership, Organisation, Role, User


@dataclass(frozen=True)
class Place:
    """A database with its web server, and the pilot of one organisation in it."""

    database: str
    size: Size
    port: int
    organisation: Organisation
    user: User
    session_key: str

    def visitor(self) -> Visitor:
        """Return the pilot, signed in."""
        return Visitor(self.port, self.session_key)

    def stranger(self) -> Visitor:
        """Return someone who is not signed in."""
        return Visitor(self.port)

    @property
    def first_question(self) -> str:
        """The address of the first question of the running check."""
        use(self.database)
        with tenancy.activate(self.organisation):
            check = Check.objects.of(self.organisation).running().get()
        key = document_of(check.catalogue_id).questions[0].key
        return f"/o/{self.organisation.slug}/check/frage/{key}/"

    def walk(self) -> Walk:
        """Return the pilot at the first question."""
        return Walk(self.visitor(), self.first_question)


@dataclass(frozen=True)
class Stage:
    """What a measurement finds: few organisations, many, and how often to repeat."""

    few: Place
    many: Place
    rounds: int
    reports: int


@contextmanager
def place(databases: Databases, name: str, size: Size, logs: Path) -> Iterator[Place]:
    """Prepare a database where the last run left none, and run a web server on it."""
    prepare(databases, name, size)
    use(name)
    # Someone in the middle, not at an end of an index.
    organisation = Organisation.objects.order_by("id")[size.organisations // 2]
    with tenancy.activate(organisation):
        membership = Membership.objects.with_people().get(role=Role.PILOT)
    key = sign_in(membership.user)
    with web_server(name, logs / f"web-{name}.log") as port:
        yield Place(name, size, port, organisation, membership.user, key)


def prepare(databases: Databases, name: str, size: Size) -> None:
    """Fill a database, unless it holds the same data already."""
    fingerprint = _fingerprint(size)
    if databases.is_ready(name, fingerprint):
        return
    databases.create(name)
    catalogue, _is_new = publish(read_catalogue(DEFAULT_CATALOGUE))
    loader.load(size, catalogue)
    connection.close()
    databases.mark_ready(name, fingerprint)


def _fingerprint(size: Size) -> str:
    """Stand for everything that decides what is in the database."""
    root = Path(settings.BASE_DIR)
    files = [
        Path(loader.__file__),
        *root.glob("*/migrations/*.py"),
        *root.glob("lotse/*/migrations/*.py"),
        *DEFAULT_CATALOGUE.parent.glob("*.yaml"),
    ]
    digest = hashlib.sha256(repr(size).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def sign_in(user: User) -> str:
    """Return the key of a session of this person in the database in use."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
