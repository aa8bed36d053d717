"""The walls between organisations, over all models there are, without naming any."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.urls import path

from checks.models import Answer, Check
from measures.models import Measure
from organisations import tenancy
from organisations.domain.participation import organisation_opened
from organisations.domain.secret_links import digest_of
from organisations.models import Invitation, Membership, Organisation
from organisations.tenancy.fields import TenantForeignKey, TenantModel
from organisations.tenancy.operations import EnableTenancy, TieToTenant
from organisations.views.access import in_organisation
from tests import factories
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    InvitationFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

ALL_MODELS = apps.get_models()
TENANT_MODELS = [model for model in ALL_MODELS if issubclass(model, TenantModel)]


@in_organisation()
def careless_view(request):
    """Forget every filter there could be."""
    return JsonResponse({"titles": list(Measure.objects.values_list("title", flat=True))})


urlpatterns = [path("o/<slug:slug>/careless/", careless_view)]


def factory_of(model):
    """Find a model's factory; there has to be one for every tenant model."""
    return next(
        factory
        for name in factories.__all__
        for factory in [getattr(factories, name)]
        if getattr(getattr(factory, "_meta", None), "model", None) is model
    )


def label(model):
    return model._meta.label


@pytest.mark.django_db
@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
class TestEveryTenantModel:
    def test_has_forced_row_security_with_a_policy_for_reading_and_writing(self, model):
        with connection.cursor() as cursor:
            cursor.execute(
                "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (True, True)
            cursor.execute(
                "select cmd, qual like '%%lotse.organisation%%',"
                " with_check like '%%lotse.organisation%%'"
                " from pg_policies where tablename = %s",
                [model._meta.db_table],
            )
            assert cursor.fetchall() == [("ALL", True, True)]

    def test_refers_to_other_tenant_models_only_by_composite_keys(self, model):
        for field in model._meta.local_fields:
            target = field.remote_field.model if isinstance(field, models.ForeignKey) else None
            if target is None or not issubclass(target, TenantModel):
                continue
            assert isinstance(field, TenantForeignKey), field
            with connection.cursor() as cursor:
                cursor.execute(
                    "select pg_get_constraintdef(oid) from pg_constraint"
                    " where contype = 'f' and convalidated and conrelid = %s::regclass",
                    [model._meta.db_table],
                )
                definitions = [definition for (definition,) in cursor.fetchall()]
            wanted = f"FOREIGN KEY (organisation_id, {field.column}) REFERENCES"
            assert any(definition.startswith(wanted) for definition in definitions)

    def test_cannot_be_asked_without_an_organisation(self, model):
        factory = factory_of(model)
        factory()
        with pytest.raises(DatabaseError), transaction.atomic():
            list(model.objects.all())


def test_every_model_with_an_organisation_is_a_tenant_model():
    for model in ALL_MODELS:
        has_organisation = any(
            isinstance(field, models.ForeignKey) and field.remote_field.model is Organisation
            for field in model._meta.local_fields
        )
        assert has_organisation == issubclass(model, TenantModel), model


@pytest.mark.django_db
class TestWithoutAnOrganisation:
    def test_a_query_fails_loudly(self):
        AnswerFactory()
        with pytest.raises(DatabaseError), transaction.atomic():
            list(Answer.objects.all())

    def test_a_query_fails_again_once_the_organisation_is_closed(self):
        answer = AnswerFactory()
        with tenancy.activate(answer.organisation):
            assert list(Answer.objects.all()) == [answer]
        with pytest.raises(DatabaseError), transaction.atomic():
            list(Answer.objects.all())

    def test_nothing_can_be_written(self):
        organisation = OrganisationFactory()
        with pytest.raises(DatabaseError), transaction.atomic():
            Measure.objects.create(organisation=organisation, title="Ohne Wand")

    def test_no_organisation_is_current(self):
        assert tenancy.current_organisation_ids() == ()


@pytest.mark.django_db
class TestInsideAnOrganisation:
    def test_only_its_rows_are_there_however_one_asks(self):
        mine, other = MeasureFactory(), MeasureFactory()
        with tenancy.activate(mine.organisation):
            assert list(Measure.objects.all()) == [mine]
            assert not Measure.objects.filter(organisation=other.organisation).exists()
            assert Measure.objects.filter(pk=other.pk).update(title="x") == 0
            assert Measure.objects.filter(pk=other.pk).delete()[0] == 0

    def test_a_row_of_another_organisation_cannot_be_written(self):
        mine, other = OrganisationFactory(), OrganisationFactory()
        with pytest.raises(DatabaseError), tenancy.activate(mine):
            Measure.objects.create(organisation=other, title="Fremd")

    def test_a_row_cannot_be_given_to_another_organisation(self):
        measure, other = MeasureFactory(), OrganisationFactory()
        with pytest.raises(DatabaseError), tenancy.activate(measure.organisation):
            Measure.objects.filter(pk=measure.pk).update(organisation=other)

    def test_a_row_cannot_point_at_another_organisations_row(self):
        foreign = CheckFactory()
        mine = OrganisationFactory()
        with pytest.raises(IntegrityError), tenancy.activate(mine):  # noqa: PT012 - deferred
            Answer.objects.create(
                organisation=mine, check_run_id=foreign.pk, question_key="pilot", state="unknown"
            )
            connection.check_constraints()

    def test_an_inner_organisation_hides_the_outer_one_until_it_closes(self):
        outer, inner = MeasureFactory(), MeasureFactory()
        with tenancy.activate(outer.organisation):
            with tenancy.activate(inner.organisation):
                assert list(Measure.objects.all()) == [inner]
                assert tenancy.current_organisation_ids() == (inner.organisation.pk,)
            assert list(Measure.objects.all()) == [outer]

    def test_an_error_in_an_inner_organisation_leads_back_to_the_outer_one(self):
        outer, inner = MeasureFactory(), MeasureFactory()
        with tenancy.activate(outer.organisation):
            with pytest.raises(ZeroDivisionError), tenancy.activate(inner.organisation):
                raise ZeroDivisionError
            assert list(Measure.objects.all()) == [outer]


@pytest.mark.django_db
class TestAnOrganisationThatIsFoundAndOpenedAtOnce:
    def test_opens_only_what_belongs_to_it(self):
        measure, membership = MeasureFactory(), MembershipFactory()
        mine = MeasureFactory(organisation=membership.organisation)
        with self.found(membership.organisation.slug, membership.user) as found:
            assert found == (membership.organisation, (membership, frozenset()))
            assert list(Measure.objects.all()) == [mine] != [measure]
            assert tenancy.current_organisation_ids() == (membership.organisation_id,)
        assert tenancy.current_organisation_ids() == ()

    def test_shows_a_stranger_no_membership(self):
        membership = MembershipFactory()
        with self.found(membership.organisation.slug, UserFactory()) as found:
            assert found == (membership.organisation, (None, frozenset()))

    def test_that_does_not_exist_opens_nothing(self):
        membership = MembershipFactory()
        with self.found("unknown", membership.user) as found:
            assert found == (None, (None, frozenset()))
            assert not Membership.objects.exists()
            assert tenancy.current_organisation_ids() == ()

    def test_hides_the_outer_one_until_it_closes(self):
        outer, inner = MeasureFactory(), MembershipFactory()
        with tenancy.activate(outer.organisation):
            with self.found(inner.organisation.slug, inner.user):
                assert not Measure.objects.exists()
            assert list(Measure.objects.all()) == [outer]

    def test_is_closed_again_after_an_error(self):
        outer, inner = MeasureFactory(), MembershipFactory()
        with tenancy.activate(outer.organisation):
            with (
                pytest.raises(ZeroDivisionError),
                self.found(inner.organisation.slug, inner.user),
            ):
                raise ZeroDivisionError
            assert list(Measure.objects.all()) == [outer]

    def found(self, slug, user):
        return tenancy.activate_found(lambda: organisation_opened(slug, user))


@pytest.mark.django_db
class TestAcrossOrganisations:
    def test_exactly_the_named_organisations_are_open(self):
        first, second, third = MeasureFactory(), MeasureFactory(), MeasureFactory()
        with tenancy.across([first.organisation, second.organisation]):
            assert set(Measure.objects.all()) == {first, second}
            assert not Measure.objects.filter(pk=third.pk).exists()

    def test_naming_none_opens_none(self):
        MeasureFactory()
        with tenancy.across([]):
            assert not Measure.objects.exists()


@pytest.mark.django_db
class TestOwnMemberships:
    def test_show_a_person_their_part_in_every_organisation_and_nobody_elses(self):
        user = UserFactory()
        mine = {MembershipFactory(user=user), MembershipFactory(user=user)}
        MembershipFactory()
        with tenancy.own_memberships(user):
            assert set(Membership.objects.all()) == mine
            assert not Check.objects.exists()

    def test_cannot_be_made_up(self):
        user, organisation = UserFactory(), OrganisationFactory()
        with pytest.raises(DatabaseError), tenancy.own_memberships(user):
            Membership.objects.create(organisation=organisation, user=user, role="director")


@pytest.mark.django_db
class TestByToken:
    def test_shows_the_one_row_made_for_the_secret_and_no_table_beside_it(self):
        mine = InvitationFactory(secret="eins")
        InvitationFactory(organisation=mine.organisation, secret="zwei")
        MembershipFactory(organisation=mine.organisation)
        with tenancy.by_token(digest_of("eins")):
            assert list(Invitation.objects.all()) == [mine]
            assert not Membership.objects.exists()

    def test_shows_nothing_for_an_empty_digest(self):
        InvitationFactory(token_digest=None)
        with tenancy.by_token(""):
            assert not Invitation.objects.exists()

    def test_only_shows(self):
        invitation = InvitationFactory(secret="eins", role="member")
        with pytest.raises(DatabaseError), tenancy.by_token(digest_of("eins")):
            Invitation.objects.filter(pk=invitation.pk).update(role="director")

    def test_is_closed_again_inside_another_organisation(self):
        invitation, other = InvitationFactory(secret="eins"), OrganisationFactory()
        with tenancy.activate(other):
            with tenancy.by_token(digest_of("eins")):
                assert list(Invitation.objects.all()) == [invitation]
            assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_view_that_forgets_every_filter_leaks_nothing(client):
    mine = MeasureFactory(title="Eigene Maßnahme")
    MeasureFactory(title="Fremde Maßnahme")
    client.force_login(MembershipFactory(organisation=mine.organisation).user)
    response = client.get(f"/o/{mine.organisation.slug}/careless/")
    assert response.json() == {"titles": ["Eigene Maßnahme"]}


def walls_of(table):
    """Return what the database knows of a table's walls."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass",
            [table],
        )
        security = cursor.fetchone()
        cursor.execute("select count(*) from pg_policies where tablename = %s", [table])
        policies = cursor.fetchone()[0]
        cursor.execute(
            "select conname from pg_constraint where conrelid = %s::regclass"
            " and conname like '%%tenant%%'",
            [table],
        )
        return security, policies, sorted(name for (name,) in cursor.fetchall())


@pytest.mark.django_db
def test_walls_can_be_taken_down_and_drawn_again_by_migrations(owner):
    state = MigrationExecutor(connection).loader.project_state()
    operation = EnableTenancy("Rating")
    drawn = walls_of("measures_rating")
    assert drawn == (
        (True, True),
        1,
        ["measures_rating_measure_id_tenant_fk", "measures_rating_tenant_key"],
    )
    with connection.schema_editor() as editor:
        operation.database_backwards("measures", editor, state, state)
    assert walls_of("measures_rating") == ((False, False), 0, [])
    with connection.schema_editor() as editor:
        operation.database_forwards("measures", editor, state, state)
    assert walls_of("measures_rating") == drawn
    assert operation.describe() == "Force row level security on Rating"


def let_nothing_refer_to(table):
    """Take away the composite references of other tables, which would keep the key in place."""
    key = f"{table}_tenant_key"
    with connection.cursor() as cursor:
        cursor.execute(f'alter table "{table}" drop constraint "{key}" cascade')
        cursor.execute(f'alter table "{table}" add constraint "{key}" unique (organisation_id, id)')


def policy_on(table):
    """Return what the policy on a table lets be read and written."""
    with connection.cursor() as cursor:
        cursor.execute("select qual, with_check from pg_policies where tablename = %s", [table])
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "operation"),
    [
        (
            "organisations_membership",
            EnableTenancy("Membership", own_rows_of_person=True),
        ),
        (
            "organisations_invitation",
            EnableTenancy("Invitation", also_shows="token_digest = {token}"),
        ),
    ],
    ids=["own rows of a person", "the row of a secret"],
)
def test_walls_with_a_window_are_drawn_again_with_it(owner, table, operation):
    state = MigrationExecutor(connection).loader.project_state()
    drawn = policy_on(table)
    ((reading, writing),) = drawn
    assert reading != writing
    let_nothing_refer_to(table)
    with connection.schema_editor() as editor:
        operation.database_backwards("organisations", editor, state, state)
    assert policy_on(table) == []
    with connection.schema_editor() as editor:
        operation.database_forwards("organisations", editor, state, state)
    assert policy_on(table) == drawn


@pytest.mark.django_db
def test_a_later_reference_is_untied_and_tied_again_by_migrations(owner):
    state = MigrationExecutor(connection).loader.project_state()
    operation = TieToTenant("Report", "mandate")
    tied = walls_of("reports_report")
    assert "reports_report_mandate_id_tenant_fk" in tied[2]
    with connection.schema_editor() as editor:
        operation.database_backwards("reports", editor, state, state)
    assert "reports_report_mandate_id_tenant_fk" not in walls_of("reports_report")[2]
    with connection.schema_editor() as editor:
        operation.database_forwards("reports", editor, state, state)
    assert walls_of("reports_report") == tied
    assert operation.describe() == "Make mandate of Report point into its organisation only"
