"""The database role: one that row security does not bind is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from organisations.tenancy import privileged_roles, refuse_privileged_role


@pytest.mark.django_db
def test_the_tests_themselves_run_as_a_role_that_walls_hold_back():
    assert privileged_roles(connection) == []
    refuse_privileged_role(connection)


def test_a_superuser_cannot_connect(django_db_blocker):
    superuser = connection.copy()
    superuser.settings_dict |= {"USER": "postgres", "PASSWORD": "", "NAME": "postgres"}
    with (
        django_db_blocker.unblock(),
        pytest.raises(ImproperlyConfigured, match="„postgres“ ist Superuser"),
    ):
        superuser.ensure_connection()
    assert superuser.connection is None
