from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("measures", "0010_order_of_measures")]

    operations = [EnableTenancy("MeasureDependency")]
