#!/bin/sh
# One database and one login role a service, closed to the others, as deploy/local makes them.
# The image runs this once, when its volume is empty; <SERVICE>_DB_PASSWORD comes from the environment.
set -eu

# Nobody signs in with these: a service takes one on to see what an actor may see (lienthong_runtime.guard).
for role in lienthong_officer lienthong_overseer lienthong_citizen; do
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --command "do 'begin create role $role nologin; exception when duplicate_object then null; end'"
done

for service in intake routing sla_monitor notifier portal; do
    variable=$(printf %s "$service" | tr '[:lower:]' '[:upper:]')_DB_PASSWORD
    if [ -z "$(printenv "$variable")" ]; then
        echo "$variable is not set: the role $service would have no password" >&2
        exit 1
    fi
    # \getenv keeps the password out of the process list.
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --set role="$service" --set variable="$variable" <<'SQL'
\getenv password :variable
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke all on database :"role" from public;
grant lienthong_officer, lienthong_overseer, lienthong_citizen to :"role" with inherit false;
SQL
done
