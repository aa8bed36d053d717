from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_more_kinds"),
    ]

    operations = [
        EnableTenancy("OrganisationLogo"),
        EnableTenancy("ReportLink", also_shows="token_digest = {token}"),
    ]
