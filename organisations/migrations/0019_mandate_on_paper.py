import datetime
import django.core.validators
import django.db.models.deletion
import organisations.tenancy.fields
from django.conf import settings
from django.db import migrations, models

from organisations.tenancy.operations import EnableTenancy

# The sheet of a mandate stays as it is, like the mandate. Only the reference to whoever recorded
# it is emptied, and it goes with the organisation.
KEEP = """
create function organisations_keep_mandate_paper() returns trigger language plpgsql as $$
declare
    same organisations_mandatepaper;
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
        same.recorded_by_id :=
            case when new.recorded_by_id is null then null else old.recorded_by_id end;
        if new is not distinct from same then
            return new;
        end if;
    end if;
    raise exception 'The signed sheet of a mandate stays as it is.'
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger keep_mandate_paper before update or delete on organisations_mandatepaper
    for each row execute function organisations_keep_mandate_paper();
"""
LET_GO = """
drop trigger keep_mandate_paper on organisations_mandatepaper;
drop function organisations_keep_mandate_paper();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0018_digitalisierungslots'),
    ]

    operations = [
        migrations.CreateModel(
            name='MandatePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1)), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31))], verbose_name='Unterschrieben am')),
                ('for_director', models.BooleanField(verbose_name='Für die Geschäftsführung')),
                ('for_pilot', models.BooleanField(verbose_name='Für die Digitalisierungslots:in')),
                ('name', models.CharField(max_length=150, verbose_name='Dateiname')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('png', 'Bild (PNG)'), ('jpeg', 'Bild (JPEG)'), ('webp', 'Bild (WebP)')], max_length=4, verbose_name='Art')),
                ('content', models.BinaryField(verbose_name='Inhalt')),
                ('size', models.PositiveIntegerField(verbose_name='Größe in Byte')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen')),
                ('mandate', organisations.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='organisations.mandate')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Unterschriebene Beauftragung',
                'verbose_name_plural': 'Unterschriebene Beauftragungen',
                'constraints': [models.UniqueConstraint(fields=('mandate',), name='mandate_paper_once'), models.CheckConstraint(condition=models.Q(('for_director', True), ('for_pilot', True), _connector='OR'), name='mandate_paper_of_a_side'), models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'png', 'jpeg', 'webp'])), name='mandate_paper_kind_known')],
            },
        ),
        EnableTenancy("MandatePaper"),
        migrations.RunSQL(KEEP, LET_GO),
    ]
