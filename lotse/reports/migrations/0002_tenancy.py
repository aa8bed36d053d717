from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("checks", "0003_tenancy"),
    ]

    operations = [
        EnableTenancy("Report"),
        EnableTenancy("ReportFile"),
    ]
