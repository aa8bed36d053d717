"""What became of measures that were carried out, and what the next check learns of it."""

import pytest

from checks.domain.check_state import CheckState
from checks.domain.repeating import experiences_on
from measures.domain.completing import OUTCOMES, outcome_of
from measures.models import Outcome
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import CheckFactory, MeasureFactory, OutcomeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    found = MeasureFactory(title="Kalender", status="done")
    with tenancy.activate(found.organisation):
        yield found


@pytest.fixture
def person():
    return UserFactory(name="Ada Probe")


def trail():
    return [
        (entry.action, entry.subject, entry.before, entry.after)
        for entry in AuditEntry.objects.order_by("id")
    ]


class TestAnswering:
    def test_is_stored_and_recorded(self, measure, person):
        answers = Outcome(
            organisation=measure.organisation, measure=measure, brought="Ruhe.", used="daily"
        )
        OUTCOMES.change(answers, stored=Outcome(version=0), seen_version=0, by=person)
        stored = outcome_of(measure)
        assert (stored.brought, stored.created_by, stored.version) == ("Ruhe.", person, 1)
        assert trail() == [
            (
                "measure.outcome_answered",
                "Kalender",
                {"Was hat die Maßnahme gebracht?": "", "Wird das Ergebnis genutzt?": ""},
                {
                    "Was hat die Maßnahme gebracht?": "Ruhe.",
                    "Wird das Ergebnis genutzt?": "ja, es gehört zum Alltag",
                },
            )
        ]


class TestTheNextCheck:
    @pytest.fixture
    def check_state(self):
        check = CheckFactory()
        with tenancy.activate(check.organisation):
            yield CheckState(check)

    def at(self, check_state, key):
        question = next(one for one in check_state.document.questions if one.key == key)
        return experiences_on(check_state, question, check_state.check.organisation.slug)

    def carried_out(self, check_state, **more):
        return OutcomeFactory(
            organisation=check_state.check.organisation,
            **{"measure__template_key": "name-pilot", "measure__title": "Lotsin benennen"} | more,
        )

    def test_learns_of_measures_that_belong_to_a_question(self, check_state):
        outcome = self.carried_out(check_state, following="Vertretung regeln.")
        [found] = self.at(check_state, "pilot")
        assert found.title == "Lotsin benennen"
        assert found.address.endswith(f"/massnahmen/{outcome.measure_id}/")
        assert found.said == (
            ("Was hat die Maßnahme gebracht?", "Weniger Zettel."),
            ("Wird das Ergebnis genutzt?", "ja, es gehört zum Alltag"),
            ("Wie geht es weiter?", "Vertretung regeln."),
        )

    def test_does_not_learn_of_others(self, check_state):
        OutcomeFactory(organisation=check_state.check.organisation)
        self.carried_out(check_state, measure__status="in_progress")
        assert self.at(check_state, "pilot") == []

    def test_asks_the_database_only_where_a_measure_can_belong(
        self, check_state, django_assert_num_queries
    ):
        [without] = [
            question
            for question in check_state.document.questions
            if not any(
                question.key in template.suggested_by
                for template in check_state.document.template_by_key.values()
            )
        ][:1]
        with django_assert_num_queries(0):
            assert experiences_on(check_state, without, "probe") == []
