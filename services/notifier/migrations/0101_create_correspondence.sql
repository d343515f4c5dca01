-- migrate:up
create table correspondence (
    dossier_id uuid primary key,
    version int not null,
    issued int not null,
    seen jsonb not null,
    state jsonb,
    wakes_at timestamptz
);
create index correspondence_wakes_at on correspondence (wakes_at) where wakes_at is not null;
-- Receipts name only the provider's reference; this leads back to the message.
create table reference (
    reference text primary key,
    dossier_id uuid not null,
    message text not null
);

-- migrate:down
