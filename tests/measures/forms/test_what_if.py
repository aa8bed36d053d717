"""The sliders with which one tries other weights."""

import pytest
from django.http import QueryDict

from measures.forms.what_if import WhatIfForm
from measures.models import CriterionWeights

TODAY = CriterionWeights(feasibility=5, benefit=8, capability=6, integration=5, reuse=0)


def form(address=""):
    return WhatIfForm(TODAY, QueryDict(address))


def test_start_with_the_weights_of_today():
    empty = form()
    assert empty.is_valid()
    assert empty.weights == (5, 8, 6, 5, 0)
    assert not empty.wants_everything
    assert [today for _text, _field, today in empty.sliders] == [5, 8, 6, 5, 0]


def test_take_what_the_address_says_and_the_rest_from_today():
    moved = form("benefit=1&reuse=10&alle=on&utm=quer")
    assert moved.is_valid()
    assert moved.weights == (5, 1, 6, 5, 10)
    assert moved.wants_everything


@pytest.mark.parametrize("value", ["11", "-1", "x", "", "5.5", "9" * 5000, "%00", "%F0%9F%8C%8A"])
def test_say_at_the_slider_when_an_address_makes_no_sense(value):
    odd = form(f"benefit={value}")
    assert not odd.is_valid()
    assert odd.errors == {"benefit": ["Bitte eine ganze Zahl von 0 bis 10 wählen."]}


def test_cannot_all_be_zero():
    nothing = form("feasibility=0&benefit=0&capability=0&integration=0")
    assert not nothing.is_valid()
    assert nothing.non_field_errors() == ["Mindestens ein Kriterium muss mehr als 0 zählen."]
