"""Starting a check with the answers of an earlier one on another catalogue."""

from datetime import UTC, datetime

import pytest

from checks.domain import answering
from checks.domain.carrying_over import EarlierCheck, left_name, why_left
from checks.domain.check_state import CheckState
from checks.domain.matching import LeftAnswer, Reason
from checks.domain.offering import duration, going_on_after, offers_for
from checks.models import Answer, AnswerState, Check
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    InstanceSettingsFactory,
    OrganisationFactory,
    UserFactory,
    small_document,
    small_question,
    small_template,
)

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)


def short_document(**more):
    """Two questions of the small catalogue, and one of its own."""
    area = {
        "key": "kurz",
        "title": "Kurz gefragt",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was müsste sie können?", "starters": ["Muss", "Soll"]},
        "questions": [small_question("pilot"), small_question("fax"), small_question("backups")],
        "templates": [small_template("alles", {"pilot": [0, 1], "fax": [0, 1], "backups": [0, 1]})],
    }
    content = {"key": "kurzcheck", "title": "Kurzcheck", "facts": [], "areas": [area]} | more
    return small_document(**content)


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(staff_count=7)
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def full():
    return CatalogueFactory()


@pytest.fixture
def short(organisation, person):
    """A closed Kurzcheck with an answer, an „I do not know“ with a note, and a foreign one."""
    check = CheckFactory(
        organisation=organisation,
        catalogue=CatalogueFactory(document=short_document()),
        finished_at="2026-05-04T12:00:00Z",
    )
    answers = [
        AnswerFactory(
            organisation=organisation, check_run=check, note="Seit Mai.", updated_by=person
        ),
        AnswerFactory(
            organisation=organisation,
            check_run=check,
            question_key="backups",
            state=AnswerState.UNKNOWN,
            level=None,
        ),
        AnswerFactory(organisation=organisation, check_run=check, question_key="fax"),
    ]
    Answer.objects.filter(pk__in=[one.pk for one in answers]).update(updated_at=LONG_AGO)
    return check


class TestTakingOver:
    def test_keeps_value_note_person_and_time_and_marks_them(
        self, organisation, short, full, person
    ):
        source = EarlierCheck(organisation).source_for(full)
        check = answering.start_check(organisation, full, UserFactory(), source)
        answers = CheckState(check).answers
        pilot, backups = answers["pilot"], answers["backups"]
        assert (pilot.level, pilot.note, pilot.updated_by, pilot.updated_at) == (
            1,
            "Seit Mai.",
            person,
            LONG_AGO,
        )
        assert backups.state == AnswerState.UNKNOWN
        assert pilot.is_carried
        assert backups.is_carried
        assert not answers["staff"].is_carried
        assert answers["staff"].value == 7
        assert "fax" not in answers

    def test_leaves_the_earlier_check_as_it_was(self, organisation, short, full, person):
        before = list(Answer.objects.filter(check_run=short).order_by("pk").values())
        source = EarlierCheck(organisation).source_for(full)
        answering.start_check(organisation, full, person, source)
        assert list(Answer.objects.filter(check_run=short).order_by("pk").values()) == before

    def test_stands_in_the_trail_with_what_was_left_and_why(
        self, organisation, short, full, person
    ):
        source = EarlierCheck(organisation).source_for(full)
        answering.start_check(organisation, full, person, source)
        entry = AuditEntry.objects.of(organisation).first()
        assert (entry.action, entry.subject) == (
            "check.carried",
            "„Kurzcheck“ vom 4. Mai 2026",
        )
        assert entry.after == {
            "Übernommen": 2,
            "Wie steht es um fax?": "Diese Frage gibt es dort nicht.",
        }

    def test_is_counted_and_explained_beforehand(self, organisation, short, full):
        source = EarlierCheck(organisation).source_for(full)
        assert (source.number, source.left) == (
            2,
            [{"name": "Wie steht es um fax?", "why": "Diese Frage gibt es dort nicht."}],
        )

    def test_is_not_done_where_a_check_runs_already(self, organisation, short, full, person):
        running = CheckFactory(organisation=organisation, catalogue=full)
        source = EarlierCheck(organisation).source_for(full)
        assert answering.start_check(organisation, full, person, source) == running
        assert not Answer.objects.filter(check_run=running).exists()

    def test_what_the_organisation_told_itself_is_newer(self, organisation, full, person):
        earlier = CheckFactory(
            organisation=organisation,
            catalogue=CatalogueFactory(document=short_document(facts=small_facts())),
            finished_at="2026-05-04T12:00:00Z",
        )
        for key, value in {"staff": 3, "donations": True}.items():
            AnswerFactory(
                organisation=organisation,
                check_run=earlier,
                question_key=key,
                level=None,
                value=value,
            )
        source = EarlierCheck(organisation).source_for(full)
        answers = CheckState(answering.start_check(organisation, full, person, source)).answers
        assert (answers["staff"].value, answers["donations"].value) == (7, True)
        assert [answers[key].is_carried for key in ("staff", "donations")] == [False, True]


def small_facts():
    """The opening facts of the small catalogue as a file has them."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    return content["facts"]


class TestNothingIsTakenOver:
    def test_without_an_earlier_check(self, organisation, full):
        assert EarlierCheck(organisation).source_for(full) is None

    def test_from_a_check_on_the_same_catalogue(self, organisation, short):
        assert EarlierCheck(organisation).source_for(short.catalogue) is None

    def test_where_no_question_would_be_left_to_answer(self, organisation, full):
        check = CheckFactory(
            organisation=organisation, catalogue=full, finished_at="2026-05-04T12:00:00Z"
        )
        document = short_document()
        for key in ("pilot", "backups"):
            AnswerFactory(organisation=organisation, check_run=check, question_key=key)
        area = document.areas[0].model_dump(mode="json", by_alias=True, exclude_none=True)
        area["questions"].pop(1)
        area["templates"][0]["suggested_by"].pop("fax")
        shorter = CatalogueFactory(document=short_document(areas=[area]))
        assert EarlierCheck(organisation).source_for(shorter) is None

    def test_where_the_questions_are_put_in_other_words(self, organisation, full):
        area = short_document().areas[0].model_dump(mode="json", by_alias=True, exclude_none=True)
        area["questions"] = [small_question("pilot", text="Etwas ganz anderes?")]
        area["templates"] = [small_template("alles", {"pilot": [0, 1]})]
        check = CheckFactory(
            organisation=organisation,
            catalogue=CatalogueFactory(document=short_document(areas=[area])),
            finished_at="2026-05-04T12:00:00Z",
        )
        AnswerFactory(organisation=organisation, check_run=check)
        assert EarlierCheck(organisation).source_for(full) is None


class TestOffering:
    def test_has_every_catalogue_in_its_newest_version_the_preferred_one_first(
        self, organisation, full
    ):
        CatalogueFactory(document=short_document(title="Aa"))
        CatalogueFactory(document=small_document(version=2))
        assert [(one.key, one.catalogue.version) for one in offers_for(organisation)] == [
            ("digitalisierungscheck", 2),
            ("kurzcheck", 1),
        ]
        InstanceSettingsFactory(default_catalogue="kurzcheck")
        assert [one.key for one in offers_for(organisation)] == [
            "kurzcheck",
            "digitalisierungscheck",
        ]

    def test_says_how_many_questions_there_are_and_how_long_they_take(self, organisation):
        one_area = (
            short_document().areas[0].model_dump(mode="json", by_alias=True, exclude_none=True)
        )
        one_area["questions"] = [small_question("pilot")]
        one_area["templates"] = [small_template("alles", {"pilot": [0, 1]})]
        CatalogueFactory(document=short_document(areas=[one_area], intro="Ein Satz. Noch einer."))
        (offer,) = offers_for(organisation)
        assert offer.name == "Kurzcheck (1 Frage, etwa fünf Minuten)"
        assert offer.sentence == "Ein Satz."

    def test_takes_an_introduction_of_one_sentence_as_it_is(self, organisation, full):
        (offer,) = offers_for(organisation)
        assert offer.sentence == "Zum Testen."

    @pytest.mark.parametrize(
        ("questions", "words"),
        [
            (1, "etwa fünf Minuten"),
            (12, "etwa zehn Minuten"),
            (30, "etwa 25 Minuten"),
            (60, "etwa eine Stunde"),
            (150, "etwa 2 Stunden"),
        ],
    )
    def test_gives_a_duration_in_words(self, questions, words):
        assert duration(questions) == words

    def test_goes_on_after_the_latest_short_check(self, organisation, short, full):
        offer = going_on_after(CheckState(short), organisation)
        assert (offer.key, offer.source.number) == ("digitalisierungscheck", 2)

    def test_does_not_go_on_while_a_check_runs(self, organisation, short, full):
        CheckFactory(organisation=organisation, catalogue=full)
        assert going_on_after(CheckState(short), organisation) is None

    def test_does_not_go_on_after_an_earlier_or_running_one(self, organisation, short, full):
        assert going_on_after(CheckState(Check(catalogue=full)), organisation) is None
        CheckFactory(organisation=organisation, catalogue=full, finished_at="2026-06-01T00:00:00Z")
        assert going_on_after(CheckState(short), organisation) is None

    def test_does_not_go_on_after_the_preferred_one(self, organisation, full):
        check = CheckFactory(
            organisation=organisation, catalogue=full, finished_at="2026-06-01T00:00:00Z"
        )
        assert going_on_after(CheckState(check), organisation) is None


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.MERGED])
def test_every_reason_is_a_sentence(reason):
    assert why_left(LeftAnswer("pilot", None, reason)).endswith(".")


def test_of_what_went_into_another_question_that_is_named():
    question = small_document().by_key["pilot"]
    assert why_left(LeftAnswer("old", None, Reason.MERGED, into=question)) == (
        "Die Frage ist in „Wie steht es um pilot?“ aufgegangen. Dort steht eine andere Antwort."
    )


def test_a_question_that_nobody_knows_is_called_by_its_key():
    assert left_name(LeftAnswer("fremd", None, Reason.NO_QUESTION)) == "fremd"


class TestMarks:
    def test_go_when_someone_saves_the_same_again(self, organisation, short, full, person):
        source = EarlierCheck(organisation).source_for(full)
        check_state = CheckState(answering.start_check(organisation, full, person, source))
        entries = AuditEntry.objects.count()
        said = answering.AnswerInput(AnswerState.ANSWERED, level=1, note="Seit Mai.")
        answering.save_answer(
            check_state,
            check_state.document.by_key["pilot"],
            said,
            seen_version=1,
            by=UserFactory(),
        )
        stored = Answer.objects.get(check_run=check_state.check, question_key="pilot")
        assert not stored.is_carried
        assert (stored.version, stored.updated_by, stored.updated_at) == (1, person, LONG_AGO)
        assert check_state.marked == {"backups"}
        assert AuditEntry.objects.count() == entries

    def test_go_when_someone_answers_anew(self, organisation, short, full, person):
        source = EarlierCheck(organisation).source_for(full)
        check_state = CheckState(answering.start_check(organisation, full, person, source))
        said = answering.AnswerInput(AnswerState.ANSWERED, level=3)
        answering.save_answer(
            check_state, check_state.document.by_key["pilot"], said, seen_version=1, by=person
        )
        stored = Answer.objects.get(check_run=check_state.check, question_key="pilot")
        assert (stored.is_carried, stored.level) == (False, 3)
        assert stored.updated_at > LONG_AGO
