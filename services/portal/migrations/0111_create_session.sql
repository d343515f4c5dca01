-- migrate:up
-- Who is signed in at the windows. `key` is the hash of what the browser keeps: the table lets nobody in.
create table session (
    id uuid primary key,
    key bytea not null unique,
    account uuid references account (id),
    subject text not null,
    agency text,
    roles text[] not null,
    via text not null check (via in ('password', 'one_time', 'link', 'provider')),
    browser text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    how text
);
create index session_subject on session (subject, created_at);
create index session_ends on session (ends_at);

alter table session enable row level security;
grant select (id, account, subject, agency, roles, via, browser, created_at, seen_at, ends_at, ended_at, how)
    on session to lienthong_citizen, lienthong_overseer;
create policy of_mine on session for select to lienthong_citizen
    using (subject = (select current_setting('lienthong.subject', true)));
create policy of_agencies on session for select to lienthong_overseer
    using ((select coalesce(current_setting('lienthong.agencies', true), '') = '')
        or agency = any((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));

-- migrate:down
