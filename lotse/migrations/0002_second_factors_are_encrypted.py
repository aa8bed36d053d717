from django.db import migrations

from lotse.signin.sealing import SEALED, seal, unseal, with_secrets


def encrypt(apps, schema_editor):
    """Encrypt what earlier versions stored in clear."""
    change_all(apps, seal)


def decrypt(apps, schema_editor):
    change_all(apps, unseal)


def change_all(apps, change):
    for one in apps.get_model("mfa", "Authenticator").objects.filter(type__in=SEALED):
        one.data = with_secrets(one.data, change)
        one.save(update_fields=["data"])


class Migration(migrations.Migration):
    """Secrets of authenticator apps and recovery codes are encrypted."""

    dependencies = [("lotse", "0001_cache"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
