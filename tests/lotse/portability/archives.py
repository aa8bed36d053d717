"""Archives for tests: made, opened, changed, packed again."""

import hashlib
import io
import json
import zipfile

from django.utils import timezone

from lotse.portability.domain import layout
from lotse.portability.domain.writing import write_archive
from organisations import tenancy
from tests.factories import (
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.lotse.portability.rows import fill


def full_organisation():
    """An organisation with a row of every kind that is exported, and of some kinds two."""
    organisation = OrganisationFactory(name="Verein Übersee", slug="verein-uebersee")
    fill(organisation, layout.travelling_models())
    MembershipFactory(organisation=organisation)
    MeasureFactory(organisation=organisation, rated=(1, 2, 3, 4, 5))
    return organisation


def rows_of(organisation, model):
    with tenancy.activate(organisation):
        rows = model.objects.filter(organisation=organisation).order_by("pk")
        return list(rows.select_related())


def exported(organisation):
    with tenancy.activate(organisation):
        return write_archive(organisation)


def delete(organisation):
    organisation.deletes_at = timezone.now()
    organisation.save()
    with tenancy.activate(organisation):
        organisation.delete()


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files, manifest=None):
    """Pack files again, with checksums that fit."""
    content = json.loads(files[layout.MANIFEST]) | (manifest or {})
    content["files"] = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != layout.MANIFEST
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files | {layout.MANIFEST: json.dumps(content).encode()}).items():
            archive.writestr(name, data)
    return target.getvalue()


def repacked_with_checksums(files):
    """Pack files as they are; the manifest may be none any more, then its checksums stay."""
    try:
        return zipped(files)
    except ValueError:
        return repacked(files)


def changed(content, name, change):
    """Return the archive with one of its JSON files changed by a function."""
    files = files_of(content)
    data = json.loads(files[name])
    files[name] = json.dumps(change(data) or data).encode()
    return zipped(files)


def repacked(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
