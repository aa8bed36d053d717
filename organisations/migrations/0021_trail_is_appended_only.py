import django.db.models.deletion
from django.db import migrations, models

# The application may add to the trail and read it. What has to go goes through this function; the
# trigger on the table still says what may, and row security in which organisation.
FORGET = """
create function organisations_forget_trail(organisation bigint, older_than timestamptz)
returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (
        delete from organisations_auditentry
        where organisation_id = organisation and at < older_than
        returning id
    )
    select count(*) from gone
$$;
"""
LET_GO = "drop function organisations_forget_trail(bigint, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0020_activity_of_the_organisation")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunSQL(FORGET, LET_GO),
    ]
