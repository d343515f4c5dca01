-- migrate:up
-- A list reads a page's rows by an index in the order of their dates; `tail` is the code behind its agency, as people type it.
alter table record add column tail text generated always as (substring(code from position('-' in code) + 1)) stored;
create index record_tail on record (tail) where tail is not null;
create index record_open on record (due_at, dossier_id) where due in ('on_time', 'due_soon', 'overdue', 'paused') and code is not null;
create index record_desk on record (desk, due_at) where code is not null;

-- migrate:down
