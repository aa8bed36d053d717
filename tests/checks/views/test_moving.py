"""The pages on which a running check moves to a newer version of its catalogue."""

import pytest
from django.urls import reverse

from checks.models import Answer, CatalogueMove, Check
from organisations import tenancy
from tests.checks.domain.test_moving import second_version
from tests.checks.views.wizard import at
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    ContributionRequestFactory,
    MembershipFactory,
    RequirementFactory,
    SetAsideAnswerFactory,
    small_document,
    small_question,
    small_template,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SEEN = {"before": "1", "after": "2"}


@pytest.fixture
def check(pilot):
    """A running check with answers to questions that are reworded, renamed and gone."""
    check = CheckFactory(organisation=pilot.organisation)
    for key in ("pilot", "goals", "donation-goals"):
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            question_key=key,
            note=f"Notiz zu {key}",
            updated_by=pilot.user,
        )
    return check


@pytest.fixture
def newer():
    return CatalogueFactory(document=second_version())


@pytest.fixture
def moved(client, pilot, check, newer):
    client.post(at(pilot, "version"), SEEN)
    return check


def page_of(response):
    return response.content.decode()


def version_of(check):
    with tenancy.activate(check.organisation):
        return Check.objects.select_related("catalogue").get(pk=check.pk).catalogue.version


def test_the_preview_warns_that_colleagues_lose_questions(client, pilot, check, newer):
    asked = {"organisation": pilot.organisation, "check_run": check}
    ContributionRequestFactory(**asked, question_keys=["goals", "donation-goals"])
    page = client.get(at(pilot, "version")).content.decode()
    assert "Von 2 Fragen der Anfrage" in page
    assert "fehlen in der neuen Version 1." in page


class TestNotice:
    def test_stands_on_every_page_of_a_check_with_a_newer_version(self, client, pilot, check):
        notice = "Von diesem Fragenkatalog gibt es Version 2."
        address = at(pilot, "question", key="pilot")
        assert notice not in page_of(client.get(address))
        CatalogueFactory(document=second_version())
        for place in (address, at(pilot, "facts"), at(pilot, "requirements", key="leadership")):
            assert notice in page_of(client.get(place))
        assert "Es gibt Version 2" in page_of(client.get(at(pilot, "finish")))

    def test_costs_no_query(self, client, pilot, check, newer, django_assert_max_num_queries):
        client.get(at(pilot, "question", key="passwords"))
        with django_assert_max_num_queries(9):
            client.get(at(pilot, "question", key="passwords"))


class TestPreview:
    def test_shows_everything_and_changes_nothing(self, client, pilot, check, newer):
        RequirementFactory(
            organisation=pilot.organisation,
            check_run=check,
            area_key="security",
            text="Muss sperren",
        )
        page = page_of(client.get(at(pilot, "version")))
        for text in (
            "Von Version 1 auf Version 2",
            "pilot auf Stufe 1.",
            "pilot ist jetzt anders.",
            "Notiz zu pilot",
            "Wie steht es um donation-goals?",
            "Notiz zu donation-goals",
            "Wie steht es um phishing?",
            "Muss sperren",
            "→ Schutz",
        ):
            assert text in page
        assert version_of(check) == 1

    def test_says_when_there_is_nothing_newer(self, client, pilot, check):
        page = page_of(client.get(at(pilot, "version")))
        assert "Dieser Check läuft auf Version 1. Eine neuere gibt es nicht." in page
        assert "Zurück zur Version" not in page

    def test_leads_to_the_start_without_a_running_check(self, client, pilot):
        assert client.get(at(pilot, "version")).url == at(pilot, "start")


class TestMoving:
    def test_moves_and_shows_what_to_look_at(self, client, pilot, check, newer):
        response = client.post(at(pilot, "version"), SEEN, follow=True)
        page = page_of(response)
        assert "Der Check läuft jetzt auf Version 2." in page
        assert "Bitte prüfen: eine Antwort" in page
        assert "Aufgehobene Antworten" in page
        assert "Notiz zu donation-goals" in page
        assert f"{pilot.user} hat den Check von Version 1 auf Version 2 umgestellt." in page

    def test_a_second_time_says_that_it_is_done(self, client, pilot, moved):
        page = page_of(client.post(at(pilot, "version"), SEEN, follow=True))
        assert "Der Check ist schon auf Version 2 umgestellt." in page
        with tenancy.activate(pilot.organisation):
            assert CatalogueMove.objects.count() == 1

    def test_to_a_version_that_is_not_the_newest_any_more_shows_the_preview_again(
        self, client, pilot, check, newer
    ):
        CatalogueFactory(document=second_version(version=3))
        response = client.post(at(pilot, "version"), SEEN)
        assert response.status_code == 409
        assert "Inzwischen hat sich etwas geändert" in page_of(response)
        assert "Auf Version 3 umstellen" in page_of(response)
        assert version_of(check) == 1

    @pytest.mark.parametrize(
        "sent", [{}, {"before": "x", "after": "y"}, {"before": "7", "after": "9"}]
    )
    def test_with_tampered_versions_does_nothing(self, client, pilot, check, newer, sent):
        assert client.post(at(pilot, "version"), sent).status_code == 409
        assert version_of(check) == 1

    def test_where_nothing_is_newer_says_so(self, client, pilot, check):
        page = page_of(client.post(at(pilot, "version"), SEEN, follow=True))
        assert "Der Check läuft schon auf der neuesten Version." in page

    @pytest.mark.parametrize("name", ["version", "move_back"])
    def test_a_closed_check_is_refused_politely(self, client, pilot, check, newer, name):
        with tenancy.activate(pilot.organisation):
            Check.objects.update(finished_at="2026-05-04T12:00:00Z")
        response = client.post(at(pilot, name), SEEN)
        assert response.status_code == 409
        assert "Dieser Check ist abgeschlossen" in page_of(response)
        assert version_of(check) == 1


class TestMovingBack:
    def test_is_offered_and_done(self, client, pilot, moved):
        assert "Zurück zur Version 1" in page_of(client.get(at(pilot, "version")))
        page = page_of(client.post(at(pilot, "move_back"), follow=True))
        assert "Der Check läuft wieder auf Version 1. Alles steht da wie vorher." in page
        assert version_of(moved) == 1

    def test_is_not_offered_after_an_answer_and_refused(self, client, pilot, moved):
        client.post(at(pilot, "question", key="phishing"), {"answer": "1", "edition": "2"})
        page = page_of(client.get(at(pilot, "version")))
        assert "Zurück zur Version 1" not in page
        assert "Seitdem wurde geantwortet oder etwas notiert." in page
        page = page_of(client.post(at(pilot, "move_back"), follow=True))
        assert "Zurück geht es nicht mehr" in page
        assert version_of(moved) == 2

    def test_names_nobody_whose_account_is_gone(self, client, pilot, moved):
        with tenancy.activate(pilot.organisation):
            CatalogueMove.objects.update(moved_by=None)
        page = page_of(client.get(at(pilot, "version")))
        assert "Der Check wurde von Version 1 auf Version 2 umgestellt." in page


class TestQuestionAfterMoving:
    def test_that_is_reworded_shows_what_stood_there(self, client, pilot, moved):
        page = page_of(client.get(at(pilot, "question", key="pilot")))
        assert "Seit Version 2 ist diese Frage anders formuliert." in page
        assert "pilot auf Stufe 1." in page
        assert "pilot ist jetzt anders." in page

    def test_that_came_of_several_shows_all_that_was_said(self, client, pilot, check):
        content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
        content["areas"][0]["questions"] = [
            small_question("pilot"),
            small_question("deputy", formerly=["pilot"]),
            small_question("aims", formerly=["goals", "donation-goals"]),
        ]
        content["areas"][0]["templates"] = [
            small_template("all", {key: [0, 1] for key in ("pilot", "deputy", "aims")})
        ]
        CatalogueFactory(document=small_document(**content | {"version": 2}))
        client.post(at(pilot, "version"), SEEN)

        page = page_of(client.get(at(pilot, "question", key="aims")))
        assert "In Version 2 sind mehrere Fragen in dieser aufgegangen." in page
        assert "Notiz zu donation-goals" in page
        assert "(bitte prüfen)" in page
        page = page_of(client.get(at(pilot, "question", key="deputy")))
        assert "In Version 2 wurden aus einer Frage mehrere, Ihre Antwort steht bei jeder." in page
        assert "Bitte prüfen: 3 Antworten" in page_of(client.get(at(pilot, "finish")))

    def test_that_was_reworded_earlier_shows_only_that(self, client, pilot, moved):
        with tenancy.activate(pilot.organisation):
            Answer.objects.filter(question_key="pilot").update(reworded_in=1)
        page = page_of(client.get(at(pilot, "question", key="pilot")))
        assert "Seit Version 1 ist diese Frage anders formuliert." in page
        assert "Was bisher hier stand" not in page

    def test_with_a_new_key_is_found_under_the_old_one(self, client, pilot, moved):
        response = client.get(at(pilot, "question", key="goals"))
        assert response.url == at(pilot, "question", key="aims")

    def test_that_is_gone_does_not_exist(self, client, pilot, moved):
        assert client.get(at(pilot, "question", key="donation-goals")).status_code == 404


class TestFormsOpenedBefore:
    """What was typed into a page of the version before is never stored unseen, and never lost."""

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize(("key", "now"), [("passwords", "passwords"), ("goals", "aims")])
    def test_show_what_was_typed_at_the_question_of_today(
        self, client, pilot, moved, key, now, headers
    ):
        sent = {"answer": "4", "note": "Lange Notiz", "version": "0", "edition": "1"}
        response = client.post(at(pilot, "question", key=key), sent, **headers)
        page = page_of(response)
        assert response.status_code == 409
        assert "Der Fragenkatalog ist jetzt ein anderer" in page
        assert "Lange Notiz" in page
        assert f'action="{at(pilot, "question", key=now)}"' in page
        with tenancy.activate(pilot.organisation):
            assert not Answer.objects.filter(note="Lange Notiz").exists()

    def test_can_be_sent_again(self, client, pilot, moved):
        sent = {"answer": "4", "note": "Lange Notiz", "version": "0", "edition": "2"}
        assert client.post(at(pilot, "question", key="passwords"), sent).status_code == 302

    def test_give_back_what_was_typed_where_the_question_is_gone(self, client, pilot, moved):
        sent = {"answer": "4", "note": "Lange Notiz", "version": "1", "edition": "1"}
        response = client.post(at(pilot, "question", key="donation-goals"), sent)
        assert response.status_code == 409
        assert "Diese Seite gibt es im Check nicht mehr" in page_of(response)
        assert "Lange Notiz" in page_of(response)

    def test_give_back_a_requirement_of_an_area_that_is_gone(self, client, pilot, moved):
        sent = {"requirement-text": "Muss gehen", "edition": "1", "action": "note"}
        response = client.post(at(pilot, "requirements", key="security"), sent)
        assert response.status_code == 409
        assert "Muss gehen" in page_of(response)

    def test_show_facts_that_were_typed(self, client, pilot, moved):
        response = client.post(at(pilot, "facts"), {"staff-answer": "321", "edition": "1"})
        assert response.status_code == 409
        assert "Der Fragenkatalog ist jetzt ein anderer" in page_of(response)
        assert 'value="321"' in page_of(response)

    def test_give_back_facts_where_there_are_none_any_more(self, client, pilot):
        CheckFactory(
            organisation=pilot.organisation,
            catalogue=CatalogueFactory(
                document=small_document(
                    version=2,
                    facts=[],
                    areas=[
                        small_document()
                        .areas[1]
                        .model_dump(mode="json", by_alias=True, exclude_none=True)
                    ],
                )
            ),
        )
        response = client.post(at(pilot, "facts"), {"staff-answer": "321", "edition": "1"})
        assert response.status_code == 409


class TestSetAside:
    def test_is_read_by_everyone_of_the_organisation(self, client, pilot):
        move = SetAsideAnswerFactory(
            organisation=pilot.organisation, note="Steht im Flur.", updated_by=pilot.user
        ).move
        client.force_login(MembershipFactory(organisation=pilot.organisation, role="member").user)
        address = at(pilot, "set_aside", check_id=move.check_run_id)
        page = page_of(client.get(address))
        for text in ("Wie steht es um das Fax?", "Es piept.", "Steht im Flur.", str(pilot.user)):
            assert text in page
        kwargs = {"slug": pilot.organisation.slug, "check_id": move.check_run_id}
        assert address in page_of(client.get(reverse("measures:result", kwargs=kwargs)))

    def test_of_a_check_without_any_says_so(self, client, pilot, check):
        page = page_of(client.get(at(pilot, "set_aside", check_id=check.pk)))
        assert "In diesem Check ist nichts aufgehoben." in page

    def test_of_no_check_does_not_exist(self, client, pilot):
        assert client.get(at(pilot, "set_aside", check_id=99999)).status_code == 404


def test_saving_and_going_on_stays_cheap_where_several_questions_became_one(
    client, pilot, check, django_assert_max_num_queries
):
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    content["areas"][0]["questions"] = [
        small_question("pilot"),
        small_question("aims", formerly=["goals", "donation-goals"]),
    ]
    content["areas"][0]["templates"] = [small_template("all", {"pilot": [0, 1], "aims": [0, 1]})]
    CatalogueFactory(document=small_document(**content | {"version": 2}))
    client.post(at(pilot, "version"), SEEN)
    sent = {"answer": "1", "note": "Notiz zu pilot", "version": "1", "action": "next"}
    client.post(at(pilot, "question", key="pilot"), sent | {"edition": "2"}, **HTMX)
    with django_assert_max_num_queries(12):
        response = client.post(
            at(pilot, "question", key="pilot"), sent | {"answer": "2", "edition": "2"}, **HTMX
        )
    assert "In Version 2 sind mehrere Fragen" in page_of(response)
