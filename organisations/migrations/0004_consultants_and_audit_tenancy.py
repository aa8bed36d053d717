from django.db import migrations

from organisations.tenancy.operations import EnableTenancy

# Nobody rewrites the trail. An entry may go when its organisation's time to be deleted has
# come, or when it is older than any retention period that a host may set.
KEEP = """
create function organisations_keep_audit_trail() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and (
        old.at < now() - interval '1 year'
        or exists (
            select 1 from organisations_organisation
            where id = old.organisation_id and deletes_at <= clock_timestamp()
        )
    ) then
        return old;
    end if;
    raise exception 'The audit trail is append-only.' using errcode = 'insufficient_privilege';
end
$$;
create trigger keep_audit_trail before update or delete on organisations_auditentry
    for each row execute function organisations_keep_audit_trail();
"""
LET_GO = """
drop trigger keep_audit_trail on organisations_auditentry;
drop function organisations_keep_audit_trail();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_consultants_and_audit")]

    operations = [
        EnableTenancy("AuditEntry"),
        EnableTenancy(
            "Accompaniment",
            also_shows="consultancy_id in (select consultancy_id from organisations_consultant"
            " where user_id = {person})",
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
