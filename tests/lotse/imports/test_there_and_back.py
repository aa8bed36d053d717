"""A list that one organisation takes along and another reads in is the same list."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lotse.imports.models import ListImport, UploadedList
from lotse.jobs.models import State
from organisations import tenancy
from tests.factories import (
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    RatingFactory,
    StepFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FILES = {"csv": "liste.csv", "excel": "liste.xlsx"}


@pytest.fixture
def people():
    """Two people who take part in both organisations; two share a name."""
    return [UserFactory(name="Ada Beispiel"), UserFactory(name="Ada Beispiel")]


@pytest.fixture
def here(people):
    organisation = OrganisationFactory()
    members = [MembershipFactory(organisation=organisation, user=user) for user in people]
    full = MeasureFactory(
        organisation=organisation,
        title='=Kalender; "gemeinsam"',
        what="Anlegen,\neinladen",
        why="'Überblick",
        existing="+49 30 1234",
        status="in_progress",
        responsible=members[1],
        due_date=date(2026, 12, 31),
        effort_hours=12,
        effort_days=30,
    )
    for criterion, value in zip(("feasibility", "benefit", "reuse"), (5, 1, 3), strict=True):
        RatingFactory(organisation=organisation, measure=full, criterion=criterion, value=value)
    StepFactory(
        organisation=organisation, measure=full, text="Fragen", done_at=timezone.now(), position=1
    )
    StepFactory(organisation=organisation, measure=full, text="[x] klingt so", position=2)
    MeasureFactory(organisation=organisation, title="Wiki", status="done")
    MeasureFactory(organisation=organisation, title="-", status="rejected")
    return organisation


@pytest.fixture
def there(people):
    organisation = OrganisationFactory()
    for user in people:
        MembershipFactory(organisation=organisation, user=user, role="pilot")
    return organisation


def taken_along(client, organisation, kind):
    """Return the list as a file."""
    arguments = {"slug": organisation.slug, "file_kind": kind}
    return client.get(reverse("measures:take_along", kwargs=arguments), {"status": "all"}).content


def lines_of(client, organisation):
    """Return what an exported CSV says of each measure, whatever its number and place."""
    text = taken_along(client, organisation, "csv").decode("utf-8-sig")
    return sorted(line.split(";", 3)[3] for line in text.split("\r\n") if line)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_exported_is_imported_as_it_was(client, people, here, there, kind):
    client.force_login(people[0])
    content = taken_along(client, here, kind)
    upload = reverse("imports:upload", kwargs={"slug": there.slug})
    answer = client.post(upload, {"file": SimpleUploadedFile(FILES[kind], content)})
    with tenancy.activate(there):
        uploaded = UploadedList.objects.get()
    assert str(uploaded.pk) in answer.url
    begin = {"slug": there.slug, "uploaded_list_id": uploaded.pk}
    client.post(reverse("imports:begin", kwargs=begin))
    with tenancy.activate(there):
        assert ListImport.objects.get().state == State.DONE
    assert lines_of(client, there) == lines_of(client, here)
