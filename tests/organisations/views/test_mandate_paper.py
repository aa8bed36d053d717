"""The pages on which a mandate signed on paper is recorded and its scan downloaded."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from organisations import tenancy
from organisations.models import Mandate, MandatePaper
from tests.factories import MandateFactory, MandatePaperFactory, MembershipFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 unterschrieben %%EOF"


@pytest.fixture
def pilot(client):
    membership = MembershipFactory(user__name="Piet Lotse")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def draft(pilot):
    return MandateFactory(organisation=pilot.organisation, pilot=pilot)


def at(membership, name, **kwargs):
    return reverse(f"organisations:{name}", kwargs={"slug": membership.organisation.slug} | kwargs)


def sent(draft, content=PDF, **changes):
    return {
        "version": draft.version,
        "signed_on": str(timezone.localdate()),
        "director_name": "Dana Direktion",
        "scan": SimpleUploadedFile("scan.pdf", content),
    } | changes


def said(response):
    return " ".join(response.content.decode().split())


def test_a_signed_sheet_is_recorded_shown_and_downloaded(client, pilot, draft):
    assert at(pilot, "mandate_paper") in said(client.get(at(pilot, "mandate")))
    page = said(client.post(at(pilot, "mandate_paper"), sent(draft), follow=True))
    assert "Die Beauftragung gilt." in page
    day = timezone.localdate().strftime("%Y")
    assert "Dana Direktion, auf Papier unterschrieben am" in page
    assert "Piet Lotse, auf Papier unterschrieben am" in page
    assert day in page
    assert "Eingetragen am" in page
    scan = client.get(at(pilot, "mandate_scan", mandate_id=draft.pk))
    assert scan.getvalue() == PDF
    assert 'attachment; filename="scan.pdf"' in scan["Content-Disposition"]
    assert scan["X-Content-Type-Options"] == "nosniff"


def test_it_is_offered_to_nobody_who_is_not_asked(client, pilot, draft):
    MembershipFactory(organisation=pilot.organisation, role="director")
    assert at(pilot, "mandate_paper") not in said(client.get(at(pilot, "mandate")))
    assert client.post(at(pilot, "mandate_paper"), sent(draft)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signed_on": ""}, "Bitte geben Sie an, wann unterschrieben wurde."),
        ({"director_name": ""}, "Bitte nennen Sie, wer unterschrieben hat."),
        ({"signed_on": str(timezone.localdate() + timedelta(days=1))}, "liegt in der Zukunft"),
        ({"signed_on": "2026-01-01"}, "Der Entwurf wurde danach noch geändert"),
        ({"content": b"<html>"}, "Diese Art von Datei nimmt Lotse nicht an"),
        ({"content": b"Nur ein Text"}, "Diese Art von Datei nimmt Lotse nicht an"),
        ({"content": b""}, "Diese Datei ist leer."),
        ({"scan": ""}, "Bitte wählen Sie den Scan."),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, pilot, draft, changes, words):
    response = client.post(at(pilot, "mandate_paper"), sent(draft, **changes))
    assert response.status_code == 422
    assert words in said(response)
    with tenancy.activate(pilot.organisation):
        assert not MandatePaper.objects.exists()


def test_a_draft_that_changed_meanwhile_is_read_again(client, pilot, draft):
    response = client.post(at(pilot, "mandate_paper"), sent(draft, version=9))
    assert response.status_code == 409
    assert "Ist er so unterschrieben, wie er jetzt ist?" in said(response)
    assert f'name="version" value="{draft.version}"' in said(response)


def test_where_the_director_confirmed_online_only_the_pilot_signed(client, pilot, draft):
    director = MembershipFactory(organisation=pilot.organisation, role="director")
    client.force_login(director.user)
    client.post(at(pilot, "mandate_confirm"), {"side": "director", "version": draft.version})
    assert 'name="director_name"' not in said(client.get(at(pilot, "mandate_paper")))
    data = sent(draft)
    del data["director_name"]
    page = said(client.post(at(pilot, "mandate_paper"), data, follow=True))
    assert page.count("auf Papier unterschrieben") == 1


def test_a_director_finds_their_own_name_there(client, pilot, draft):
    director = MembershipFactory(
        organisation=pilot.organisation, role="director", user__name="Dana Direktion"
    )
    client.force_login(director.user)
    assert 'value="Dana Direktion"' in said(client.get(at(pilot, "mandate_paper")))


def test_without_a_draft_that_is_ready_there_is_nothing_to_record(client, pilot):
    assert client.get(at(pilot, "mandate_paper")).url == at(pilot, "mandate")
    MandateFactory(organisation=pilot.organisation, pilot=pilot, tasks=[])
    assert client.get(at(pilot, "mandate_paper")).url == at(pilot, "mandate")


def test_there_is_no_scan_where_both_confirmed_online(client, pilot):
    online = MandateFactory(organisation=pilot.organisation, is_confirmed=True)
    assert client.get(at(pilot, "mandate_scan", mandate_id=online.pk)).status_code == 404


def test_a_scan_of_somebody_who_left_names_nobody(client, pilot):
    MandatePaperFactory(organisation=pilot.organisation)
    page = said(client.get(at(pilot, "mandate")))
    assert "Eingetragen am" in page
    with tenancy.activate(pilot.organisation):
        assert Mandate.objects.get().is_confirmed


def test_the_next_step_names_who_still_confirms(client, pilot, draft):
    MembershipFactory(organisation=pilot.organisation, role="director", user__name="Dana Direktion")
    page = said(client.get(at(pilot, "mandate")))
    assert "Für die Geschäftsführung bestätigt Dana Direktion, hier auf dieser Seite" in page
