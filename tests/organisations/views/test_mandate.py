"""The pages of the Beauftragung."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations import tenancy
from organisations.models import Mandate
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    InvitationFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def director(organisation):
    return MembershipFactory(organisation=organisation, role="director", user__name="Dana")


@pytest.fixture
def pilot(organisation, client):
    """The pilot, who is signed in."""
    pilot = MembershipFactory(organisation=organisation, role="pilot", user__name="Piet")
    client.force_login(pilot.user)
    return pilot


@pytest.fixture
def draft(organisation, pilot):
    return MandateFactory(organisation=organisation, pilot=pilot, pilot_name="Piet")


@pytest.fixture
def at(organisation):
    return lambda name="mandate", **kwargs: reverse(
        f"organisations:{name}", kwargs={"slug": organisation.slug, **kwargs}
    )


def stored(organisation):
    with tenancy.activate(organisation):
        return list(Mandate.objects.all())


def text(response):
    return response.content.decode()


def confirm(client, at, side, version=1):
    data = {"side": side, "version": version}
    return text(client.post(at("mandate_confirm"), data, follow=True))


class TestReading:
    def test_explains_itself_before_there_is_one(self, client, pilot, at):
        page = text(client.get(at()))
        assert "Warum eine Beauftragung?" in page
        assert "Beauftragung beginnen" in page

    def test_offers_members_nothing_to_begin(self, client, organisation, at):
        client.force_login(MembershipFactory(organisation=organisation, role="member").user)
        page = text(client.get(at()))
        assert "Noch gibt es keine Beauftragung" in page
        assert at("mandate_begin") not in page

    def test_shows_a_draft_with_a_way_to_change_every_part(self, client, draft, at):
        page = text(client.get(at()))
        assert "Kaffee kochen" in page
        assert "4 Stunden in der Woche" in page
        assert page.count("entwurf/") == 6
        assert "Als Digitalisierungslots:in bestätigen" in page
        assert "Als Geschäftsführung bestätigen" not in page

    def test_shows_members_a_draft_without_any_button(self, client, organisation, draft, at):
        client.force_login(MembershipFactory(organisation=organisation, role="member").user)
        page = text(client.get(at()))
        assert "Kaffee kochen" in page
        main = page.partition("<main")[2]
        assert "<form" not in main
        assert "entwurf/" not in main

    def test_lets_consultants_prepare_but_not_confirm(self, client, organisation, draft, at):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level="edit"
        )
        client.force_login(consultant.user)
        page = text(client.get(at()))
        assert "entwurf/tasks" in page
        assert "bestätigen</button>" not in page
        assert client.post(at("mandate_confirm")).status_code == 403

    def test_says_what_is_missing_before_a_confirmation(self, client, organisation, pilot, at):
        MandateFactory(organisation=organisation, pilot=None, pilot_name="Neu Hier", tasks=[])
        page = text(client.get(at()))
        assert "Vor der Bestätigung fehlt noch" in page
        assert "eine Digitalisierungslots:in mit Zugang zu Lotse" in page
        assert "Neu Hier ist noch nicht im Team." in page
        assert f"{at('invite')}?rolle=pilot" in page
        assert "Weiter ausfüllen" in page

    def test_says_when_hours_and_budget_are_missing(self, client, organisation, pilot, at):
        MandateFactory(
            organisation=organisation, pilot=pilot, hours_per_week=None, budget_per_year=None
        )
        page = text(client.get(at()))
        assert "Stunden in der Woche und ein Budget" in page
        assert "Zeit und Geld ergänzen" in page

    def test_says_when_the_pilot_may_only_read(self, client, organisation, pilot, at):
        member = MembershipFactory(organisation=organisation, role="member")
        MandateFactory(organisation=organisation, pilot=member, pilot_name="Vera")
        assert "Vera hat in Lotse die Rolle „Mitarbeitende“" in text(client.get(at()))

    def test_says_that_two_people_should_agree(self, client, organisation, director, at):
        client.force_login(director.user)
        MandateFactory(organisation=organisation, pilot=director, pilot_name="Dana")
        page = text(client.get(at()))
        assert "dieselbe Person auf beiden Seiten" in page
        confirm(client, at, "director")
        assert "dieselbe Person auf beiden Seiten" in confirm(client, at, "pilot")
        assert stored(organisation)[0].is_confirmed

    @pytest.mark.parametrize(
        ("days", "words"), [(30, "läuft am"), (-1, "ausgelaufen"), (61, None), (None, None)]
    )
    def test_says_when_it_runs_out(self, client, organisation, pilot, at, days, words):
        end = None if days is None else timezone.localdate() + timedelta(days=days)
        MandateFactory(organisation=organisation, pilot=pilot, is_confirmed=True, ends_on=end)
        page = text(client.get(at()))
        assert ("Schauen Sie gemeinsam zurück" in page) == bool(words)
        assert not words or words in page

    def test_keeps_earlier_versions_readable(self, client, organisation, draft, pilot, at):
        old = MandateFactory(
            organisation=organisation, pilot=pilot, number=2, is_confirmed=True, tasks=["Früher"]
        )
        assert "Früher" not in text(client.get(at()))
        assert "Früher" in text(client.get(at("mandate_version", mandate_id=old.pk)))
        assert client.get(at("mandate_version", mandate_id=10**30)).status_code == 404

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_version_as_for_fifty(
        self, client, organisation, pilot, at, number, django_assert_num_queries
    ):
        for version in range(number):
            MandateFactory(
                organisation=organisation, pilot=pilot, number=version + 1, is_confirmed=True
            )
        client.get(at())
        with django_assert_num_queries(9):
            client.get(at())


class TestWriting:
    def test_goes_page_by_page_and_ends_where_both_confirm(self, client, organisation, pilot, at):
        response = client.post(at("mandate_begin"))
        pages = [
            ("pilot", {"pilot": pilot.pk}),
            ("tasks", {"tasks": ["check"], "own_tasks": "Tee kochen"}),
            ("powers", {"powers": ["order"], "spending_limit": "150"}),
            ("time", {"hours_per_week": "6", "budget_per_year": "2.400"}),
            ("support", {"equipment": ["laptop"]}),
            ("exchange", {"rhythm": "monthly"}),
        ]
        for number, (part, data) in enumerate(pages, start=1):
            assert response.url == at("mandate_part", part=part)
            assert f"Seite {number} von 6" in text(client.get(response.url))
            response = client.post(response.url, data | {"version": 0})
        assert response.url == at()
        page = text(client.get(at()))
        for words in ("Tee kochen", "bis 150 Euro", "6 Stunden", "2.400 Euro", "jeden Monat"):
            assert words in page

    @pytest.mark.parametrize(
        ("go", "target"),
        [
            ("previous", "pilot"),
            ("next", "powers"),
            ("exchange", "exchange"),
            ("summary", None),
            ("nonsense", None),
        ],
    )
    def test_saves_on_every_way_off_the_page(self, client, organisation, draft, at, go, target):
        data = {"own_tasks": "Tee", "version": 0, "go": go}
        response = client.post(at("mandate_part", part="tasks"), data)
        assert response.url == (at("mandate_part", part=target) if target else at())
        assert stored(organisation)[0].tasks == ["Tee"]

    def test_goes_nowhere_before_the_first_page(self, client, draft, pilot, at):
        data = {"pilot": pilot.pk, "version": 0, "go": "previous"}
        assert client.post(at("mandate_part", part="pilot"), data).url == at()

    def test_with_an_error_keeps_what_was_typed(self, client, organisation, draft, at):
        data = {"hours_per_week": "ein paar", "budget_per_year": "77", "version": 0}
        response = client.post(at("mandate_part", part="time"), data)
        page = text(response)
        assert response.status_code == 422
        assert 'value="ein paar"' in page
        assert 'value="77"' in page
        assert "zum Beispiel 4 oder 2,5" in page
        assert stored(organisation)[0].budget_per_year == 1500

    def test_over_someone_elses_version_shows_both(self, client, organisation, draft, at):
        url = at("mandate_part", part="tasks")
        client.post(url, {"own_tasks": "Tee kochen", "version": 0})
        response = client.post(url, {"own_tasks": "Kaffee mahlen", "version": 0})
        page = text(response)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Seite" in page
        assert "Tee kochen" in page
        assert "Kaffee mahlen" in page
        assert stored(organisation)[0].tasks == ["Tee kochen"]
        client.post(url, {"own_tasks": "Kaffee mahlen", "version": 1})
        assert stored(organisation)[0].tasks == ["Kaffee mahlen"]

    def test_after_a_confirmation_says_that_it_no_longer_counts(
        self, client, organisation, draft, at
    ):
        confirm(client, at, "pilot")
        url = at("mandate_part", part="tasks")
        assert "Piet hat diesen Entwurf schon bestätigt" in text(client.get(url))
        page = text(client.post(url, {"own_tasks": "Tee", "version": 0}, follow=True))
        assert "Die Bestätigung von Piet gilt nicht mehr" in page
        assert stored(organisation)[0].pilot_confirmed_at is None

    def test_after_the_directors_confirmation_names_the_director(
        self, client, organisation, pilot, at
    ):
        MandateFactory(
            organisation=organisation,
            director_confirmed_at=timezone.now(),
            director_confirmed_name="Dana",
        )
        page = text(client.get(at("mandate_part", part="tasks")))
        assert "Dana hat diesen Entwurf schon bestätigt" in page

    def test_of_a_draft_that_is_gone_gives_back_what_was_typed(self, client, pilot, at):
        response = client.post(at("mandate_part", part="tasks"), {"own_tasks": "Tee kochen"})
        assert response.status_code == 409
        assert "Tee kochen" in text(response)
        assert client.get(at("mandate_part", part="tasks")).url == at()

    def test_knows_no_other_page(self, client, draft, at):
        assert client.get(at("mandate_part", part="wort")).status_code == 404

    def test_a_new_version_begins_with_all_of_the_last_one(self, client, organisation, pilot, at):
        MandateFactory(organisation=organisation, pilot=pilot, is_confirmed=True)
        assert client.post(at("mandate_begin")).url == at()
        page = text(client.get(at()))
        assert "bis beide bestätigen, bleibt es bei Fassung 1" in page
        assert [one.number for one in stored(organisation)] == [2, 1]


class TestConfirming:
    def test_is_an_act_of_each_side(self, client, organisation, draft, director, at):
        assert "Nun fehlt noch die andere Seite" in confirm(client, at, "pilot")
        client.force_login(director.user)
        page = confirm(client, at, "director")
        assert "Die Beauftragung gilt." in page
        assert "Dana, " in page
        assert "Piet, " in page
        assert stored(organisation)[0].is_confirmed

    def test_by_the_pilot_alone_leads_to_inviting_the_director(self, client, draft, pilot, at):
        page = confirm(client, at, "pilot")
        assert "Die Geschäftsführung ist noch nicht im Team." in page
        invite = f"{at('invite')}?rolle=director"
        assert invite in page
        assert 'value="director" required id="id_role_0" checked' in text(client.get(invite))

    def test_waits_visibly_for_an_invited_director(self, client, organisation, draft, at):
        InvitationFactory(organisation=organisation, role="director", email="gf@haus.example")
        page = confirm(client, at, "pilot")
        assert "Eine Einladung an gf@haus.example ist offen" in page
        assert "?rolle=director" not in page

    def test_offers_a_new_invitation_once_one_ran_out(self, client, organisation, draft, at):
        InvitationFactory(
            organisation=organisation,
            role="director",
            expires_at=timezone.now() - timedelta(days=1),
        )
        assert "?rolle=director" in confirm(client, at, "pilot")

    def test_by_the_director_alone_leads_to_inviting_a_pilot_without_access(
        self, client, organisation, director, at
    ):
        client.force_login(director.user)
        MandateFactory(
            organisation=organisation,
            pilot=None,
            pilot_name="Neu Hier",
            director_confirmed_at=timezone.now(),
            director_confirmed_name="Dana",
        )
        page = text(client.get(at()))
        assert "?rolle=pilot" in page
        assert "Die Geschäftsführung ist noch nicht im Team." not in page

    def test_for_the_other_side_is_forbidden(self, client, organisation, draft, at):
        data = {"side": "director", "version": 1}
        assert client.post(at("mandate_confirm"), data).status_code == 403
        assert stored(organisation)[0].director_confirmed_at is None

    def test_of_a_draft_that_changed_meanwhile_asks_to_read_again(self, client, draft, at):
        client.post(at("mandate_part", part="tasks"), {"own_tasks": "Tee", "version": 0})
        assert "Es ist noch nichts bestätigt" in confirm(client, at, "pilot")

    def test_of_an_incomplete_draft_says_so(self, client, organisation, pilot, at):
        MandateFactory(organisation=organisation, pilot=pilot, tasks=[])
        assert "noch nicht vollständig" in confirm(client, at, "pilot")

    def test_of_nothing_says_so(self, client, pilot, at):
        assert "keinen Entwurf" in confirm(client, at, "pilot")

    @pytest.mark.parametrize(
        ("side", "version"),
        [("", "1"), ("boss", "1"), ("pilot", ""), ("pilot", "²"), ("pilot", "x")],
    )
    def test_with_bad_input_does_nothing(self, client, organisation, draft, at, side, version):
        assert "mit dem Knopf unter dem Entwurf" in confirm(client, at, side, version)
        assert stored(organisation)[0].pilot_confirmed_at is None


class TestRenewing:
    def test_begins_a_draft_for_the_following_period(self, client, organisation, pilot, at):
        today = timezone.localdate()
        MandateFactory(
            organisation=organisation,
            pilot=pilot,
            is_confirmed=True,
            starts_on=today - timedelta(days=700),
            ends_on=today - timedelta(days=1),
        )
        page = text(client.post(at("mandate_renew"), follow=True))
        assert "Prüfen Sie Beginn und Ende" in page
        assert stored(organisation)[0].starts_on == today

    def test_of_nothing_says_so(self, client, draft, at):
        page = text(client.post(at("mandate_renew"), follow=True))
        assert "was beide Seiten bestätigt haben" in page


class TestDiscarding:
    def test_deletes_the_draft(self, client, organisation, draft, at):
        page = text(client.post(at("mandate_discard"), follow=True))
        assert "Der Entwurf ist verworfen." in page
        assert stored(organisation) == []

    def test_of_nothing_does_nothing(self, client, pilot, at):
        assert client.post(at("mandate_discard")).url == at()
