-- migrate:up
-- At a day's end the ledger is sealed: a root over all entries since the last seal, chained to that one. Published, it binds us.
create table seal (
    closed_on date primary key,
    first_seq bigint not null,
    last_seq bigint not null,
    entries int not null,
    root bytea not null,
    prev bytea not null,
    hash bytea not null unique,
    sealed_at timestamptz not null default now()
);
create trigger seal_append_only before update or delete or truncate on seal
    for each statement execute function refuse_change();
-- Not by permission either: who would change an entry must first grant it to themselves, and disable a trigger.
revoke update, delete, truncate on entry, seal from current_user;

-- migrate:down
