"""The result page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checks.models import Check
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    MeasureFactory,
    RequirementFactory,
)
from tests.factories.checks import explained_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(pilot):
    """A check whose first answer suggests a measure."""
    check = CheckFactory(organisation=pilot.organisation, finished_at="2026-01-02T10:00Z")
    AnswerFactory(organisation=pilot.organisation, check_run=check, level=0)
    AnswerFactory(organisation=pilot.organisation, check_run=check, question_key="backups", level=4)
    return check


def result(check):
    return reverse(
        "measures:result", kwargs={"slug": check.organisation.slug, "check_id": check.pk}
    )


class TestResult:
    def test_shows_maturity_strengths_gaps_and_requirements_and_leads_on(self, client, check):
        RequirementFactory(
            organisation=check.organisation, check_run=check, text="Muss mobil gehen"
        )
        page = client.get(result(check)).content.decode()
        assert "Im Ganzen stehen Sie bei 50 von 100" in page
        assert "<svg" in page
        assert "backups auf Stufe 4." in page
        assert "pilot auf Stufe 0." in page
        assert "Muss mobil gehen" in page
        assert f'href="{result(check)}vorschlaege/"' in page

    def test_names_first_what_is_solid_for_a_house_of_that_size(self, client, check):
        page = client.get(result(check)).content.decode()
        solid, missing = (
            page.index(text) for text in ("Das steht schon solide", "Am meisten fehlt")
        )
        assert solid < page.index("ein guter Stand.") < missing
        assert page.index("Das läuft schon gut") < page.index("Hier fehlt am meisten")

    def test_opens_the_area_that_one_pressed_in_the_wheel(self, client, check):
        page = client.get(result(check)).content.decode()
        assert 'href="?feld=security#feld-security"' in page
        assert '<details id="feld-security">' in page
        opened = client.get(f"{result(check)}?feld=security").content.decode()
        assert '<details id="feld-security" open>' in opened
        assert '<details id="feld-leadership">' in opened

    def test_leads_to_somebody_who_can_be_asked(self, client, check):
        page = client.get(result(check)).content.decode()
        assert f"/begleitung/fragen/?seite={result(check)}" in page

    def test_of_an_empty_check_says_so(self, client, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        page = client.get(result(check)).content.decode()
        assert "Noch ist keine Frage mit einer Stufe beantwortet" in page
        assert "passt keine Maßnahme aus dem Katalog" in page


class TestWhatIsToClarify:
    @pytest.fixture
    def unknown(self, check):
        """A question of the check that nobody could answer."""
        with tenancy.activate(check.organisation):
            check.answers.filter(question_key="pilot").update(state="unknown", level=None)
        return "frage=pilot"

    def test_leads_to_asking_in_a_running_check(self, client, check, unknown):
        CheckFactory(organisation=check.organisation)
        assert f"/check/kolleginnen/fragen/?{unknown}" in client.get(result(check)).content.decode()

    def test_leads_to_asking_by_way_of_opening_the_check_again(self, client, check, unknown):
        page = client.get(result(check)).content.decode()
        assert "Check wieder öffnen und Kolleg:innen danach fragen" in page
        kwargs = {"slug": check.organisation.slug, "check_id": check.pk}
        reopened = client.post(reverse("checks:reopen", kwargs=kwargs), {"frage": "pilot"})
        assert reopened.url.endswith(f"/check/kolleginnen/fragen/?{unknown}")
        asking = client.get(reopened.url).content.decode()
        assert re.search(r'value="pilot"[^>]*checked', asking)

    def test_of_an_earlier_check_leads_nowhere(self, client, check, unknown):
        CheckFactory(organisation=check.organisation, finished_at="2026-02-02T10:00Z")
        page = client.get(result(check)).content.decode()
        assert "Fragen Sie im Team nach" in page
        assert "danach fragen" not in page


class TestChange:
    @pytest.fixture
    def checks(self, check):
        """Five closed checks, each better than the one before; the last one is `check`."""
        for year in (2021, 2022, 2023, 2024):
            earlier = CheckFactory(
                organisation=check.organisation, finished_at=f"{year}-01-02T10:00Z"
            )
            for key in ("pilot", "backups"):
                AnswerFactory(
                    organisation=check.organisation,
                    check_run=earlier,
                    question_key=key,
                    level=year - 2021,
                )
        return check

    def test_a_first_check_says_nothing_about_it(self, client, check):
        page = client.get(result(check)).content.decode()
        assert "Veränderung" not in page
        assert "Verlauf" not in page

    def test_is_said_by_area_with_lines_and_a_table(self, client, checks):
        page = client.get(result(checks)).content.decode()
        assert "Veränderung seit dem 2. Januar 2024" in page
        assert "Im Ganzen von 75 auf 50: 25 Punkte weniger." in page
        assert "Verglichen werden 2 von 5 Fragen; 3 haben nicht in beiden Checks" in page
        assert "25 Punkte mehr" in page
        assert 'aria-label="Sicherheit: 0 von 100 im Januar 2021, 25 von 100 im' in page
        assert page.count('<svg class="line"') == 3
        assert "war 3, jetzt 0" in page
        assert "02.01.21" in page

    def test_names_measures_carefully(self, client, checks):
        MeasureFactory(
            organisation=checks.organisation,
            title="Sicherung üben",
            catalogue=checks.catalogue,
            template_key="test-restore",
            status="done",
            done_at="2025-05-05T10:00Z",
        )
        page = client.get(result(checks)).content.decode()
        assert "Dahinter steht:" in page
        assert "Sicherung üben" in page
        assert "sagen die Zahlen nicht" in page

    def test_takes_the_same_queries_for_two_and_for_five_checks(
        self, client, checks, django_assert_num_queries
    ):
        client.get(result(checks))  # from here on catalogues are in memory
        second = result(second_check(checks))
        with CaptureQueriesContext(connection) as two:
            client.get(second)
            number = len(two)
        with django_assert_num_queries(number):
            client.get(result(checks))
        assert number <= 18


def second_check(check):
    """The second of the organisation's checks."""
    with tenancy.activate(check.organisation):
        return Check.objects.order_by("finished_at")[1]


class TestExceptions:
    @pytest.fixture
    def excepted(self, pilot):
        """A check with an answer that does not hold for one site and one group."""
        check = CheckFactory(
            organisation=pilot.organisation,
            catalogue=CatalogueFactory(document=explained_document()),
            finished_at="2026-01-02T10:00Z",
        )
        AnswerFactory(
            organisation=pilot.organisation,
            check_run=check,
            level=3,
            exceptions=["site", "group"],
        )
        return check

    def test_are_topics_with_the_measure_suggested_and_a_way_to_make_one(self, client, excepted):
        page = client.get(result(excepted)).content.decode()
        assert "Gilt nicht für: einen Standort, eine Gruppe." in page
        assert f'{result(excepted)}vorschlaege/?bereich=leadership">Maßnahme name-pilot' in page
        way = re.search(r'href="([^"]+)">Maßnahme daraus machen', page)[1].replace("&amp;", "&")
        form = client.get(way).content.decode()
        assert 'value="Auch für eine Gruppe: pilot auf Stufe 3"' in form
        suggestions = client.get(f"{result(excepted)}vorschlaege/").content.decode()
        assert "„pilot auf Stufe 3“ gilt bei Ihnen nicht für einen Standort." in suggestions

    def test_lead_to_the_measure_that_was_made_of_them(self, client, excepted):
        MeasureFactory(
            organisation=excepted.organisation,
            title="Eine Lots:in benennen",
            catalogue=excepted.catalogue,
            template_key="name-pilot",
        )
        page = client.get(result(excepted)).content.decode()
        assert re.search(r"Maßnahme:\s*<a [^>]*>Eine Lots:in benennen", page)

    @pytest.mark.parametrize("changed", ["title", "why"])
    def test_lead_to_the_measure_that_people_made_of_them(self, client, excepted, changed):
        page = client.get(result(excepted)).content.decode()
        way = re.search(r'href="([^"]+)">Maßnahme daraus machen', page)[1].replace("&amp;", "&")
        words = client.get(way).context["form"].initial | {changed: "Mit der Gruppe sprechen"}
        MeasureFactory(organisation=excepted.organisation, title=words["title"], why=words["why"])
        page = client.get(result(excepted)).content.decode()
        assert "Maßnahme daraus machen" not in page
        assert re.search(rf"Maßnahme:\s*<a [^>]*>{words['title']}", page)

    def test_are_not_spoken_of_where_there_are_none(self, client, check):
        assert "Ausnahmen" not in client.get(result(check)).content.decode()

    def test_changed_since_the_last_check_are_told(self, client, excepted):
        later = CheckFactory(
            organisation=excepted.organisation,
            catalogue=excepted.catalogue,
            finished_at="2026-06-02T10:00Z",
        )
        AnswerFactory(
            organisation=excepted.organisation, check_run=later, level=3, exceptions=["group"]
        )
        assert "gilt jetzt auch für einen Standort" in client.get(result(later)).content.decode()

    @pytest.mark.parametrize(
        "query",
        ["check=0&frage=pilot", "check=viele&frage=pilot", "check={pk}&frage=goals", "check={pk}"],
    )
    def test_that_do_not_exist_leave_the_form_empty(self, client, excepted, query):
        address = reverse("measures:new", kwargs={"slug": excepted.organisation.slug})
        form = client.get(f"{address}?{query.format(pk=excepted.pk)}").content.decode()
        assert "Auch für" not in form
