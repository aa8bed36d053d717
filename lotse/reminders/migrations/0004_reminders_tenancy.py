from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_review_rhythm_and_reminders")]

    operations = [
        EnableTenancy("ReviewRhythm"),
        EnableTenancy("Reminder"),
        EnableTenancy("Unsubscription"),
    ]
