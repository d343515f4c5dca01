-- migrate:up
-- The ledger: every event of every source, as it was sent, chained by hash per dossier.
create table entry (
    seq bigint generated always as identity primary key,
    dossier_id uuid not null,
    source text not null,
    number int not null,
    event_id uuid not null,
    kind text not null,
    recorded_at timestamptz not null,
    body bytea not null,
    prev bytea not null,
    hash bytea not null,
    unique (dossier_id, source, number)
);
create index entry_dossier on entry (dossier_id, seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only';
end $$;
create trigger entry_append_only before update or delete or truncate on entry
    for each statement execute function refuse_change();

-- migrate:down
