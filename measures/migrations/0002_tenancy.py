from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_initial"),
        ("organisations", "0002_tenancy"),
    ]

    operations = [
        EnableTenancy("Measure"),
        EnableTenancy("Step"),
        EnableTenancy("Rating"),
        EnableTenancy("CriterionWeights"),
        EnableTenancy("DeclinedSuggestion"),
    ]
