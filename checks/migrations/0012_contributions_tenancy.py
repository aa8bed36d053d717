from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("checks", "0011_contributions")]

    operations = [
        EnableTenancy("ContributionRequest"),
        EnableTenancy("Voice"),
        EnableTenancy("ContributionLink", also_shows="token_digest = {token}"),
        EnableTenancy("ContributionMail"),
        EnableTenancy("Contribution"),
        EnableTenancy("HandCount"),
    ]
