"""What became of measures that were carried out, and what the next check learns of it."""

import pytest

from checks.domain.check_state import CheckState
from checks.domain.experience import experiences_on
from measures.domain.completing import outcome_of, save_outcome
from measures.models import Outcome
from organisations import tenancy
from organisations.domain.saving import StaleRow
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
        answers = Outcome(measure=measure, brought="Ruhe.", used="daily")
        save_outcome(answers, seen_version=0, stored=None, by=person)
        stored = outcome_of(measure)
        assert (stored.brought, stored.created_by, stored.version) == ("Ruhe.", person, 1)
        assert trail() == [
            (
                "measure.outcome_answered",
                "Kalender",
                {},
                {
                    "Was hat die Maßnahme gebracht?": "Ruhe.",
                    "Wird das Ergebnis genutzt?": "ja, es gehört zum Alltag",
                },
            )
        ]

    def test_again_counts_up_and_of_a_stale_form_is_refused(self, measure, person):
        stored = OutcomeFactory(organisation=measure.organisation, measure=measure)
        for seen, brought in ((0, "Nichts."), (1, "Viel.")):
            answers = Outcome(measure=measure, brought=brought, used="daily")
            if seen == 0:
                with pytest.raises(StaleRow) as stale:
                    save_outcome(answers, seen_version=seen, stored=stored, by=person)
                assert stale.value.stored == stored
            else:
                save_outcome(answers, seen_version=seen, stored=stored, by=person)
        kept = outcome_of(measure)
        assert (kept.brought, kept.version) == ("Viel.", 2)

    def test_the_same_twice_is_a_double_click(self, measure, person):
        stored = OutcomeFactory(organisation=measure.organisation, measure=measure)
        answers = Outcome(measure=measure, brought=stored.brought, used=stored.used)
        save_outcome(answers, seen_version=0, stored=stored, by=person)
        assert trail() == []


class TestTheNextCheck:
    @pytest.fixture
    def run(self):
        check = CheckFactory()
        with tenancy.activate(check.organisation):
            yield CheckState(check)

    def at(self, run, key):
        question = next(one for one in run.document.questions if one.key == key)
        return experiences_on(run, question, run.check.organisation.slug)

    def carried_out(self, run, **more):
        return OutcomeFactory(
            organisation=run.check.organisation,
            **{"measure__template_key": "name-pilot", "measure__title": "Lotsin benennen"} | more,
        )

    def test_learns_of_measures_that_belong_to_a_question(self, run):
        outcome = self.carried_out(run, following="Vertretung regeln.")
        [found] = self.at(run, "pilot")
        assert found.title == "Lotsin benennen"
        assert found.address.endswith(f"/massnahmen/{outcome.measure_id}/")
        assert found.said == (
            ("Was hat die Maßnahme gebracht?", "Weniger Zettel."),
            ("Wird das Ergebnis genutzt?", "ja, es gehört zum Alltag"),
            ("Wie geht es weiter?", "Vertretung regeln."),
        )

    def test_does_not_learn_of_others(self, run):
        OutcomeFactory(organisation=run.check.organisation)
        self.carried_out(run, measure__status="in_progress")
        assert self.at(run, "pilot") == []

    def test_asks_the_database_only_where_a_measure_can_belong(
        self, run, django_assert_num_queries
    ):
        [without] = [
            question
            for question in run.document.questions
            if not any(
                question.key in template.suggested_by
                for template in run.document.template_by_key.values()
            )
        ][:1]
        with django_assert_num_queries(0):
            assert experiences_on(run, without, "probe") == []
