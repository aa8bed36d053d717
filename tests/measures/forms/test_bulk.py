"""The forms that change many measures, and that move a card."""

from datetime import date

import pytest
from django.http import QueryDict

from measures.domain.listing import MeasureList
from measures.forms.bulk import BulkForm, MoveCardForm
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def form_for(organisation, query):
    return BulkForm(MeasureList(organisation).members, QueryDict(query))


class TestChangingMany:
    def test_sets_only_what_is_given(self, organisation):
        form = form_for(organisation, "measure=3:1&measure=4:2&new_status=planned")
        assert form.is_valid()
        assert form.wanted == {"status": "planned"}
        assert form.cleaned_data["measure"] == {3: 1, 4: 2}

    def test_sets_person_and_day(self, organisation):
        member = MembershipFactory(organisation=organisation)
        query = f"whole=on&new_responsible={member.pk}&new_due_date=2027-05-01"
        form = form_for(organisation, query)
        assert form.is_valid()
        assert form.wanted == {"responsible": member, "due_date": date(2027, 5, 1)}

    def test_takes_person_and_day_away(self, organisation):
        form = form_for(organisation, "measure=3:1&new_responsible=-&without_due_date=on")
        assert form.is_valid()
        assert form.wanted == {"responsible": None, "due_date": None}

    @pytest.mark.parametrize(
        ("query", "field", "error"),
        [
            ("new_status=planned", "__all__", "mindestens eine Maßnahme"),
            ("measure=quer&new_status=planned", "__all__", "mindestens eine Maßnahme"),
            ("measure=3:1", "__all__", "was sich ändern soll"),
            ("measure=3:1&new_status=fertig", "new_status", "gibt es hier nicht"),
            ("measure=3:1&new_responsible=99999", "new_responsible", "gibt es hier nicht"),
            ("measure=3:1&new_due_date=morgen", "new_due_date", "Bitte ein Datum"),
            (
                "measure=3:1&new_due_date=2027-05-01&without_due_date=on",
                "new_due_date",
                "entweder einen Tag",
            ),
        ],
    )
    def test_says_what_is_amiss(self, organisation, query, field, error):
        form = form_for(organisation, query)
        assert not form.is_valid()
        assert error in str(form.errors[field])

    def test_remembers_what_was_ticked(self, organisation):
        assert BulkForm([]).ticked == set()
        form = form_for(organisation, "measure=3:1&measure=5:1")
        form.is_valid()
        assert form.ticked == {3, 5}


class TestMoving:
    def test_knows_card_version_and_stand(self):
        form = MoveCardForm({"move": "12:3:in_progress"})
        assert form.is_valid()
        assert form.cleaned_data["move"] == (12, 3, "in_progress")

    @pytest.mark.parametrize("sent", ["", "12:3:fertig", "12:planned", "x"])
    def test_refuses_the_rest(self, sent):
        assert not MoveCardForm({"move": sent}).is_valid()
