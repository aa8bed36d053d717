"""Sharing a report by a link: made, read without an account, protected, over, revoked."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone

from lotse.reports.document.model import as_json
from lotse.reports.domain import sharing
from lotse.reports.models import Format, ReportLink
from organisations import tenancy
from organisations.domain import secret_links
from organisations.models import AuditEntry, Role
from tests.factories import (
    CheckFactory,
    MembershipFactory,
    ReportFactory,
    ReportFileFactory,
    ReportLinkFactory,
)
from tests.lotse.reports.test_document import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(organisation__name="Beratung Übersee")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def report(pilot):
    """A finished report that can be read as a page."""
    report = ReportFactory(
        organisation=pilot.organisation,
        check_run=CheckFactory(organisation=pilot.organisation),
        state="done",
        stage="finished",
    )
    content = as_json(document())
    ReportFileFactory(organisation=pilot.organisation, report=report)
    ReportFileFactory(
        organisation=pilot.organisation, report=report, format=Format.DOCUMENT, content=content
    )
    return report


def at(report, name, **kwargs):
    slug = report.organisation.slug
    return reverse(f"reports:{name}", kwargs={"slug": slug, "report_id": report.pk, **kwargs})


def said(**changes):
    day = timezone.localdate() + timedelta(days=10)
    return {"name": "Stiftung", "expires_on": day.isoformat(), "password": "", **changes}


def shared(secret, name="shared"):
    return reverse(f"reports:{name}", args=[secret])


def links(report):
    with tenancy.activate(report.organisation):
        return list(ReportLink.objects.order_by("id"))


def trail(report):
    with tenancy.activate(report.organisation):
        return [(entry.action, entry.subject) for entry in AuditEntry.objects.order_by("id")]


class TestSharing:
    def test_gives_a_link_that_strangers_read(self, client, report):
        page = client.post(at(report, "share"), said(), follow=True).content.decode()
        assert "Der Link ist fertig." in page
        (link,) = links(report)
        token = secret_links.secret_of(link, sharing.SALT)
        assert shared(token) in page
        client.logout()
        response = client.get(shared(token))
        text = response.content.decode()
        assert "teilt dieses Dokument mit Ihnen" in text
        assert "<h1>Verein Muster</h1>" in text
        assert not response.cookies
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"
        pdf = client.get(shared(token, "shared_pdf"))
        assert pdf.content == b"%PDF-1.7"
        assert ("report.shared", f"{report}: Stiftung") in trail(report)

    def test_twice_at_once_gives_one_link(self, client, report):
        for _time in range(2):
            client.post(at(report, "share"), said())
        assert len(links(report)) == 1
        client.post(at(report, "share"), said(password="geheim und lang"))
        client.post(at(report, "share"), said(password="geheim und lang"))
        client.post(at(report, "share"), said(password="anders und lang"))
        assert len(links(report)) == 3

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "für wen der Link ist"),
            ({"expires_on": "gestern"}, "einen Tag angeben"),
            ({"expires_on": "2020-01-01"}, "ab heute"),
            ({"expires_on": "2999-01-01"}, "höchstens ein Jahr"),
            ({"password": "kurz"}, "mindestens 8 Zeichen"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, report, changes, words):
        response = client.post(at(report, "share"), said(**changes))
        page = response.content.decode()
        assert response.status_code == 422
        assert words in page
        assert changes.get("name", "Stiftung") in page
        assert not links(report)

    def test_has_an_end(self, client, report, monkeypatch):
        monkeypatch.setattr(sharing, "MOST_LINKS", 1)
        client.post(at(report, "share"), said())
        response = client.post(at(report, "share"), said(name="Noch jemand"))
        assert "offene Links" in response.content.decode()

    def test_needs_a_page_to_read(self, client, pilot):
        file = ReportFileFactory(organisation=pilot.organisation)
        assert client.post(at(file.report, "share"), said()).status_code == 404
        assert "Mit einem Link teilen" not in client.get(at(file.report, "detail")).content.decode()

    def test_is_not_offered_to_those_who_only_read(self, client, report):
        member = MembershipFactory(organisation=report.organisation, role=Role.MEMBER)
        client.force_login(member.user)
        page = client.get(at(report, "detail")).content.decode()
        assert "Im Browser lesen" in page
        assert "Mit einem Link teilen" not in page


class TestLinksThatLeadNowhere:
    def test_say_so_when_nobody_knows_them(self, client):
        response = client.get(shared("gibt-es-nicht"))
        assert response.status_code == 404
        assert "kennt Lotse nicht" in response.content.decode()

    def test_say_so_when_they_are_over(self, client, report):
        day = timezone.localdate() - timedelta(days=1)
        link = ReportLinkFactory(
            organisation=report.organisation, report=report, secret="alt", expires_on=day
        )
        response = client.get(shared("alt"))
        assert response.status_code == 410
        assert "abgelaufen" in response.content.decode()
        assert link.is_over
        assert "abgelaufen" in client.get(at(report, "detail")).content.decode()

    def test_say_so_when_they_were_revoked(self, client, report):
        link = ReportLinkFactory(organisation=report.organisation, report=report, secret="weg")
        url = at(report, "revoke_link", report_link_id=link.pk)
        page = client.post(url, follow=True).content.decode()
        assert "zurückgezogen" in page
        client.post(url)
        response = client.get(shared("weg", "shared_pdf"))
        assert response.status_code == 410
        assert "zurückgezogen" in response.content.decode()
        assert trail(report).count(("report.link_revoked", f"{report}: Stiftung Muster")) == 1

    def test_of_another_report_are_not_revoked(self, client, report):
        other = ReportLinkFactory(
            organisation=report.organisation, report__check_run=report.check_run
        )
        url = at(report, "revoke_link", report_link_id=other.pk)
        assert client.post(url).status_code == 404

    def test_show_no_address_once_the_key_has_changed(self, client, report):
        ReportLinkFactory(organisation=report.organisation, report=report)
        page = client.get(at(report, "detail")).content.decode()
        assert "share-address" not in page


class TestPasswords:
    @pytest.fixture
    def link(self, client, report):
        client.logout()
        return ReportLinkFactory(
            organisation=report.organisation,
            report=report,
            secret="tuer",
            password=make_password("sesam öffne dich"),
        )

    def test_are_asked_for_and_remembered_by_one_cookie_of_this_link(self, client, link):
        asked = client.get(shared("tuer"))
        assert "Passwort" in asked.content.decode()
        assert "Verein Muster" not in asked.content.decode()
        wrong = client.post(shared("tuer"), {"password": "falsch"})
        assert wrong.status_code == 422
        assert "stimmt nicht" in wrong.content.decode()
        assert client.post(shared("tuer"), {"password": ""}).status_code == 422
        right = client.post(shared("tuer"), {"password": "sesam öffne dich"})
        cookie = right.cookies["lotse_bericht"]
        assert cookie["path"] == shared("tuer")
        assert cookie["httponly"]
        assert "Verein Muster" in client.get(right.url).content.decode()
        assert client.get(shared("tuer", "shared_pdf")).status_code == 200

    def test_of_one_link_open_no_other(self, client, link, report):
        client.post(shared("tuer"), {"password": "sesam öffne dich"})
        ReportLinkFactory(
            organisation=report.organisation,
            report=report,
            secret="zweite",
            password=make_password("sesam öffne dich"),
        )
        client.cookies["lotse_bericht"]["path"] = "/"
        assert "Verein Muster" not in client.get(shared("zweite")).content.decode()

    def test_cannot_be_guessed_for_long(self, client, link):
        answers = [
            client.post(shared("tuer"), {"password": f"falsch {number}"}).status_code
            for number in range(12)
        ]
        assert answers[0] == 422
        assert answers[-1] == 429
        busy = client.post(shared("tuer"), {"password": "sesam öffne dich"})
        assert "sehr viele Versuche" in busy.content.decode()

    def test_are_asked_of_others_while_somebody_guesses_from_many_addresses(self, client, link):
        def try_from(address, password):
            return client.post(shared("tuer"), {"password": password}, REMOTE_ADDR=address)

        for host in range(1, 6):
            for _time in range(8):
                assert try_from(f"192.0.2.{host}", "falsch").status_code == 422
        for _time in range(3):
            last = try_from("192.0.2.1", "falsch")
        assert last.status_code == 429
        assert try_from("192.0.2.99", "sesam öffne dich").status_code == 302


def test_members_read_a_report_as_a_page(client, report):
    page = client.get(at(report, "read")).content.decode()
    assert "Zurück zur Seite des Dokuments" in page
    assert "Dieses Dokument ändert sich nicht mehr." in page
    assert "&lt;script&gt;" in page
