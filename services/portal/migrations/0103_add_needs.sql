-- migrate:up
-- What a person has to see to about a dossier: stalled, unanswered, lapsed.
alter table record add column needs text[] not null default '{}';

-- migrate:down
