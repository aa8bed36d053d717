"""The pages of the check."""

import pytest

from checks.domain import answering
from checks.models import NOTE_LENGTH, Answer, Check
from organisations import tenancy
from tests.checks.views.wizard import HTMX, answers, at
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MembershipFactory,
    small_document,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(pilot):
    """The running check of the pilot's organisation."""
    return CheckFactory(organisation=pilot.organisation)


class TestStart:
    def test_explains_the_check_and_starts_it(self, client, pilot):
        CatalogueFactory()
        assert "Check beginnen" in client.get(at(pilot, "start")).content.decode()
        response = client.post(at(pilot, "start"))
        assert response.url == at(pilot, "facts")

    def test_uses_the_catalogue_that_the_host_chose_and_says_how_long_it_is(
        self, client, pilot, settings
    ):
        settings.CHECK_CATALOGUE = "kurzcheck"
        CatalogueFactory()
        CatalogueFactory(document=small_document(key="kurzcheck", title="Der kurze"))
        page = client.get(at(pilot, "start")).content.decode()
        assert "Der kurze (höchstens 6 Fragen, etwa fünf Minuten)" in page
        client.post(at(pilot, "start"))
        with tenancy.activate(pilot.organisation):
            assert Check.objects.get().catalogue.key == "kurzcheck"

    def test_says_how_long_the_only_catalogue_is(self, client, pilot):
        CatalogueFactory()
        page = client.get(at(pilot, "start")).content.decode()
        assert "(höchstens 6 Fragen, etwa fünf Minuten)" in page
        assert "Welchen Check" not in page

    def test_announces_what_is_asked_by_the_facts_of_last_time(self, client, pilot, check):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key="donations",
            level=None,
            value=False,
        )
        client.post(at(pilot, "finish"))
        page = client.get(at(pilot, "start")).content.decode()
        assert "<li>5 Fragen in 2 Handlungsfeldern" in page

    def test_says_so_when_there_is_no_catalogue_yet(self, client, pilot):
        response = client.post(at(pilot, "start"), follow=True)
        assert "noch kein Fragenkatalog" in response.content.decode()

    def test_lands_where_one_was(self, client, pilot, check):
        client.get(at(pilot, "question", key="passwords"))
        assert client.get(at(pilot, "start")).url == at(pilot, "question", key="passwords")

    def test_lands_at_the_beginning_when_that_place_is_hidden_by_now(self, client, pilot, check):
        client.get(at(pilot, "question", key="donation-goals"))
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key="donations",
            level=None,
            value=False,
        )
        assert client.get(at(pilot, "start")).url == at(pilot, "facts")

    def test_keeps_the_catalogue_version_of_a_running_check(self, client, pilot, check):
        newer = CatalogueFactory(document=small_document(version=2))
        client.post(at(pilot, "start"))
        with tenancy.activate(pilot.organisation):
            assert Check.objects.get().catalogue_id == check.catalogue_id != newer.pk


class TestFacts:
    def test_are_saved_and_lead_to_the_first_question(self, client, pilot, check):
        response = client.post(
            at(pilot, "facts"),
            {"staff-answer": "7", "donations-answer": "no", "field-answer": "_unknown"},
        )
        assert response.url == at(pilot, "question", key="pilot")
        stored = answers(check)
        assert (stored["staff"].value, stored["donations"].value) == (7, False)
        assert stored["field"].state == "unknown"
        assert "tools" not in stored

    def test_with_an_error_keep_everything_typed(self, client, pilot, check):
        response = client.post(at(pilot, "facts"), {"staff-answer": "viele"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "ganze Zahl" in page
        assert 'value="viele"' in page
        assert answers(check) == {}

    def test_changed_by_someone_else_show_both_versions(self, client, pilot, check):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key="staff",
            level=None,
            value=12,
            version=2,
            updated_by=pilot.user,
        )
        data = {"staff-answer": "7", "staff-version": "1"}
        response = client.post(at(pilot, "facts"), data)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Sie haben hier in einem anderen Fenster gespeichert: „12“" in page
        assert 'value="7"' in page
        assert client.post(at(pilot, "facts"), data | {"staff-version": "2"}).status_code == 302
        assert answers(check)["staff"].value == 7

    def test_do_not_exist_in_a_catalogue_without_any(self, client, pilot):
        document = small_document(facts=[], areas=areas_without_conditions())
        CheckFactory(organisation=pilot.organisation, catalogue=CatalogueFactory(document=document))
        assert client.get(at(pilot, "facts")).status_code == 404


def areas_without_conditions():
    areas = [
        area.model_dump(mode="json", by_alias=True, exclude_none=True)
        for area in small_document().areas
    ]
    for area in areas:
        for question in area["questions"]:
            question.pop("condition", None)
    return areas


class TestQuestion:
    def test_is_saved_with_a_note_and_leads_to_the_next(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": "2", "note": "Seit Mai", "version": "0"}
        )
        assert response.url == at(pilot, "question", key="goals")
        stored = answers(check)["pilot"]
        assert (stored.level, stored.note, stored.updated_by) == (2, "Seit Mai", pilot.user)

    def test_shows_what_was_answered(self, client, pilot, check):
        AnswerFactory(organisation=pilot.organisation, check_run=check, level=3, note="Notiert")
        page = client.get(at(pilot, "question", key="pilot")).content.decode()
        assert 'value="3" id="id_answer_3" checked' in page
        assert "Notiert" in page

    def test_leads_back_and_saves_on_the_way(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="goals"), {"answer": "1", "action": "previous"}
        )
        assert response.url == at(pilot, "question", key="pilot")
        assert answers(check)["goals"].level == 1

    def test_can_be_left_without_an_answer(self, client, pilot, check):
        response = client.post(at(pilot, "question", key="pilot"), {"action": "next"})
        assert response.url == at(pilot, "question", key="goals")
        assert answers(check) == {}

    @pytest.mark.parametrize("level", ["7", "zwei", "-1"])
    def test_refuses_a_tampered_level_next_to_the_field(self, client, pilot, check, level):
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": level, "note": "Bleibt"}
        )
        assert response.status_code == 422
        assert "Diese Antwort gibt es hier nicht" in response.content.decode()
        assert "Bleibt" in response.content.decode()

    def test_keeps_a_huge_note_in_the_field(self, client, pilot, check):
        note = "x" * (NOTE_LENGTH + 1)
        response = client.post(at(pilot, "question", key="pilot"), {"answer": "1", "note": note})
        assert response.status_code == 422
        assert note in response.content.decode()
        assert "maxlength" not in response.content.decode(), "no browser cuts it off in silence"

    @pytest.mark.parametrize("key", ["unbekannt", "leadership", "staff", "facts"])
    def test_that_is_none_does_not_exist(self, client, pilot, check, key):
        assert client.get(at(pilot, "question", key=key)).status_code == 404

    def test_that_a_condition_hides_leads_on(self, client, pilot, check):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key="donations",
            level=None,
            value=False,
        )
        response = client.get(at(pilot, "question", key="donation-goals"))
        assert response.url == at(pilot, "requirements", key="leadership")

    @pytest.mark.parametrize("headers", [{}, HTMX])
    @pytest.mark.parametrize("action", ["next", "previous", "save", "note"])
    def test_that_a_condition_hid_meanwhile_is_saved_and_says_so(
        self, client, pilot, check, headers, action
    ):
        client.post(at(pilot, "facts"), {"donations-answer": "no"})
        sent = {"answer": "2", "action": action, "requirement-priority": "must"}
        if action == "note":
            sent["requirement-text"] = "Muss mobil gehen"
        address = at(pilot, "question", key="donation-goals")
        response = client.post(address, sent, follow=True, **headers)
        if "HX-Redirect" in response:
            response = client.get(response["HX-Redirect"])
        page = response.content.decode()
        if not (action == "save" and not headers):  # leads on by itself, see above
            assert "zählt wieder, sobald die Frage wieder gestellt wird" in page
        assert "nach Ihren Angaben nicht" in page
        assert answers(check)["donation-goals"].level == 2

    def test_saved_in_another_window_of_ones_own_says_so(self, client, pilot, check):
        data = {"answer": "1", "version": "0"}
        client.post(at(pilot, "question", key="pilot"), data)
        page = client.post(at(pilot, "question", key="pilot"), data | {"answer": "2"})
        assert page.status_code == 409
        assert "in einem anderen Fenster beantwortet" in page.content.decode()
        assert pilot.user.name not in page.content.decode().split("conflict-title")[1]

    def test_saved_by_someone_else_meanwhile_shows_both_versions(self, client, pilot, check):
        other = MembershipFactory(organisation=pilot.organisation).user
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            level=4,
            note="Von nebenan",
            version=2,
            updated_by=other,
        )
        data = {"answer": "1", "note": "Meine Sicht", "version": "1"}
        response = client.post(at(pilot, "question", key="pilot"), data)
        page = response.content.decode()
        assert response.status_code == 409
        assert f"{other.name} hat um" in page
        assert "Von nebenan" in page
        assert "pilot auf Stufe 4." in page
        assert "Meine Sicht" in page
        assert answers(check)["pilot"].level == 4
        again = client.post(at(pilot, "question", key="pilot"), data | {"version": "2"})
        assert again.status_code == 302
        assert answers(check)["pilot"].level == 1

    @pytest.mark.parametrize("version", ["abc", "-1", "9" * 30, ""])
    def test_with_a_tampered_version_replaces_nothing(self, client, pilot, check, version):
        AnswerFactory(organisation=pilot.organisation, check_run=check, level=4)
        data = {"answer": "1", "version": version}
        response = client.post(at(pilot, "question", key="pilot"), data)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Antwort" in response.content.decode()
        assert answers(check)["pilot"].level == 4

    @pytest.mark.parametrize(
        ("name", "kwargs"),
        [
            ("facts", {}),
            ("question", {"key": "pilot"}),
            ("requirements", {"key": "leadership"}),
            ("area", {"key": "leadership"}),
            ("finish", {}),
        ],
    )
    def test_and_every_other_page_of_a_closed_check_lead_to_its_start(
        self, client, pilot, check, name, kwargs
    ):
        with tenancy.activate(pilot.organisation):
            answering.finish_check(check, pilot.user)
        assert client.get(at(pilot, name, **kwargs)).url == at(pilot, "start")

    def test_saved_in_passing_without_javascript_shows_itself_again(self, client, pilot, check):
        address = at(pilot, "question", key="pilot")
        assert client.post(address, {"answer": "2", "action": "save"}).url == address
        assert answers(check)["pilot"].level == 2

    def test_of_a_closed_check_shows_what_was_typed(self, client, pilot, check):
        with tenancy.activate(pilot.organisation):
            answering.finish_check(check, check.started_by)
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": "1", "note": "Nicht verlieren"}
        )
        assert response.status_code == 409
        assert "Nicht verlieren" in response.content.decode()
        part = client.post(at(pilot, "question", key="pilot"), {"note": "x"}, **HTMX)
        assert part["HX-Retarget"] == part["HX-Reselect"] == "#inhalt"
        assert client.get(at(pilot, "question", key="pilot")).url == at(pilot, "start")


class TestQuestionWithHtmx:
    def test_saves_in_passing_and_says_so(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": "2", "action": "save"}, **HTMX
        )
        part = response.content.decode()
        assert "Gespeichert." in part
        assert 'name="version" id="id_version" value="1"' in part
        assert "1 von höchstens 6 Fragen beantwortet" in part
        assert "<html" not in part

    def test_counts_what_is_asked_once_the_facts_are_told(self, client, pilot, check):
        for told, total in (("no", 5), ("yes", 6), ("_unknown", 6)):
            client.post(at(pilot, "facts"), {"donations-answer": told, "donations-version": "9"})
            with tenancy.activate(pilot.organisation):
                Answer.objects.update(version=9)
            page = client.get(at(pilot, "question", key="pilot")).content.decode()
            assert f"0 von {total} Fragen beantwortet" in page

    def test_shows_the_next_question_at_once(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": "2", "action": "next"}, **HTMX
        )
        assert response["HX-Push-Url"] == at(pilot, "question", key="goals")
        assert response["HX-Reswap"] == "outerHTML show:window:top"
        assert "Wie steht es um goals?" in response.content.decode()
        assert "<html" not in response.content.decode()

    def test_leads_to_the_closing_page_after_the_last_stop(self, client, pilot, check):
        response = client.post(
            at(pilot, "requirements", key="security"), {"action": "next"}, **HTMX
        )
        assert response["HX-Redirect"] == at(pilot, "finish")

    def test_replaces_the_whole_stop_when_there_is_something_to_repair(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="pilot"), {"answer": "9", "action": "save"}, **HTMX
        )
        assert (response.status_code, response["HX-Retarget"]) == (422, "#check")

    def test_sends_a_person_whose_session_ended_to_sign_in_and_back(self, client, pilot, check):
        client.logout()
        response = client.post(
            at(pilot, "question", key="pilot"),
            {"answer": "1"},
            HTTP_HX_CURRENT_URL="/o/x/check/",
            **HTMX,
        )
        assert "next=/o/x/check/" in response["HX-Redirect"]

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_gives_back_what_was_written_when_the_session_ended(
        self, client, pilot, check, headers
    ):
        client.logout()
        response = client.post(
            at(pilot, "question", key="pilot"),
            {"answer": "1", "note": "Ein langer Satz", "csrfmiddlewaretoken": "ge heim"},
            **headers,
        )
        page = response.content.decode()
        assert response.status_code == 409
        assert "Sie sind nicht mehr angemeldet" in page
        assert "<blockquote>Ein langer Satz</blockquote>" in page
        assert "ge heim" not in page
        assert response.headers.get("HX-Retarget") == ("#inhalt" if headers else None)

    def test_needs_few_queries(self, client, pilot, check, django_assert_max_num_queries):
        client.post(at(pilot, "question", key="pilot"), {"answer": "1"}, **HTMX)
        with django_assert_max_num_queries(14):  # 12 and the two ends of a savepoint in tests
            client.post(at(pilot, "question", key="pilot"), {"answer": "2", "version": "1"}, **HTMX)


class TestArea:
    def test_leads_to_its_first_question_without_an_answer(self, client, pilot, check):
        AnswerFactory(organisation=pilot.organisation, check_run=check)
        response = client.get(at(pilot, "area", key="leadership"))
        assert response.url == at(pilot, "question", key="goals")

    def test_leads_to_its_first_question_when_all_have_one(self, client, pilot, check):
        for key in ("pilot", "goals", "donation-goals"):
            AnswerFactory(organisation=pilot.organisation, check_run=check, question_key=key)
        response = client.get(at(pilot, "area", key="leadership"))
        assert response.url == at(pilot, "question", key="pilot")

    def test_that_is_none_does_not_exist(self, client, pilot, check):
        assert client.get(at(pilot, "area", key="nirgends")).status_code == 404


class TestFinishing:
    def test_shows_what_is_open_and_what_is_unknown(self, client, pilot, check):
        AnswerFactory(organisation=pilot.organisation, check_run=check, state="unknown", level=None)
        page = client.get(at(pilot, "finish")).content.decode()
        assert "5 Fragen sind noch offen" in page
        assert "Eine Antwort lautet „Weiß ich nicht“" in page
        assert "Trotzdem abschließen" in page

    def test_says_when_everything_is_answered(self, client, pilot, check):
        keys = ["pilot", "goals", "donation-goals", "passwords", "backups", "backup-place"]
        for key in keys:
            AnswerFactory(organisation=pilot.organisation, check_run=check, question_key=key)
        assert "Alle Fragen sind beantwortet" in client.get(at(pilot, "finish")).content.decode()

    def test_closes_the_check_and_shows_the_result(self, client, pilot, check):
        response = client.post(at(pilot, "finish"))
        assert f"/ergebnis/{check.pk}/" in response.url
        again = client.post(at(pilot, "finish"))
        assert again.status_code == 409


class TestReopening:
    def test_lets_one_go_on(self, client, pilot, check):
        client.post(at(pilot, "finish"))
        client.post(at(pilot, "reopen", check_id=check.pk))
        assert client.get(at(pilot, "finish")).status_code == 200

    def test_is_refused_while_another_check_runs(self, client, pilot, check):
        client.post(at(pilot, "finish"))
        CheckFactory(organisation=pilot.organisation)
        response = client.post(at(pilot, "reopen", check_id=check.pk), follow=True)
        assert "schon ein anderer Check" in response.content.decode()
