from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        EnableTenancy("Membership", own_rows_of_person=True),
    ]
