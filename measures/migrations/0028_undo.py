from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0027_one_place_for_weights'),
    ]

    operations = [
        migrations.AddField(
            model_name='journalentry',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='entfernt'),
        ),
        migrations.AddField(
            model_name='measurefile',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='entfernt'),
        ),
        migrations.AddField(
            model_name='step',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='entfernt'),
        ),
    ]
