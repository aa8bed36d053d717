"""Queries that are compiled once ask the same as ever."""

import pytest

from checks.models import Answer, Check
from organisations import tenancy
from organisations.compiled import Compiled, together
from organisations.models import Organisation
from tests.factories import AnswerFactory, CheckFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

by_slug = Compiled(lambda slug: Organisation.objects.filter(slug=slug))
answers_of = Compiled(lambda check: Answer.objects.filter(check_run_id=check).order_by("id"))
running = Compiled(
    lambda organisation: Check.objects.filter(
        organisation_id=organisation, finished_at=None
    ).select_for_update()
)


def test_find_what_the_orm_finds():
    first, second = OrganisationFactory(), OrganisationFactory()
    assert by_slug.first(slug=first.slug) == first
    assert by_slug.all(slug=second.slug) == [second]
    assert by_slug.first(slug="unknown") is None


def test_are_built_only_once(django_assert_num_queries):
    built = []
    counted = Compiled(lambda slug: built.append(slug) or Organisation.objects.filter(slug=slug))
    for slug in ("a", "b"):
        counted.all(slug=slug)
    assert len(built) == 1


def test_fetch_whole_rows_that_can_be_changed_and_saved():
    organisation = by_slug.first(slug=OrganisationFactory().slug)
    organisation.name = "Umbenannt"
    organisation.save()
    organisation.refresh_from_db()
    assert organisation.name == "Umbenannt"


def test_fetch_the_named_columns_only_and_the_rest_when_asked_for(django_assert_num_queries):
    organisation = OrganisationFactory(name="Verein am Deich")
    names = Compiled(lambda slug: Organisation.objects.filter(slug=slug).only("name"))
    assert names.rows(slug=organisation.slug)[0]._fields == ("id", "name")
    found = names.first(slug=organisation.slug)
    with django_assert_num_queries(0):
        assert found.name == "Verein am Deich"
    with django_assert_num_queries(1):
        assert found.slug == organisation.slug


def test_treat_parameters_as_values_and_not_as_sql():
    OrganisationFactory()
    assert by_slug.all(slug="' or 1=1; drop table organisations_organisation; --") == []
    assert Organisation.objects.count() == 1


def test_convert_values_as_the_orm_does():
    check = CheckFactory()
    AnswerFactory(organisation=check.organisation, check_run=check, level=None, value=["a", "b"])
    AnswerFactory(organisation=check.organisation, check_run=check, question_key="goals")
    with tenancy.activate(check.organisation):
        several, one = answers_of.rows(check=check.pk)
        assert (several.value, several.level) == (["a", "b"], None)
        assert (one.value, one.level) == (None, 1)
        assert answers_of.model_of(one) == Answer.objects.get(question_key="goals")


def test_respect_the_walls_between_organisations():
    mine, other = CheckFactory(), CheckFactory()
    with tenancy.activate(mine.organisation):
        assert running.all(organisation=mine.organisation_id) == [mine]
        assert running.all(organisation=other.organisation_id) == []


def test_several_are_asked_in_one_go(django_assert_num_queries):
    check = CheckFactory()
    AnswerFactory(organisation=check.organisation, check_run=check)
    with tenancy.activate(check.organisation):
        by_slug.first(slug="a"), answers_of.all(check=0)
        with django_assert_num_queries(1):
            organisations, answers = together(
                (by_slug, {"slug": check.organisation.slug}), (answers_of, {"check": check.pk})
            )
    assert [row.id for row in organisations] == [check.organisation_id]
    assert [row.question_key for row in answers] == ["pilot"]
