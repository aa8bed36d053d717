"""What each released version left behind is migrated, and people go on working with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lotse.backups.restoring import restore
from organisations import tenancy
from organisations.models import Membership, Organisation, Role
from organisations.tenancy import roles
from tests.factories import MeasureFactory
from tests.lotse.backups.databases import inside

RELEASES = sorted((Path(__file__).parents[2] / "releases").glob("*.zip"))
PAGES = ("overview", "measures:list", "checks:start", "organisations:audit_trail")


def test_there_is_a_release():
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_release_is_migrated_and_goes_on(release, make_database):
    with inside(make_database(migrated=False)):
        assert restore(release).rows["organisations_organisation"] == 3
        assert roles.why_refused(connection) is None
        for organisation in Organisation.objects.all():
            with tenancy.activate(organisation):
                MeasureFactory(organisation=organisation)
                director = Membership.objects.filter(role=Role.DIRECTOR).first().user
            client = Client()
            client.force_login(director)
            for page in PAGES:
                address = reverse(page, kwargs={"slug": organisation.slug})
                assert client.get(address, follow=True).status_code == 200, address
