from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("checks", "0006_system_landscape")]

    operations = [EnableTenancy("System"), EnableTenancy("Connection")]
