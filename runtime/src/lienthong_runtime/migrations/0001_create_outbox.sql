-- migrate:up
create table outbox (
    seq bigint generated always as identity primary key,
    id uuid not null,
    aggregatetype text not null,
    aggregateid text not null,
    type text not null,
    source text not null,
    number int not null,
    recorded_at timestamptz not null,
    payload bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- migrate:down
