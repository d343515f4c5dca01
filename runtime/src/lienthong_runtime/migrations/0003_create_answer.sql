-- migrate:up
create table answer (
    key text primary key,
    request bytea not null,
    status int,
    body bytea,
    at timestamptz not null default now()
);

-- migrate:down
