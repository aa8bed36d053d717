from django.db import migrations, models

# Only the trigger sets the time: whoever saves an older copy of the row does not bring back
# sessions that are over.
NOTE = """
create function organisations_note_deactivation() returns trigger language plpgsql as $$
begin
    new.deactivated_at = case
        when old.is_active and not new.is_active then clock_timestamp() else old.deactivated_at
    end;
    return new;
end
$$;
create trigger note_deactivation before update on organisations_user
    for each row execute function organisations_note_deactivation();
"""
STOP = """
drop trigger note_deactivation on organisations_user;
drop function organisations_note_deactivation();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0014_invitations_are_mails")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="deactivated_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="zuletzt deaktiviert"
            ),
        ),
        migrations.RunSQL(
            "update organisations_user set deactivated_at = now() where not is_active",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(NOTE, STOP),
    ]
