"""A mandate in words."""

from datetime import date
from decimal import Decimal

import pytest

from organisations.domain.mandate_content import CONTENT_FIELDS, PARTS, SUGGESTIONS, written_parts
from organisations.models import Mandate


def words(**fields):
    """Return {label: what stands there} of a mandate."""
    parts = written_parts(Mandate(**fields))
    return {fact.label: fact.plain for part in parts for fact in part.facts if not fact.is_open}


def test_an_empty_mandate_is_open_in_every_part():
    assert words() == {}
    assert all(part.is_open for part in written_parts(Mandate()))


@pytest.mark.parametrize(
    ("fields", "label", "text"),
    [
        ({"hours_per_week": Decimal("2.5")}, "Arbeitszeit", "2,5 Stunden in der Woche"),
        ({"hours_per_week": Decimal("10.0")}, "Arbeitszeit", "10 Stunden in der Woche"),
        ({"hours_per_week": Decimal(1)}, "Arbeitszeit", "1 Stunde in der Woche"),
        ({"budget_per_year": 12500}, "Budget", "12.500 Euro im Jahr"),
        ({"budget_per_year": 0}, "Budget", "kein eigenes Budget"),
        ({"spending_limit": 150}, "Gibt allein Geld aus", "bis 150 Euro im Einzelfall"),
        (
            {"spending_limit": 0},
            "Gibt allein Geld aus",
            "gar nicht, jede Ausgabe wird vorher besprochen",
        ),
        ({"starts_on": date(2026, 3, 1)}, "Beginn", "1. März 2026"),
        ({"starts_on": date(2026, 3, 1)}, "Ende", "ohne festes Ende"),
        ({"ends_on": date(2027, 2, 28)}, "Ende", "28. Februar 2027"),
        (
            {"rhythm": "monthly", "rhythm_note": "im Büro"},
            "Gespräch mit der Geschäftsführung",
            "jeden Monat, im Büro",
        ),
        ({"deputy_name": "Vera"}, "Vertretung", "Vera"),
        ({"training": ["Kurs", "Buch"]}, "Fortbildung", ["Kurs", "Buch"]),
    ],
)
def test_everything_is_said_as_people_say_it(fields, label, text):
    assert words(**fields)[label] == text


def test_every_field_of_the_content_belongs_to_one_part():
    assert len(CONTENT_FIELDS) == len(set(CONTENT_FIELDS))
    said = {field.name for field in Mandate._meta.get_fields()}
    assert set(CONTENT_FIELDS) <= said
    assert len(PARTS) == 6


@pytest.mark.parametrize("name", SUGGESTIONS)
def test_what_may_be_ticked_differs(name):
    sentences = [str(sentence) for sentence in SUGGESTIONS[name].values()]
    assert len(sentences) == len(set(sentences)) >= 5
