"""Saved views of the list."""

import pytest

from measures.domain.filtering import Filter, Grouping, Sorting, Trouble
from measures.domain.listing import SAVED_VIEWS, filter_of
from measures.models import SavedView
from organisations.domain.editing import NameTaken
from organisations.models import AuditEntry
from tests.factories import (
    MembershipFactory,
    SavedViewFactory,
    SystemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_view_keeps_everything_a_filter_says(organisation):
    wanted = Filter(
        words="kalender",
        status="planned",
        responsible_id=MembershipFactory(organisation=organisation).pk,
        trouble=Trouble.BLOCKED,
        area_key="leadership",
        system_id=SystemFactory(organisation=organisation).pk,
        sorting=Sorting.DUE,
        descending=True,
        grouping=Grouping.MONTH,
    )
    SAVED_VIEWS.add(
        SavedView(organisation=organisation, name="Meine", page="board", **vars(wanted)),
        UserFactory(),
    )
    view = SavedView.objects.get()
    assert filter_of(view) == wanted
    assert (view.page, str(view)) == ("board", "Meine")


def test_a_name_is_given_once(organisation):
    SavedViewFactory(organisation=organisation, name="Meine")
    with pytest.raises(NameTaken):
        SAVED_VIEWS.add(SavedView(organisation=organisation, name="Meine"), UserFactory())
    assert SavedView.objects.count() == 1


def test_saving_and_removing_stand_in_the_trail(organisation):
    person = UserFactory()
    SAVED_VIEWS.add(SavedView(organisation=organisation, name="Meine"), person)
    SAVED_VIEWS.remove(SavedView.objects.get(), person)
    assert [(one.action, one.subject) for one in AuditEntry.objects.of(organisation)] == [
        ("measure.view_removed", "Meine"),
        ("measure.view_saved", "Meine"),
    ]
    assert not SavedView.objects.exists()
