"""One way to change a row: what holds for every model that people edit, and for every page.

Models and pages are found by themselves: a new `EditableModel` without a page fails here.
"""

from __future__ import annotations

from copy import copy

import pytest
from django import forms
from django.apps import apps
from django.db import models

from organisations import tenancy
from organisations.domain.editing import RowEditor
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry, Organisation
from organisations.models.editable import EditableModel
from organisations.views.editing import ChangeView, OrganisationMixin
from tests.factories import MembershipFactory, OrganisationFactory
from tests.lotse.addresses import OF_AN_ORGANISATION, address, furnish
from tests.lotse.portability.rows import factory_of

pytestmark = pytest.mark.django_db

PAGES = [
    (name, words, view.view_class)
    for name, words, view in OF_AN_ORGANISATION
    if issubclass(getattr(view, "view_class", object), OrganisationMixin)
]
EDITORS = {page.model: page.editor for _name, _words, page in PAGES if hasattr(page, "editor")}
CHANGING = [one for one in PAGES if issubclass(one[2], ChangeView)]

every_model = pytest.mark.parametrize("model", EDITORS, ids=lambda model: model.__name__)


def test_every_model_that_people_edit_has_pages():
    editable = {one for one in apps.get_models() if issubclass(one, EditableModel)}
    assert set(EDITORS) == editable


def actions(organisation: Organisation) -> list[str]:
    return [entry.action for entry in AuditEntry.objects.of(organisation)]


def changed_a_little(editor: RowEditor, row: models.Model) -> models.Model:
    """Return the row with another text or, where it has none, another number."""
    fields = [row._meta.get_field(name) for name in editor.fields]
    texts = [
        one
        for one in fields
        if isinstance(one, models.CharField | models.TextField) and not one.choices
    ]
    numbers = [one for one in fields if isinstance(one, models.PositiveSmallIntegerField)]
    changed = copy(row)
    field = (texts or numbers)[0]
    setattr(changed, field.name, "Etwas anderes" if texts else getattr(row, field.name) + 1)
    return changed


@every_model
def test_saving_without_a_change_does_nothing(model, organisation, person):
    row = factory_of(model)(organisation=organisation)
    before, again = (model.objects.get(pk=row.pk) for _ in range(2))
    # Not even a page that was opened long ago: what it holds is what is stored.
    assert not EDITORS[model].change(again, stored=before, seen_version=0, by=person)
    after = model.objects.get(pk=row.pk)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert actions(organisation) == []


@every_model
def test_a_change_counts_a_version_and_stands_in_the_trail(model, organisation, person):
    row = factory_of(model)(organisation=organisation)
    editor = EDITORS[model]
    changed = changed_a_little(editor, row)
    assert editor.change(changed, stored=row, seen_version=row.version, by=person)
    assert model.objects.get(pk=row.pk).version == row.version + 1
    assert actions(organisation) == [editor.changed.key]
    entry = AuditEntry.objects.of(organisation).get()
    assert entry.before
    assert entry.before != entry.after


@every_model
def test_a_stale_change_stores_nothing_and_tells_what_is_there(model, organisation, person):
    row = factory_of(model)(organisation=organisation, version=3)
    changed = changed_a_little(EDITORS[model], row)
    with pytest.raises(StaleRow) as caught:
        EDITORS[model].change(changed, stored=row, seen_version=2, by=person)
    assert caught.value.stored is row
    assert model.objects.get(pk=row.pk).version == 3
    assert actions(organisation) == []


@every_model
def test_what_was_never_stored_is_stored_once_it_differs(model, organisation, person):
    row = factory_of(model)(organisation=organisation)
    model.objects.filter(pk=row.pk).delete()
    row.pk, row.version = None, 0
    row._state.adding = True
    assert not EDITORS[model].change(copy(row), stored=row, seen_version=0, by=person)
    changed = changed_a_little(EDITORS[model], row)
    assert EDITORS[model].change(changed, stored=row, seen_version=0, by=person)
    stored = model.objects.get()
    assert (stored.version, stored.created_by) == (1, person)


@every_model
def test_a_removed_row_is_gone_and_the_trail_says_so(model, organisation, person):
    row = factory_of(model)(organisation=organisation)
    EDITORS[model].remove(row, person)
    left = model.objects.filter(pk=row.pk).first()
    assert left is None or left.removed_at
    assert actions(organisation) == [EDITORS[model].removed.key]


def sent_back(form: forms.Form) -> dict[str, object]:
    """Return what a browser sends for a form that nobody touched."""
    data: dict[str, object] = {}
    for bound in form:
        value, widget = bound.value(), bound.field.widget
        if isinstance(widget, forms.CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(widget, forms.Select | forms.CheckboxSelectMultiple):
            data[bound.html_name] = widget.format_value(value)
        else:
            data[bound.html_name] = "" if value is None else widget.format_value(value)
    return {name: "" if value is None else value for name, value in data.items()}


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name, words, _page in CHANGING], ids=lambda one: str(one)
)
def test_a_page_that_is_sent_back_untouched_changes_nothing(name, words, client):
    organisation = OrganisationFactory()
    url = address(name, words, organisation, furnish(organisation))
    client.force_login(MembershipFactory(organisation=organisation, role="pilot").user)
    with tenancy.activate(organisation):
        before = AuditEntry.objects.of(organisation).count()
    form = client.get(url).context["form"]
    response = client.post(url, sent_back(form) | {"version": "0"})
    assert response.status_code == 302
    with tenancy.activate(organisation):
        assert AuditEntry.objects.of(organisation).count() == before
        row = form._meta.model.objects.filter(organisation=organisation).first()
        assert row is None or row.version == 1
