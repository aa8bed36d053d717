from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("measures", "0025_rows_people_edit"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="prioritisationround",
            name="round_way_known",
        ),
        migrations.RenameField(
            model_name="prioritisationround",
            old_name="way",
            new_name="rating_mode",
        ),
        migrations.AddConstraint(
            model_name="prioritisationround",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating_mode__in", ["together", "alone"])),
                name="round_rating_mode_known",
            ),
        ),
    ]
