"""Bulk data come in behind the walls between organisations."""

import pytest
from django.db import connection

from bench.loader import load
from bench.size import Size
from checks.models import Answer, Check
from measures.models import Measure, Rating
from organisations import tenancy
from organisations.models import Membership, Organisation
from tests.factories import CatalogueFactory, OrganisationFactory

SIZE = Size(organisations=3, checks=2, answers=10, requirements=2, measures=4)


@pytest.fixture
def loaded(transactional_db):
    """Three loaded organisations beside one that was there before."""
    OrganisationFactory()
    return load(SIZE, CatalogueFactory())


def test_every_organisation_gets_as_much_as_asked_for(loaded):
    assert Organisation.objects.count() == 4
    for pk in loaded:
        with tenancy.activate(Organisation.objects.get(pk=pk)):
            assert Membership.objects.count() == 2
            assert Check.objects.count() == 2
            assert Check.objects.filter(finished_at=None).count() == 1
            assert Answer.objects.count() == 20
            assert Measure.objects.count() == 4
            assert Rating.objects.count() == 20
            assert {answer.organisation_id for answer in Answer.objects.all()} == {pk}


def test_rows_made_afterwards_get_ids_of_their_own(loaded):
    assert OrganisationFactory().pk > max(loaded)


def test_the_database_role_is_bound_by_row_security(loaded):
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_more_answers_than_the_catalogue_has_questions_are_refused(transactional_db):
    with pytest.raises(ValueError, match="only 10 questions"):
        load(Size(organisations=1, answers=11), CatalogueFactory())
