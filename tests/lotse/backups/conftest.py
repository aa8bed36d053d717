"""Databases that are written for real, because a dump sees only what is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from lotse.embedded.postgres import OWNER
from organisations.models import Organisation
from tests.factories import MeasureFactory, MembershipFactory, OrganisationFactory
from tests.lotse.backups.databases import inside, on_server


@pytest.fixture(scope="module")
def make_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[Callable[..., str]]:
    """Make a database, migrated or empty, and remove it in the end."""
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    made = []

    def make(migrated: bool = True, owner: str = OWNER) -> str:
        name = f"backup_{worker_id}_{len(made)}"
        on_server(f"drop database if exists {name} with (force)", user="postgres")
        on_server(
            f"create database {name} owner {owner}"
            f" template {template if migrated else 'template0'}",
            user="postgres",
        )
        made.append(name)
        return name

    with django_db_blocker.unblock():
        yield make
        for name in made:
            on_server(f"drop database {name} with (force)", user="postgres")


@pytest.fixture(scope="module")
def source(make_database: Callable[..., str]) -> str:
    """Return the name of a database in which two organisations work."""
    name = make_database()
    with inside(name):
        for organisation in OrganisationFactory.create_batch(2):
            MembershipFactory(organisation=organisation)
            MeasureFactory.create_batch(3, organisation=organisation)
        assert Organisation.objects.count() == 2
    return name
