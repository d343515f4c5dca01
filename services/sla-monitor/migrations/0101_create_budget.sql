-- migrate:up
create table budget (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz
);
create index budget_wakes_at on budget (wakes_at) where wakes_at is not null;

-- migrate:down
