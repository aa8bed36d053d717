from django.db import migrations

# Visits of consultants are no activity of the organisation. Within ten minutes the row stays as
# it is: many entries in a row would only write the same again.
FOLLOW = """
create function organisations_note_activity() returns trigger language plpgsql as $$
begin
    update organisations_organisation set active_at = new.at
    where id = new.organisation_id
        and (active_at is null or active_at < new.at - interval '10 minutes');
    return null;
end
$$;
create trigger note_activity after insert on organisations_auditentry
    for each row when (new.action <> 'access.visited')
    execute function organisations_note_activity();
"""
CATCH_UP = """
select set_config(
    'lotse.organisation',
    (select coalesce(array_agg(id), '{}')::text from organisations_organisation),
    true
);
update organisations_organisation set active_at = (
    select max(at) from organisations_auditentry
    where organisation_id = organisations_organisation.id and action <> 'access.visited'
);
"""
STOP = """
drop trigger note_activity on organisations_auditentry;
drop function organisations_note_activity();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_active_at")]

    operations = [
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, STOP),
    ]
