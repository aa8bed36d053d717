"""The portfolio: what is gathered, filtered, ordered, shown, and taken along."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from lotse.portfolio.domain.gathering import portfolio_of
from lotse.portfolio.domain.listing import (
    PortfolioFilter,
    PortfolioSorting,
    count_by_stage,
    matching,
)
from lotse.portfolio.domain.stages import PortfolioStage
from organisations.domain.founding import found_for_director
from tests.factories import (
    AccompanimentFactory,
    AuditEntryFactory,
    CheckFactory,
    ConsultantFactory,
    InvitationFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    UserFactory,
)
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory(consultancy__name="Beratung Nord")
    client.force_login(consultant.user)
    return consultant


def accompanied(consultant, *, waits_for_director=False, **organisation):
    """Let an organisation be accompanied by the consultant and return it."""
    fields = {f"organisation__{name}": value for name, value in organisation.items()}
    found = AccompanimentFactory(consultancy=consultant.consultancy, **fields).organisation
    if waits_for_director:
        InvitationFactory(organisation=found, role="director", consultancy=consultant.consultancy)
    return found


def finished(organisation, percent=40, days_ago=10):
    moment = NOW - timedelta(days=days_ago)
    return CheckFactory(
        organisation=organisation, started_at=moment, finished_at=moment, percent=percent
    )


def far_along(consultant, name="Weit gekommen"):
    """An organisation with a check, measures and something overdue."""
    organisation = accompanied(consultant, name=name, field_of_work="youth")
    finished(organisation, percent=62)
    MeasureFactory(organisation=organisation, status="in_progress", due_date=date(2020, 1, 1))
    MeasureFactory(organisation=organisation, status="done", due_date=date(2020, 1, 1))
    MeasureFactory(organisation=organisation)
    return organisation


def the_entry(consultant):
    (entry,) = portfolio_of(consultant.user)
    return entry


class TestGathering:
    def test_finds_what_the_own_consultancy_accompanies_and_nothing_else(self, consultant):
        mine = accompanied(consultant)
        accompanied(ConsultantFactory())
        MembershipFactory(user=consultant.user)
        assert [entry.organisation for entry in portfolio_of(consultant.user)] == [mine]

    def test_of_someone_who_accompanies_nobody_is_empty(self, consultant):
        assert portfolio_of(consultant.user) == []
        assert portfolio_of(UserFactory()) == []

    def test_counts_measures_and_what_is_overdue(self, consultant):
        far_along(consultant)
        entry = the_entry(consultant)
        assert (entry.open_measures, entry.overdue_measures) == (2, 1)
        assert (entry.stage, entry.percent, entry.is_overdue) == (PortfolioStage.REVIEW, 62, True)

    def test_shows_the_maturity_of_the_latest_closed_check(self, consultant):
        organisation = accompanied(consultant)
        finished(organisation, percent=20, days_ago=30)
        latest = finished(organisation, percent=55, days_ago=3)
        CheckFactory(organisation=organisation)
        entry = the_entry(consultant)
        assert (entry.percent, entry.checked_at) == (55, latest.finished_at)

    def test_a_new_organisation_waits_for_its_check(self, consultant):
        accompanied(consultant)
        entry = the_entry(consultant)
        assert (entry.stage, entry.percent, entry.checked_at) == (
            PortfolioStage.CHECK,
            None,
            None,
        )
        assert (entry.active_at, entry.is_overdue) == (None, False)

    def test_until_the_director_accepts_it_is_not_handed_over(self, consultant):
        organisation = accompanied(consultant, waits_for_director=True)
        InvitationFactory(organisation=organisation)
        assert the_entry(consultant).stage == PortfolioStage.HANDOVER

    def test_an_ordinary_invitation_holds_nothing_up(self, consultant):
        InvitationFactory(organisation=accompanied(consultant), role="director")
        assert the_entry(consultant).stage == PortfolioStage.CHECK

    def test_a_check_of_over_a_year_ago_waits_to_be_repeated(self, consultant):
        organisation = accompanied(consultant)
        finished(organisation, days_ago=366)
        assert the_entry(consultant).overdue_reviews == 1
        CheckFactory(organisation=organisation)
        assert the_entry(consultant).overdue_reviews == 0

    @pytest.mark.parametrize(
        ("ends_on", "overdue"),
        [
            (None, 0),
            (NOW.date() + timedelta(days=30), 0),
            (NOW.date() - timedelta(days=30), 1),
        ],
    )
    def test_a_confirmed_mandate_that_ran_out_is_overdue(self, consultant, ends_on, overdue):
        organisation = accompanied(consultant)
        starts_on = date(2020, 1, 1)
        MandateFactory(
            is_confirmed=True,
            organisation=organisation,
            number=1,
            starts_on=starts_on,
            ends_on=date(2020, 2, 1),
        )
        MandateFactory(
            is_confirmed=True,
            organisation=organisation,
            number=2,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        assert the_entry(consultant).overdue_reviews == overdue

    def test_the_last_activity_is_what_its_people_did_not_consultants_or_lotse(self, consultant):
        organisation = accompanied(consultant)
        mine = {"organisation": organisation, "actor": UserFactory()}
        did = AuditEntryFactory(**mine, at=NOW - timedelta(days=3))
        AuditEntryFactory(**mine, at=NOW - timedelta(days=9))
        AuditEntryFactory(**mine, at=NOW, actor_role="consultant")
        AuditEntryFactory(organisation=organisation, at=NOW)  # Lotse by itself
        assert the_entry(consultant).active_at == did.at

    def test_where_nobody_has_entered_there_is_none(self, consultant):
        found_for_director(
            consultant,
            name="Noch leer",
            legal_form="association",
            field_of_work="youth",
            staff_count=9,
            director_name="Dora",
            email="dora@test.example",
            message="",
        )
        assert the_entry(consultant).active_at is None


class TestFiltering:
    @pytest.fixture
    def entries(self, consultant):
        far_along(consultant, name="Jugendhaus Übersee")
        quiet = accompanied(consultant, name="Ärztlicher Rat", field_of_work="care")
        AuditEntryFactory(organisation=quiet, actor=UserFactory(), at=NOW - timedelta(days=90))
        busy = accompanied(consultant, name="Zebra-Gruppe", field_of_work="youth")
        AuditEntryFactory(organisation=busy, actor=UserFactory(), at=NOW)
        finished(busy, percent=30, days_ago=400)
        return portfolio_of(consultant.user)

    def names(self, entries, **wanted):
        return [entry.organisation.name for entry in matching(entries, PortfolioFilter(**wanted))]

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ({}, ["Ärztlicher Rat", "Jugendhaus Übersee", "Zebra-Gruppe"]),
            ({"words": "ubersee jugend"}, ["Jugendhaus Übersee"]),
            ({"words": "ÜBER"}, ["Jugendhaus Übersee"]),
            ({"words": "nirgends"}, []),
            ({"stage": "check"}, ["Ärztlicher Rat"]),
            ({"field_of_work": "youth"}, ["Jugendhaus Übersee", "Zebra-Gruppe"]),
            ({"only_overdue": True}, ["Jugendhaus Übersee", "Zebra-Gruppe"]),
        ],
    )
    def test_leaves_what_was_asked_for(self, entries, wanted, names):
        assert self.names(entries, **wanted) == names

    @pytest.mark.parametrize(
        ("sorting", "names"),
        [
            (PortfolioSorting.STAGE, ["Ärztlicher Rat", "Zebra-Gruppe", "Jugendhaus Übersee"]),
            (PortfolioSorting.MATURITY, ["Zebra-Gruppe", "Jugendhaus Übersee", "Ärztlicher Rat"]),
            (PortfolioSorting.QUIET, ["Jugendhaus Übersee", "Ärztlicher Rat", "Zebra-Gruppe"]),
            (PortfolioSorting.ACTIVE, ["Zebra-Gruppe", "Ärztlicher Rat", "Jugendhaus Übersee"]),
            (PortfolioSorting.OVERDUE, ["Zebra-Gruppe", "Jugendhaus Übersee", "Ärztlicher Rat"]),
            (PortfolioSorting.OPEN, ["Jugendhaus Übersee", "Ärztlicher Rat", "Zebra-Gruppe"]),
        ],
    )
    def test_orders_as_asked(self, entries, sorting, names):
        assert self.names(entries, sorting=sorting) == names

    def test_knows_whether_anything_is_left_out(self):
        assert not PortfolioFilter(sorting=PortfolioSorting.OPEN).is_narrowing
        assert PortfolioFilter(only_overdue=True).is_narrowing

    def test_counts_the_stages_there_are(self, entries):
        assert count_by_stage(entries) == [
            (PortfolioStage.CHECK, "Check", 1),
            (PortfolioStage.LIST, "Maßnahmenliste", 1),
            (PortfolioStage.REVIEW, "Umsetzung und Wiedervorlage", 1),
        ]


class TestThePage:
    def test_shows_the_organisations_and_leads_into_them(self, client, consultant):
        organisation = far_along(consultant)
        page = client.get(reverse("portfolio")).content.decode()
        assert "Beratung Nord" in page
        assert f'href="/o/{organisation.slug}/"' in page
        assert "1 überfällig" in page

    def test_says_how_organisations_get_here_while_there_are_none(self, client, consultant):
        page = client.get(reverse("portfolio")).content.decode()
        assert "Noch begleiten Sie niemanden" in page
        assert "Beratung Nord" in page

    def test_ignores_what_makes_no_sense(self, client, consultant):
        accompanied(consultant, name="Bleibt da")
        query = "?stage=x&field=y&sort=z&overdue=&seite=-7&q=" + "x" * 300
        assert "Bleibt da" in client.get(reverse("portfolio") + query).content.decode()

    def test_says_when_nothing_fits(self, client, consultant):
        accompanied(consultant)
        page = client.get(reverse("portfolio") + "?q=nirgends").content.decode()
        assert "Keine Organisation passt zu diesem Filter." in page

    def test_answers_htmx_with_the_rows_alone(self, client, consultant):
        accompanied(consultant)
        answer = client.get(reverse("portfolio"), headers={"HX-Request": "true"})
        assert answer.content.decode().lstrip().startswith('<div id="rows"')
        assert "HX-Request" in answer.headers["Vary"]

    def test_has_pages_of_fifty_that_keep_the_filter(self, client, consultant):
        for number in range(51):
            accompanied(consultant, name=f"Verein {number:02}", waits_for_director=True)
        first = client.get(reverse("portfolio") + "?stage=handover").content.decode()
        assert "Seite 1 von 2" in first
        assert "?stage=handover&amp;seite=2" in first
        assert "Verein 50" not in first
        assert "Verein 50" in client.get(reverse("portfolio") + "?seite=2").content.decode()

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_as_for_fifty(
        self, client, consultant, number, django_assert_num_queries
    ):
        for _ in range(number):
            far_along(consultant)
        with django_assert_num_queries(16):
            client.get(reverse("portfolio"))

    @pytest.mark.parametrize("name", ["portfolio", "portfolio-csv", "portfolio-excel"])
    def test_does_not_exist_for_others(self, client, name):
        assert "login" in client.get(reverse(name)).url
        client.force_login(MembershipFactory(role="director").user)
        assert client.get(reverse(name)).status_code == 404


class TestTakingItAlong:
    HEAD = [
        "Organisation",
        "Arbeitsfeld",
        "Mitarbeitende",
        "Stand",
        "Reifegrad in Prozent",
        "Letzter Check",
        "Letzte Aktivität",
        "Überfällige Wiedervorlagen",
        "Offene Maßnahmen",
        "Davon überfällig",
        "Zugang",
    ]

    def rows_of_csv(self, answer):
        text = answer.content.decode()
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))

    def rows_of_excel(self, answer):
        assert schema_faults(answer.content, "xlsx") == []
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def test_as_csv(self, client, consultant):
        far_along(consultant)
        answer = client.get(reverse("portfolio-csv"))
        day = timezone.localdate(NOW - timedelta(days=10))
        assert self.rows_of_csv(answer) == [
            self.HEAD,
            [
                "Weit gekommen",
                "Kinder- und Jugendarbeit",
                "8",
                "Umsetzung und Wiedervorlage",
                "62",
                f"{day:%d.%m.%Y}",
                "",
                "0",
                "2",
                "1",
                "mitlesen",
            ],
        ]
        assert answer.headers["Content-Disposition"].endswith('.csv"')

    def test_as_an_excel_file_with_numbers_and_days(self, client, consultant):
        far_along(consultant)
        head, row = self.rows_of_excel(client.get(reverse("portfolio-excel")))
        assert head == self.HEAD
        assert row[4] == 62
        assert row[5].date() == timezone.localdate(NOW - timedelta(days=10))
        assert row[6] is None

    @pytest.mark.parametrize("name", ["=1+1", "+49", "-3", "@SUM(A1)", "\t=1", "Tick\x0bTack"])
    def test_no_name_becomes_a_formula(self, client, consultant, name):
        accompanied(consultant, name=name)
        shown = name.replace("\x0b", "")
        cell = self.rows_of_csv(client.get(reverse("portfolio-csv")))[1][0]
        assert cell == (shown if shown[0] == "T" else f"'{shown}")
        content = client.get(reverse("portfolio-excel")).content
        cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
        assert (cell.data_type, cell.value) == ("s", shown)

    @pytest.mark.parametrize("name", ["portfolio-csv", "portfolio-excel"])
    def test_only_what_the_filter_shows(self, client, consultant, name):
        accompanied(consultant, name="Drin")
        accompanied(consultant, name="Draussen")
        answer = client.get(reverse(name) + "?q=drin")
        rows = self.rows_of_csv(answer) if name == "portfolio-csv" else self.rows_of_excel(answer)
        assert [row[0] for row in rows[1:]] == ["Drin"]
