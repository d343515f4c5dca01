-- migrate:up
create table dead_letter (
    id bigint generated always as identity primary key,
    dossier_id uuid,
    topic text not null,
    kafka_partition int not null,
    kafka_offset bigint not null,
    header_names text[] not null,
    header_values bytea[] not null,
    body bytea,
    kind text not null,
    reason text not null,
    state text not null check (state in ('set_aside', 'parked', 'replayed')),
    attempts int not null default 1,
    set_aside_at timestamptz not null default now(),
    replayed_at timestamptz,
    unique (topic, kafka_partition, kafka_offset)
);
create index dead_letter_open on dead_letter (dossier_id) where state <> 'replayed';

-- migrate:down
