import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.tenancy.fields

# The application may add snapshots and read them. Everything else goes through these functions;
# the trigger on the table still says what may, and row security in which organisation.
CHANGE = """
create function measures_judge_snapshot(
    snapshot bigint, new_verdict text, new_remark text,
    person bigint, person_name text, moment timestamptz
)
returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    update measures_roundsnapshot set
        verdict = new_verdict, remark = new_remark,
        judged_by_id = person, judged_by_name = person_name, judged_at = moment
    where id = snapshot
$$;
create function measures_forget_snapshots(organisation bigint)
returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    delete from measures_roundsnapshot where organisation_id = organisation
$$;
"""
LET_GO = """
drop function measures_judge_snapshot(bigint, text, text, bigint, text, timestamptz);
drop function measures_forget_snapshots(bigint);
"""
# PostgreSQL checks the rows that are there by a query which row security binds as well.
ALL_ORGANISATIONS = """
select set_config(
    'lotse.organisation',
    (select coalesce(array_agg(id), '{}')::text from organisations_organisation),
    true
);
"""
PEOPLE_WHO_LEAVE = """
alter table measures_roundsnapshot
    add constraint snapshot_made_by foreign key (made_by_id)
        references organisations_user on delete set null deferrable initially deferred,
    add constraint snapshot_judged_by foreign key (judged_by_id)
        references organisations_user on delete set null deferrable initially deferred;
"""
PEOPLE_STAY = """
alter table measures_roundsnapshot
    drop constraint snapshot_made_by, drop constraint snapshot_judged_by;
"""


def _person():
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0029_cost_of_a_measure"),
        ("organisations", "0021_trail_is_appended_only"),
    ]

    operations = [
        migrations.RunSQL(ALL_ORGANISATIONS, ALL_ORGANISATIONS),
        migrations.AlterField("roundsnapshot", "made_by", _person()),
        migrations.AlterField("roundsnapshot", "judged_by", _person()),
        migrations.RunSQL(PEOPLE_WHO_LEAVE, PEOPLE_STAY),
        migrations.AlterField(
            "roundsnapshot",
            "organisation",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AlterField(
            "roundsnapshot",
            "round",
            organisations.tenancy.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="snapshots",
                to="measures.prioritisationround",
            ),
        ),
        migrations.RunSQL(CHANGE, LET_GO),
    ]
