#!/bin/sh
# Runs once, when the database is empty: a role without special rights, and its database.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$LOTSE_DATABASE_PASSWORD" -U postgres <<'SQL'
create role lotse login nosuperuser nocreatedb nocreaterole nobypassrls password :'password';
create database lotse owner lotse;
SQL
