import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0005_changes_are_counted_by_content"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "reviewrhythm",
            "created_at",
            models.DateTimeField(
                auto_now_add=True, default=django.utils.timezone.now, verbose_name="angelegt"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "reviewrhythm",
            "updated_at",
            models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="geändert"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "reviewrhythm",
            "created_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
