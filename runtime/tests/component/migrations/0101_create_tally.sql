-- migrate:up
create table tally (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz
);

-- migrate:down
