from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("portability", "0001_initial"), ("organisations", "0002_tenancy")]

    operations = [
        EnableTenancy("DataExport"),
        EnableTenancy("DataExportFile"),
        EnableTenancy("DeletionRequest"),
    ]
