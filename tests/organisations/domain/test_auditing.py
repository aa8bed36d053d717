"""The audit trail: written once, kept as it is."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from organisations import tenancy
from organisations.domain.auditing import Action, acting_as, record
from organisations.models import AuditEntry
from tests.factories import AuditEntryFactory, OrganisationFactory, UserFactory

TRIED = Action("check.tried", "Etwas ausprobiert")


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.mark.django_db
class TestRecording:
    def test_keeps_who_did_what_in_which_role_with_before_and_after(self, organisation):
        user = UserFactory(name="Mira Muster")
        with tenancy.activate(organisation), acting_as("pilot"):
            record(
                TRIED,
                organisation_id=organisation.pk,
                by=user,
                subject="Passwörter",
                before={"Stufe": 1},
                after={"Stufe": 3},
            )
            entry = AuditEntry.objects.of(organisation).get()
        assert (entry.actor, entry.actor_name, entry.actor_role) == (user, "Mira Muster", "pilot")
        assert (entry.action, entry.subject) == ("check.tried", "Passwörter")
        assert (entry.before, entry.after) == ({"Stufe": 1}, {"Stufe": 3})

    def test_names_lotse_where_nobody_acted_and_cuts_endless_subjects(self, organisation):
        with tenancy.activate(organisation), acting_as("pilot"):
            entry = record(TRIED, organisation_id=organisation.pk, by=None, subject="x" * 500)
        assert (entry.actor_name, entry.actor_role, len(entry.subject)) == ("Lotse", "", 200)

    def test_is_undone_with_what_it_recorded(self, organisation):
        with tenancy.activate(organisation):
            with suppress(ZeroDivisionError), transaction.atomic():
                record(TRIED, organisation_id=organisation.pk, by=None)
                raise ZeroDivisionError
            assert not AuditEntry.objects.of(organisation).exists()

    def test_an_action_knows_its_topic_and_is_known_by_its_key(self):
        assert TRIED.topic == "check"
        assert Action.known["check.tried"] is TRIED


def change(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(subject="geschönt")


def remove(entry):
    AuditEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.django_db
class TestTheTrail:
    @pytest.mark.parametrize("tamper", [change, remove])
    def test_cannot_be_changed_or_shortened_by_the_application(self, tamper, organisation):
        entry = AuditEntryFactory(organisation=organisation)
        with tenancy.activate(organisation):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                tamper(entry)
            assert AuditEntry.objects.get() == entry

    @pytest.mark.parametrize("tamper", [change, remove])
    def test_cannot_be_changed_or_shortened_by_a_migration(self, owner, tamper):
        entry = AuditEntryFactory()
        with (
            tenancy.activate(entry.organisation),
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
        ):
            tamper(entry)

    def test_cannot_be_changed_even_when_its_organisation_is_due_for_deletion(
        self, owner, organisation
    ):
        entry = AuditEntryFactory(organisation=organisation)
        organisation.deletes_at = timezone.now() - timedelta(days=1)
        organisation.save()
        with (
            tenancy.activate(organisation),
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
        ):
            change(entry)

    @pytest.mark.parametrize(
        ("in_days", "may_go"),
        [(-1, True), (1, False), (None, False)],
        ids=["when its time has come", "not while it can be undone", "not otherwise"],
    )
    def test_goes_with_its_organisation(self, in_days, may_go, organisation):
        AuditEntryFactory(organisation=organisation)
        if in_days is not None:
            organisation.deletes_at = timezone.now() + timedelta(days=in_days)
            organisation.save()
        with tenancy.activate(organisation):
            if may_go:
                organisation.delete()
            else:
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    organisation.delete()

    def test_may_be_cut_after_a_year(self, organisation):
        old = AuditEntryFactory(organisation=organisation, at=timezone.now() - timedelta(days=370))
        young = AuditEntryFactory(organisation=organisation)
        elsewhere = AuditEntryFactory(at=old.at)
        with tenancy.activate(organisation):
            assert AuditEntry.objects.forget(organisation, before=young.at) == 1
            assert AuditEntry.objects.get() == young
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                AuditEntry.objects.forget(organisation)
            assert AuditEntry.objects.forget(elsewhere.organisation, before=young.at) == 0
        with tenancy.activate(elsewhere.organisation):
            assert AuditEntry.objects.get() == elsewhere
