from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0006_requirements_met"),
        ("checks", "0014_requirements_of_the_organisation_tenancy"),
    ]

    operations = [EnableTenancy("MeasureRequirement")]
