from django.db import migrations

from organisations.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_invitation")]

    operations = [EnableTenancy("Invitation", also_shows="token_digest = {token}")]
