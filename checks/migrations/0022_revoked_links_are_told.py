from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0021_transfer_method")]

    operations = [
        migrations.AlterField(
            "contributionmail",
            "kind",
            models.CharField(
                choices=[
                    ("asking", "Anfrage"),
                    ("reminder", "Erinnerung"),
                    ("ended", "Ende der Anfrage"),
                    ("reopened", "Anfrage geht weiter"),
                    ("revoked", "Link zurückgezogen"),
                ],
                max_length=8,
                verbose_name="Art",
            ),
        ),
    ]
