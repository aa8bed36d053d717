from django.db import migrations

# What consultants and Lotse itself do there is no activity of the organisation.
OF_ITS_PEOPLE = """
drop trigger note_activity on organisations_auditentry;
create trigger note_activity after insert on organisations_auditentry
    for each row when (new.actor_id is not null and new.actor_role <> 'consultant')
    execute function organisations_note_activity();
"""
OF_ANYONE = """
drop trigger note_activity on organisations_auditentry;
create trigger note_activity after insert on organisations_auditentry
    for each row when (new.action <> 'access.visited')
    execute function organisations_note_activity();
"""
COUNT_AGAIN = """
select set_config(
    'lotse.organisation',
    (select coalesce(array_agg(id), '{}')::text from organisations_organisation),
    true
);
update organisations_organisation set active_at = (
    select max(at) from organisations_auditentry
    where organisation_id = organisations_organisation.id
        and actor_id is not null and actor_role <> 'consultant'
);
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0019_mandate_on_paper")]

    operations = [
        migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(OF_ITS_PEOPLE, OF_ANYONE),
    ]
