from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("organisations", "0016_undeliverable_addresses")]

    operations = [EnableTenancy("UndeliverableAddress")]
