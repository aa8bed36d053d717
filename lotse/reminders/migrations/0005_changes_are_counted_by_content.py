from django.db import migrations

# The files in mails said so far how often a day of review had moved: counting goes on from there.
GO_ON = """
select set_config(
    'lotse.organisation', (select coalesce(array_agg(id), '{}')::text from organisations_organisation), true
);
insert into measures_calendarentry (organisation_id, key, digest, sequence, changed_at)
select
    organisation_id,
    'VEVENT ' || kind || '-' || subject_id || '-' || organisation_id,
    '',
    max(sequence),
    date_trunc('second', now())
from reminders_reminder
where kind in ('round', 'check', 'mandate')
group by organisation_id, kind, subject_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0004_reminders_tenancy"),
        ("measures", "0023_calendar_entries_tenancy"),
    ]

    operations = [
        migrations.RunSQL(GO_ON, migrations.RunSQL.noop),
        migrations.RemoveField("reminder", "sequence"),
    ]
