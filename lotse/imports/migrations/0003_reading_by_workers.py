from django.conf import settings
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A list is read by a worker: it becomes a job. Those that are there have been read."""

    dependencies = [
        ("imports", "0002_tenancy"),
        ("organisations", "0014_invitations_are_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("uploadedlist", "uploaded_by", "requested_by"),
        migrations.RenameField("uploadedlist", "uploaded_at", "requested_at"),
        migrations.AddField(
            "uploadedlist",
            "state",
            models.CharField(
                "Stand",
                choices=[
                    ("queued", "wartet"),
                    ("running", "wird erstellt"),
                    ("done", "fertig"),
                    ("failed", "fehlgeschlagen"),
                    ("cancelled", "abgebrochen"),
                ],
                default="done",
                max_length=9,
            ),
        ),
        migrations.AddField(
            "uploadedlist",
            "file_name",
            models.CharField("Name der hochgeladenen Datei", default="", max_length=150),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name='uploadedlist',
            options={'ordering': ['-requested_at', '-id'], 'verbose_name': 'Hochgeladene Liste', 'verbose_name_plural': 'Hochgeladene Listen'},
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='Versuche'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='error',
            field=models.CharField(blank=True, max_length=500, verbose_name='Fehler'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='file',
            field=models.BinaryField(null=True, verbose_name='hochgeladene Datei'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='finished_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='fertig seit'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='next_try_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='nächster Versuch'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='refusal',
            field=models.CharField(blank=True, max_length=500, verbose_name='warum nicht gelesen'),
        ),
        migrations.AddField(
            model_name='uploadedlist',
            name='tried_before',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='frühere Versuche'),
        ),
        migrations.AlterField(
            model_name='uploadedlist',
            name='content',
            field=models.BinaryField(default=bytes, verbose_name='Inhalt'),
        ),
        migrations.AlterField(
            model_name='uploadedlist',
            name='kind',
            field=models.CharField(blank=True, max_length=4, verbose_name='Art'),
        ),
        migrations.AlterField(
            model_name='uploadedlist',
            name='requested_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='bestellt'),
        ),
        migrations.AlterField(
            model_name='uploadedlist',
            name='state',
            field=models.CharField(choices=[('queued', 'wartet'), ('running', 'wird erstellt'), ('done', 'fertig'), ('failed', 'fehlgeschlagen'), ('cancelled', 'abgebrochen')], default='queued', max_length=9, verbose_name='Stand'),
        ),
        migrations.AlterField(
            model_name='uploadedlist',
            name='touched_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='zuletzt bearbeitet'),
        ),
        migrations.AddIndex(
            model_name='uploadedlist',
            index=models.Index(fields=['touched_at'], name='uploaded_list_touched'),
        ),
    ]
