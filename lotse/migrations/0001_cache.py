from django.db import migrations

FORWARDS = """
create table lotse_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamptz not null
);
create index lotse_cache_expires on lotse_cache (expires);
"""


class Migration(migrations.Migration):
    """The table of Django's database cache."""

    initial = True

    operations = [migrations.RunSQL(FORWARDS, "drop table lotse_cache")]
