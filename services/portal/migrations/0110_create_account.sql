-- migrate:up
-- Who signs in here with a password. A login says nothing of a person: neither a name's column nor a number's stands here.
create table account (
    id uuid primary key,
    login text not null unique check (login = lower(login)),
    subject text not null unique,
    agency text,
    roles text[] not null,
    hash text not null,
    one_time_until timestamptz, -- the password was given by somebody else: good until then, and for choosing one's own
    failures int not null default 0,
    locked_until timestamptz,
    asked_roles text[] not null default '{}', -- roles that see every agency's dossiers wait for a second administrator
    asked_by text,
    was_admin boolean not null default false, -- ever, of all agencies: where there were two once, none gives such a role alone again
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    disabled_at timestamptz
);

alter table account enable row level security;
-- Never the hash: whoever administers accounts has no use for it.
grant select (id, login, subject, agency, roles, one_time_until, failures, locked_until, asked_roles, asked_by, created_at, created_by,
    changed_at, disabled_at) on account to lienthong_overseer;
create policy of_agencies on account for select to lienthong_overseer
    using ((select coalesce(current_setting('lienthong.agencies', true), '') = '')
        or agency = any((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));

-- migrate:down
