from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("checks", "0008_moving_to_newer_catalogues")]

    operations = [EnableTenancy("CatalogueMove"), EnableTenancy("SetAsideAnswer")]
