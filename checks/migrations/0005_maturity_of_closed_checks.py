from django.db import migrations

from checks.domain.catalogue import Given
from checks.domain.catalogue import CatalogueDocument
from checks.domain.check_flow import CheckFlow
from checks.domain.maturity import assess


def keep_maturity(apps, schema_editor):
    """Store for every closed check what its answers show."""
    Organisation = apps.get_model("organisations", "Organisation")
    Check = apps.get_model("checks", "Check")
    Answer = apps.get_model("checks", "Answer")
    Catalogue = apps.get_model("checks", "Catalogue")
    documents = {}
    for organisation_id in Organisation.objects.values_list("pk", flat=True):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "select set_config('lotse.organisation', %s, true)", [f"{{{organisation_id}}}"]
            )
        closed = Check.objects.filter(organisation_id=organisation_id).exclude(finished_at=None)
        for check in closed:
            if check.catalogue_id not in documents:
                stored = Catalogue.objects.get(pk=check.catalogue_id).document
                documents[check.catalogue_id] = CatalogueDocument.model_validate(stored)
            document = documents[check.catalogue_id]
            said = Answer.objects.filter(check_run_id=check.pk).exclude(state="open")
            given = {
                answer.question_key: Given(
                    state=answer.state, level=answer.level, value=answer.value
                )
                for answer in said
            }
            maturity = assess(document, given, CheckFlow(document, given).visible)
            check.percent = maturity.percent
            check.area_percents = {area.area_key: area.percent for area in maturity.areas}
            check.save(update_fields=["percent", "area_percents"])


class Migration(migrations.Migration):
    dependencies = [("checks", "0004_maturity_kept")]

    operations = [migrations.RunPython(keep_maturity, migrations.RunPython.noop)]
