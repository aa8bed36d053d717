"""Downloads of the list of measures and the page for handing one over."""

import json

import pytest
from icalendar import Calendar

from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import MeasureFactory, MembershipFactory, StepFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    membership = MembershipFactory(organisation__name="Süd", role="member")
    client.force_login(membership.user)
    return membership


def trail(member):
    with tenancy.activate(member.organisation):
        return [
            (entry.action, entry.subject, entry.after)
            for entry in AuditEntry.objects.of(member.organisation)
        ]


@pytest.mark.parametrize(
    ("kind", "ending", "media_type"),
    [
        ("excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "csv", "text/csv; charset=utf-8"),
        ("json", "json", "application/json"),
        ("markdown", "md", "text/markdown; charset=utf-8"),
    ],
)
def test_members_take_the_list_along(client, member, kind, ending, media_type):
    MeasureFactory(organisation=member.organisation)
    response = client.get(at(member, "take_along", file_kind=kind))
    assert response["Content-Type"] == media_type
    disposition = response["Content-Disposition"]
    assert disposition.startswith('attachment; filename="massnahmen-sued-')
    assert disposition.endswith(f'.{ending}"')
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(trail(member)) == 1
    assert client.head(at(member, "take_along", file_kind=kind)).status_code == 200
    assert len(trail(member)) == 1


def test_only_what_the_list_shows_goes_along(client, member):
    for title, status in (("Kalender", "idea"), ("Cloud", "done"), ("Kalenderblatt", "planned")):
        MeasureFactory(organisation=member.organisation, title=title, status=status)
    address = at(member, "take_along", file_kind="json")
    query = "?q=kalender&status=planned&sort=title"
    content = json.loads(client.get(address + query).content)
    assert [measure["title"] for measure in content["measures"]] == ["Kalenderblatt"]
    assert trail(member) == [("measure.taken_along", "JSON", {"Maßnahmen": 1})]
    page = client.get(at(member, "list") + query).content.decode()
    assert address + query.replace("&", "&amp;") in page


def test_there_are_no_other_kinds(client, member):
    measure = MeasureFactory(organisation=member.organisation)
    assert client.get(at(member, "take_along", file_kind="word")).status_code == 404
    more = {"measure_id": measure.pk, "file_kind": "word"}
    assert client.get(at(member, "hand_over_file", **more)).status_code == 404


@pytest.mark.parametrize("kind", ["excel", "csv", "json", "markdown"])
def test_costs_the_same_however_long_the_list_is(
    client, member, django_assert_max_num_queries, kind
):
    for _number in range(20):
        measure = MeasureFactory(organisation=member.organisation, rated=(1, 2, 3, 4, 5))
        StepFactory(organisation=member.organisation, measure=measure)
    with django_assert_max_num_queries(20):
        client.get(at(member, "take_along", file_kind=kind))


class TestHandingOver:
    def test_the_page_has_every_text_to_copy(self, client, member):
        measure = MeasureFactory(
            organisation=member.organisation, title="Kalender <für> alle", responsible=member
        )
        StepFactory(organisation=member.organisation, measure=measure, text="Wünsche sammeln.")
        assert (
            at(member, "hand_over", measure_id=measure.pk)
            in client.get(at(member, "detail", measure_id=measure.pk)).content.decode()
        )
        page = client.get(at(member, "hand_over", measure_id=measure.pk)).content.decode()
        assert "Kalender &lt;für&gt; alle" in page
        assert "Aufgabe 1: Wünsche sammeln" in page

    @pytest.mark.parametrize(
        ("kind", "ending"), [("excel", "xlsx"), ("markdown", "md"), ("aufgaben", "ics")]
    )
    def test_the_files_have_proper_names(self, client, member, kind, ending):
        measure = MeasureFactory(organisation=member.organisation, title="Kalender für alle")
        address = at(member, "hand_over_file", measure_id=measure.pk, file_kind=kind)
        response = client.get(address)
        assert "kalender-fuer-alle" in response["Content-Disposition"]
        assert response["Content-Disposition"].endswith(f'.{ending}"')
        assert "no-store" in response["Cache-Control"]
        assert trail(member) == [("measure.handed_over", "Kalender für alle", {"Form": ending})]
        assert client.head(address).status_code == 200
        assert len(trail(member)) == 1

    @pytest.mark.parametrize(
        ("more", "priority"),
        [({"rated": (5, 5, 5, 5, 5)}, 1), ({}, None), ({"status": "done"}, None)],
    )
    def test_tasks_carry_the_priority_of_the_list(self, client, member, more, priority):
        measure = MeasureFactory(organisation=member.organisation, **more)
        address = at(member, "hand_over_file", measure_id=measure.pk, file_kind="aufgaben")
        [task] = Calendar.from_ical(client.get(address).content).walk("VTODO")
        assert task.get("PRIORITY") == priority

    def test_other_measures_do_not_exist(self, client, member):
        assert client.get(at(member, "hand_over", measure_id=987654)).status_code == 404
