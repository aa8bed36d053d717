"""Fills a database with many organisations, fast and behind the same walls as the application.

PostgreSQL takes no COPY into a table with row level security. So rows are copied into a
temporary table of the same shape and inserted from there, for some organisations at a time,
inside `tenancy.across` as the role that the walls bind.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model
from psycopg import sql

from bench.size import Size
from checks.domain.catalogue import CatalogueDocument, Question, QuestionKind
from checks.domain.publishing import document_of
from checks.models import Answer, AnswerState, Catalogue, Check, Requirement
from measures.models import CRITERIA, Measure, Rating, Status
from organisations import tenancy
from organisations.models import Membership, Organisation, Role, User
from organisations.tenancy.roles import as_owner

BATCH = 100
SEED = 20_240_501
BEGIN = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
NOTE = "So handhaben wir es heute; bei Fragen hilft die Verwaltung weiter. Stand der Dinge: {}."


class Bulk:
    """The table of a model, filled with rows of which only the named columns differ.

    `names` are the attributes given in every row; everything else gets the model's
    default, or the database's where that makes one for each row.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        self.table = model._meta.db_table
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self.columns = [fields[name].column for name in names]
        self.constants = {
            field.column: field.get_db_prep_save(value, connection)
            for name, field in fields.items()
            if name not in names and not isinstance(field, AutoField) and not field.has_db_default()
            for value in [field.pre_save(model(), True)]
            if value is not None
        }

    def insert(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows; the tenancy must be open for their organisations."""
        waiting = sql.Identifier(f"waiting_{self.table}")
        table, columns = sql.Identifier(self.table), _listed(self.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL(
                    "create temporary table {} on commit drop as select {} from {} with no data"
                ).format(waiting, columns, table)
            )
            with cursor.copy(sql.SQL("copy {} from stdin").format(waiting)) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                sql.SQL("insert into {} ({}) select {} from {}").format(
                    table,
                    _listed([*self.columns, *self.constants]),
                    sql.SQL(", ").join([columns, *map(sql.Literal, self.constants.values())]),
                    waiting,
                )
            )


def _listed(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def reserve_ids(model: type[Model], number: int) -> int:
    """Take `number` ids of a table out of circulation and return the first."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        first = int(cursor.fetchone()[0])
        cursor.execute(
            "select setval(pg_get_serial_sequence(%s, 'id'), %s)",
            [model._meta.db_table, first + number - 1],
        )
    return first


def load(size: Size, catalogue: Catalogue) -> list[int]:
    """Load organisations with people, checks, answers and measures; return their ids in order.

    Every organisation has one running check, answered as far as `size` says, and finished ones
    before it, each of which the next one repeats. It works as the owner, who may use what makes
    it quick: temporary tables and `vacuum`.
    """
    with as_owner():
        return _load(size, catalogue)


def _load(size: Size, catalogue: Catalogue) -> list[int]:
    first = reserve_ids(Organisation, size.organisations)
    ids = list(range(first, first + size.organisations))
    content = _Content(size, catalogue.pk, document_of(catalogue.pk))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with tenancy.across(Organisation(pk=pk) for pk in batch):
            content.insert(batch)
    with connection.cursor() as cursor:
        for model in (Organisation, User, *_TENANTS):
            cursor.execute(
                sql.SQL("vacuum analyze {}").format(sql.Identifier(model._meta.db_table))
            )
    return ids


_TENANTS = (Membership, Check, Answer, Requirement, Measure, Rating)


class _Content:
    """What the organisations get. The same size always gets the same content."""

    def __init__(self, size: Size, catalogue_id: int, document: CatalogueDocument) -> None:
        self.size = size
        self.catalogue_id = catalogue_id
        self.document = document
        self.questions = [*document.facts, *document.questions][: size.answers]
        if len(self.questions) < size.answers:
            raise ValueError(f"The catalogue has only {len(self.questions)} questions.")
        self.random = random.Random(SEED)
        self.organisations = Bulk(
            Organisation, "id", "name", "slug", "legal_form", "field_of_work", "staff_count"
        )
        self.people = Bulk(User, "id", "email", "name", "password")
        self.memberships = Bulk(Membership, "organisation_id", "user_id", "role")
        self.checks = Bulk(
            Check,
            *("id", "organisation_id", "catalogue_id", "started_by_id"),
            *("started_at", "finished_at", "current_key", "percent", "predecessor_id"),
        )
        self.answers = Bulk(
            Answer,
            *("organisation_id", "check_run_id", "question_key", "state"),
            *("level", "value", "note", "updated_by_id"),
        )
        self.requirements = Bulk(
            Requirement, "organisation_id", "check_run_id", "area_key", "text", "created_by_id"
        )
        self.measures = Bulk(Measure, "id", "organisation_id", "title", "what", "why", "status")
        self.ratings = Bulk(Rating, "organisation_id", "measure_id", "criterion", "value")

    def insert(self, organisations: Sequence[int]) -> None:
        """Insert some organisations with everything that belongs to them."""
        many, size = len(organisations), self.size
        person = reserve_ids(User, 2 * many)
        check = reserve_ids(Check, size.checks * many)
        measure = reserve_ids(Measure, size.measures * many) if size.measures else 0
        people = {pk: person + 2 * place for place, pk in enumerate(organisations)}
        checks = {pk: check + size.checks * place for place, pk in enumerate(organisations)}
        measures = {pk: measure + size.measures * place for place, pk in enumerate(organisations)}
        self.organisations.insert(
            (pk, f"Verein {pk}", f"verein-{pk}", "association", "counselling", 3 + pk % 48)
            for pk in organisations
        )
        self.people.insert(
            (pk, f"person{pk}@bench.example", f"Person {pk}", "!")
            for pk in range(person, person + 2 * many)
        )
        self.memberships.insert(
            row
            for pk, user in people.items()
            for row in ((pk, user, Role.PILOT), (pk, user + 1, Role.DIRECTOR))
        )
        self.checks.insert(self._checks(people, checks))
        self.answers.insert(self._answers(people, checks))
        self.requirements.insert(
            (pk, first + place, area.key, f"Muss Punkt {number} können", people[pk])
            for pk, first in checks.items()
            for place in range(size.checks)
            for number in range(size.requirements)
            for area in [self.document.areas[number % len(self.document.areas)]]
        )
        self.measures.insert(
            (first + place, pk, f"Maßnahme {place + 1} umsetzen", NOTE, NOTE, status)
            for pk, first in measures.items()
            for place in range(size.measures)
            for status in [list(Status)[place % 3]]
        )
        self.ratings.insert(
            (pk, first + place, criterion, self.random.randint(1, 5))
            for pk, first in measures.items()
            for place in range(size.measures)
            for criterion in CRITERIA
        )

    def _checks(self, people: dict[int, int], checks: dict[int, int]) -> Iterator[Sequence[Any]]:
        for pk, first in checks.items():
            for place in range(self.size.checks):
                begin = BEGIN + timedelta(days=200 * place, minutes=pk)
                is_running = place == self.size.checks - 1
                end = None if is_running else begin + timedelta(days=14)
                current = self.questions[-1].key if is_running else ""
                percent = None if is_running else (pk + 7 * place) % 101
                before = first + place - 1 if place else None
                yield (
                    *(first + place, pk, self.catalogue_id, people[pk]),
                    *(begin, end, current, percent, before),
                )

    def _answers(self, people: dict[int, int], checks: dict[int, int]) -> Iterator[Sequence[Any]]:
        facts = {fact.key: json.dumps(_fact(fact)) for fact in self.document.facts}
        draw = self.random.random
        for pk, first in checks.items():
            for place in range(self.size.checks):
                for question in self.questions:
                    key = question.key
                    value = facts.get(key)
                    level = None if value else int(5 * draw())
                    note = NOTE.format(level) if draw() < 0.2 else ""
                    yield pk, first + place, key, _ANSWERED, level, value, note, people[pk]


_ANSWERED = str(AnswerState.ANSWERED)


def _fact(question: Question) -> Any:
    """An answer to an opening fact that hides no question behind it."""
    if question.kind is QuestionKind.YES_NO:
        return True
    if question.kind is QuestionKind.NUMBER:
        return 12
    if question.kind is QuestionKind.TEXT:
        return "Wie es bei uns ist."
    keys = [option.key for option in question.options]
    return keys if question.kind is QuestionKind.CHOICES else keys[0]
