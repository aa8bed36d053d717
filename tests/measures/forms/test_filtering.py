"""What stands in the address of the list, and names for it."""

import pytest
from django.http import QueryDict

from measures.domain.filtering import Filter, Grouping, Sorting, Trouble
from measures.domain.listing import MeasureList
from measures.forms.filtering import FilterForm
from tests.factories import (
    CatalogueFactory,
    MeasureFactory,
    MeasureSystemFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db


def wanted(organisation, query=""):
    return FilterForm(MeasureList(organisation), QueryDict(query)).filter


class TestFilter:
    def test_is_the_default_for_an_empty_address(self, organisation):
        assert wanted(organisation) == Filter()

    def test_takes_what_makes_sense_and_ignores_the_rest(self, organisation):
        member = MembershipFactory(organisation=organisation)
        found = wanted(
            organisation, f"q=kalender&status=gelb&responsible={member.pk}&sort=title&group=x"
        )
        assert found == Filter(words="kalender", responsible_id=member.pk, sorting=Sorting.TITLE)

    def test_comes_back_from_its_own_address(self, organisation):
        touched = MeasureSystemFactory(organisation=organisation)
        MeasureFactory(
            organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
        )
        all_of_it = Filter(
            words="zwei Wörter & mehr",
            status="done",
            without_responsible=True,
            trouble=Trouble.OVERDUE,
            area_key="leadership",
            system_id=touched.system_id,
            sorting=Sorting.DUE,
            descending=True,
            grouping=Grouping.AREA,
        )
        assert wanted(organisation, all_of_it.query) == all_of_it

    def test_offers_only_areas_and_systems_that_measures_have(self, organisation):
        form = FilterForm(MeasureList(organisation), QueryDict())
        assert [key for key, _name in form.fields["area"].choices] == ["", "-"]
        assert [key for key, _name in form.fields["system"].choices] == [""]
        touched = MeasureSystemFactory(organisation=organisation, system__name="Kalender")
        form = FilterForm(MeasureList(organisation), QueryDict())
        assert form.fields["system"].choices[1:] == [(touched.system_id, "Kalender")]

    def test_says_so_where_every_stand_is_shown(self, organisation):
        def offered(query):
            form = FilterForm(MeasureList(organisation), QueryDict(query), every_status=True)
            return [str(name) for _key, name in form.fields["status"].choices][:2], form.filter

        assert offered("") == (["jeder Stand", "Idee"], Filter())
        assert offered("status=all") == (["jeder Stand", "wirklich alle"], Filter(status="all"))

    def test_knows_nobody_of_another_organisation(self, organisation):
        assert wanted(organisation, f"responsible={MembershipFactory().pk}") == Filter()
