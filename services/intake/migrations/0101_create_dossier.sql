-- migrate:up
create table dossier (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz,
    code text unique,
    status text
);
create index dossier_wakes_at on dossier (wakes_at) where wakes_at is not null;

-- migrate:down
