from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("checks", "0018_end_of_requests")]

    operations = [
        migrations.AlterField(
            model_name="contributionmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("asking", "Anfrage"),
                    ("reminder", "Erinnerung"),
                    ("ended", "Ende der Anfrage"),
                    ("reopened", "Anfrage geht weiter"),
                ],
                max_length=8,
                verbose_name="Art",
            ),
        ),
    ]
