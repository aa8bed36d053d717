from django.db import migrations, models
import django.utils.timezone


class Migration(migrations.Migration):

    dependencies = [("checks", "0016_priorities_as_nouns")]

    operations = [
        migrations.AddField(
            model_name="tool",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now, verbose_name="geändert"),
            preserve_default=False,
        ),
    ]
