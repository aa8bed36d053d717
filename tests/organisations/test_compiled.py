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


def ask(query, **values):
    (rows,) = together(values, query)
    return [query.model_of(row) for row in rows]


def test_find_what_the_orm_finds():
    first, second = OrganisationFactory(), OrganisationFactory()
    assert ask(by_slug, slug=first.slug) == [first]
    assert ask(by_slug, slug=second.slug) == [second]
    assert ask(by_slug, slug="unknown") == []


def test_are_built_only_once(django_assert_num_queries):
    built = []
    counted = Compiled(lambda slug: built.append(slug) or Organisation.objects.filter(slug=slug))
    for slug in ("a", "b"):
        ask(counted, slug=slug)
    assert len(built) == 1


def test_fetch_whole_rows_that_can_be_changed_and_saved():
    (organisation,) = ask(by_slug, slug=OrganisationFactory().slug)
    organisation.name = "Umbenannt"
    organisation.save()
    organisation.refresh_from_db()
    assert organisation.name == "Umbenannt"


def test_fetch_the_named_columns_only_and_the_rest_when_asked_for(django_assert_num_queries):
    organisation = OrganisationFactory(name="Verein am Deich")
    names = Compiled(lambda slug: Organisation.objects.filter(slug=slug).only("name"))
    ((row,),) = together({"slug": organisation.slug}, names)
    assert row._fields == ("id", "name")
    found = names.model_of(row)
    with django_assert_num_queries(0):
        assert found.name == "Verein am Deich"
    with django_assert_num_queries(1):
        assert found.slug == organisation.slug


def test_treat_parameters_as_values_and_not_as_sql():
    OrganisationFactory()
    assert ask(by_slug, slug="' or 1=1; drop table organisations_organisation; --") == []
    assert Organisation.objects.count() == 1


def test_convert_values_as_the_orm_does():
    check = CheckFactory()
    AnswerFactory(organisation=check.organisation, check_run=check, level=None, value=["a", "b"])
    AnswerFactory(organisation=check.organisation, check_run=check, question_key="goals")
    with tenancy.activate(check.organisation):
        ((several, one),) = together({"check": check.pk}, answers_of)
        assert (several.value, several.level) == (["a", "b"], None)
        assert (one.value, one.level) == (None, 1)
        assert answers_of.model_of(one) == Answer.objects.get(question_key="goals")


def test_respect_the_walls_between_organisations():
    mine, other = CheckFactory(), CheckFactory()
    with tenancy.activate(mine.organisation):
        assert ask(running, organisation=mine.organisation_id) == [mine]
        assert ask(running, organisation=other.organisation_id) == []


def test_several_are_asked_in_one_go(django_assert_num_queries):
    check = CheckFactory()
    AnswerFactory(organisation=check.organisation, check_run=check)
    with tenancy.activate(check.organisation):
        together({"slug": "a", "check": 0}, by_slug, answers_of)
        with django_assert_num_queries(1):
            organisations, answers = together(
                {"slug": check.organisation.slug, "check": check.pk}, by_slug, answers_of
            )
    assert [row.id for row in organisations] == [check.organisation_id]
    assert [row.question_key for row in answers] == ["pilot"]
