"""The minutes of a round: ordered from its page, and saying what its snapshot says."""

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from checks.domain.catalogue import Criterion
from lotse.reports.models import Report, ReportKind
from measures.models.snapshot import Opinion, SnapshotMove, SnapshotNews, SnapshotRating
from organisations import tenancy
from tests.factories import MembershipFactory, ReportFactory
from tests.factories.rounds import RoundSnapshotFactory, snapshot_content, snapshot_row
from tests.lotse.reports.printed import made

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(organisation__name="Beratung Übersee")
    client.force_login(membership.user)
    return membership


def agreed(pilot, content, **more):
    return RoundSnapshotFactory(
        organisation=pilot.organisation,
        document=content.model_dump(mode="json"),
        made_by_name="Ada Probe",
        made_at=NOON,
        **more,
    )


def minutes(snapshot):
    return made(
        ReportFactory(
            organisation=snapshot.organisation,
            kind=ReportKind.ROUND,
            snapshot=snapshot,
            requested_at=NOON,
            requested_by=None,
        )
    )


def full():
    rated = snapshot_row(
        "Ablage ordnen",
        place=1,
        rank=2,
        score=61,
        is_chosen=True,
        effort_hours=12,
        responsible="Ada Probe",
        due_date=date(2026, 4, 30),
        move=SnapshotMove(place=1, reason="Die Schulung ist gebucht.", by="Ben Probe"),
    )
    settled = SnapshotRating(
        criterion=Criterion.BENEFIT,
        value=4,
        note="– Alle suchen täglich.",
        by="Ben Probe",
        opinions=(Opinion(name="Ada Probe", value=2), Opinion(name="Ben Probe", value=5)),
    )
    ratings = [settled if one.criterion == Criterion.BENEFIT else one for one in rated.ratings]
    rated = rated.model_copy(update={"ratings": tuple(ratings)})
    return snapshot_content(
        rated,
        snapshot_row("Kalender teilen", place=2, rank=1, score=70, is_chosen=True),
        *(snapshot_row(f"Weitere Maßnahme {number}", place=number) for number in range(3, 25)),
        snapshot_row("Halb bewertet", place=None, rank=None, score=None, values=(3, 2)),
        snapshot_row("Noch offen", place=None, rank=None, score=None, values=()),
        rated_alone=True,
        hours_available=Decimal("36.5"),
        news=SnapshotNews(done=("Telefon",), stuck=("Website: überfällig",), new=("Drucker",)),
    )


def test_say_all_that_was_agreed_on(pilot):
    snapshot = agreed(
        pilot,
        full(),
        verdict="confirmed",
        remark="Einverstanden.\n\nBitte vorstellen.",
        judged_by_name="Dora Direktorin",
        judged_at=NOON,
    )
    printed = minutes(snapshot)
    printed.is_well_printed()
    printed.says(
        "Protokoll der Priorisierungsrunde vom 2. März 2026",
        "Ada Probe, Ben Probe",
        "jede Person zuerst für sich",
        "am 10. März 2026 von Ada Probe, Fassung 1",
        "Bestätigt am 10. März 2026 von Dora Direktorin.",
        "Bitte vorstellen.",
        "Platz 1 · etwa 12 Stunden · Ada Probe · bis 30. April 2026",
        "36,5 Arbeitsstunden",
        "Nächste Runde am 4. Mai 2026.",
        "Website: überfällig",
        "nach Punkten Platz 2",
        "Die Schulung ist gebucht.",
        "Klarer Mehrwert: 4 (festgelegt von Ben Probe; Ada Probe: 2, Ben Probe: 5)",
        "– Alle suchen täglich.",
        "Gewicht (0–10)",
    )
    assert printed.names["pdf"] == "rundenprotokoll-beratung-uebersee-2026-03-10.pdf"
    book = load_workbook(io.BytesIO(printed.files["xlsx"]))
    assert book.sheetnames == ["Reihenfolge", "Bewertungen", "Gewichte", "Veränderungen"]
    assert list(book["Reihenfolge"].values)[1][:6] == (
        1,
        2,
        "Ablage ordnen",
        61,
        "ja",
        "Die Schulung ist gebucht.",
    )
    assert minutes(snapshot).files == printed.files


def test_say_what_is_not_there(pilot):
    printed = minutes(agreed(pilot, snapshot_content()))
    printed.is_well_printed()
    printed.says(
        "hat das Ergebnis noch nicht beurteilt",
        "nichts ausgewählt",
        "hatte sich nichts verändert",
        "keine offene Maßnahme",
        "gemeinsam",
    )


def test_name_a_measure_without_place_and_one_hour(pilot):
    row = snapshot_row("Nur eine", place=None, rank=None, score=None, is_chosen=True, values=(3,))
    printed = minutes(agreed(pilot, snapshot_content(row, hours_available=Decimal(1))))
    printed.says("Nur eine", "ist 1 Arbeitsstunde da", "Einfache Umsetzbarkeit: 3 (vorgeschlagen)")


def test_are_ordered_once_from_the_page_of_the_round(client, pilot):
    snapshot = agreed(pilot, full(), round__state="closed")
    slug = pilot.organisation.slug
    url = reverse("reports:order_minutes", args=[slug, snapshot.pk])
    page = client.get(reverse("measures:round", args=[slug, snapshot.round_id])).content.decode()
    assert url in page
    first, second = client.post(url), client.post(url)
    assert first.url == second.url
    with tenancy.activate(pilot.organisation):
        assert Report.objects.get().snapshot == snapshot
    result = reverse("measures:round_snapshot", args=[slug, snapshot.round_id, snapshot.pk])
    assert result in client.get(first.url).content.decode()
    listed = client.get(reverse("reports:list", args=[slug])).content.decode()
    assert f"Rundenprotokoll, {snapshot.round}, Fassung 1" in listed


def test_of_another_organisation_do_not_exist(client, pilot):
    other = RoundSnapshotFactory()
    url = reverse("reports:order_minutes", args=[pilot.organisation.slug, other.pk])
    assert client.post(url).status_code == 404
