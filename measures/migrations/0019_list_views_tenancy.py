from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("measures", "0018_list_views")]

    operations = [
        EnableTenancy("SavedView"),
        EnableTenancy("BulkChange"),
        EnableTenancy("BulkChangeItem"),
    ]
