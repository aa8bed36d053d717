from django.db import migrations

from organisations.tenancy.operations import TieToTenant


class Migration(migrations.Migration):
    dependencies = [("measures", "0008_steps_with_people")]

    operations = [TieToTenant("Step", "responsible")]
