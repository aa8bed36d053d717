"""The way through a check."""

from checks.domain.catalogue import Given
from checks.domain.check_flow import FACTS_KEY, CheckFlow, PageKind
from tests.factories import small_document


def flow(**given):
    return CheckFlow(small_document(), {key.replace("_", "-"): one for key, one in given.items()})


def level(number):
    return Given("answered", level=number)


NO_DONATIONS = Given("answered", value=False)


class TestStops:
    def test_begin_with_the_facts_and_end_each_area_with_its_requirements(self):
        assert [(page.kind, page.key) for page in flow().pages] == [
            (PageKind.FACTS, "facts"),
            (PageKind.QUESTION, "pilot"),
            (PageKind.QUESTION, "goals"),
            (PageKind.QUESTION, "donation-goals"),
            (PageKind.REQUIREMENTS, "leadership"),
            (PageKind.QUESTION, "passwords"),
            (PageKind.QUESTION, "backups"),
            (PageKind.QUESTION, "backup-place"),
            (PageKind.REQUIREMENTS, "security"),
        ]

    def test_leave_out_the_facts_when_the_catalogue_has_none(self):
        document = small_document(facts=[], areas=[area_without_conditions()])
        assert CheckFlow(document, {}).pages[0].key == "pilot"

    def test_leave_requirements_to_the_questions_where_an_area_has_only_a_few(self):
        document = small_document()
        few = document.areas[1].model_copy(update={"questions": document.areas[1].questions[:2]})
        short = CheckFlow(document.model_copy(update={"areas": (document.areas[0], few)}), {})
        last = few.questions[1].key
        assert short.after(last) is None
        assert short.page(few.key).kind is PageKind.REQUIREMENTS
        assert not short.is_asked(short.page(few.key))

    def test_are_found_by_their_key(self):
        assert flow().page("goals").question.key == "goals"
        assert flow().page("nothing") is None


class TestNeighbours:
    def test_are_the_next_pages_on_the_way(self):
        way = flow()
        assert way.before(FACTS_KEY) is None
        assert way.after(FACTS_KEY).key == "pilot"
        assert way.before("pilot").key == FACTS_KEY
        assert way.after("security") is None

    def test_skip_hidden_questions_in_both_directions(self):
        way = flow(donations=NO_DONATIONS)
        assert way.after("goals").key == "leadership"
        assert way.before("leadership").key == "goals"

    def test_are_known_for_a_hidden_question_too(self):
        assert flow(donations=NO_DONATIONS).after("donation-goals").key == "leadership"


class TestProgress:
    def test_counts_only_what_is_asked(self):
        way = flow(donations=NO_DONATIONS, pilot=level(2), donation_goals=level(4))
        leadership, security = way.progress
        assert (leadership.given, leadership.total) == (1, 2)
        assert (security.given, security.total) == (0, 3)
        assert (way.answered, way.total, way.percent) == (1, 5, 20)
        assert not leadership.is_complete

    def test_may_get_shorter_until_every_fact_that_matters_is_told(self):
        assert flow().may_get_shorter
        for told in (NO_DONATIONS, Given("answered", value=True), Given("unknown")):
            assert not flow(donations=told).may_get_shorter

    def test_does_not_get_shorter_where_one_of_two_facts_decides_already(self):
        either = {"any": [{"answer": "donations", "is": True}, {"answer": "staff", "at_least": 1}]}
        area = area_without_conditions()
        area["questions"][0]["condition"] = either
        document = small_document(areas=[area])
        told = {"donations": Given("answered", value=True)}
        assert not CheckFlow(document, told).may_get_shorter
        assert CheckFlow(document, {"donations": NO_DONATIONS}).may_get_shorter

    def test_takes_every_kind_of_answer_for_one(self):
        way = flow(
            donations=NO_DONATIONS,
            pilot=Given("unknown"),
            goals=Given("not_applicable"),
        )
        assert way.progress[0].is_complete
        assert [question.key for question in way.unknown_questions] == ["pilot"]
        assert [question.key for question in way.open_questions] == [
            "passwords",
            "backups",
            "backup-place",
        ]

    def test_is_complete_when_nothing_is_asked(self):
        hidden = area_without_conditions()
        hidden["questions"][0]["condition"] = {"answer": "donations", "is": True}
        way = CheckFlow(small_document(areas=[hidden]), {"donations": NO_DONATIONS})
        assert (way.total, way.percent) == (0, 100)


class TestFirstOpenStop:
    def test_is_the_first_question_without_an_answer(self):
        assert flow(pilot=level(1)).first_open().key == "goals"

    def test_is_the_beginning_when_everything_has_an_answer(self):
        document = small_document()
        given = {question.key: Given("unknown") for question in document.questions}
        assert CheckFlow(document, given).first_open().key == FACTS_KEY


def area_without_conditions():
    area = small_document().areas[0].model_dump(mode="json", by_alias=True, exclude_none=True)
    area["questions"] = area["questions"][:1]
    area["templates"] = area["templates"][:1]
    return area
