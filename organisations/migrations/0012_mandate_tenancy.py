from django.db import migrations

from organisations.tenancy.operations import EnableTenancy

# What both sides have confirmed stays as it is. Only the references to people who left are
# emptied (the names stay), and everything goes when the organisation's time has come.
KEEP = """
create function organisations_keep_mandate() returns trigger language plpgsql as $$
declare
    same organisations_mandate;
begin
    if old.director_confirmed_at is null or old.pilot_confirmed_at is null then
        return case tg_op when 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' then
        if exists (
            select 1 from organisations_organisation
            where id = old.organisation_id and deletes_at <= clock_timestamp()
        ) then
            return old;
        end if;
    else
        same := old;
        same.pilot_id := case when new.pilot_id is null then null else old.pilot_id end;
        same.deputy_id := case when new.deputy_id is null then null else old.deputy_id end;
        same.director_confirmed_by_id :=
            case when new.director_confirmed_by_id is null then null
            else old.director_confirmed_by_id end;
        same.pilot_confirmed_by_id :=
            case when new.pilot_confirmed_by_id is null then null
            else old.pilot_confirmed_by_id end;
        same.created_by_id :=
            case when new.created_by_id is null then null else old.created_by_id end;
        if new is not distinct from same then
            return new;
        end if;
    end if;
    raise exception 'A confirmed mandate stays as it is.'
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger keep_mandate before update or delete on organisations_mandate
    for each row execute function organisations_keep_mandate();
"""
LET_GO = """
drop trigger keep_mandate on organisations_mandate;
drop function organisations_keep_mandate();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0011_mandates")]

    operations = [
        EnableTenancy("Mandate"),
        migrations.RunSQL(KEEP, LET_GO),
    ]
