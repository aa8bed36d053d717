"""Requirements noted on the pages of a check."""

import re

import pytest

from checks.models import Requirement
from organisations import tenancy
from tests.checks.views.wizard import answers, at, fields_of, requirements
from tests.factories import (
    CheckFactory,
    RequirementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(pilot):
    """The running check of the pilot's organisation."""
    return CheckFactory(organisation=pilot.organisation)


class TestRequirements:
    def test_are_noted_on_the_spot_and_the_answer_with_them(self, client, pilot, check):
        response = client.post(
            at(pilot, "question", key="pilot"),
            {
                "answer": "1",
                "action": "note",
                "requirement-text": "Muss mobil gehen",
                "requirement-priority": "must",
                "requirement-needed_by": "alle",
            },
        )
        page = response.content.decode()
        assert "Notiert: „Muss mobil gehen“" in page
        assert '<details class="requirements" open>' in page
        assert "Muss mobil gehen</textarea>" not in page
        assert requirements(check) == ["Muss mobil gehen"]
        assert answers(check)["pilot"].level == 1

    def test_are_counted_as_those_of_the_area_on_its_other_questions(self, client, pilot, check):
        RequirementFactory(organisation=pilot.organisation, check_run=check)
        page = client.get(at(pilot, "question", key="goals")).content.decode()
        summary = re.search(r"<summary>Anforderung notieren(.*?)</summary>", page, re.DOTALL)
        assert "(in diesem Handlungsfeld: 1)" in summary.group(1)
        page = client.get(at(pilot, "question", key="passwords")).content.decode()
        assert "in diesem Handlungsfeld" not in page

    def test_are_not_lost_when_one_just_goes_on(self, client, pilot, check):
        client.post(
            at(pilot, "question", key="pilot"),
            {"requirement-text": "Muss mobil gehen", "requirement-priority": "must"},
        )
        assert requirements(check) == ["Muss mobil gehen"]

    def test_without_words_are_refused_next_to_the_field(self, client, pilot, check):
        for name, key in (("question", "pilot"), ("requirements", "leadership")):
            response = client.post(
                at(pilot, name, key=key), {"action": "note", "requirement-text": " "}
            )
            assert response.status_code == 422
            assert "Bitte schreiben Sie" in response.content.decode()

    def test_of_an_area_are_asked_at_its_end(self, client, pilot, check):
        page = client.get(at(pilot, "requirements", key="leadership")).content.decode()
        assert "Muss einfach sein" in page
        client.post(
            at(pilot, "requirements", key="leadership"),
            {
                "action": "note",
                "requirement-text": "Muss einfach sein",
                "requirement-priority": "should",
            },
        )
        assert requirements(check) == ["Muss einfach sein"]

    @pytest.mark.parametrize(
        ("name", "key"), [("requirements", "leadership"), ("question", "pilot")]
    )
    def test_can_be_removed_and_taken_back(self, client, pilot, check, name, key):
        noted = RequirementFactory(
            organisation=pilot.organisation,
            check_run=check,
            text="Muss fliegen können",
            priority="must",
            needed_by="Nachtdienst",
        )
        address = at(pilot, name, key=key)
        page = client.post(address, {"action": f"remove-{noted.pk}"}).content.decode()
        assert "Entfernt: „Muss fliegen können“" in page
        assert requirements(check) == []
        hidden = dict(re.findall(r'name="(removed-\w+)" value="([^"]*)"', page))
        page = client.post(address, hidden | {"action": "restore"}).content.decode()
        assert "Muss fliegen können" in page
        with tenancy.activate(pilot.organisation):
            restored = Requirement.objects.get()
        assert (restored.priority, restored.needed_by) == ("must", "Nachtdienst")

    @pytest.mark.parametrize(
        ("name", "key"), [("requirements", "leadership"), ("question", "pilot")]
    )
    def test_once_removed_do_not_come_back_by_going_on(self, client, pilot, check, name, key):
        noted = RequirementFactory(organisation=pilot.organisation, check_run=check)
        address = at(pilot, name, key=key)
        page = client.post(address, {"action": f"remove-{noted.pk}"}).content.decode()
        client.post(address, fields_of(page) | {"action": "next"})
        assert requirements(check) == []

    @pytest.mark.parametrize("action", ["remove", "restore"])
    @pytest.mark.parametrize(
        ("name", "key"), [("requirements", "leadership"), ("question", "pilot")]
    )
    def test_leave_one_alone_that_is_being_typed(self, client, pilot, check, name, key, action):
        noted = RequirementFactory(organisation=pilot.organisation, check_run=check)
        data = {
            "action": f"remove-{noted.pk}" if action == "remove" else "restore",
            "removed-text": "Das von vorhin",
            "removed-priority": "should",
            "requirement-text": "Gerade angefangen",
            "requirement-priority": "must",
        }
        page = client.post(at(pilot, name, key=key), data).content.decode()
        assert "Gerade angefangen</textarea>" in page
        assert "Gerade angefangen" not in requirements(check)

    def test_cannot_be_taken_back_with_tampered_words(self, client, pilot, check):
        data = {"action": "restore", "removed-text": "x" * 501, "removed-priority": "nie"}
        assert client.post(at(pilot, "question", key="pilot"), data).status_code == 200
        assert requirements(check) == []

    @pytest.mark.parametrize("number", ["0", "x", "9" * 30])
    def test_that_are_gone_are_removed_without_complaint(self, client, pilot, check, number):
        response = client.post(
            at(pilot, "requirements", key="leadership"), {"action": f"remove-{number}"}
        )
        assert response.status_code == 200
        assert "Entfernt" not in response.content.decode()

    def test_of_an_unknown_area_do_not_exist(self, client, pilot, check):
        assert client.get(at(pilot, "requirements", key="pilot")).status_code == 404
