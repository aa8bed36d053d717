"""Exports and requests for deletion."""

from datetime import timedelta

import factory
from django.utils import timezone

from lotse.portability.models import DataExport, DataExportFile, DeletionRequest
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation


class DataExportFactory(TenantFactory):
    """A queued export."""

    class Meta:
        model = DataExport

    requested_by = factory.SubFactory(UserFactory)


class DataExportFileFactory(TenantFactory):
    """A tiny stand-in for a finished archive."""

    class Meta:
        model = DataExportFile

    export = of_same_organisation(DataExportFactory, state="done")
    name = "lotse.zip"
    content = b"PK"
    size = 2
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class DeletionRequestFactory(TenantFactory):
    """A request that nobody confirmed yet."""

    class Meta:
        model = DeletionRequest

    requested_by = factory.SubFactory(UserFactory)
