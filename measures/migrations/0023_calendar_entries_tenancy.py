from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("measures", "0022_calendar_entries")]

    operations = [EnableTenancy("CalendarEntry")]
