from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mails", "0003_mails_come_back")]

    operations = [
        migrations.AddField(
            "mail",
            "joins",
            models.CharField(blank=True, max_length=200, verbose_name="gehört zusammen mit"),
        ),
        migrations.AddField(
            "mail",
            "sent_with",
            models.CharField(blank=True, max_length=200, verbose_name="verschickt mit"),
        ),
        migrations.AddIndex(
            "mail",
            models.Index(condition=~models.Q(joins=""), fields=["joins"], name="mail_joins"),
        ),
        migrations.AddIndex(
            "mail",
            models.Index(
                condition=~models.Q(sent_with=""), fields=["sent_with"], name="mail_sent_with"
            ),
        ),
    ]
