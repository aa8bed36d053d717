import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0019_requests_that_go_on")]

    operations = [
        migrations.AlterField(
            "requirement",
            "created_at",
            models.DateTimeField(auto_now_add=True, verbose_name="angelegt"),
        ),
        migrations.AddField(
            "requirement",
            "updated_at",
            models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="geändert"
            ),
            preserve_default=False,
        ),
    ]
