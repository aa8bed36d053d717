from django.db import migrations, models

import checks.models.check


class Migration(migrations.Migration):
    dependencies = [("checks", "0023_origins_of_moved_answers")]

    operations = [
        migrations.AddField(
            model,
            "exceptions",
            models.JSONField(
                blank=True,
                default=list,
                validators=[checks.models.check.validate_keys],
                verbose_name="Ausnahmen",
            ),
        )
        for model in ("answer", "setasideanswer")
    ]
