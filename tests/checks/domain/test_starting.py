"""Two people start the check at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from checks.domain.answering import start_check
from checks.models import Answer, Check
from organisations import tenancy
from tests.factories import CatalogueFactory, OrganisationFactory, UserFactory


@pytest.mark.django_db(transaction=True)
def test_both_get_the_same_check():
    organisation, catalogue = OrganisationFactory(), CatalogueFactory()
    people, ready = [UserFactory() for _ in range(4)], Barrier(4)

    def start(person):
        try:
            with tenancy.activate(organisation):
                ready.wait()
                return start_check(organisation, catalogue, person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        found = set(pool.map(start, people))
    with tenancy.activate(organisation):
        assert found == {Check.objects.get().pk}
        assert Answer.objects.count() == 2
