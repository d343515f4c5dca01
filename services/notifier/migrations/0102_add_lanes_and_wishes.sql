-- migrate:up
alter table correspondence add column lane smallint not null default 1;
alter table correspondence add column parties text[] not null default '{}';
alter table correspondence add column calls int not null default 0;
update correspondence set parties = array[state ->> 'desk'] where state is not null;
drop index correspondence_wakes_at;
-- Urgent ones are claimed first: a backlog of the others must not stand before them.
create index correspondence_due on correspondence (lane, wakes_at) where wakes_at is not null;
create index correspondence_wakes_at on correspondence (wakes_at) where wakes_at is not null;
create index correspondence_parties on correspondence using gin (parties);
create index correspondence_calls on correspondence (dossier_id) where calls > 0;

alter table correspondence enable row level security;
grant select, update on correspondence to lienthong_officer;
grant select on correspondence to lienthong_overseer;
-- `(select …)`: the setting is read once a statement, not once a row.
create policy of_party on correspondence to lienthong_officer
    using (parties && (select string_to_array(current_setting('lienthong.agencies', true), ',')));
create policy of_all on correspondence for select to lienthong_overseer using (true);

-- Two providers may give the same reference to different messages.
alter table reference add column provider text not null default 'smpp';
alter table reference drop constraint reference_pkey;
alter table reference add primary key (provider, reference);

-- Receipts that belong to no message, or overtook it.
create table strange_receipt (
    provider text not null,
    reference text not null,
    arrived boolean not null,
    reason text not null,
    heard_at timestamptz not null,
    primary key (provider, reference, arrived)
);

-- Consent and its withdrawal, by a keyed hash of the contact; the newest word counts, all are kept.
create table wish (
    number bigint generated always as identity primary key,
    hashed bytea not null,
    channel text not null,
    wanted boolean not null,
    how text not null,
    text_version text not null,
    said_at timestamptz not null
);
create index wish_hashed on wish (hashed, said_at desc, number desc);

-- How far a provider's receipts were read.
create table place (provider text primary key, cursor text not null);

-- Requests for one-time codes, never the codes.
create table one_time_code (id uuid primary key, asked_at timestamptz not null, outcome text);

-- migrate:down
