from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0011_startblatt'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisationlogo',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='entfernt'),
        ),
    ]
