-- migrate:up
create table journey (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz,
    agencies text[] not null default '{}'
);
create index journey_wakes_at on journey (wakes_at) where wakes_at is not null;
create index journey_agencies on journey using gin (agencies);

-- migrate:down
