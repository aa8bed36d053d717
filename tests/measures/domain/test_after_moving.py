"""What was decided on suggestions stays when a check moves to a newer version."""

import pytest

from checks.domain import moving
from checks.domain.check_state import CheckState
from checks.models import Check
from measures.domain import suggesting
from measures.domain.result import Result
from organisations import tenancy
from tests.checks.domain.test_moving import second_version
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    OrganisationFactory,
    RequirementFactory,
    UserFactory,
)


@pytest.mark.django_db
def test_accepted_and_declined_measures_and_requirements_stay():
    organisation, person = OrganisationFactory(), UserFactory()
    check = CheckFactory(organisation=organisation)
    for key in ("pilot", "passwords"):
        AnswerFactory(organisation=organisation, check_run=check, question_key=key)
    RequirementFactory(
        organisation=organisation, check_run=check, area_key="security", text="Muss sicher sein"
    )
    with tenancy.activate(organisation):
        check_state = CheckState(check)
        suggesting.accept_suggestion(check_state, "name-pilot", person)
        suggesting.decline_suggestion(check_state, "use-safe", "Später", person)
        moving.move_check(check_state, CatalogueFactory(document=second_version()), person)

        result = Result(CheckState(Check.objects.get()))
        assert [one.template.key for one in result.suggestions if one.measure] == ["name-pilot"]
        assert [one.declined.reason for one in result.declined_suggestions] == ["Später"]
        assert [(area.key, [str(one) for one in found]) for area, found in result.requirements] == [
            ("protection", ["Muss sicher sein"])
        ]
