"""One way to change a row: what holds for every model that people edit."""

from __future__ import annotations

from copy import copy

import pytest
from django.db import models

from checks.domain.systems import CONNECTIONS, SYSTEMS
from checks.domain.tools import COMPARISONS, TOOLS
from measures.domain.steps import STEPS
from organisations import tenancy
from organisations.domain.editing import RowEditor
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import (
    ConnectionFactory,
    OrganisationFactory,
    StepFactory,
    SystemFactory,
    ToolComparisonFactory,
    ToolFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        ("editor", "factory"),
        [
            (SYSTEMS, SystemFactory),
            (CONNECTIONS, ConnectionFactory),
            (COMPARISONS, ToolComparisonFactory),
            (TOOLS, ToolFactory),
            (STEPS, StepFactory),
        ],
        ids=["systems", "connections", "comparisons", "tools", "steps"],
    ),
]


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def person():
    return UserFactory()


def actions(organisation) -> list[str]:
    return [entry.action for entry in AuditEntry.objects.of(organisation)]


def with_another_text(editor: RowEditor, row: models.Model) -> models.Model:
    changed = copy(row)
    texts = (models.CharField, models.TextField)
    name = next(name for name in editor.fields if isinstance(row._meta.get_field(name), texts))
    setattr(changed, name, "Etwas anderes")
    return changed


def test_saving_without_a_change_does_nothing(editor, factory, organisation, person):
    row = factory(organisation=organisation)
    before = type(row).objects.get(pk=row.pk)
    again = type(row).objects.get(pk=row.pk)
    # Not even a page that was opened long ago: what it holds is what is stored.
    assert not editor.change(again, stored=before, seen_version=0, by=person)
    after = type(row).objects.get(pk=row.pk)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert actions(organisation) == []


def test_a_change_counts_a_version_and_stands_in_the_trail(editor, factory, organisation, person):
    row = factory(organisation=organisation)
    changed = with_another_text(editor, row)
    assert editor.change(changed, stored=row, seen_version=row.version, by=person)
    assert type(row).objects.get(pk=row.pk).version == row.version + 1
    assert actions(organisation) == [editor.changed.key]
    entry = AuditEntry.objects.of(organisation).get()
    assert list(entry.after.values()) == ["Etwas anderes"]


def test_a_stale_change_stores_nothing_and_tells_what_is_there(
    editor, factory, organisation, person
):
    row = factory(organisation=organisation, version=3)
    with pytest.raises(StaleRow) as caught:
        editor.change(with_another_text(editor, row), stored=row, seen_version=2, by=person)
    assert caught.value.stored is row
    assert type(row).objects.get(pk=row.pk).version == 3
    assert actions(organisation) == []


def test_a_removed_row_is_gone_and_the_trail_says_so(editor, factory, organisation, person):
    row = factory(organisation=organisation)
    there = type(row).objects.filter(pk=row.pk)
    editor.remove(row, person)
    assert not there.exists()
    assert actions(organisation) == [editor.removed.key]
