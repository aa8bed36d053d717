from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial"), ("organisations", "0002_tenancy")]

    operations = [EnableTenancy("CalendarFeed", also_shows="token_digest = {token}")]
