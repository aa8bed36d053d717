from django.db import migrations

FORWARDS = """
create function refuse_catalogue_change() returns trigger language plpgsql as $$
begin
    raise exception 'Ein veröffentlichter Fragenkatalog bleibt unverändert.'
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger catalogue_never_changes before update or delete on checks_catalogue
    for each row execute function refuse_catalogue_change();
"""
BACKWARDS = """
drop trigger catalogue_never_changes on checks_catalogue;
drop function refuse_catalogue_change();
"""


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
