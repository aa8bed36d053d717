"""Changing roles, removing people, leaving: nobody vital vanishes by accident."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from measures.models import Measure
from organisations import tenancy
from organisations.domain import team
from organisations.domain.participation import participation_by
from organisations.domain.team import NobodyLeft, Refused
from organisations.models import AuditEntry, Membership, Role
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_part(organisation):
    return lambda role: MembershipFactory(organisation=organisation, role=role)


def roles_of(organisation):
    return sorted(
        Membership.objects.filter(organisation=organisation).values_list("role", flat=True)
    )


def last_entry(organisation):
    entry = AuditEntry.objects.of(organisation).first()
    return entry.action, entry.subject, entry.before, entry.after


class TestWhoLeads:
    def test_a_director_gives_every_role(self, take_part):
        director = take_part(Role.DIRECTOR)
        assert team.leads_team(director)
        assert team.roles_to_give(director) == (Role.DIRECTOR, Role.PILOT, Role.MEMBER)

    def test_a_pilot_beside_a_director_gives_the_roles_below(self, take_part):
        take_part(Role.DIRECTOR)
        pilot = take_part(Role.PILOT)
        assert not team.leads_team(pilot)
        assert team.roles_to_give(pilot) == (Role.PILOT, Role.MEMBER)

    def test_a_pilot_leads_while_there_is_no_director(self, take_part):
        pilot = take_part(Role.PILOT)
        assert team.leads_team(pilot)
        assert Role.DIRECTOR in team.roles_to_give(pilot)

    def test_a_member_gives_none(self, take_part):
        member = take_part(Role.MEMBER)
        assert not team.leads_team(member)
        assert team.roles_to_give(member) == ()

    def test_a_consultant_gives_none(self, organisation):
        consultant = ConsultantFactory()
        AccompanimentFactory(
            organisation=organisation, consultancy=consultant.consultancy, level="edit"
        )
        visitor = participation_by(None, consultant.user, organisation)
        assert not team.leads_team(visitor)
        assert team.roles_to_give(visitor) == ()


class TestChangingARole:
    def test_is_done_and_recorded_with_before_and_after(self, organisation, take_part):
        director, member = take_part(Role.DIRECTOR), take_part(Role.MEMBER)
        assert team.change_role(member, Role.PILOT, director.user).role == Role.PILOT
        assert roles_of(organisation) == ["director", "pilot"]
        assert last_entry(organisation) == (
            "people.role_changed",
            str(member.user),
            {"Rolle": "Mitarbeitende"},
            {"Rolle": "Digitalisierungslots:in"},
        )

    def test_to_the_same_role_is_no_change(self, organisation, take_part):
        director = take_part(Role.DIRECTOR)
        team.change_role(director, Role.DIRECTOR, director.user)
        assert not AuditEntry.objects.of(organisation).exists()

    @pytest.mark.parametrize("role", team.VITAL_ROLES)
    def test_is_refused_when_nobody_else_has_it(self, organisation, take_part, role):
        take_part(Role.MEMBER)
        only_one = take_part(role)
        with pytest.raises(Refused, match="ist die letzte Person mit der Rolle"):
            team.change_role(only_one, Role.MEMBER, only_one.user)
        assert roles_of(organisation) == sorted(["member", role])

    def test_of_one_of_two_is_fine(self, organisation, take_part):
        take_part(Role.PILOT)
        other = take_part(Role.PILOT)
        team.change_role(other, Role.MEMBER, other.user)
        assert roles_of(organisation) == ["member", "pilot"]


class TestRemoving:
    def test_ends_the_membership_and_records_what_it_was(self, organisation, take_part):
        director, member = take_part(Role.DIRECTOR), take_part(Role.MEMBER)
        team.remove_member(member, director.user)
        assert roles_of(organisation) == ["director"]
        assert last_entry(organisation) == (
            "people.removed",
            str(member.user),
            {"Rolle": "Mitarbeitende"},
            {},
        )

    def test_leaves_open_measures_without_a_person_and_says_which(self, organisation, take_part):
        director, member = take_part(Role.DIRECTOR), take_part(Role.MEMBER)
        theirs = MeasureFactory(
            organisation=organisation, title="Kalender", responsible=member, created_by=member.user
        )
        MeasureFactory(organisation=organisation, responsible=member, status="done")
        MeasureFactory(organisation=organisation, responsible=director)
        assert [list(loss.titles) for loss in team.losses_of(member)] == [["Kalender"]]
        team.remove_member(member, director.user)
        measure = Measure.objects.get(pk=theirs.pk)
        assert (measure.responsible, measure.created_by) == (None, member.user)
        assert last_entry(organisation)[2] == {
            "Rolle": "Mitarbeitende",
            "Maßnahmen ohne Verantwortliche": ["Kalender"],
        }

    @pytest.mark.parametrize("role", team.VITAL_ROLES)
    def test_is_refused_for_the_last_with_a_vital_role(self, organisation, take_part, role):
        take_part(Role.MEMBER)
        with pytest.raises(Refused, match="ist die letzte Person mit der Rolle"):
            team.remove_member(take_part(role), take_part(Role.MEMBER).user)

    def test_twice_is_said_plainly(self, take_part):
        director, member = take_part(Role.DIRECTOR), take_part(Role.MEMBER)
        team.remove_member(member, director.user)
        with pytest.raises(Refused, match="gehört schon nicht mehr dazu"):
            team.remove_member(member, director.user)


class TestLeaving:
    def test_ends_ones_own_membership(self, organisation, take_part):
        take_part(Role.DIRECTOR)
        member = take_part(Role.MEMBER)
        team.leave(member)
        assert roles_of(organisation) == ["director"]
        assert last_entry(organisation)[:2] == ("people.left", str(member.user))

    @pytest.mark.parametrize("role", Role.values)
    def test_the_last_person_is_pointed_to_deleting_the_organisation(self, take_part, role):
        with pytest.raises(NobodyLeft, match="muss sie gelöscht werden"):
            team.leave(take_part(role))


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def at_once(self, organisation, *acts):
        """Do all acts in transactions of their own, begun at the same moment."""
        start = Barrier(len(acts))

        def run(act):
            try:
                with tenancy.activate(organisation):
                    start.wait()
                    act()
            except Refused:
                return False
            finally:
                connections.close_all()
            return True

        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(run, acts))

    @pytest.mark.parametrize("role", team.VITAL_ROLES)
    def test_two_directors_or_pilots_cannot_remove_each_other(self, role):
        organisation = OrganisationFactory()
        MembershipFactory(organisation=organisation, role=Role.MEMBER)
        one, two = (MembershipFactory(organisation=organisation, role=role) for _ in range(2))
        done = self.at_once(
            organisation,
            lambda: team.remove_member(two, one.user),
            lambda: team.remove_member(one, two.user),
        )
        assert done == [False, True]
        with tenancy.activate(organisation):
            assert roles_of(organisation) == sorted(["member", role])

    def test_one_leaves_while_the_other_steps_down(self):
        organisation = OrganisationFactory()
        one, two = (
            MembershipFactory(organisation=organisation, role=Role.DIRECTOR) for _ in range(2)
        )
        done = self.at_once(
            organisation,
            lambda: team.leave(one),
            lambda: team.change_role(two, Role.MEMBER, two.user),
        )
        assert done == [False, True]
        with tenancy.activate(organisation):
            assert "director" in roles_of(organisation)
