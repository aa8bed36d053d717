"""The pages of the system landscape."""

from itertools import pairwise

import pytest

from checks.models import Connection, System
from organisations import tenancy
from organisations.models import Role
from tests.checks.views.wizard import at
from tests.factories import ConnectionFactory, MembershipFactory, SystemFactory

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Dienstplan", "kind": "roster", "state": "in_use", "export": "unknown"}


def stored(row):
    with tenancy.activate(row.organisation):
        return type(row).objects.filter(pk=row.pk).first()


def page(client, *args, **kwargs):
    return client.get(*args, **kwargs).content.decode()


class TestLandscape:
    def test_says_what_to_do_while_it_is_empty(self, client, pilot):
        text = page(client, at(pilot, "systems"))
        assert "Noch kein System aufgenommen" in text
        assert "Häufige Systeme ankreuzen" in text
        assert '<svg class="map"' not in text

    def test_asks_for_connections_next(self, client, pilot):
        for _ in range(2):
            SystemFactory(organisation=pilot.organisation)
        text = page(client, at(pilot, "systems"))
        assert "Wie kommen Daten von einem System ins andere?" in text
        assert "ohne Verbindung" in text
        assert "Noch keine Verbindung aufgenommen" in text
        assert "Keine Insel" not in text

    def test_shows_of_which_kind_what_was_only_ticked_is(self, client, pilot):
        client.post(at(pilot, "starters"), {"kinds": ["phone", "roster"]})
        text = page(client, at(pilot, "systems"))
        kind = System.objects.model(kind="phone").get_kind_display()
        assert f'<td data-label="Art">{kind}</td>' in text
        assert text.count("2 Systeme haben noch keinen eigenen Namen.") == 1

    def test_shows_map_tables_and_figures(self, client, pilot):
        ConnectionFactory(
            organisation=pilot.organisation, times_a_week=7, minutes=10, source__name="Dienstplan"
        )
        text = page(client, at(pilot, "systems"))
        assert "1 Insel, 7 doppelte Eingaben in der Woche, etwa eine Stunde" in text
        assert 'aria-labelledby="systems-map-title systems-map-description"' in text
        assert "2 Systeme und 1 Verbindung. Inseln: Dienstplan." in text
        assert "doppelt getippt" in text

    def test_is_for_members_to_read(self, client, pilot):
        ConnectionFactory(organisation=pilot.organisation)
        member = MembershipFactory(organisation=pilot.organisation, role=Role.MEMBER)
        client.force_login(member.user)
        text = page(client, at(pilot, "systems"))
        assert "doppelt getippt" in text
        assert "/systeme/neu/" not in text
        assert "Ändern" not in text

    def test_shows_no_map_where_nothing_is_in_use(self, client, pilot):
        SystemFactory(organisation=pilot.organisation, state="planned")
        text = page(client, at(pilot, "systems"))
        assert "geplant" in text
        assert '<svg class="map"' not in text

    @pytest.mark.parametrize("number", [1, 40])
    def test_takes_as_many_queries_for_one_system_as_for_forty(
        self, client, pilot, number, django_assert_num_queries
    ):
        systems = [SystemFactory(organisation=pilot.organisation) for _ in range(number)]
        for one, other in pairwise(systems):
            ConnectionFactory(organisation=pilot.organisation, source=one, target=other)
        client.get(at(pilot, "systems"))
        with django_assert_num_queries(8):
            client.get(at(pilot, "systems"))


class TestStarters:
    def test_are_taken_in_all_at_once(self, client, pilot):
        assert "Dienstplan" in page(client, at(pilot, "starters"))
        response = client.post(at(pilot, "starters"), {"kinds": ["mail", "roster"]}, follow=True)
        assert "2 Systeme sind aufgenommen" in response.content.decode()
        with tenancy.activate(pilot.organisation):
            assert {system.name for system in System.objects.all()} == {"E-Mail", "Dienstplan"}

    def test_ask_for_at_least_one(self, client, pilot):
        response = client.post(at(pilot, "starters"), {})
        assert response.status_code == 422
        assert "mindestens ein System" in response.content.decode()


class TestSystem:
    def test_is_taken_in(self, client, pilot):
        assert "Der Name genügt" in page(client, at(pilot, "new_system"))
        response = client.post(at(pilot, "new_system"), GIVEN, follow=True)
        assert "Das System ist aufgenommen." in response.content.decode()
        assert "Dienstplan" in response.content.decode()

    def test_with_an_error_keeps_everything_typed(self, client, pilot):
        response = client.post(
            at(pilot, "new_system"), GIVEN | {"name": "", "notes": "Schon geschrieben"}
        )
        assert response.status_code == 422
        assert "Schon geschrieben" in response.content.decode()

    def test_does_not_take_a_name_twice(self, client, pilot):
        there = SystemFactory(organisation=pilot.organisation, name="dienstplan")
        response = client.post(at(pilot, "new_system"), GIVEN)
        assert response.status_code == 422
        assert "So heißt schon ein anderes System" in response.content.decode()
        other = SystemFactory(organisation=pilot.organisation, name="Lohn")
        response = client.post(
            at(pilot, "edit_system", system_id=other.pk), GIVEN | {"version": "1"}
        )
        assert response.status_code == 422
        assert stored(there).name == "dienstplan"

    def test_shows_its_connections(self, client, pilot):
        connection = ConnectionFactory(organisation=pilot.organisation, data="Arbeitszeiten")
        source, target = connection.source, connection.target
        text = page(client, at(pilot, "system", system_id=source.pk))
        assert "Arbeitszeiten" in text
        assert "nur von Hand" in text
        assert "Endpunkt" in page(client, at(pilot, "system", system_id=target.pk))

    def test_of_another_organisation_does_not_exist(self, client, pilot):
        other = SystemFactory()
        for name in ("system", "edit_system", "remove_system"):
            assert client.get(at(pilot, name, system_id=other.pk)).status_code == 404

    def test_is_changed(self, client, pilot):
        system = SystemFactory(organisation=pilot.organisation)
        url = at(pilot, "edit_system", system_id=system.pk)
        assert system.name in page(client, url)
        client.post(url, GIVEN | {"version": "1", "yearly_cost": "360"})
        changed = stored(system)
        assert (changed.name, changed.yearly_cost, changed.version) == ("Dienstplan", 360, 2)

    def test_changed_meanwhile_shows_both_versions(self, client, pilot):
        system = SystemFactory(organisation=pilot.organisation, name="Von nebenan", version=3)
        url = at(pilot, "edit_system", system_id=system.pk)
        response = client.post(url, GIVEN | {"version": "2"})
        text = response.content.decode()
        assert response.status_code == 409
        assert "Von nebenan" in text
        assert "Dienstplan" in text
        assert stored(system).name == "Von nebenan"
        assert client.post(url, GIVEN | {"version": "3"}).status_code == 302
        assert stored(system).name == "Dienstplan"

    def test_vanishes_when_one_confirms_it(self, client, pilot):
        connection = ConnectionFactory(organisation=pilot.organisation)
        url = at(pilot, "remove_system", system_id=connection.source_id)
        assert str(connection) in page(client, url)
        assert stored(connection)
        client.post(url)
        assert stored(connection) is None
        assert stored(connection.source) is None
        assert stored(connection.target)


class TestConnection:
    @pytest.fixture
    def ends(self, pilot):
        return [SystemFactory(organisation=pilot.organisation) for _ in range(2)]

    def given(self, ends, **more):
        return {
            "source": ends[0].pk,
            "target": ends[1].pk,
            "data": "Arbeitszeiten",
            "transfer_method": "paper",
        } | more

    def test_needs_two_systems(self, client, pilot):
        assert "braucht es zwei Systeme" in page(client, at(pilot, "new_connection"))

    def test_is_taken_in_and_leads_to_where_it_leaves(self, client, pilot, ends):
        text = page(client, at(pilot, "new_connection"), {"von": ends[0].pk})
        assert f'<option value="{ends[0].pk}" selected>' in text
        response = client.post(at(pilot, "new_connection"), self.given(ends))
        assert response.url == at(pilot, "system", system_id=ends[0].pk)
        response = client.post(
            at(pilot, "new_connection"), self.given(ends, data="Namen", action="next")
        )
        assert response.url == at(pilot, "new_connection")
        with tenancy.activate(pilot.organisation):
            assert Connection.objects.count() == 2

    def test_begins_empty_where_the_address_makes_no_sense(self, client, pilot, ends):
        assert client.get(at(pilot, "new_connection"), {"von": "quer"}).status_code == 200

    def test_is_not_taken_in_twice(self, client, pilot, ends):
        client.post(at(pilot, "new_connection"), self.given(ends))
        response = client.post(at(pilot, "new_connection"), self.given(ends))
        assert response.status_code == 422
        assert "gehen schon von diesem System in jenes" in response.content.decode()

    def test_with_an_error_keeps_everything_typed(self, client, pilot, ends):
        response = client.post(at(pilot, "new_connection"), self.given(ends, minutes="viele"))
        assert response.status_code == 422
        assert 'value="viele"' in response.content.decode()

    def test_is_changed(self, client, pilot, ends):
        there = ConnectionFactory(
            organisation=pilot.organisation, source=ends[0], target=ends[1], times_a_week="0.25"
        )
        url = at(pilot, "edit_connection", connection_id=there.pk)
        assert 'value="0,25"' in page(client, url)
        client.post(url, self.given(ends, version="1", times_a_week="2,5"))
        changed = stored(there)
        assert (changed.data, changed.transfer_method, changed.times_a_week) == (
            "Arbeitszeiten",
            "paper",
            2.5,
        )

    def test_changed_meanwhile_shows_both_versions(self, client, pilot, ends):
        there = ConnectionFactory(
            organisation=pilot.organisation, source=ends[0], target=ends[1], version=2, data="Geld"
        )
        url = at(pilot, "edit_connection", connection_id=there.pk)
        response = client.post(url, self.given(ends, version="1"))
        text = response.content.decode()
        assert response.status_code == 409
        assert "Geld" in text
        assert "Arbeitszeiten" in text
        assert client.post(url, self.given(ends, version="2")).status_code == 302

    def test_does_not_become_a_second_one_of_the_same(self, client, pilot, ends):
        there = ConnectionFactory(organisation=pilot.organisation, source=ends[0], target=ends[1])
        client.post(at(pilot, "new_connection"), self.given(ends))
        url = at(pilot, "edit_connection", connection_id=there.pk)
        assert client.post(url, self.given(ends, version="1")).status_code == 422
        assert (
            client.post(url, self.given(ends, version="1", transfer_method="x")).status_code == 422
        )

    def test_vanishes_when_one_confirms_it(self, client, pilot, ends):
        there = ConnectionFactory(organisation=pilot.organisation, source=ends[0], target=ends[1])
        url = at(pilot, "remove_connection", connection_id=there.pk)
        assert str(there) in page(client, url)
        assert client.post(url).url == at(pilot, "systems")
        assert stored(there) is None

    def test_of_another_organisation_does_not_exist(self, client, pilot):
        other = ConnectionFactory()
        for name in ("edit_connection", "remove_connection"):
            assert client.get(at(pilot, name, connection_id=other.pk)).status_code == 404
