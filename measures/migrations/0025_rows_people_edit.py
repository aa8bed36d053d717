import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Renaming a foreign key makes its constraint anew, which looks at the rows of all organisations.
ALL_ORGANISATIONS = """
select set_config(
    'lotse.organisation', (select coalesce(array_agg(id), '{}')::text from organisations_organisation), true
);
"""


def created_at(model: str) -> migrations.AddField:
    return migrations.AddField(
        model,
        "created_at",
        models.DateTimeField(
            auto_now_add=True, default=django.utils.timezone.now, verbose_name="angelegt"
        ),
        preserve_default=False,
    )


def updated_at(model: str) -> migrations.AddField:
    return migrations.AddField(
        model,
        "updated_at",
        models.DateTimeField(
            auto_now=True, default=django.utils.timezone.now, verbose_name="geändert"
        ),
        preserve_default=False,
    )


def version(model: str) -> migrations.AddField:
    return migrations.AddField(
        model, "version", models.PositiveIntegerField(default=1, verbose_name="Fassung")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0024_step_made_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(ALL_ORGANISATIONS, ALL_ORGANISATIONS),
        migrations.RenameField("journalentry", "written_by", "created_by"),
        migrations.RenameField("journalentry", "written_at", "created_at"),
        migrations.AlterField(
            "journalentry",
            "created_at",
            models.DateTimeField(auto_now_add=True, verbose_name="angelegt"),
        ),
        updated_at("journalentry"),
        migrations.RenameField("outcome", "answered_by", "created_by"),
        migrations.RenameField("outcome", "answered_at", "updated_at"),
        migrations.AlterField(
            "outcome", "updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert")
        ),
        created_at("outcome"),
        migrations.RenameField("savedview", "saved_by", "created_by"),
        migrations.RenameField("savedview", "saved_at", "created_at"),
        migrations.AlterField(
            "savedview",
            "created_at",
            models.DateTimeField(auto_now_add=True, verbose_name="angelegt"),
        ),
        updated_at("savedview"),
        version("savedview"),
        migrations.AddField(
            "criterionweights",
            "created_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        created_at("criterionweights"),
        updated_at("criterionweights"),
        version("criterionweights"),
    ]
