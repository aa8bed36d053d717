from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("mails", "0001_initial")]

    operations = [EnableTenancy("Mail")]
