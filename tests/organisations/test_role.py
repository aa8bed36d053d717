"""The three roles of the database, and what whoever speaks as the application cannot do."""

import re
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from lotse.embedded.postgres import BACKUP, OWNER, ROLE
from organisations import tenancy
from organisations.models import AuditEntry
from organisations.tenancy import roles
from tests.factories import AuditEntryFactory, OrganisationFactory

OPERATIONS = Path(__file__).parents[2] / "docs" / "betrieb.md"
TABLES = "select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace"
# Whoever owns a table may do these things to it.
ON_EVERY_TABLE = [
    "truncate {}",
    "truncate {} cascade",
    "drop table {} cascade",
    "alter table {} disable trigger all",
    "alter table {} disable row level security",
    "alter table {} no force row level security",
    "alter table {} owner to lotse",
    "alter table {} rename to other",
    "alter table {} add column more int",
    "alter table {} set schema information_schema",
    "create policy open on {} using (true)",
    "create trigger mine before insert on {} for each row execute function"
    " suppress_redundant_updates_trigger()",
    "create rule mine as on insert to {} do instead nothing",
    "create index on {} ((1))",
    "comment on table {} is 'mine'",
    "copy {} from program 'true'",
    "copy {} to program 'true'",
    "copy {} to '/tmp/copy'",
]
ON_WHAT_ONLY_GROWS = [
    "update {} set id = id",
    "delete from {}",
    "delete from {} where false",
    "select * from {} for update",
    "insert into {} (id) values (1) on conflict (id) do update set id = 2",
    "merge into {} using (select 1) as one on false when matched then delete",
]
ANYWHERE = [
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create table pg_temp.mine (id int)",
    "select 1 as id into mine",
    "create view mine as select 1",
    "create temporary view mine as select 1",
    "create sequence mine",
    "create type mine as enum ('a')",
    "create function mine() returns int language sql as 'select 1'",
    "create function pg_temp.mine() returns int language sql as 'select 1'",
    "create schema mine",
    "create publication mine",
    'create collation mine from "C"',
    "create aggregate mine (int) (sfunc = int4pl, stype = int)",
    "create foreign data wrapper mine",
    "alter database lotse set search_path = pg_temp",
    "alter default privileges for role lotse_owner grant all on tables to lotse",
    "select pg_reload_conf()",
    "select pg_promote()",
    "create event trigger mine on ddl_command_start execute function mine()",
    "create role mine",
    "alter function organisations_keep_audit_trail() owner to lotse",
    "alter function organisations_keep_audit_trail() set search_path = pg_temp",
    "drop function organisations_keep_audit_trail() cascade",
    "drop schema public cascade",
    "alter role lotse superuser",
    "alter role lotse bypassrls",
    "alter role lotse_owner password 'mine'",
    "grant lotse_owner to lotse",
    "set role lotse_owner",
    "set role lotse_backup",
    "set session authorization lotse_owner",
    "set session_replication_role = replica",
    "drop owned by lotse_owner",
    "reassign owned by lotse_owner to lotse",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select * from pg_authid",
    "select setval('organisations_auditentry_id_seq', 1)",
    "insert into django_migrations (app, name, applied) values ('a', 'b', now())",
    "delete from django_migrations",
]


def everything(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [found for (found,) in cursor.fetchall()]


def tables():
    return everything(f"{TABLES} and relkind in ('r', 'p') order by 1")


def allowed(statements):
    """Return which of the statements are not refused for want of a right."""
    found = []
    for statement in statements:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except ProgrammingError as error:
            if isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                continue
            found.append(f"{statement}: {error}")
        else:
            found.append(statement)
    return found


def rights_on(table):
    """Return what the application may do with a table."""
    return set(
        everything(
            "select privilege_type from pg_class, aclexplode(relacl)"
            f" where pg_class.oid = '{table}'::regclass and grantee = '{ROLE}'::regrole"
        )
    )


def wanted_rights(table):
    if table == "django_migrations":
        return {"SELECT"}
    if table in roles.append_only_tables():
        return {"SELECT", "INSERT"}
    return {"SELECT", "INSERT", "UPDATE", "DELETE"}


@contextmanager
def session(user, **more):
    """A connection to the database of the tests as somebody else."""
    settings = connection.settings_dict
    options = {"host": settings["HOST"], "dbname": settings["NAME"]} | more
    with closing(psycopg.connect(user=user, autocommit=True, **options)) as other:
        yield other


@pytest.mark.django_db
class TestAsTheApplication:
    def test_is_how_the_tests_run(self):
        assert everything("select session_user") == [ROLE]
        assert roles.why_refused(connection) is None

    @pytest.mark.parametrize("statement", ON_EVERY_TABLE)
    def test_nothing_is_done_to_a_table(self, statement):
        assert len(tables()) > 80
        assert allowed(statement.format(table) for table in tables()) == []

    def test_no_wall_is_torn_down(self):
        drops = everything(
            "select format('drop policy %I on %I', policyname, tablename) from pg_policies"
        )
        assert len(drops) > 50
        assert allowed(drops) == []

    @pytest.mark.parametrize(
        "statement",
        [
            "drop trigger %I on %s",
            "alter trigger %I on %s rename to x",
            "alter table %2$s disable trigger %1$I",
        ],
    )
    def test_no_trigger_is_taken_away(self, statement):
        changes = everything(
            f"select format('{statement}', tgname, tgrelid::regclass) from pg_trigger"
            " where not tgisinternal"
        )
        assert len(changes) >= 7
        assert allowed(changes) == []

    @pytest.mark.parametrize("statement", ON_WHAT_ONLY_GROWS)
    def test_nothing_is_changed_or_deleted_where_rows_are_only_added(self, statement):
        only_grow = roles.append_only_tables()
        assert sorted(only_grow) == [
            "checks_catalogue",
            "measures_roundsnapshot",
            "organisations_auditentry",
        ]
        assert allowed(statement.format(table) for table in only_grow) == []

    @pytest.mark.parametrize("statement", ANYWHERE)
    def test_nothing_else_is_made_or_taken(self, statement):
        assert allowed([statement]) == []

    def test_no_number_is_given_out_twice(self):
        sequences = everything(f"{TABLES} and relkind = 'S'")
        assert len(sequences) > 60
        assert allowed(f"select setval('{name}', 1)" for name in sequences) == []

    def test_a_query_with_parameters_does_not_grow_into_several(self):
        with (
            pytest.raises(ProgrammingError, match="multiple commands"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("select %s; delete from organisations_user", [1])

    def test_names_are_looked_up_in_one_place(self):
        assert everything("show search_path") == ["public"]


@pytest.mark.django_db
class TestRights:
    def test_are_granted_on_every_table(self):
        wrong = {
            name: rights_on(name) for name in tables() if rights_on(name) != wanted_rights(name)
        }
        assert wrong == {}

    def test_are_granted_on_tables_of_later_migrations_and_nobody_else_has_any(self, owner):
        with connection.cursor() as cursor:
            cursor.execute("create table later (id bigint generated always as identity)")
            cursor.execute("grant all on later to public")
            cursor.execute("create function later() returns int language sql as 'select 1'")
        assert rights_on("later") == set()
        roles.grant_to_application(using="default", plan=[])
        assert rights_on("later") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
        others = "select from aclexplode(relacl) where grantee not in"
        others += f" ('{ROLE}'::regrole, '{OWNER}'::regrole)"
        assert everything(f"{TABLES} and relkind in ('r', 'p') and exists ({others})") == []
        assert everything(f"select has_function_privilege('{ROLE}', 'later()', 'execute')") == [
            False
        ]

    def test_are_for_the_owner_to_give(self):
        roles.grant_to_application(using="default", plan=[])
        assert rights_on("organisations_auditentry") == {"SELECT", "INSERT"}

    def test_functions_that_may_more_are_few_listed_and_look_nowhere_else(self):
        found = everything(
            "select proname || ' ' || proowner::regrole || ' ' || array_to_string(proconfig, ';')"
            " || ' ' || has_function_privilege('public', oid, 'execute') from pg_proc"
            " where prosecdef and pronamespace = 'public'::regnamespace order by 1"
        )
        said = OPERATIONS.read_text().partition("## Die drei Datenbankrollen")[2]
        listed = sorted(re.findall(r"^\| `(\w+)\(", said.partition("\n## ")[0], re.MULTILINE))
        path = "search_path=pg_catalog, public, pg_temp"
        assert found == [f"{name} {OWNER} {path} false" for name in listed]
        assert len(found) == 3


class TestTheOwner:
    def test_is_asked_for_where_nobody_named_one(self, monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "OWNER", {})
        with pytest.raises(ImproperlyConfigured, match="LOTSE_DATABASE_OWNER_URL fehlt"):
            call_command("migrate")

    @pytest.mark.django_db
    def test_is_bound_by_row_level_security_too(self, owner):
        assert everything("select session_user") == [OWNER]
        entry = AuditEntryFactory()
        with tenancy.activate(entry.organisation):
            assert AuditEntry.objects.get() == entry
        with tenancy.activate(OrganisationFactory()):
            assert not AuditEntry.objects.exists()


class TestTheBackup:
    @pytest.mark.django_db
    def test_reads_every_table_and_writes_none(self):
        with session(BACKUP) as backup:
            for table in tables():
                backup.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
                for statement in (f"delete from {table}", f"truncate {table}"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        backup.execute(statement)


@pytest.fixture
def connecting_as(django_db_blocker, db):
    """Return a function that connects as Django does, with another role."""

    def connect(user):
        other = connection.copy()
        other.settings_dict |= {"USER": user, "PASSWORD": ""}
        with django_db_blocker.unblock():
            try:
                other.ensure_connection()
            finally:
                assert other.connection is None

    return connect


@pytest.fixture
def member(worker_id):
    """Return a function that makes a role which may act as another one; it is removed again."""
    name = f"member_{worker_id}"
    with session("postgres", dbname="postgres") as superuser:

        def of(role):
            superuser.execute(f"create role {name} login in role {role}")
            return name

        yield of
        superuser.execute(f"drop role if exists {name}")


class TestARoleThatCouldDoMore:
    @pytest.mark.parametrize("role", ["postgres", BACKUP])
    def test_is_refused_because_walls_do_not_bind_it(self, connecting_as, role):
        with pytest.raises(ImproperlyConfigured, match=f"„{role}“ ist Superuser oder hat BYPASS"):
            connecting_as(role)

    def test_is_refused_because_it_owns_the_tables(self, connecting_as):
        with pytest.raises(ImproperlyConfigured, match=f"„{OWNER}“ gehören die Datenbank"):
            connecting_as(OWNER)

    @pytest.mark.parametrize("right", ["createrole", "replication"])
    def test_is_refused_because_it_could_get_more(self, connecting_as, member, right):
        role = member("pg_monitor")
        with session("postgres", dbname="postgres") as superuser:
            superuser.execute(f"alter role {role} {right}")
        with pytest.raises(ImproperlyConfigured, match="NOCREATEROLE NOREPLICATION"):
            connecting_as(role)

    @pytest.mark.parametrize("role", [OWNER, BACKUP, "pg_execute_server_program"])
    def test_is_refused_because_it_may_act_as_such_a_role(self, connecting_as, member, role):
        with pytest.raises(ImproperlyConfigured, match=f'REVOKE "{role}" FROM'):
            connecting_as(member(role))
