#!/bin/sh
# Makes the three roles of the database and the database itself. It runs by itself while the volume
# is empty. Run again, it sets passwords anew, and gives to the owner what the application still
# owns from the time of one role for both:
#   docker compose exec database sh /docker-entrypoint-initdb.d/lotse.sh
set -eu
# Passwords are read from the environment: others can see what stands on a command line.
psql -v ON_ERROR_STOP=1 -U postgres -d postgres <<'SQL'
\getenv application LOTSE_DATABASE_PASSWORD
\getenv owner LOTSE_DATABASE_OWNER_PASSWORD
\getenv backup LOTSE_DATABASE_BACKUP_PASSWORD
select 'create role ' || name from unnest(array['lotse', 'lotse_owner', 'lotse_backup']) as name
    where not exists (select from pg_roles where rolname = name) \gexec
alter role lotse login nosuperuser nocreatedb nocreaterole nobypassrls password :'application';
alter role lotse_owner login nosuperuser nocreatedb nocreaterole nobypassrls password :'owner';
-- It reads all rows, whatever the walls between organisations say, and writes none.
alter role lotse_backup login nosuperuser nocreatedb nocreaterole bypassrls password :'backup';
grant pg_read_all_data to lotse_backup;
select 'create database lotse owner lotse_owner'
    where not exists (select from pg_database where datname = 'lotse') \gexec
\connect lotse
reassign owned by lotse to lotse_owner;
SQL
