from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("checks", "0002_published_catalogues_never_change"),
        ("organisations", "0002_tenancy"),
    ]

    operations = [
        EnableTenancy("Check"),
        EnableTenancy("Answer"),
        EnableTenancy("Requirement"),
    ]
