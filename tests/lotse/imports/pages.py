"""What the tests of the pages of an import have in common."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lotse.imports.models import UploadedList
from lotse.imports.tasks import read_uploaded_list
from measures.models import Measure
from organisations import tenancy
from tests.factories import (
    UploadedListFactory,
)
from tests.factories.imports import small_list


def at(pilot, name, **kwargs):
    return reverse(f"imports:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def of_list(pilot, name, uploaded):
    return at(pilot, name, uploaded_list_id=uploaded.pk)


def file(content, name="liste.csv"):
    return {"file": SimpleUploadedFile(name, content)}


def now(row):
    with tenancy.activate(row.organisation):
        return type(row).objects.get(pk=row.pk)


def only(model, pilot):
    with tenancy.activate(pilot.organisation):
        return model.objects.get()


def read_now(pilot, uploaded=None):
    """Let a worker read what was uploaded, and return it."""
    uploaded = uploaded or only(UploadedList, pilot)
    read_uploaded_list(pilot.organisation.pk, uploaded.pk)
    return now(uploaded)


def titles(pilot):
    with tenancy.activate(pilot.organisation):
        return list(Measure.objects.order_by("pk").values_list("title", flat=True))


def a_list(pilot, *rows, **kwargs):
    content = small_list(*rows)
    return UploadedListFactory(organisation=pilot.organisation, content=content, **kwargs)


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()
