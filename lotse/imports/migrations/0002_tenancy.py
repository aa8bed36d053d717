from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("measures", "0017_files_tenancy"),
        ("organisations", "0002_tenancy"),
    ]

    operations = [
        EnableTenancy("UploadedList"),
        EnableTenancy("ListImport"),
        EnableTenancy("ImportedMeasure"),
    ]
