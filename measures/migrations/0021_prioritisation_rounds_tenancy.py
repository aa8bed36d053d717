from django.db import migrations

from organisations.tenancy.operations import EnableTenancy

# What a round agreed on stays as it is. The verdict comes once and stays, references to people
# who left are emptied (the names stay), and everything goes when the organisation's time has come.
KEEP = """
create function measures_keep_snapshot() returns trigger language plpgsql as $$
declare
    same measures_roundsnapshot;
begin
    if tg_op = 'DELETE' then
        if exists (
            select 1 from organisations_organisation
            where id = old.organisation_id and deletes_at <= clock_timestamp()
        ) then
            return old;
        end if;
    else
        same := old;
        same.made_by_id := case when new.made_by_id is null then null else old.made_by_id end;
        if old.verdict = '' then
            same.verdict := new.verdict;
            same.remark := new.remark;
            same.judged_by_id := new.judged_by_id;
            same.judged_by_name := new.judged_by_name;
            same.judged_at := new.judged_at;
        else
            same.judged_by_id :=
                case when new.judged_by_id is null then null else old.judged_by_id end;
        end if;
        if new is not distinct from same then
            return new;
        end if;
    end if;
    raise exception 'The snapshot of a round stays as it is.'
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger keep_snapshot before update or delete on measures_roundsnapshot
    for each row execute function measures_keep_snapshot();
"""
LET_GO = """
drop trigger keep_snapshot on measures_roundsnapshot;
drop function measures_keep_snapshot();
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0020_prioritisation_rounds")]

    operations = [
        EnableTenancy("PrioritisationRound"),
        EnableTenancy("RoundParticipant"),
        EnableTenancy("RoundRating"),
        EnableTenancy("RoundMeasure"),
        EnableTenancy("ManualPlace"),
        EnableTenancy("RoundSnapshot"),
        migrations.RunSQL(KEEP, LET_GO),
    ]
