-- migrate:up
create table record (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz,
    code text unique,
    due text,
    desk text,
    holder text,
    channel text,
    procedure text,
    verdict text,
    received_on date,
    due_on date,
    due_at timestamptz,
    returned_on date,
    apology_on date,
    waiting int not null default 0
);
create index record_holder on record (holder, due);
create index record_due on record (due, due_at);
create index record_received on record (received_on);

create table gap (
    dossier_id uuid not null,
    source text not null,
    number int not null,
    noticed_at timestamptz not null default now(),
    primary key (dossier_id, source, number)
);

-- migrate:down
