-- migrate:up
-- A board must not read a million rows to find the few that need somebody: each question has an index of those few.
alter table record add column unsent text[] not null default '{}';
update record r set unsent = m.channels from (
    select dossier_id, array_agg(split_part(e.key, '/', 2)) as channels from record, jsonb_each(state -> 'messages') as e
    where e.value ->> 0 in ('queued', 'deferred') and coalesce(e.value ->> 4, 'applicant') = 'applicant' group by dossier_id
) m where m.dossier_id = r.dossier_id;
create index record_unsent on record (dossier_id) where unsent <> '{}';
create index record_needs on record (dossier_id) where needs <> '{}';
create index record_waiting on record (dossier_id) where waiting > 0;
create index record_due_on on record (due_on) where due in ('on_time', 'due_soon', 'overdue');
create index record_returned_on on record (returned_on) where returned_on is not null;
create index record_apology_on on record (apology_on) where apology_on is not null;
-- The league compares agencies over a period of days.
create index daily_counted_on on daily (counted_on) where agency <> '';

-- migrate:down
