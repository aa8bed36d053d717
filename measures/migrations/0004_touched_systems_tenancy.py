from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0003_touched_systems"),
        ("checks", "0007_system_landscape_tenancy"),
    ]

    operations = [EnableTenancy("MeasureSystem")]
