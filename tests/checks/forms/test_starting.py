"""The forms that start a check and move it to a newer version."""

import pytest

from checks.domain.check_flow import CheckFlow
from checks.domain.offering import CatalogueOffer
from checks.forms.starting import CatalogueMoveForm, StartForm
from checks.models import Catalogue
from tests.factories import small_document


def offer(key, source=None):
    """An offered catalogue, without a database."""
    return CatalogueOffer(Catalogue(key=key), CheckFlow(small_document(key=key), {}), source)


OFFERS = [offer("gross"), offer("klein", source="der letzte Check")]


class TestStarting:
    def test_offers_the_first_and_takes_answers_over_at_first(self):
        form = StartForm(OFFERS)
        assert (form.chosen_key, form.carries, form.has_sources) == ("gross", True, True)

    def test_takes_what_was_chosen(self):
        form = StartForm(OFFERS, {"catalogue": "klein"})
        assert form.is_valid()
        assert (form.chosen.key, form.chosen_key, form.carries) == ("klein", "klein", False)

    def test_takes_the_first_without_a_choice(self):
        form = StartForm(OFFERS, {"carry": "on"})
        assert form.is_valid()
        assert (form.chosen.key, form.carries) == ("gross", True)

    @pytest.mark.parametrize("key", ["fremd", "\0", "x" * 5000])
    def test_refuses_what_is_not_offered_next_to_the_field(self, key):
        form = StartForm(OFFERS, {"catalogue": key})
        assert form.errors == {
            "catalogue": ["Diesen Check gibt es hier nicht. Bitte wählen Sie einen von diesen."]
        }
        assert form.chosen_key == "gross"


class TestMoving:
    def test_knows_what_was_seen(self):
        form = CatalogueMoveForm({"before": "1", "after": "2"})
        assert form.has_seen(1, 2)
        assert not form.has_seen(1, 3)
        assert form.wanted == 2

    @pytest.mark.parametrize("sent", [{}, {"before": "x", "after": "2"}, {"before": "1"}])
    def test_has_seen_nothing_when_tampered_with(self, sent):
        form = CatalogueMoveForm(sent)
        assert not form.has_seen(1, 2)
        assert form.wanted is None
