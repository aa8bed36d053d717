from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0020_requirements_are_edited")]

    operations = [
        migrations.RemoveConstraint("connection", "connection_way_known"),
        migrations.RenameField("connection", "way", "transfer_method"),
        migrations.AddConstraint(
            "connection",
            models.CheckConstraint(
                condition=models.Q(transfer_method__in=["automatic", "file", "typed", "paper"]),
                name="connection_transfer_method_known",
            ),
        ),
    ]
