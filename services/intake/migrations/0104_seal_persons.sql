-- migrate:up
drop table contact;
-- Personal data stands here and nowhere else, sealed with a key of the dossier's own; without the key nobody reads it any more.
create table person (
    dossier_id uuid primary key,
    wrapped_key bytea,
    body bytea,
    words bytea[] not null,
    alike bytea
);
create index person_words on person using gin (words);
create index person_alike on person (alike);

create table draft (
    dossier_id uuid primary key,
    wrapped_key bytea not null,
    body bytea not null
);

create table receipt_sequence (
    desk text,
    year int,
    last int not null,
    primary key (desk, year)
);

alter table dossier
    add column desk text, add column procedure text, add column parties text[] not null default '{}', add column owner text,
    add column national int, add column received_at timestamptz, add column due_at timestamptz;
create index dossier_parties on dossier using gin (parties);
create index dossier_owner on dossier (owner) where owner is not null;
create index dossier_desk on dossier (desk, status, due_at);
create index dossier_ledger on dossier (desk, received_at) where received_at is not null;

-- migrate:down
