"""The form to found an organisation."""

import pytest

from organisations.forms.founding import OrganisationForm

GOOD = {
    "name": "Club",
    "legal_form": "association",
    "field_of_work": "youth",
    "staff_count": "5",
    "role": "pilot",
}


def test_takes_what_makes_sense():
    assert OrganisationForm(GOOD).is_valid()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("legal_form", "ag"),
        ("field_of_work", "alles"),
        ("staff_count", ""),
        ("staff_count", "0"),
        ("staff_count", "5001"),
        ("role", "member"),
    ],
)
def test_refuses_the_rest_next_to_the_field(field, value):
    form = OrganisationForm(GOOD | {field: value})
    assert list(form.errors) == [field]
    assert form[field].value() == value
