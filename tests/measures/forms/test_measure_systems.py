"""The form that says which systems a measure touches."""

import pytest

from checks.domain.surveying import SystemLandscape
from measures.forms.measure_systems import MeasureSystemsForm
from organisations import tenancy
from tests.factories import MeasureFactory, MeasureSystemFactory, SystemFactory

pytestmark = pytest.mark.django_db


def test_names_only_systems_of_which_something_else_is_stored():
    measure = MeasureFactory()
    organisation = measure.organisation
    roster = SystemFactory(organisation=organisation, name="Dienstplan")
    payroll = SystemFactory(organisation=organisation, name="Lohn")
    SystemFactory(organisation=organisation, name="Kalender")
    with tenancy.activate(organisation):
        for system in (roster, payroll):
            MeasureSystemFactory(
                organisation=organisation, measure=measure, system=system, kind="uses"
            )
        form = MeasureSystemsForm(
            measure,
            SystemLandscape(organisation.pk),
            {f"system_{roster.pk}": "uses", f"system_{payroll.pk}": "replaces"},
        )
        assert form.stored_otherwise == {"Lohn": "nutzt es"}
