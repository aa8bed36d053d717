from django.db import migrations

from organisations.tenancy.operations import EnableTenancy, TieToTenant


class Migration(migrations.Migration):
    dependencies = [("checks", "0013_requirements_of_the_organisation")]

    operations = [
        TieToTenant("Requirement", "merged_into"),
        EnableTenancy("RequirementSystem"),
        EnableTenancy("ToolComparison"),
        EnableTenancy("ComparedRequirement"),
        EnableTenancy("Tool"),
        EnableTenancy("Judgement"),
    ]
