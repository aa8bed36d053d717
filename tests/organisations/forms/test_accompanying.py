"""Which consultancies an organisation may let in."""

import pytest

from organisations.forms.team import GrantForm
from tests.factories import AccompanimentFactory, ConsultancyFactory

pytestmark = pytest.mark.django_db


def test_all_are_offered_that_do_not_accompany_it_yet(organisation):
    free = ConsultancyFactory()
    AccompanimentFactory(consultancy=free)
    AccompanimentFactory(organisation=organisation)
    form = GrantForm(organisation)
    assert list(form.fields["consultancy"].queryset) == [free]
    assert form.has_choices


def test_there_may_be_none(organisation):
    assert not GrantForm(organisation).has_choices


def test_a_good_choice_is_taken(organisation):
    consultancy = ConsultancyFactory()
    form = GrantForm(organisation, {"consultancy": consultancy.pk, "level": "edit"})
    assert form.is_valid()
    assert form.cleaned_data == {"consultancy": consultancy, "level": "edit"}


@pytest.mark.parametrize(
    ("consultancy", "error"),
    [
        ("", "Bitte wählen Sie, wer Sie begleiten soll."),
        ("999999", "Diese Beratung gibt es hier nicht, oder sie begleitet Sie schon."),
        ("9" * 40, "Diese Beratung gibt es hier nicht, oder sie begleitet Sie schon."),
        ("\x00", "Nullzeichen sind nicht erlaubt."),
    ],
)
def test_what_cannot_be_is_refused_in_words(organisation, consultancy, error):
    form = GrantForm(organisation, {"consultancy": consultancy, "level": "read"})
    assert form.errors["consultancy"] == [error]


def test_an_unknown_level_is_refused(organisation):
    form = GrantForm(organisation, {"consultancy": ConsultancyFactory().pk, "level": "all"})
    assert "level" in form.errors
